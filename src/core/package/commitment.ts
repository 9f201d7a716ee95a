import { bytesOfHex, sha256 } from '../bytes/digest.ts';

export const COMMITMENT_PATH = 'commitment.json';
export const COMMITMENT_ALGORITHM = 'SHA-256(salt || answers || groups)';

/**
 * SHA-256 (hex) of the salt's 32 bytes, the test labels (for masks: the list of their digests) and
 * groups.csv. The groups are included because they decide intervals and comparisons of teams.
 *
 * @param groups empty for test parts of releases that did not commit to them
 */
export function commitmentOf(salt: string, answers: Uint8Array, groups: Uint8Array): Promise<string> {
  const bytes = new Uint8Array(32 + answers.length + groups.length);
  bytes.set(bytesOfHex(salt).subarray(0, 32));
  bytes.set(answers, 32);
  bytes.set(groups, 32 + answers.length);
  return sha256(bytes);
}
