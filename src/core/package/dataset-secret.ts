import { Digest } from '../bytes/digest.ts';
import type { MergedImage } from './merge.ts';

type Source = Pick<MergedImage, 'key' | 'record'>;

/**
 * A secret of one dataset version: SHA-256 (hex) of a purpose and of the digests of its cleared
 * files. Only the organiser holds all contributions, so nobody else can compute it. The same
 * contributions give the same secret, hence the same bytes of the dataset.
 */
export function datasetSecret(purpose: string, sources: readonly Pick<MergedImage, 'record'>[]): string {
  const digests = sources.map(({ record }) => record.clearing.digest).sort();
  return digestOf(`${purpose}\n${digests.join('\n')}\n`);
}

/**
 * Images in the order of SHA-256(secret ‖ key). A seeded shuffle will not do: who knows the seed
 * can invert it, and neighbours in the sorted list of keys come from the same centre.
 */
export function inSecretOrder<T extends { readonly source: Source }>(
  images: readonly T[],
  secret: string,
): T[] {
  return images
    .map((image) => ({ image, place: digestOf(`${secret}\n${image.source.key}`) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ image }) => image);
}

function digestOf(text: string): string {
  const digest = new Digest();
  digest.add(new TextEncoder().encode(text));
  return digest.end();
}
