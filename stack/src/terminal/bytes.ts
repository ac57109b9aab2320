/** Such as `640 kB`, `38 MB` or `23.5 GB`; a kB is 1024 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024 ** 2) return `${Math.ceil(bytes / 1024)} kB`;
  // What would round to 1024 MB is a GB.
  if (bytes < 1023.5 * 1024 ** 2) return `${Math.round(bytes / 1024 ** 2)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
