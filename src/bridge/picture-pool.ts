import { transfer, type Remote } from 'comlink';
import type { ImageApi } from '../../workers/image.worker.ts';
import type { Failure } from '../core/failure.ts';
import { success, type Result } from '../core/result.ts';
import type { RunOptions, Task, WorkerHandle } from './worker-handle.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Files that stay open, in all workers together: about as many slices as a person wheels through. */
const MOST_OPEN = 24;
/** Bytes of files that stay open. The one used last stays, whatever its size. */
const MOST_BYTES = 512 * 2 ** 20;

/** Reads a file's bytes. They are given away: whoever needs them afterwards gives a copy. */
export type ReadFile = () => Promise<Result<Uint8Array>>;

export interface AskOptions extends RunOptions {
  /** A file that is not open is opened for this question alone, and closed again: it takes no other's place. */
  readonly passing?: boolean;
}

export interface PictureLimits {
  readonly files: number;
  readonly bytes: number;
}

/** One opening of a file, by one worker. Opening it again makes another. */
interface Opening {
  readonly handle: WorkerHandle<ImageApi>;
  bytes: number;
}

/** What a worker has open. It is void once the worker was let go. */
interface Shelf {
  readonly generation: number;
  readonly held: Map<string, Opening>;
}

/**
 * Files that the image workers hold open, so that several questions about one image cost one transfer and one parse. A file's questions
 * go to the worker that holds it. A worker that crashed, was cancelled or was idle holds nothing: the next question opens again. There is
 * one of these for a pool; ids name files that never change.
 */
export class PicturePool {
  readonly #pool: WorkerPool<ImageApi>;
  readonly #limits: PictureLimits;
  /** What is to stay open, the one asked about longest ago first. */
  readonly #kept = new Map<string, Opening>();
  readonly #shelves = new Map<WorkerHandle<ImageApi>, Shelf>();

  constructor(pool: WorkerPool<ImageApi>, limits: PictureLimits = { files: MOST_OPEN, bytes: MOST_BYTES }) {
    this.#pool = pool;
    this.#limits = limits;
  }

  /**
   * Asks the worker that holds a file, which is read and opened first where that is needed. The file is read when its turn has come:
   * decrypted bytes never wait. Failures: those of reading, of opening (`dicom/…`), of the question, and `machine/…`.
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

  /** Closes files: they were stored anew or are no longer stored. */
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

  /** The worker with the fewest tasks; of several, the one with the fewest files. */
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

  /** What is not kept is closed by its worker's next task; one is queued for it. */
  #leave(id: string): void {
    const opening = this.#kept.get(id);
    this.#kept.delete(id);
    if (!opening) return;
    const { handle } = opening;
    const shelf = this.#shelves.get(handle);
    // A worker that was let go holds nothing, and is not started for this.
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

/** Gives a file's bytes to a worker. Gives how many they are. */
async function open(api: Remote<ImageApi>, id: string, read: ReadFile): Promise<Result<number>> {
  const file = await read();
  if (!file.ok) return file;
  const { byteLength, buffer } = file.value;
  const opened = await api.open(id, transfer(file.value, [buffer]));
  return opened.ok ? success(byteLength) : opened;
}
