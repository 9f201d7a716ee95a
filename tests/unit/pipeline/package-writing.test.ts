import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { writeFile } from '../../../src/pipeline/package-writing.ts';
import { FILES, HEAD, stream } from '../../fixtures/packages.ts';

test('the digest of a package is that of the file that was written', async () => {
  const written = await writeFile(HEAD, null, stream(FILES));
  if (!written.ok) throw new Error(JSON.stringify(written.failure));
  const bytes = new Uint8Array(await written.value.file.arrayBuffer());
  expect(written.value.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
});
