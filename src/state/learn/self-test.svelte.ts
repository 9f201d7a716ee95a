import { PicturePool } from '../../bridge/picture-pool.ts';
import { demoWorker, imageWorkers } from '../../bridge/workers.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import type { DeidentifiedFile } from '../../core/deidentify/images.ts';
import type { ProfileOption } from '../../core/definition/profile-options.ts';
import { isBlackBy, noWord, outlineOf, type TextWord } from '../../core/deidentify/text-flags.ts';
import type { DemoChallenge } from '../../core/demo/kinds.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { failed, success, type Result } from '../../core/result.ts';
import { drawnFor, type PlantedFile } from '../../core/self-test/plant.ts';
import type { PassedFile, selfTestScore, SelfTestResult } from '../../core/self-test/score.ts';
import { monotonic, newId, now } from '../clock.ts';
import type { Point } from '../../core/measure.ts';

type Sector = readonly Point[] | null;

/** The steps under test. The application supplies its own import, masking and clearing; a unit test may supply a broken step. */
export interface SelfTestPath {
  planted(
    challenge: DemoChallenge,
    options: readonly ProfileOption[],
    seed: string,
  ): Promise<Result<readonly PlantedFile[]>>;
  ingest(
    bytes: Uint8Array<ArrayBuffer>,
    name: string,
    definition: ChallengeDefinition,
    key: CryptoKey,
  ): Promise<Result<DeidentifiedFile>>;
  sector(file: DeidentifiedFile): Promise<Result<Sector>>;
  /** What a careful person would answer for each place that looks like text. */
  answer(file: DeidentifiedFile, sector: Sector): Promise<Result<TextWord>>;
  /** The file as it would leave the machine. */
  clear(file: DeidentifiedFile, sector: Sector, text: TextWord, key: CryptoKey): Promise<Result<Uint8Array>>;
  score(passed: readonly PassedFile[]): Promise<Result<ReturnType<typeof selfTestScore>>>;
  stop(): void;
}

/** The real workers of import and clearing, started only for the test. The test stores nothing and shares no key. */
export function workersPath(): SelfTestPath {
  const images = imageWorkers(1);
  const pictures = new PicturePool(images);
  const drawing = demoWorker();
  return {
    planted: async (challenge, options, seed) =>
      await drawing.run((api) => api.planted(challenge, options, seed)),
    ingest: async (bytes, name, definition, key) => {
      const taken = await images.run((api) => api.ingest(new Blob([bytes]), name, definition, key));
      return taken.ok ? success(taken.value.image) : taken;
    },
    sector: async (file) => {
      const { sopUid } = file.identity;
      const proposed = await pictures.ask(sopUid, copyOf(file), (api) => api.sector(sopUid, 0));
      return proposed.ok ? success(proposed.value?.polygon ?? null) : proposed;
    },
    answer: async (file, sector) => {
      const { sopUid } = file.identity;
      const boxes = await pictures.ask(sopUid, copyOf(file), (api) => api.text(sopUid, 0));
      if (!boxes.ok) return boxes;
      // Everything in the field that looks like text is blacked out.
      const left = boxes.value.filter((box) => !isBlackBy(box, [], sector));
      return success({ ...noWord(file.identity.sopUid, 0), blackouts: left.map(outlineOf) });
    },
    clear: async (file, sector, text, key) => {
      const choice = { frame: 0, center: null, mask: null, measured: null, sector, text };
      const cleared = await images.run((api) => api.clear(file, choice, { at: now(), by: '' }, key));
      return cleared.ok ? success(cleared.value.dicom) : cleared;
    },
    score: async (passed) => await drawing.run((api) => api.score(passed)),
    stop: () => {
      images.stop();
      drawing.stop();
    },
  };
}

/** A copy to transfer to the worker. The file itself is still needed for the clearing. */
const copyOf =
  ({ dicom }: DeidentifiedFile) =>
  () =>
    Promise.resolve(success(dicom.slice()));

export interface SelfTestProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Draws exams with an invented patient, processes them like real ones with a separate key, and scores the files that would leave.
 * Nothing is written to the workspace. Failures: `challenge/not-drawn`, those of the workers.
 */
export class SelfTest {
  readonly #path: () => SelfTestPath;
  #result = $state.raw<SelfTestResult | undefined>();
  #failure = $state.raw<Failure | undefined>();
  #progress = $state.raw<SelfTestProgress | undefined>();

  constructor(path: () => SelfTestPath = workersPath) {
    this.#path = path;
  }

  get result() {
    return this.#result;
  }
  get failure() {
    return this.#failure;
  }
  /** While it runs. */
  get progress() {
    return this.#progress;
  }

  async run(definition: ChallengeDefinition, seed: string = newId()): Promise<void> {
    if (this.#progress) return;
    this.#result = undefined;
    this.#failure = undefined;
    this.#progress = { done: 0, total: 4 };
    const path = this.#path();
    const outcome = await this.#run(definition, seed, path);
    path.stop();
    this.#progress = undefined;
    if (outcome.ok) this.#result = outcome.value;
    else this.#failure = outcome.failure;
  }

  async #run(
    definition: ChallengeDefinition,
    seed: string,
    path: SelfTestPath,
  ): Promise<Result<SelfTestResult>> {
    const challenge = drawnFor(definition);
    if (challenge === null) return failed(failure('challenge/not-drawn', { modality: definition.modality }));
    const started = monotonic();
    const options = definition.deidentification?.options ?? [];
    // Not the key of the centre, whose pseudonyms are for patients.
    const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const planted = await path.planted(challenge, options, seed);
    if (!planted.ok) return planted;
    const total = planted.value.length + 1;
    this.#progress = { done: 0, total };
    const passed: PassedFile[] = [];
    for (const file of planted.value) {
      const leaving = await this.#pass(file, definition, key, path);
      passed.push({ planted: file, outcome: leaving.ok ? leaving.value : leaving.failure });
      this.#progress = { done: passed.length, total };
    }
    const score = await path.score(passed);
    if (!score.ok) return score;
    return success({
      format: 'negatoscope-self-test',
      challenge: { id: definition.id, version: definition.version },
      tool: { name: 'negatoscope', version: import.meta.env.VERSION },
      options,
      at: now(),
      seconds: (monotonic() - started) / 1000,
      seed,
      ...score.value,
    });
  }

  async #pass(
    { bytes, name }: PlantedFile,
    definition: ChallengeDefinition,
    key: CryptoKey,
    path: SelfTestPath,
  ): Promise<Result<Uint8Array>> {
    const taken = await path.ingest(bytes, name, definition, key);
    if (!taken.ok) return taken;
    const sector =
      definition.preprocessing.mask === 'sector' ? await path.sector(taken.value) : success(null);
    if (!sector.ok) return sector;
    const text = await path.answer(taken.value, sector.value);
    return text.ok ? path.clear(taken.value, sector.value, text.value, key) : text;
  }
}
