import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesOfHex, hex } from '../../../src/core/bytes/digest.ts';
import { manifestBytes } from '../../../src/core/package/manifest.ts';
import { openFolder, openPackage } from '../../../src/core/package/open.ts';
import {
  fingerprintOf,
  signManifest,
  verifyManifest,
  type Signer,
} from '../../../src/core/package/signature.ts';
import { bytesSource, type PackageEntry } from '../../../src/core/bytes/source.ts';
import { writeFiles, writePackage } from '../../../src/core/package/write.ts';
import { FILES, HEAD, manifestOf, memorySink, rawZip, stream, text } from '../../fixtures/packages.ts';
import { newSigner, signerOf } from '../../fixtures/signers.ts';

interface Document {
  algorithm: string;
  publicKey: string;
  signature: string;
}

async function signed(manifest: Uint8Array, signer: Signer): Promise<Document> {
  const bytes = await signManifest(manifest, signer);
  if (!bytes.ok) throw new Error(bytes.failure.code);
  return JSON.parse(new TextDecoder().decode(bytes.value)) as Document;
}

const verify = (manifest: Uint8Array, document: unknown) =>
  verifyManifest(manifest, text(JSON.stringify(document)));

const codes = (result: { ok: boolean; failure?: readonly { code: string }[] }) =>
  result.ok ? 'ok' : result.failure?.map(({ code }) => code);

const MESSAGE = text('a manifest');

describe('a signature', () => {
  // RFC 8032, section 7.1, TEST 2 and TEST 3: private key, public key, message, signature.
  test.each([
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('is the one of RFC 8032 for the key %s', async (secret, publicKey, message, signature) => {
    const signer = await signerOf(secret, publicKey);
    expect(await signed(bytesOfHex(message), signer)).toEqual({ algorithm: 'Ed25519', publicKey, signature });
  });

  test('names its signer', async () => {
    const signer = await newSigner();
    expect(await verify(MESSAGE, await signed(MESSAGE, signer))).toEqual({
      ok: true,
      value: await fingerprintOf(signer.publicKey),
    });
  });

  test('is refused when any bit of manifest, key or signature is another', async () => {
    const document = await signed(MESSAGE, await newSigner());
    const flipped = (digits: string, bit: number) => {
      const bytes = bytesOfHex(digits);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      return hex(bytes);
    };
    for (let bit = 0; bit < MESSAGE.length * 8; bit++) {
      const changed = bytesOfHex(flipped(hex(MESSAGE), bit));
      expect(codes(await verify(changed, document))).toEqual(['package/wrong-signature']);
    }
    for (let bit = 0; bit < 256; bit++) {
      const changed = { ...document, publicKey: flipped(document.publicKey, bit) };
      expect(codes(await verify(MESSAGE, changed))).toEqual(['package/wrong-signature']);
    }
    for (let bit = 0; bit < 512; bit++) {
      const changed = { ...document, signature: flipped(document.signature, bit) };
      expect(codes(await verify(MESSAGE, changed))).toEqual(['package/wrong-signature']);
    }
  });

  test.each([
    ['another algorithm', (one: Document) => ({ ...one, algorithm: 'none' })],
    ['no key', ({ algorithm, signature }: Document) => ({ algorithm, signature })],
    ['a short key', (one: Document) => ({ ...one, publicKey: one.publicKey.slice(2) })],
    ['a long signature', (one: Document) => ({ ...one, signature: one.signature + '00' })],
    ['upper case', (one: Document) => ({ ...one, publicKey: 'A' + one.publicKey.slice(1) })],
    ['something more', (one: Document) => ({ ...one, note: '' })],
  ])('with %s is no signature', async (_, change) => {
    const document = await signed(MESSAGE, await newSigner());
    const found = codes(await verify(MESSAGE, change(document)));
    expect(new Set(found)).toEqual(new Set(['package/invalid-document']));
  });
});

test('a fingerprint is five groups of four characters, one for each key', async () => {
  const [one, other] = [await newSigner(), await newSigner()];
  expect(await fingerprintOf(one.publicKey)).toMatch(/^([a-z2-7]{4}-){4}[a-z2-7]{4}$/);
  expect(await fingerprintOf(one.publicKey)).not.toBe(await fingerprintOf(other.publicKey));
  // python3: base64.b32encode(hashlib.sha256(bytes(32)).digest()).lower()[:20]
  expect(await fingerprintOf(new Uint8Array(32))).toBe('mzuh-vlpy-mk6x-o3ep-ygfy');
});

describe('a signed package', () => {
  async function packaged(signer: Signer | null) {
    const sink = memorySink();
    const written = await writePackage(HEAD, stream(FILES), sink, { signer });
    if (!written.ok) throw new Error(written.failure.code);
    return { ...written.value, file: sink.bytes() };
  }

  test('opens with its signer, and has no file for it', async () => {
    const signer = await newSigner();
    const { file, ...written } = await packaged(signer);
    const opened = await openPackage(bytesSource(file));
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    expect(opened.value.signer).toBe(await fingerprintOf(signer.publicKey));
    expect(opened.value.paths).toEqual(FILES.map(({ path }) => path));
    expect(written.signer).toBe(opened.value.signer);
    expect(written.digest).toBe(opened.value.digest);
  });

  test('is the same bytes again by the same key, and differs in its signature alone by another', async () => {
    const [one, other] = [await newSigner(), await newSigner()];
    expect((await packaged(one)).file).toEqual((await packaged(one)).file);
    expect((await packaged(one)).file).not.toEqual((await packaged(other)).file);
    expect((await packaged(one)).digest).toBe((await packaged(null)).digest);
  });

  test('opens unpacked too', async () => {
    const signer = await newSigner();
    const files: PackageEntry[] = [];
    await writeFiles(
      HEAD,
      stream(FILES),
      (entry) => {
        files.push(entry);
        return Promise.resolve();
      },
      { signer },
    );
    expect(files.at(-1)?.path).toBe('manifest.sig');
    const opened = await openFolder(
      files.map(({ path, bytes }) => ({ path, bytes: () => Promise.resolve(bytes) })),
    );
    expect(opened.ok && opened.value.signer).toBe(await fingerprintOf(signer.publicKey));
  });

  test('opens unsigned when nobody signed it', async () => {
    const opened = await openPackage(bytesSource((await packaged(null)).file));
    expect(opened.ok && opened.value.signer).toBeNull();
  });

  test('is refused with another manifest, or the signature of another package', async () => {
    const signer = await newSigner();
    const manifest = manifestBytes(await manifestOf(FILES));
    const other = manifestBytes({ ...(await manifestOf(FILES)), createdAt: '2026-03-30T01:30:31Z' });
    const signature = text(JSON.stringify(await signed(manifest, signer)));
    const open = async (bytes: Uint8Array) =>
      codes(
        await openPackage(
          bytesSource(
            await rawZip([
              ...FILES,
              { path: 'manifest.json', bytes },
              { path: 'manifest.sig', bytes: signature },
            ]),
          ),
        ),
      );
    expect(await open(manifest)).toBe('ok');
    expect(await open(other)).toEqual(['package/wrong-signature']);
  });

  test('may not list its signature as a file', async () => {
    const manifest = await manifestOf([...FILES, { path: 'manifest.sig', bytes: text('{}') }]);
    const bytes = manifestBytes(manifest);
    const signature = text(JSON.stringify(await signed(bytes, await newSigner())));
    const zip = await rawZip([
      ...FILES,
      { path: 'manifest.json', bytes },
      { path: 'manifest.sig', bytes: signature },
    ]);
    expect(codes(await openPackage(bytesSource(zip)))).toContain('package/duplicate-entry');
  });

  test('is refused as not checked where there is no Ed25519', async () => {
    const { file } = await packaged(await newSigner());
    const original = crypto.subtle.importKey.bind(crypto.subtle);
    crypto.subtle.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'));
    try {
      expect(codes(await openPackage(bytesSource(file)))).toEqual(['package/unverifiable-signature']);
    } finally {
      crypto.subtle.importKey = original;
    }
  });
});

function hasOpenssl(): boolean {
  try {
    return execFileSync('openssl', ['version'], { encoding: 'utf8' }).startsWith('OpenSSL 3');
  } catch {
    return false;
  }
}

describe.skipIf(!hasOpenssl())('OpenSSL 3, where it is installed', () => {
  // openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile signature
  test('verifies manifest.json by the key and signature of manifest.sig', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'signature-'));
    try {
      const files = new Map<string, Uint8Array>();
      await writeFiles(
        HEAD,
        stream(FILES),
        ({ path, bytes }) => {
          files.set(path, bytes);
          return Promise.resolve();
        },
        { signer: await newSigner() },
      );
      const document = JSON.parse(new TextDecoder().decode(files.get('manifest.sig'))) as Document;
      // SubjectPublicKeyInfo of RFC 8410: a fixed head, then the 32 bytes.
      const der = Buffer.from('302a300506032b6570032100' + document.publicKey, 'hex').toString('base64');
      const at = (name: string) => join(folder, name);
      writeFileSync(at('key.pem'), `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`);
      writeFileSync(at('signature'), bytesOfHex(document.signature));
      writeFileSync(at('manifest.json'), files.get('manifest.json')!);
      const run = () =>
        execFileSync(
          'openssl',
          [
            'pkeyutl',
            '-verify',
            '-pubin',
            '-inkey',
            at('key.pem'),
            '-rawin',
            '-in',
            at('manifest.json'),
          ].concat(['-sigfile', at('signature')]),
          { encoding: 'utf8', stdio: 'pipe' },
        );
      expect(run()).toContain('Signature Verified Successfully');
      writeFileSync(at('manifest.json'), readFileSync(at('manifest.json'), 'utf8').replace('liver', 'river'));
      expect(run).toThrow();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
