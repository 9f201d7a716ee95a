import type { Failure } from '../failure.ts';
import type { ProofCheck } from './images.ts';
import { OTHER_PARSER } from './other-parser.ts';

export type ProofFailure = Extract<
  Failure,
  {
    code:
      | 'deidentify/echo'
      | 'deidentify/proof'
      | 'deidentify/pixels'
      | 'deidentify/overlay-in-pixels'
      | 'deidentify/unreadable-stream';
  }
>;

const CODES: ReadonlySet<string> = new Set<ProofFailure['code']>([
  'deidentify/echo',
  'deidentify/proof',
  'deidentify/pixels',
  'deidentify/overlay-in-pixels',
  'deidentify/unreadable-stream',
]);

/**
 * True for a failure that blocks an image because it would reveal a person. False when the image is
 * only unreadable.
 */
export function isProofFailure(failure: Failure): failure is ProofFailure {
  return CODES.has(failure.code);
}

/** The proof check that failed. */
export function failedCheck(failure: ProofFailure): ProofCheck['check'] {
  if (failure.code === 'deidentify/echo') return 'echo';
  if (failure.code !== 'deidentify/proof') return 'pixels';
  const { attribute, cause } = failure.details;
  if (cause.startsWith(OTHER_PARSER)) return 'dicom-parser';
  const isStructure = attribute === 'file' || /written|read back|more than|as in the source/.test(cause);
  return isStructure ? 'second-path' : 'profile';
}

/** Keyword of the attribute that failed the check. Empty for pixels. */
export function failedAttribute({ details }: ProofFailure): string {
  return 'attribute' in details ? details.attribute : '';
}
