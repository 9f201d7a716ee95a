import { failure, type Failure } from '../../core/failure.ts';
import type { MergedImage } from '../../core/package/merge.ts';
import { versionsHolding, type PublishedVersion } from '../../core/package/published.ts';
import { scopeOf, type Withdrawal } from '../../core/package/withdrawal.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { putWithdrawal, withdrawalsOf } from '../../storage/withdrawals.ts';
import { now } from '../clock.ts';
import type { OpenedWithdrawal } from './packages.svelte.ts';

/** A withdrawal that was taken in. */
interface TakenWithdrawal {
  readonly id: string;
  readonly name: string;
  readonly signer: string;
  readonly withdrawal: Withdrawal;
}

interface Ports {
  readonly merged: () => readonly MergedImage[];
  readonly signerOf: (packageDigest: string) => string | null;
  readonly versions: () => readonly PublishedVersion[];
}

/** Withdrawals of patients by their centres, as stored. */
export class Withdrawals {
  readonly #challenge: string;
  readonly #database: Database;
  readonly #ports: Ports;
  #taken = $state.raw<readonly TakenWithdrawal[]>([]);

  constructor(challenge: string, database: Database, ports: Ports) {
    this.#challenge = challenge;
    this.#database = database;
    this.#ports = ports;
  }

  get taken() {
    return this.#taken;
  }

  /** Each withdrawal, the images that it takes out, and the published versions that hold them. */
  readonly list = $derived.by(() =>
    this.#taken.map((one) => {
      const { merged, signerOf, versions } = this.#ports;
      const { own, foreign } = scopeOf(one, merged(), signerOf);
      const { patients, centre, at } = one.withdrawal;
      // A version may hold an image whose contribution is no longer here. Its pixels identify it.
      const pixels = patients.flatMap(({ images }) => images.map(({ pixelDigest }) => pixelDigest));
      return {
        id: one.id,
        name: one.name,
        centre,
        at,
        signer: one.signer,
        patients: patients.length,
        images: own.length,
        foreign: foreign.length,
        versions: versionsHolding(versions(), own, own.length > 0 ? [] : pixels).map(
          ({ version, images }) => ({
            id: version.id,
            at: version.at,
            seed: version.seed,
            images: images.map(({ id, part }) => ({ id, part })),
          }),
        ),
      };
    }),
  );

  async load(): Promise<void> {
    this.#taken = await withdrawalsOf(this.#database, this.#challenge);
  }

  /**
   * Takes a withdrawal in. Images of contributions that another key signed stay and are reported. A withdrawal that names only such
   * images is refused.
   */
  async take(name: string, { withdrawal, digest, signer }: OpenedWithdrawal): Promise<readonly Failure[]> {
    if (signer === null) return [failure('package/withdrawal-unsigned', {})];
    const { own, foreign } = scopeOf({ signer, withdrawal }, this.#ports.merged(), this.#ports.signerOf);
    const { centre } = withdrawal;
    const problems =
      foreign.length === 0
        ? []
        : [failure('package/withdrawal-other-key', { centre, signer, images: foreign.length })];
    if (foreign.length > 0 && own.length === 0) return problems;
    const row = { id: digest, challengeId: this.#challenge, name, signer, withdrawal, addedAt: now() };
    const stored = await outcomeOf(() => putWithdrawal(this.#database, row));
    if (!stored.ok) return [stored.failure];
    this.#taken = [...this.#taken.filter(({ id }) => id !== digest), row];
    return problems;
  }
}
