import { Reader } from '@zip.js/zip.js/lib/zip-core-custom.js';
import type { PackageSource } from './source.ts';

/** A source as zip.js reads it. */
export class SourceReader extends Reader<PackageSource> {
  readonly #source: PackageSource;
  constructor(source: PackageSource) {
    super(source);
    this.#source = source;
    this.size = source.size;
  }
  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    return this.#source.read(offset, length);
  }
}
