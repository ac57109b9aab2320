/** Such as `640 kB` or `38 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.ceil(bytes / 1024)} kB`;
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
