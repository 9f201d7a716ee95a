import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Part10 } from '../../src/core/dicom/dataset.ts';
import type { ImageFacts } from '../../src/core/dicom/facts.ts';
import { codingOf } from '../../src/core/dicom/transfer-syntax.ts';
import { textOf } from '../../src/core/dicom/element.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { clearImage } from '../../src/core/deidentify/clear.ts';
import { deidentifyHeader } from '../../src/core/deidentify/header.ts';
import type { HeaderDeidentified } from '../../src/core/deidentify/images.ts';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { noWord } from '../../src/core/deidentify/text-flags.ts';
import { detectText } from '../../src/core/image/text-detector.ts';
import type { Mask } from '../../src/core/dicom/image.ts';
import { corpusFiles, corpusFolder } from './files.ts';
import { nodeCodec } from './node-codec.ts';

const folder = corpusFolder();
/** Where to leave the de-identified files for deidentified.py, and for people to look at. */
const out = process.env.NEGATOSCOPE_DEIDENTIFIED;

const pixelsOf = ({ dataset }: Part10): readonly Uint8Array[] => {
  const value = ['7FE00010', '7FE00008', '7FE00009']
    .map((tag) => dataset.elements.get(tag)?.value)
    .find(Boolean);
  return value?.kind === 'fragments'
    ? [value.offsetTable, ...value.fragments]
    : value?.kind === 'bytes'
      ? [value.bytes]
      : [];
};

/** Stored values of the last frame. */
async function valuesOf(part10: Part10, facts: ImageFacts) {
  const decoded = await decodeFrame(part10, facts, facts.frames - 1, nodeCodec);
  if (!decoded.ok) expect.fail(decoded.failure.code);
  return decoded.value.data;
}

const acceptance = { at: '2018-10-14T08:00:00Z', by: 'A. Reader' };
const cleared = { whole: 0, masked: 0, undecodable: 0 };

/** Every second file is cut to its last frame; masked to a disc as well, whose outside must be 0 in the written file. */
async function clearedBothWays(
  image: HeaderDeidentified,
  key: CryptoKey,
  name: string,
  source: Uint8Array,
): Promise<void> {
  const frame = image.facts.frames - 1;
  const part10 = readPart10(image.dicom);
  if (!part10.ok) expect.fail(part10.failure.code);
  const decoded = await decodeFrame(part10.value, image.facts, frame, nodeCodec);
  if (!decoded.ok) {
    cleared.undecodable++;
    return;
  }
  const { columns, rows } = decoded.value;
  const disc: Mask = {
    size: [columns, rows],
    data: Uint8Array.from({ length: columns * rows }, (_, i) => {
      const [x, y] = [(i % columns) - columns / 2, Math.floor(i / columns) - rows / 2];
      return x * x + y * y < Math.min(columns, rows) ** 2 / 5 ? 1 : 0;
    }),
  };
  // A person answers for whatever looks like text; whether it is found is tested elsewhere.
  const boxes = detectText({ ...decoded.value, size: [columns, rows] });
  const dismissed = boxes.map((box) => ({ box, ...acceptance }));
  const text = { ...noWord(image.identity.sopUid, frame), dismissed };
  for (const mask of [null, disc]) {
    const result = await clearImage(image, { frame, mask, text }, acceptance, decoded.value, key);
    if (!result.ok) expect.fail(`${mask === null ? 'whole' : 'masked'}: ${JSON.stringify(result.failure)}`);
    expect(result.value.facts.frames).toBe(1);
    cleared[mask === null ? 'whole' : 'masked']++;
    keep(
      name.replace(/(\.dcm)?$/i, mask === null ? '-whole.dcm' : '-masked.dcm'),
      result.value.dicom,
      source,
    );
  }
}

function keep(name: string, dicom: Uint8Array, source: Uint8Array): void {
  if (out === undefined) return;
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, dicom);
  writeFileSync(path.replace(/dcm$/, 'source'), source);
}

describe.skipIf(folder === null)('every readable image of the corpus leaves without its identifiers', () => {
  const counts = { deidentified: 0, refused: 0, blanked: 0, identifiers: 0, actions: 0 };

  for (const { name, bytes } of folder === null ? [] : corpusFiles(folder)) {
    test(name, async () => {
      const part10 = readPart10(bytes);
      const facts = part10.ok ? factsOf(part10.value) : part10;
      if (!part10.ok || !facts.ok) {
        counts.refused++;
        return;
      }
      const algorithm = { name: 'HMAC', hash: 'SHA-256' };
      const key = await crypto.subtle.importKey('raw', new Uint8Array(32).fill(1), algorithm, false, [
        'sign',
      ]);
      const result = await deidentifyHeader(part10.value, facts.value, { key, options: [] });
      if (!result.ok && codingOf(part10.value.transferSyntax) === 'none') {
        // What can't be decoded is refused at import before it comes here.
        expect(result.failure.code).toBe('deidentify/unreadable-stream');
        counts.refused++;
        return;
      }
      if (!result.ok) expect.fail(JSON.stringify(result.failure));
      const { image, identifiers } = result.value;
      const written = readPart10(image.dicom);
      if (!written.ok) expect.fail(written.failure.code);
      expect(textOf(written.value.dataset, '00120062')).toBe('YES');
      expect(image.facts).toMatchObject({ ...facts.value, transferSyntax: image.facts.transferSyntax });
      const before = pixelsOf(part10.value);
      const after = pixelsOf(written.value);
      const even = (chunk: Uint8Array) => Buffer.concat([chunk, new Uint8Array(chunk.length & 1)]);
      const touched = image.deidentification.actions.some(({ path }) => path === '7FE00010');
      if (touched) {
        const source = await decodeFrame(part10.value, facts.value, facts.value.frames - 1, nodeCodec);
        if (!source.ok) {
          // More pixels than the header tells: refused at import, where every image is decoded first.
          expect(source.failure.code).toBe('dicom/bad-header');
          counts.refused++;
          return;
        }
        counts.blanked++;
        expect(await valuesOf(written.value, image.facts)).toEqual(source.value.data);
      } else {
        expect(after.length).toBe(before.length);
        expect(before.every((chunk, i) => even(chunk).equals(after[i] ?? new Uint8Array()))).toBe(true);
      }
      // A second search, not the product's: the plain texts of the identifiers in the file's own bytes.
      const text = Buffer.from(image.dicom).toString('latin1');
      const pixels = pixelsOf(written.value).map((chunk) => Buffer.from(chunk).toString('latin1'));
      const header = pixels
        .reduce((rest, chunk) => (chunk.length > 8 ? rest.replace(chunk, () => '') : rest), text)
        .toLowerCase();
      for (const { text: secret, kind, attribute } of identifiers) {
        if (secret.length >= 6 && kind !== 'id')
          expect(header.includes(secret), `${attribute} is left`).toBe(false);
      }
      await clearedBothWays(image, key, name, bytes);
      counts.deidentified++;
      counts.identifiers += identifiers.length;
      counts.actions += image.deidentification.actions.length;
      keep(name.replace(/(\.dcm)?$/i, '.dcm'), image.dicom, bytes);
    });
  }

  afterAll(() => console.log(JSON.stringify({ ...counts, cleared })));
});
