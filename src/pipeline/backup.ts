import { Decrypter, Encrypter } from 'age-encryption';
import { failure } from '../core/failure.ts';
import { backupBytes, readBackup, type Backup } from '../core/identity/backup.ts';
import { failed, success, type Result } from '../core/result.ts';

/** Every age file begins with it (age-encryption.org/v1). */
const AGE = 'age-encryption.org/v1\n';

/** An age file with one scrypt recipient (work factor 2^18), which the `age` program opens with the passphrase. */
export async function seal(backup: Backup, passphrase: string): Promise<Result<Blob>> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase.normalize('NFC'));
  const file = await encrypter.encrypt(backupBytes(backup));
  return success(new Blob([file as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
}

/** Failures: those of `readBackup`, `identity/wrong-passphrase`. */
export async function open(file: Blob, passphrase: string): Promise<Result<Backup>> {
  if ((await file.slice(0, AGE.length).text()) !== AGE) return failed(failure('identity/not-a-backup', {}));
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase.normalize('NFC'));
  let plain: ReadableStream<Uint8Array>;
  try {
    // The header is opened before this resolves, so what fails here is the passphrase.
    plain = await decrypter.decrypt(file.stream());
  } catch {
    return failed(failure('identity/wrong-passphrase', {}));
  }
  try {
    return readBackup(new Uint8Array(await new Response(plain as BodyInit).arrayBuffer()));
  } catch {
    return failed(failure('identity/damaged-backup', { where: '' }));
  }
}
