import { type BackupApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { failure } from '../../core/failure.ts';
import { passphraseFault } from '../../core/identity/passphrase.ts';
import {
  withdrawalEntries,
  withdrawalHead,
  type Withdrawal,
  type WithdrawalReason,
} from '../../core/package/withdrawal.ts';
import { failed, success, type Result } from '../../core/result.ts';
import { backupOf, restoreBackup, type Restored } from '../../storage/backup.ts';
import { readCentre } from '../../storage/centres.ts';
import type { Database } from '../../storage/database.ts';
import type { LocalIdentity } from '../../storage/rows/images.ts';
import { boundCentreKeys, centreNameOf, renewDataKey, signingKey } from '../../storage/keys.ts';
import { allObjections, object, settleObjections, takeBack } from '../../storage/objections.ts';
import { outcomeOf, resultOf } from '../../storage/outcome.ts';
import { allPatients, identityOfPatient } from '../../storage/patients.ts';
import { type PatientRow } from '../../storage/rows/patients.ts';
import { releasedImages } from '../../storage/released.ts';
import { changePassphrase, setPassphrase, vaultState } from '../../storage/vault.ts';
import { now } from '../clock.ts';
import type { PackageWriting } from '../package-writing.ts';
import { lock } from '../shell/lock.svelte.ts';

export type { Restored, WithdrawalReason };

/** A patient who objects. */
export interface PatientObjection {
  /** The patient's pseudonym. */
  readonly patient: string;
  readonly reason: WithdrawalReason;
  /** ISO 8601. */
  readonly at: string;
  /** When the withdrawal package was written. It cannot be undone after that. */
  readonly exportedAt: string | null;
}

/** One exam of the correspondence table. */
export interface PatientLine {
  readonly exam: string;
  readonly patient: string;
  readonly addedAt: string;
  /** Images of the exam that are still in the workspace. */
  readonly here: number;
  /** Images that left this machine in contributions. */
  readonly left: number;
  readonly objection: PatientObjection | null;
}

interface Parts {
  readonly database: Database;
  readonly packages: PackageWriting;
  readonly backups: WorkerHandle<BackupApi>;
  readonly challenges: () => readonly ChallengeDefinition[];
  /** Tells the queues that their stored rows changed. */
  readonly refresh: () => Promise<void>;
}

export interface WrittenWithdrawal {
  readonly name: string;
  readonly file: Blob;
}

/** The correspondence table of this centre, its passphrase and backup, and the patients who object. Names are in memory only if the user asks for them. */
export class Patients {
  readonly #parts: Parts;
  #rows = $state.raw<readonly PatientRow[]>([]);
  #lines = $state.raw<readonly PatientLine[]>([]);
  #identities = $state.raw<ReadonlyMap<string, LocalIdentity> | null>(null);
  #bound = $state.raw<readonly string[]>([]);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Sorted by patient, then by exam. */
  get lines() {
    return this.#lines;
  }
  /** By pseudonym of the exam; null: hidden. */
  get identities() {
    return this.#identities;
  }
  /** Centres whose key was made by the first version of the application. A backup cannot contain such a key. */
  get bound() {
    return this.#bound;
  }
  /** Objections that are not yet in a withdrawal package. */
  get pending(): readonly PatientObjection[] {
    const byPatient = new Map(this.#lines.map(({ patient, objection }) => [patient, objection]));
    return [...byPatient.values()].filter(
      (one) => one !== null && one.exportedAt === null,
    ) as PatientObjection[];
  }

  async load(): Promise<void> {
    const { database } = this.#parts;
    const [rows, images, released, objections, bound] = await Promise.all([
      allPatients(database),
      database.images.toArray(),
      releasedImages(database),
      allObjections(database),
      boundCentreKeys(database),
    ]);
    const here = countBy(images.map(({ exam }) => exam));
    const left = countBy(released.map(({ exam }) => exam));
    const objecting = new Map(objections.map((row) => [row.patient, row]));
    this.#rows = rows;
    this.#bound = bound.map(centreNameOf);
    this.#lines = rows.map(({ exam, patient, addedAt }) => ({
      exam,
      patient,
      addedAt,
      here: here.get(exam) ?? 0,
      left: left.get(exam) ?? 0,
      objection: objecting.get(patient) ?? null,
    }));
  }

  /** Decrypts the names that belong to the pseudonyms. Failure: `identity/no-passphrase`. */
  async reveal(): Promise<Result<void>> {
    const { database } = this.#parts;
    if ((await vaultState(database)) !== 'unlocked') return failed(failure('identity/no-passphrase', {}));
    const read = await outcomeOf(() =>
      Promise.all(this.#rows.map(async (row) => [row.exam, await identityOfPatient(database, row)] as const)),
    );
    if (!read.ok) return read;
    this.#identities = new Map(read.value);
    return success(undefined);
  }

  hide(): void {
    this.#identities = null;
  }

  /** Sets the first passphrase of the workspace. Failures: those of a weak passphrase, `identity/unequal-passphrases`. */
  async setPassphrase(passphrase: string, again: string): Promise<Result<void>> {
    const fault = faultOf(passphrase, again);
    if (fault) return failed(fault);
    const { database } = this.#parts;
    const done = await outcomeOf(async () => {
      await renewDataKey(database);
      await setPassphrase(database, passphrase);
    });
    if (done.ok) lock.guard();
    return done;
  }

  async changePassphrase(old: string, passphrase: string, again: string): Promise<Result<void>> {
    const fault = faultOf(passphrase, again);
    if (fault) return failed(fault);
    const done = await outcomeOf(() => changePassphrase(this.#parts.database, old, passphrase));
    if (!done.ok) return done;
    return done.value ? success(undefined) : failed(failure('identity/wrong-passphrase', {}));
  }

  /** Makes a backup file with its own passphrase, and names the centres whose key cannot be in it. */
  async backup(
    passphrase: string,
    again: string,
  ): Promise<Result<{ name: string; file: Blob; bound: readonly string[] }>> {
    const fault = faultOf(passphrase, again);
    if (fault) return failed(fault);
    const at = now();
    const read = await resultOf(() => backupOf(this.#parts.database, import.meta.env.VERSION, at));
    if (!read.ok) return read;
    const { backup, bound } = read.value;
    const sealed = await this.#parts.backups.run((api) => api.seal(backup, passphrase));
    this.#parts.backups.stop();
    if (!sealed.ok) return sealed;
    const name = `negatoscope-${slug(backup.centre?.centre ?? '')}-${at.slice(0, 10)}.backup.age`;
    return success({ name, file: sealed.value, bound });
  }

  async restore(file: Blob, passphrase: string): Promise<Result<Restored>> {
    if ((await vaultState(this.#parts.database)) !== 'unlocked')
      return failed(failure('identity/no-passphrase', {}));
    const opened = await this.#parts.backups.run((api) => api.open(file, passphrase));
    this.#parts.backups.stop();
    if (!opened.ok) return opened;
    const { value: backup } = opened;
    const restored = await resultOf(() => restoreBackup(this.#parts.database, backup));
    if (!restored.ok) return restored;
    await this.#changed();
    return restored;
  }

  /** @param exclusion the reason that the queue shows for the patient's images */
  async object(patient: string, reason: WithdrawalReason, exclusion: string): Promise<Result<void>> {
    const done = await outcomeOf(() => object(this.#parts.database, patient, reason, exclusion, now()));
    if (done.ok) await this.#changed();
    return done;
  }

  async takeBack(patient: string): Promise<Result<void>> {
    const done = await outcomeOf(() => takeBack(this.#parts.database, patient));
    if (!done.ok) return done;
    await this.#changed();
    return success(undefined);
  }

  /**
   * Writes the pending withdrawals: one signed package for each challenge that the patients' exams were imported for. Then deletes the
   * patients' images on this machine. After that the withdrawals cannot be undone.
   */
  async exportWithdrawals(): Promise<Result<readonly WrittenWithdrawal[]>> {
    const { database, packages } = this.#parts;
    const { pending } = this;
    const at = now();
    const [centre, released, signer] = await Promise.all([
      readCentre(database),
      releasedImages(database),
      outcomeOf(() => signingKey(database)),
    ]);
    if (!signer.ok) return signer;
    if (!signer.value) return failed(failure('machine/unexpected', { cause: 'this browser cannot sign' }));
    const objecting = new Set(pending.map(({ patient }) => patient));
    const challenges = new Set(
      this.#rows.flatMap((row) => (objecting.has(row.patient) ? row.challenges : [])),
    );
    const files: WrittenWithdrawal[] = [];
    for (const id of challenges) {
      const withdrawal: Withdrawal = {
        centre: centre?.centre ?? '?',
        at,
        patients: pending.flatMap(({ patient, reason }) => {
          const exams = this.#rows
            .filter((row) => row.patient === patient && row.challenges.includes(id))
            .map(({ exam }) => exam);
          const images = released
            .filter((one) => one.patient === patient || exams.includes(one.exam))
            .filter((one) => one.challengeId === id)
            .map(({ exam, digest, pixelDigest }) => ({ exam, digest, pixelDigest }));
          return exams.length > 0 ? [{ patient, reason, exams, images }] : [];
        }),
      };
      const version = this.#parts.challenges().find((one) => one.id === id)?.version ?? '1';
      const written = await packages.write(
        withdrawalHead({ id, version }, import.meta.env.VERSION, withdrawal),
        withdrawalEntries(withdrawal),
      );
      if (!written.ok) return written;
      const name = `${id}-${slug(withdrawal.centre)}-${at.slice(0, 10)}-withdrawal.zip`;
      files.push({ name, file: written.value.file });
    }
    const settled = await outcomeOf(() => settleObjections(database, [...objecting], at));
    if (!settled.ok) return settled;
    await this.#changed();
    return success(files);
  }

  async #changed(): Promise<void> {
    await this.#parts.refresh();
    await this.load();
    if (this.#identities) await this.reveal();
  }
}

function faultOf(passphrase: string, again: string) {
  return (
    passphraseFault(passphrase) ?? (passphrase === again ? null : failure('identity/unequal-passphrases', {}))
  );
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const slug = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase() || 'centre';
