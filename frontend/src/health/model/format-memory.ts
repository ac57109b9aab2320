const mbPerGb = 1_024;

/**
 * An amount of memory: "96 MB", "23.5 GB".
 * @param mb megabytes
 */
export function formatMemory(mb: number): string {
  return mb < 10 * mbPerGb ? `${Math.round(mb)} MB` : `${(mb / mbPerGb).toFixed(1)} GB`;
}
