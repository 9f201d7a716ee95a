import type { ImageApi, PackageApi } from '../../bridge/workers.ts';
import type { WorkerHandle } from '../../bridge/worker-handle.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { failure, type Failure } from '../../core/failure.ts';
import type { Image } from '../../core/dicom/image.ts';
import { readTable } from '../../core/labels/csv.ts';
import type { Dataset } from '../../core/package/dataset.ts';
import { sha256 } from '../../core/bytes/digest.ts';
import type { Manifest } from '../../core/package/manifest.ts';
import { digestOf } from '../../pipeline/blob-source.ts';
import { failed, listed, type Result, success } from '../../core/result.ts';
import { caseIdOf } from '../../core/scoring/case-id.ts';
import type { Database } from '../../storage/database.ts';
import { datasetsOf, deleteDataset, putDataset } from '../../storage/datasets.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { now } from '../clock.ts';
import type { PickedFile } from '../shell/intake.ts';

interface Parts {
  readonly database: Database;
  readonly images: WorkerPool<ImageApi>;
  readonly reader: WorkerHandle<PackageApi>;
}

/** A dataset or answer key of this machine. */
export interface OpenedDataset {
  /** SHA-256 (hex) of its manifest. */
  readonly id: string;
  /** Its path when it was dropped. */
  readonly name: string;
  readonly file: Blob;
  readonly manifest: Manifest;
  readonly dataset: Dataset;
  /** Fingerprint of the key that signed it; null: unsigned. */
  readonly signer: string | null;
  /** What a desktop program added to the zip, by path. */
  readonly added: readonly string[];
  /** By image id: the label columns as written. Empty for a test part and for masks. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Datasets and answer keys on this machine: opened, checked, listed and looked at. */
export class Explore {
  readonly #definition: ChallengeDefinition;
  readonly #parts: Parts;
  #opened = $state.raw<readonly OpenedDataset[]>([]);
  #problems = $state.raw<readonly Failure[]>([]);

  constructor(definition: ChallengeDefinition, parts: Parts) {
    this.#definition = definition;
    this.#parts = parts;
  }

  get opened() {
    return this.#opened;
  }
  get problems() {
    return this.#problems;
  }

  /** Reads everything that is stored. It can run again: it replaces what was loaded before. */
  async load(): Promise<void> {
    const opened: OpenedDataset[] = [];
    const problems: Failure[] = [];
    for (const { name, file } of await datasetsOf(this.#parts.database, this.#definition.id)) {
      const read = await this.#read(name, file);
      if (read.ok) opened.push(read.value);
      else problems.push(...read.failure);
    }
    this.#opened = opened;
    this.#problems = problems;
  }

  /** Opens a dataset package and stores it. Every fault of an unsound one is shown, and it is not kept. */
  async open({ path, file }: PickedFile): Promise<void> {
    this.#problems = [];
    const read = await this.#read(path, file);
    if (!read.ok) {
      this.#problems = read.failure;
      return;
    }
    const { id, manifest } = read.value;
    if (this.#opened.some((one) => one.id === id)) return;
    const { id: challengeId } = this.#definition;
    const row = { id, challengeId, name: path, manifest, file, addedAt: now() };
    const stored = await outcomeOf(() => putDataset(this.#parts.database, row));
    if (stored.ok) this.#opened = [...this.#opened, read.value];
    else this.#problems = [{ ...stored.failure, file: path }];
  }

  async remove(id: string): Promise<void> {
    const removed = await outcomeOf(() => deleteDataset(this.#parts.database, id));
    this.#problems = removed.ok ? [] : [removed.failure];
    if (removed.ok) this.#opened = this.#opened.filter((one) => one.id !== id);
  }

  async #read(name: string, file: Blob): Promise<Result<OpenedDataset, readonly Failure[]>> {
    const opened = await this.#opens(name, file);
    return opened.ok ? opened : failed(opened.failure.map((one) => ({ ...one, file: one.file ?? name })));
  }

  async #opens(name: string, file: Blob): Promise<Result<OpenedDataset, readonly Failure[]>> {
    const outcome = listed(await this.#parts.reader.run((api) => api.dataset(file)));
    if (!outcome.ok) return outcome;
    const { content: dataset, manifest, digest, signer, added } = outcome.value;
    const got = manifest.challenge.id;
    const expected = this.#definition.id;
    if (got !== expected) return failed([failure('package/wrong-challenge', { expected, got })]);
    const labels = new Map<string, string>();
    if (dataset.hasLabels) {
      const bytes = await this.#entry(file, digest, 'labels.csv');
      const table = bytes.ok ? readTable(bytes.value, 'labels.csv') : failed([bytes.failure]);
      if (!table.ok) return table;
      const [, ...columns] = table.value.header;
      for (const { cells } of table.value.rows) {
        const [id = '', ...values] = cells;
        labels.set(
          id,
          columns.flatMap((column, n) => (values[n] ? [`${column} ${values[n]}`] : [])).join(' · '),
        );
      }
    }
    return success({ id: digest, name, file, manifest, dataset, signer, added, labels });
  }

  #entry(file: Blob, digest: string, path: string): Promise<Result<Uint8Array>> {
    return this.#parts.reader.run((api) => api.entry(file, digest, path));
  }

  /** The pixels of one image of a dataset, and its mask where there is one. */
  async look(
    { id, file }: OpenedDataset,
    { path, mask }: Dataset['images'][number],
  ): Promise<Result<{ image: Image; mask: Uint8Array | null }>> {
    const picture = async (name: string): Promise<Result<Image>> => {
      const bytes = await this.#entry(file, id, name);
      if (!bytes.ok) return bytes;
      return this.#parts.images.run((api) => api.nifti(bytes.value, name));
    };
    const image = await picture(path);
    if (!image.ok || mask === null) return image.ok ? success({ image: image.value, mask: null }) : image;
    const drawn = await picture(mask);
    return drawn.ok ? success({ image: image.value, mask: Uint8Array.from(drawn.value.data) }) : drawn;
  }

  /** The reference of a dataset or answer key as files, to score against: its table of labels, or its masks. */
  async referenceFiles({
    id,
    name: zip,
    file,
    dataset,
  }: OpenedDataset): Promise<Result<readonly PickedFile[]>> {
    const folder = zip.replace(/\.zip$/, '');
    const files: PickedFile[] = [];
    for (const path of dataset.hasLabels ? ['labels.csv'] : dataset.masks) {
      const bytes = await this.#entry(file, id, path);
      if (!bytes.ok) return bytes;
      const name = path.split('/').at(-1) ?? path;
      files.push({ path: `${folder}/${path}`, file: new File([new Uint8Array(bytes.value)], name) });
    }
    return success(files);
  }

  /** The opened dataset that has these reference files, byte for byte, and one digest of them all. */
  async belonging(
    files: readonly PickedFile[],
  ): Promise<{ readonly dataset: OpenedDataset | null; readonly digest: string }> {
    const digests: string[] = [];
    for (const { file } of files) digests.push(await digestOf(file));
    const dataset = this.#opened.find(({ manifest }) => {
      const known = new Set(manifest.files.map((one) => one.sha256));
      return digests.length > 0 && digests.every((digest) => known.has(digest));
    });
    const lines = digests.map((digest, n) => `${caseIdOf(files[n]?.path ?? '')},${digest}`);
    // A table is known by its content, whatever its name.
    const text = lines.length === 1 ? (digests[0] ?? '') : lines.sort().join('\n');
    return { dataset: dataset ?? null, digest: await sha256(new TextEncoder().encode(text)) };
  }

  /** The pixels of a case from the dataset it was scored on (or from the other parts of its version); null where none is open. */
  async imageOf(id: string, datasetId: string | null): Promise<Result<Image | null>> {
    const own = this.#opened.find((one) => one.id === datasetId);
    const version = own?.manifest.createdAt;
    const others = this.#opened.filter(({ manifest }) => manifest.createdAt === version);
    for (const set of own ? [own, ...others] : []) {
      const image = set.dataset.images.find((one) => one.id === id);
      if (!image) continue;
      const seen = await this.look(set, { ...image, mask: null });
      return seen.ok ? success(seen.value.image) : seen;
    }
    return success(null);
  }
}
