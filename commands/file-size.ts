const units = ['KB', 'MB', 'GB', 'TB'];

/** A number of bytes for people: `512 bytes`, `1.4 KB`, `23 MB`. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  let size = bytes / 1024;
  let unit = 0;
  // What would be rounded to 1,024 of one unit is 1 of the next.
  while (size >= 1023.5 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size < 9.95 ? size.toFixed(1) : size.toFixed(0)} ${units[unit]}`;
}
