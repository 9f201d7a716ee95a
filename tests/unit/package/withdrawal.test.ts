import { describe, expect, test } from 'vitest';
import { dataCard } from '../../../src/core/package/data-card.ts';
import { decisionOf, type MergedImage } from '../../../src/core/package/merge.ts';
import { openPackage } from '../../../src/core/package/open.ts';
import { versionsHolding } from '../../../src/core/package/published.ts';
import { bytesSource } from '../../../src/core/bytes/source.ts';
import {
  applyWithdrawals,
  readWithdrawal,
  scopeOf,
  withdrawalEntries,
  withdrawalHead,
  type Withdrawal,
} from '../../../src/core/package/withdrawal.ts';
import { writePackage } from '../../../src/core/package/write.ts';
import { jsonBytes } from '../../../src/core/package/document.ts';
import { BREAST } from '../../fixtures/scoring/definitions.ts';

const PATIENT = 'a'.repeat(16);
const OTHER = 'b'.repeat(16);
const EXAM = 'c'.repeat(16);
const digest = (letter: string) => letter.repeat(64);

const image = (packageDigest: string, patient: string, pixels: string): MergedImage =>
  ({
    key: `${packageDigest}/${patient}-${pixels}`,
    packageDigest,
    centre: 'Centre A',
    record: { patient, exam: EXAM, clearing: { pixelDigest: digest(pixels) } },
    labels: {},
    duplicateOf: { exam: null, pixels: null },
  }) as unknown as MergedImage;

const withdrawal: Withdrawal = {
  centre: 'Centre A',
  at: '2026-02-03T04:05:06.000Z',
  patients: [
    {
      patient: PATIENT,
      reason: 'objection',
      exams: [EXAM],
      images: [{ exam: EXAM, digest: digest('d'), pixelDigest: digest('1') }],
    },
  ],
};
const signed = { signer: 'key-of-a', withdrawal };
const signers: Record<string, string | null> = {
  A: 'key-of-a',
  A2: 'key-of-a',
  B: 'key-of-b',
  unsigned: null,
};
const signerOf = (of: string) => signers[of] ?? null;

describe('what a withdrawal reaches', () => {
  const images = [
    image('A', PATIENT, '1'),
    image('A', OTHER, '2'),
    image('A2', PATIENT, '3'),
    image('B', PATIENT, '4'),
    image('unsigned', PATIENT, '5'),
    image('B', OTHER, '1'),
  ];

  test('is the patient in packages of the same key; another key or none is told apart', () => {
    const { own, foreign } = scopeOf(signed, images, signerOf);
    expect(own.map(({ packageDigest }) => packageDigest)).toEqual(['A', 'A2']);
    expect(foreign.map(({ packageDigest }) => packageDigest)).toEqual(['B', 'unsigned']);
  });

  test('also marks equal pixels, but nothing that another key signed for that pseudonym alone', () => {
    const marked = applyWithdrawals(images, [signed], signerOf);
    expect(marked.map(({ withdrawn }) => withdrawn)).toEqual([
      'patient',
      undefined,
      'patient',
      undefined,
      undefined,
      'pixels',
    ]);
  });

  test('is nothing when another key signed the withdrawal, whatever digests it names', () => {
    const forged = { signer: 'key-of-b', withdrawal };
    const own = images.filter(({ packageDigest }) => packageDigest !== 'B');
    expect(applyWithdrawals(own, [forged], signerOf)).toEqual(own);
  });

  test('outweighs the curator for the patient, and can be decided against for equal pixels alone', () => {
    const marked = applyWithdrawals(images, [signed], signerOf);
    const kept = new Map(marked.map(({ key }) => [key, { imageKey: key, keep: true, reason: null }]));
    expect(marked.map((one) => decisionOf(one, kept).keep)).toEqual([false, true, false, true, true, true]);
    expect(marked.map((one) => decisionOf(one, new Map()).keep)).toEqual([
      false,
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(decisionOf(marked[0]!, new Map()).reason).toBe('withdrawn');
  });

  test('reaches a contribution opened later', () => {
    const later = [...images.slice(1, 2), image('A2', PATIENT, '9')];
    expect(applyWithdrawals(later, [signed], signerOf)[1]?.withdrawn).toBe('patient');
  });

  test('is found in published versions by key and by pixels', () => {
    const version = (id: string, held: readonly MergedImage[]) => ({
      id,
      at: '2026-01-01',
      seed: '1',
      files: [],
      images: held.map(({ key, record }) => ({
        key,
        id: `n-${key}`,
        part: 'train' as const,
        pixelDigest: record.clearing.pixelDigest,
      })),
    });
    const versions = [
      version('1', images.slice(0, 2)),
      version('2', images.slice(1, 2)),
      version('3', [images[5]!]),
    ];
    const { own } = scopeOf(signed, images, signerOf);
    const holding = versionsHolding(versions, own);
    expect(holding.map(({ version: { id }, images: held }) => [id, held.length])).toEqual([
      ['1', 1],
      ['3', 1],
    ]);
    expect(versionsHolding(versions, [], [digest('2')]).map(({ version: { id } }) => id)).toEqual(['1', '2']);
  });
});

describe('a withdrawal package', () => {
  const written = async (document: unknown, challenge: { id: string; version: string } = BREAST) => {
    const chunks: Uint8Array[] = [];
    const sink = { write: (chunk: Uint8Array) => Promise.resolve(void chunks.push(chunk.slice())) };
    async function* entries() {
      if (document === withdrawal) yield* withdrawalEntries(withdrawal);
      else yield { path: 'withdrawal.json', bytes: jsonBytes(document) };
    }
    await writePackage(withdrawalHead(challenge, '0', withdrawal), entries(), sink);
    const opened = await openPackage(bytesSource(new Uint8Array(Buffer.concat(chunks))));
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    return opened.value;
  };

  test('comes back as it was written, with its counts', async () => {
    const opened = await written(withdrawal);
    expect(opened.manifest.counts).toEqual({ patients: 1, images: 1 });
    expect(await readWithdrawal(opened, BREAST)).toEqual({ ok: true, value: withdrawal });
  });

  test('is for one challenge, whatever its version', async () => {
    const opened = await written(withdrawal, { id: BREAST.id, version: '99' });
    expect(await readWithdrawal(opened, BREAST)).toMatchObject({ ok: true });
    expect(await readWithdrawal(opened, { id: 'liver' })).toMatchObject({
      failure: [{ code: 'package/wrong-challenge' }],
    });
  });

  test.each([
    ['a name', { ...withdrawal, name: 'DUPONT' }],
    [
      'a free reason',
      { ...withdrawal, patients: [{ ...withdrawal.patients[0], reason: 'Mme Dupont called' }] },
    ],
    [
      'an id that is no pseudonym',
      { ...withdrawal, patients: [{ ...withdrawal.patients[0], patient: '12345' }] },
    ],
    [
      'a digest that is none',
      {
        ...withdrawal,
        patients: [
          { ...withdrawal.patients[0], images: [{ exam: EXAM, digest: 'x', pixelDigest: digest('1') }] },
        ],
      },
    ],
    ['nobody', { ...withdrawal, patients: [] }],
    ['a date that is none', { ...withdrawal, at: 'yesterday' }],
  ])('with %s is refused', async (_, document) => {
    const read = await readWithdrawal(await written(document), BREAST);
    expect(read).toMatchObject({ failure: [{ code: 'package/invalid-document' }] });
  });
});

test('a data card says how many images were withdrawn', () => {
  const plan = {
    definition: BREAST,
    images: [],
    ratios: [60, 20, 20] as const,
    seed: '1',
    version: '0',
    createdAt: '',
  };
  expect(dataCard({ ...plan, withdrawn: 3 }, 'train', [], 0)).toContain('in none of the parts: 3');
  expect(dataCard(plan, 'train', [], 0)).toContain('in none of the parts: 0');
});
