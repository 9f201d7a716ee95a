import { wall } from '../clock.ts';
import { filesOfDirectory, type PickedFile } from '../shell/intake.ts';

/** Milliseconds between two looks into the folder. */
const EVERY = 1000;
/** A file that was written to less long ago may still be on its way. */
const SETTLED = 1000;

type PickDirectory = (options: { id: string; mode: 'read' }) => Promise<FileSystemDirectoryHandle>;

/** Takes each zip that appears in a folder. Browsers without a folder picker have none of it. */
export class FolderWatch {
  readonly #take: (files: readonly PickedFile[]) => Promise<void>;
  readonly #seen = new Set<string>();
  #name = $state<string | undefined>();
  #lost = $state(false);
  #timer: ReturnType<typeof setInterval> | undefined;
  #looking = false;

  constructor(take: (files: readonly PickedFile[]) => Promise<void>) {
    this.#take = take;
  }

  readonly isPossible = 'showDirectoryPicker' in window;

  /** Name of the folder being watched. */
  get name() {
    return this.#name;
  }

  /** The folder can't be read any more. */
  get lost() {
    return this.#lost;
  }

  async start(): Promise<void> {
    const { showDirectoryPicker: pick } = window as { showDirectoryPicker?: PickDirectory };
    let directory: FileSystemDirectoryHandle;
    try {
      if (!pick) return;
      directory = await pick({ id: 'negatoscope-round', mode: 'read' });
    } catch {
      // The person closed the picker.
      return;
    }
    this.stop();
    this.#name = directory.name;
    this.#timer = setInterval(() => void this.#look(directory), EVERY);
    await this.#look(directory);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#name = undefined;
    this.#lost = false;
    this.#seen.clear();
  }

  async #look(directory: FileSystemDirectoryHandle): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const fresh: PickedFile[] = [];
      for await (const batch of filesOfDirectory(directory)) {
        for (const picked of batch) {
          const { name, size, lastModified } = picked.file;
          const key = `${picked.path}\n${size}\n${lastModified}`;
          const isSettled = wall() - lastModified >= SETTLED || lastModified > wall();
          if (!/\.zip$/i.test(name) || this.#seen.has(key) || !isSettled) continue;
          this.#seen.add(key);
          fresh.push(picked);
        }
      }
      this.#lost = false;
      // The next look need not wait for the checks.
      if (fresh.length > 0) void this.#take(fresh);
    } catch {
      this.#lost = true;
    } finally {
      this.#looking = false;
    }
  }
}
