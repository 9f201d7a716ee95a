import { transfer, type Remote } from 'comlink';
import type { ImageApi } from '../../workers/image.worker.ts';
import type { Failure } from '../core/failure.ts';
import { success, type Result } from '../core/result.ts';
import type { RunOptions, Task, WorkerHandle } from './worker-handle.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Most files that stay open, in all workers together: about the number of slices that a person scrolls through. */
const MOST_OPEN = 24;
/** Most bytes of files that stay open. The file used last stays open even if it is larger. */
const MOST_BYTES = 512 * 2 ** 20;

/** Reads a file's bytes. They are transferred to a worker; a caller that still needs them returns a copy. */
export type ReadFile = () => Promise<Result<Uint8Array>>;

export interface AskOptions extends RunOptions {
  /** Opens a closed file for this question only, then closes it. No other file is closed for it. */
  readonly passing?: boolean;
}

export interface PictureLimits {
  readonly files: number;
  readonly bytes: number;
}

/** A file that one worker opened or will open. A file that was closed and opened again has a new one. */
interface Opening {
  readonly handle: WorkerHandle<ImageApi>;
  bytes: number;
}

/** The files that a worker holds open. Void once the worker was stopped: its generation is then another. */
interface Shelf {
  readonly generation: number;
  readonly held: Map<string, Opening>;
}

/**
 * Files that the image workers hold open, so that several questions about one image cost one transfer and one parse. A file's questions
 * go to the worker that holds it. A worker that crashed, was cancelled or was idle holds nothing: the next question opens the file
 * again. A pool of workers has one PicturePool. A file that changes under its id must be closed first.
 */
export class PicturePool {
  readonly #pool: WorkerPool<ImageApi>;
  readonly #limits: PictureLimits;
  /** The files that stay open. The least recently used comes first. */
  readonly #kept = new Map<string, Opening>();
  readonly #shelves = new Map<WorkerHandle<ImageApi>, Shelf>();

  constructor(pool: WorkerPool<ImageApi>, limits: PictureLimits = { files: MOST_OPEN, bytes: MOST_BYTES }) {
    this.#pool = pool;
    this.#limits = limits;
  }

  /**
   * Asks the worker that holds a file. A file that is not open is read and opened first. It is read when the worker is free, so that
   * decrypted bytes do not wait in memory. Failures: those of reading, of opening (`dicom/…`), of the question, and `machine/…`.
   */
  ask<T, F>(
    id: string,
    read: ReadFile,
    question: Task<ImageApi, T, F>,
    { passing = false, ...options }: AskOptions = {},
  ): Promise<Result<T, F | Failure>> {
    const opening = this.#openingOf(id, passing);
    const { handle } = opening;
    const task = async (api: Remote<ImageApi>): Promise<Result<T, F | Failure>> => {
      const shelf = this.#shelfOf(handle);
      if (shelf.held.get(id) !== opening) {
        const opened = await open(api, id, read);
        if (!opened.ok) {
          if (this.#kept.get(id) === opening) this.#kept.delete(id);
          return opened;
        }
        opening.bytes = opened.value;
        shelf.held.set(id, opening);
        this.#evict();
      }
      const answer = await question(api);
      await this.#closeSurplus(api, shelf);
      return answer;
    };
    return this.#pool.run(task, { ...options, on: handle });
  }

  /** Closes files that were stored again or deleted. */
  close(ids: readonly string[]): void {
    for (const id of ids) this.#leave(id);
  }

  closeAll(): void {
    this.close([...this.#kept.keys()]);
  }

  #openingOf(id: string, passing: boolean): Opening {
    const known = this.#kept.get(id);
    const opening = known ?? { handle: this.#quietest(), bytes: 0 };
    if (passing) return opening;
    this.#kept.delete(id);
    this.#kept.set(id, opening);
    this.#evict();
    return opening;
  }

  /** The worker with the fewest tasks. For equal numbers, the one with the fewest open files. */
  #quietest(): WorkerHandle<ImageApi> {
    const files = Map.groupBy(this.#kept.values(), ({ handle }) => handle);
    const loadOf = (handle: WorkerHandle<ImageApi>) =>
      this.#pool.pendingOf(handle) * (this.#limits.files + 1) + (files.get(handle)?.length ?? 0);
    return this.#pool.handles.reduce((best, one) => (loadOf(one) < loadOf(best) ? one : best));
  }

  #shelfOf(handle: WorkerHandle<ImageApi>): Shelf {
    const known = this.#shelves.get(handle);
    if (known?.generation === handle.generation) return known;
    const shelf = { generation: handle.generation, held: new Map<string, Opening>() };
    this.#shelves.set(handle, shelf);
    return shelf;
  }

  #evict(): void {
    let bytes = [...this.#kept.values()].reduce((sum, opening) => sum + opening.bytes, 0);
    for (const [id, opening] of this.#kept) {
      const isWithin = this.#kept.size <= this.#limits.files && bytes <= this.#limits.bytes;
      if (isWithin || this.#kept.size === 1) return;
      bytes -= opening.bytes;
      this.#leave(id);
    }
  }

  /** Stops keeping a file. An empty task is queued for its worker, which closes all files that are not kept. */
  #leave(id: string): void {
    const opening = this.#kept.get(id);
    this.#kept.delete(id);
    if (!opening) return;
    const { handle } = opening;
    const shelf = this.#shelves.get(handle);
    // A stopped worker holds no file. It is not started for this.
    if (!handle.alive || shelf?.generation !== handle.generation || !shelf.held.has(id)) return;
    const sweep = async (api: Remote<ImageApi>) => {
      await this.#closeSurplus(api, this.#shelfOf(handle));
      return success(undefined);
    };
    void this.#pool.run(sweep, { on: handle });
  }

  async #closeSurplus(api: Remote<ImageApi>, { held }: Shelf): Promise<void> {
    const surplus = [...held].flatMap(([id, opening]) => (this.#kept.get(id) === opening ? [] : id));
    for (const id of surplus) held.delete(id);
    if (surplus.length > 0) await api.close(surplus);
  }
}

/** Transfers a file to a worker, which opens it. Returns its number of bytes. */
async function open(api: Remote<ImageApi>, id: string, read: ReadFile): Promise<Result<number>> {
  const file = await read();
  if (!file.ok) return file;
  const { byteLength, buffer } = file.value;
  const opened = await api.open(id, transfer(file.value, [buffer]));
  return opened.ok ? success(byteLength) : opened;
}
