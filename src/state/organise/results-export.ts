import { callback, type PackageApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import { resultsEntries, resultsHead, type ResultsPlan } from '../../core/round/results.ts';
import { type Result, success } from '../../core/result.ts';
import type { Database } from '../../storage/database.ts';
import { signingKey } from '../../storage/keys.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { now } from '../clock.ts';

/** Writes results packages, signed with the workspace's key. */
export class ResultsExport {
  readonly #database: Database;
  readonly #packages: WorkerHandle<PackageApi>;

  constructor(database: Database, packages: WorkerHandle<PackageApi>) {
    this.#database = database;
    this.#packages = packages;
  }

  async write(plan: ResultsPlan): Promise<Result<Blob>> {
    const signer = await outcomeOf(() => signingKey(this.#database));
    if (!signer.ok) return signer;
    const entries = resultsEntries(plan);
    const next = () => {
      const step = entries.next();
      return Promise.resolve(step.done ? null : step.value);
    };
    const head = resultsHead(plan, import.meta.env.VERSION, now());
    const written = await this.#packages.run((api) =>
      api.write(
        head,
        signer.value,
        callback(next),
        callback(() => undefined),
      ),
    );
    return written.ok ? success(written.value.file) : written;
  }
}
