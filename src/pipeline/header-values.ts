import type { Pseudonyms } from '../core/deidentify/images.ts';
import { sourceValues as sourceValuesOf, valuesOf, type Values } from '../core/deidentify/values.ts';
import { readPart10 } from '../core/dicom/read.ts';
import { success, type Result } from '../core/result.ts';
import type { Picture } from './picture.ts';

/** Values of a de-identified file, by path, to be shown. */
export const values = ({ part10 }: Picture): Result<Values> => success(valuesOf(part10.dataset));

/** Values of the source file of an image, to be shown at the centre and forgotten. */
export async function sourceValues(
  file: Blob,
  name: string,
  identity: Pseudonyms,
  key: CryptoKey,
): Promise<Result<Values>> {
  const part10 = readPart10(new Uint8Array(await file.arrayBuffer()), name);
  return part10.ok ? sourceValuesOf(part10.value, identity, key, name) : part10;
}
