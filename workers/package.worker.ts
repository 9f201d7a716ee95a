import * as Comlink from 'comlink';
import type { PackageEntry } from '../src/core/bytes/source.ts';
import type { ManifestHead } from '../src/core/package/manifest.ts';
import type { Signer } from '../src/core/package/signature.ts';
import { dataset, entry, handedIn, OpenPackages } from '../src/pipeline/package-reading.ts';
import { writeFile } from '../src/pipeline/package-writing.ts';

/** Open packages. The page opened each of them with all checks before it asks for a file. */
const packages = new OpenPackages('when-read');

async function* entriesOf(next: () => Promise<PackageEntry | null>) {
  for (let entry = await next(); entry !== null; entry = await next()) yield entry;
}

const api = {
  dataset,
  entry: entry.bind(null, packages),
  handedIn,
  /** @param next returns the next entry of the package; null after the last */
  write: (head: ManifestHead, signer: Signer | null, next: () => Promise<PackageEntry | null>) =>
    writeFile(head, signer, entriesOf(next)),
};

export type PackageApi = typeof api;
Comlink.expose(api);
