import type { DeidentifiedFile } from '../core/deidentify/images.ts';
import { pixelsOf } from '../core/deidentify/marks.ts';
import { readPart10 } from '../core/dicom/read.ts';
import { success, type Result } from '../core/result.ts';
import { storedOf, type ImageTools } from './decoding.ts';

/** The digest of a stored file's pixels, for a file that was stored before digests were kept. */
export async function pixels(tools: ImageTools, file: DeidentifiedFile): Promise<Result<string>> {
  const part10 = readPart10(file.dicom);
  if (!part10.ok) return part10;
  const first = await storedOf(tools, part10.value, 0);
  return first.ok ? success(await pixelsOf(file, first.value.stored)) : first;
}
