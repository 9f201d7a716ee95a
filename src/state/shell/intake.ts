/** A picked or dropped file. The path starts with the name of the picked or dropped folder. */
export interface PickedFile {
  readonly path: string;
  readonly file: File;
}

/** Files in batches, so that thousands of them do not block the page. */
export type PickedFiles = AsyncIterable<readonly PickedFile[]>;

const BATCH = 200;

type PickDirectory = (options: { id: string; mode: 'read' }) => Promise<FileSystemDirectoryHandle>;

/** Opens the browser's folder picker. Undefined: the user closed it. `use-input`: the browser has none (Firefox, Safari) or refuses it. */
export async function pickDirectory(): Promise<FileSystemDirectoryHandle | 'use-input' | undefined> {
  const pick = (window as { showDirectoryPicker?: PickDirectory }).showDirectoryPicker;
  if (!pick) return 'use-input';
  try {
    return await pick({ id: 'negatoscope', mode: 'read' });
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? undefined : 'use-input';
  }
}

/** All files in a folder of the folder picker, subfolders included. */
export async function* filesOfDirectory(directory: FileSystemDirectoryHandle): PickedFiles {
  yield* batched(walkHandle(directory, directory.name));
}

async function* walkHandle(directory: FileSystemDirectoryHandle, path: string): AsyncGenerator<PickedFile> {
  for await (const [name, handle] of directory.entries()) {
    if (handle.kind === 'directory')
      yield* walkHandle(handle as FileSystemDirectoryHandle, `${path}/${name}`);
    else yield { path: `${path}/${name}`, file: await (handle as FileSystemFileHandle).getFile() };
  }
}

/** The files of an input element: single files or a folder (webkitdirectory). */
export async function* filesOfInput(files: readonly File[]): PickedFiles {
  for (let start = 0; start < files.length; start += BATCH) {
    yield files
      .slice(start, start + BATCH)
      .map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  }
}

/**
 * All dropped files, subfolders included. Must be called during the drop event, because the browser empties
 * the transfer after the event.
 */
export function filesOfDrop(transfer: DataTransfer): PickedFiles {
  const entries = Array.from(transfer.items, (item) =>
    item.kind === 'file' ? item.webkitGetAsEntry() : null,
  ).filter((entry) => entry !== null);
  // Drops of tests and of some file managers have files but no entries.
  const loose = entries.length === 0 ? Array.from(transfer.files, (file) => ({ path: file.name, file })) : [];
  return batched(walkEntries(entries, loose));
}

async function* walkEntries(
  entries: readonly FileSystemEntry[],
  loose: readonly PickedFile[],
): AsyncGenerator<PickedFile> {
  yield* loose;
  for (const entry of entries) {
    const path = entry.fullPath.replace(/^\//, '');
    if (entry.isFile) yield { path, file: await fileOf(entry as FileSystemFileEntry) };
    else yield* walkEntries(await childrenOf(entry as FileSystemDirectoryEntry), []);
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  // readEntries returns at most 100 entries per call. An empty list marks the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function* batched(files: AsyncIterable<PickedFile>): PickedFiles {
  let batch: PickedFile[] = [];
  for await (const file of files) {
    batch.push(file);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
