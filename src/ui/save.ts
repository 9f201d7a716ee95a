/** Saves a file through the browser's download. */
export function save(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads the address after this task. Releasing it now would break the download.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
