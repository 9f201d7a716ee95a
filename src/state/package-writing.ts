import type { WorkerHandle } from '../bridge/worker-handle.ts';
import { callback, type PackageApi } from '../bridge/workers.ts';
import type { PackageEntry } from '../core/bytes/source.ts';
import type { Failure } from '../core/failure.ts';
import type { ManifestHead } from '../core/package/manifest.ts';
import type { Result } from '../core/result.ts';
import { failed } from '../core/result.ts';
import type { WrittenFile } from '../pipeline/package-writing.ts';
import type { Database } from '../storage/database.ts';
import { signingKey } from '../storage/keys.ts';
import { outcomeOf } from '../storage/outcome.ts';
import { EntryFailure } from './made-ahead.ts';

/** Writes packages in a worker, signed with the key of the workspace. The only place that hands entries to the worker. */
export class PackageWriting {
  readonly #database: Database;
  readonly #packages: WorkerHandle<PackageApi>;

  constructor(database: Database, packages: WorkerHandle<PackageApi>) {
    this.#database = database;
    this.#packages = packages;
  }

  /**
   * Asks for one entry at a time, so that memory holds one entry whatever the number of them. Failures: those of the entries
   * ({@link EntryFailure}), of `writePackage`, `machine/cancelled`.
   */
  async write(
    head: ManifestHead,
    entries: AsyncIterator<PackageEntry> | Iterator<PackageEntry>,
    signal?: AbortSignal,
  ): Promise<Result<WrittenFile>> {
    const signer = await outcomeOf(() => signingKey(this.#database));
    if (!signer.ok) return signer;
    let broken: Failure | undefined;
    const next = async () => {
      try {
        const step = await entries.next();
        return step.done ? null : step.value;
      } catch (error) {
        if (!(error instanceof EntryFailure)) throw error;
        broken = error.failure;
        return null;
      }
    };
    const written = await this.#packages.run(
      (api) => api.write(head, signer.value, callback(next)),
      signal ? { signal } : {},
    );
    return broken ? failed(broken) : written;
  }
}
