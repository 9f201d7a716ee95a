import { failure, type Failure } from '../failure.ts';
import { fold } from '../labels/fold.ts';

/** Minimum length. Kinds of characters are not checked (NIST SP 800-63B, section 5.1.1.2). */
export const LEAST_LENGTH = 12;
/** From this length on, a passphrase of several words is hard to guess. */
export const GOOD_LENGTH = 20;

/**
 * Passphrases that an attacker tries first, folded and without blanks. Repetitions of them are
 * equally weak.
 */
const COMMON = [
  'password',
  'motdepasse',
  'passphrase',
  'azerty',
  'qwerty',
  'negatoscope',
  'radiologie',
  'radiology',
];

/** Reason why a new passphrase is refused; null when it is accepted. */
export function passphraseFault(passphrase: string): Failure | null {
  if ([...passphrase.normalize('NFKC').trim()].length < LEAST_LENGTH)
    return failure('identity/short-passphrase', { least: LEAST_LENGTH });
  let left = fold(passphrase).replaceAll(/[\s\d\p{P}\p{S}]/gu, '');
  for (const word of COMMON) left = left.replaceAll(word, '');
  // Twelve digits or one repeated character are guessed in seconds.
  return new Set(left).size < 4 ? failure('identity/common-passphrase', {}) : null;
}
