import { bytesOfHex, sha256 } from '../bytes/digest.ts';

/** SHA-256 of the salt's 32 bytes followed by the test labels (for masks: by the list of their digests). */
export async function commitmentOf(salt: string, answers: Uint8Array): Promise<string> {
  const bytes = new Uint8Array(32 + answers.length);
  bytes.set(bytesOfHex(salt).subarray(0, 32));
  bytes.set(answers, 32);
  return sha256(bytes);
}
