const mbPerGb = 1_024;

/**
 * An amount of memory: "96 MB", "2 GB", "23.5 GB".
 * @param mb megabytes
 */
export function formatMemory(mb: number): string {
  return mb < mbPerGb ? `${Math.round(mb)} MB` : `${Number((mb / mbPerGb).toFixed(1))} GB`;
}
