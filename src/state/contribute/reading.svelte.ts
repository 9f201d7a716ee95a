import type { OcrApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import { localIdentifiers } from '../../core/deidentify/read-identifiers.ts';
import type { Reading } from '../../core/deidentify/text-flags.ts';
import type { Failure } from '../../core/failure.ts';
import type { Image } from '../../core/dicom/image.ts';
import { success, type Result } from '../../core/result.ts';
import type { Choice } from './choice.ts';
import { resultOf } from '../../storage/outcome.ts';
import { now } from '../clock.ts';
import type { ImagesPort, ReadingPort, TextPort } from './ports.ts';

/** An image with the pixels that will leave the browser. */
interface Leaving {
  readonly choice: Choice;
  readonly image: Image;
  readonly pixelDigest: string;
}

type Ports = ImagesPort & ReadingPort & TextPort;

/** Reads the text in images that will leave the browser, one image after another. */
export class TextReading {
  readonly #contribute: Ports;
  readonly #worker: WorkerHandle<OcrApi>;
  #current = $state.raw<string | undefined>();
  #waiting = $state.raw<readonly Leaving[]>([]);
  #failures = $state.raw<ReadonlyMap<string, Failure>>(new Map());
  /** Digests of pixels whose reading a person stopped. */
  #stopped = $state.raw<ReadonlySet<string>>(new Set());
  #stop: AbortController | undefined;

  constructor(contribute: Ports, worker: WorkerHandle<OcrApi>) {
    this.#contribute = contribute;
    this.#worker = worker;
  }

  /** Id of the choice that is being read. */
  get current() {
    return this.#current;
  }
  get waiting() {
    return this.#waiting.length;
  }

  isWaiting(choice: Choice): boolean {
    return this.#waiting.some((one) => one.choice.id === choice.id);
  }

  failureOf(pixelDigest: string): Failure | undefined {
    return this.#failures.get(pixelDigest);
  }

  readingOf({ text }: Choice, pixelDigest: string): Reading | undefined {
    return text.reading?.pixelDigest === pixelDigest ? text.reading : undefined;
  }

  /**
   * True if the image is to be read without a request: ultrasound, secondary captures, and images with likely text. False if it was read,
   * if a person stopped its reading, or if its reading failed.
   */
  isDue(choice: Choice, pixelDigest: string): boolean {
    if (
      this.readingOf(choice, pixelDigest) ||
      this.#stopped.has(pixelDigest) ||
      this.#failures.has(pixelDigest)
    ) {
      return false;
    }
    const facts = this.#contribute.images.of(choice)?.facts;
    const flags = this.#contribute.text.flags(choice) ?? [];
    return flags.length > 0 || facts?.modality === 'US' || facts?.secondaryCapture === true;
  }

  add(leaving: Leaving): void {
    if (this.isWaiting(leaving.choice) || this.#current === leaving.choice.id) return;
    this.#failures = without(this.#failures, leaving.pixelDigest);
    this.#waiting = [...this.#waiting, leaving];
    if (this.#current === undefined) void this.#work();
  }

  /** Stops the reading of the current image and of all that wait. */
  stop(): void {
    const rest = this.#waiting.map(({ pixelDigest }) => pixelDigest);
    this.#waiting = [];
    this.#stopped = new Set([...this.#stopped, ...rest]);
    this.#stop?.abort();
  }

  async #work(): Promise<void> {
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      this.#waiting = this.#waiting.slice(1);
      this.#current = next.choice.id;
      const stop = new AbortController();
      this.#stop = stop;
      const reading = next;
      const outcome = await resultOf(() => this.#read(reading, stop.signal));
      if (!outcome.ok) {
        if (stop.signal.aborted) this.#stopped = new Set([...this.#stopped, next.pixelDigest]);
        else this.#failures = new Map(this.#failures).set(next.pixelDigest, outcome.failure);
      }
    }
    this.#current = undefined;
  }

  async #read({ choice, image, pixelDigest }: Leaving, signal: AbortSignal): Promise<Result<void>> {
    const row = this.#contribute.images.of(choice);
    if (!row) return success(undefined);
    const identifiers = [
      ...localIdentifiers(await this.#contribute.images.identityOf(row)),
      ...(await this.#contribute.images.soughtOf(row)),
    ];
    const boxes = (this.#contribute.text.flags(choice) ?? [])
      .filter(({ state }) => state !== 'black')
      .map(({ box }) => box);
    const plain = { ...image };
    const read = await this.#worker.run((api) => api.read(plain, boxes, identifiers), { signal });
    if (!read.ok) return read;
    const { outcome, words, identifiers: found } = read.value;
    return this.#contribute.choosing.recordReading(choice, { at: now(), pixelDigest, outcome, words }, found);
  }
}

function without(map: ReadonlyMap<string, Failure>, key: string): ReadonlyMap<string, Failure> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
