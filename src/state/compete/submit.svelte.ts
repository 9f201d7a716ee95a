import { wall } from '../clock.ts';
import type { SubmissionApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { type Failure, failuresOf } from '../../core/failure.ts';
import { localTime } from '../../core/package/local-time.ts';
import type { MethodNote } from '../../core/package/submission.ts';
import { failed, listed, type Result } from '../../core/result.ts';
import type { SoundPredictions } from '../../pipeline/submission.ts';
import type { NamedFile } from '../../pipeline/scoring.ts';
import type { Database } from '../../storage/database.ts';
import { signingKey } from '../../storage/keys.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { deleteSubmission, putSubmission, submissionsOf } from '../../storage/submissions.ts';
import { type SubmissionRow } from '../../storage/rows/submissions.ts';
import type { PickedFile } from '../shell/intake.ts';
import type { JobHandle } from '../shell/jobs.svelte.ts';
import { readPreference, writePreference } from '../shell/preferences.ts';
import type { Explore, OpenedDataset } from './explore.svelte.ts';

/** A submission package, as the screen shows it. */
export interface Submission {
  /** SHA-256 (hex) of the package's manifest. */
  readonly id: string;
  readonly team: string;
  /** Name of the test part it was made for. */
  readonly dataset: string;
  /** Name of the file. */
  readonly name: string;
  readonly file: Blob;
  /** SHA-256 (hex) of the whole file. */
  readonly sha256: string;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
  /** ISO 8601 with the offset of this machine's clock. */
  readonly preparedAt: string;
}

interface Parts {
  readonly database: Database;
  readonly submitting: WorkerHandle<SubmissionApi>;
}

const BLANK: MethodNote = {
  architecture: '',
  pretraining: '',
  externalData: false,
  externalDataNote: '',
  trainingHours: null,
  remarks: '',
};

/** Predictions of a test part become a submission package; the words are kept from one submission to the next. */
export class Submit {
  readonly #definition: ChallengeDefinition;
  readonly #explore: Explore;
  readonly #parts: Parts;
  #dataset = $state('');
  #team = $state(readPreference('team') ?? '');
  #method = $state.raw<MethodNote>(BLANK);
  #prediction = $state.raw<readonly PickedFile[]>([]);
  #errors = $state.raw<readonly Failure[]>([]);
  /** Undefined: not checked since the last change. */
  #sound = $state.raw<SoundPredictions | undefined>();
  #storageFailure = $state.raw<Failure | undefined>();
  #busy = $state(false);
  #made = $state.raw<Submission | undefined>();
  #submissions = $state.raw<readonly Submission[]>([]);

  constructor(definition: ChallengeDefinition, explore: Explore, parts: Parts) {
    this.#definition = definition;
    this.#explore = explore;
    this.#parts = parts;
    this.#method = readMethod(definition.id);
  }

  /** Opened datasets whose labels are sealed in an answer key. */
  readonly tests: readonly OpenedDataset[] = $derived.by(() =>
    this.#explore.opened.filter(({ manifest }) =>
      manifest.files.some(({ path }) => path === 'commitment.json'),
    ),
  );

  /** The one that is predicted: the chosen, else the last opened. */
  readonly test: OpenedDataset | undefined = $derived.by(
    () => this.tests.find(({ id }) => id === this.#dataset) ?? this.tests.at(-1),
  );

  get team() {
    return this.#team;
  }
  get method() {
    return this.#method;
  }
  get prediction() {
    return this.#prediction;
  }
  /** All errors of the predictions at once. */
  get errors() {
    return this.#errors;
  }
  get sound() {
    return this.#sound;
  }
  get busy() {
    return this.#busy;
  }
  /** The package just made. */
  get made() {
    return this.#made;
  }
  /** Why the list of submissions could not be read or changed. */
  get storageFailure() {
    return this.#storageFailure;
  }
  get submissions() {
    return this.#submissions;
  }

  async load(): Promise<void> {
    const rows = await outcomeOf(() => submissionsOf(this.#parts.database, this.#definition.id));
    this.#storageFailure = rows.ok ? undefined : rows.failure;
    if (rows.ok) this.#submissions = rows.value;
  }

  setTest(id: string): void {
    this.#dataset = id;
    this.#forget();
  }

  setTeam(team: string): void {
    this.#team = team;
    writePreference('team', team);
  }

  setMethod(change: Partial<MethodNote>): void {
    this.#method = { ...this.#method, ...change };
    writePreference(methodKey(this.#definition.id), JSON.stringify(this.#method));
  }

  setPrediction(files: readonly PickedFile[]): void {
    this.#prediction = files;
    this.#forget();
  }

  #forget(): void {
    this.#errors = [];
    this.#sound = undefined;
    this.#made = undefined;
  }

  /** Every fault of the predictions at once. A failed check costs nothing. */
  async check(job: JobHandle): Promise<void> {
    const { test } = this;
    if (!test) return;
    this.#forget();
    this.#busy = true;
    const result = await this.#parts.submitting.run((api) => api.check(test.file, test.id, this.#files()), {
      signal: job.signal,
    });
    this.#busy = false;
    if (result.ok) this.#sound = result.value;
    else this.#errors = failuresOf(result.failure);
  }

  /** Checks, packs, signs and keeps the submission. Undefined: it has errors. */
  async pack(job: JobHandle): Promise<Submission | undefined> {
    this.#forget();
    this.#busy = true;
    const result = await this.#pack(job);
    this.#busy = false;
    if (!result.ok) {
      this.#errors = result.failure;
      return undefined;
    }
    this.#made = result.value;
    return result.value;
  }

  async #pack(job: JobHandle): Promise<Result<Submission, readonly Failure[]>> {
    const { test } = this;
    if (!test) return failed([{ code: 'scoring/no-cases', details: {} }]);
    const signer = await outcomeOf(() => signingKey(this.#parts.database));
    if (!signer.ok) return failed([signer.failure]);
    const at = new Date(wall());
    const preparedAt = localTime(at.getTime(), -at.getTimezoneOffset());
    const claim = { team: this.#team, preparedAt, method: this.#method };
    const outcome = await this.#parts.submitting.run(
      (api) => api.pack(test.file, test.id, this.#files(), claim, signer.value, import.meta.env.VERSION),
      { signal: job.signal },
    );
    if (!outcome.ok) return listed(outcome);
    const { file, digest, sha256, signer: signedBy } = outcome.value;
    const row: SubmissionRow = {
      id: digest,
      challengeId: this.#definition.id,
      team: this.#team.trim(),
      dataset: test.name,
      name: `${this.#definition.id}-${slug(this.#team)}-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.zip`,
      file,
      sha256,
      signer: signedBy,
      preparedAt,
    };
    const stored = await outcomeOf(() => putSubmission(this.#parts.database, row));
    // A full disk must not cost the package: it is saved as a file all the same.
    if (!stored.ok) this.#errors = [stored.failure];
    this.#submissions = [row, ...this.#submissions];
    return { ok: true, value: row };
  }

  async remove(id: string): Promise<void> {
    const removed = await outcomeOf(() => deleteSubmission(this.#parts.database, id));
    this.#storageFailure = removed.ok ? undefined : removed.failure;
    if (removed.ok) this.#submissions = this.#submissions.filter((row) => row.id !== id);
  }

  #files(): NamedFile[] {
    return this.#prediction.map(({ path, file }) => ({ name: path, file }));
  }
}

const methodKey = (challenge: string) => `method.${challenge}`;

function readMethod(challenge: string): MethodNote {
  try {
    const stored = JSON.parse(readPreference(methodKey(challenge)) ?? '{}') as Partial<MethodNote>;
    return { ...BLANK, ...stored };
  } catch {
    return BLANK;
  }
}

const slug = (team: string): string =>
  team
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase() || 'team';
