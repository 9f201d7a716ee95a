import { expect, test } from 'vitest';
import { scoreAnswerKey, type AnsweredFile, type Tally } from '../../../src/core/deidentify/answer-key.ts';
import { clearImage } from '../../../src/core/deidentify/clear.ts';
import { deidentifyHeader } from '../../../src/core/deidentify/header.ts';
import { decodeNative } from '../../../src/core/dicom/decode.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { plantedExams, type PlantedFile } from '../../fixtures/planted-exams.ts';
import { keyOf } from './exam.ts';

const EXAMS = 240;
const acceptance = { at: '2026-11-24T10:00:00Z', by: 'radiologist' };

function read(bytes: Uint8Array) {
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const decoded = decodeNative(part10.value.dataset, facts.value, 0);
  if (!decoded.ok) throw new Error(decoded.failure.code);
  return { part10: part10.value, facts: facts.value, decoded: decoded.value };
}

/** The whole way of one image: header, masking, acceptance; null and the failure where it is refused. */
async function through(file: PlantedFile, key: CryptoKey): Promise<Uint8Array | Failure> {
  const { part10, facts } = read(file.bytes);
  const { options, keepTimes } = file;
  const header = await deidentifyHeader(part10, facts, { key, options, keepTimes });
  if (!header.ok) return header.failure;
  const { image } = header.value;
  const mask = file.mask && { size: [facts.columns, facts.rows] as const, data: file.mask };
  const cleared = await clearImage(image, { frame: 0, mask }, acceptance, read(image.dicom).decoded, key);
  return cleared.ok ? cleared.value.dicom : cleared.failure;
}

const line = (name: string, { required, done }: Tally): string =>
  `  ${name.padEnd(28)} ${String(done).padStart(6)} of ${String(required).padStart(6)}`;

test(
  `the answer key of ${EXAMS} synthetic exams is fulfilled in every action`,
  { timeout: 120_000 },
  async () => {
    const key = await keyOf(11);
    const files = plantedExams(EXAMS);
    const answered: AnsweredFile[] = [];
    const refused: string[] = [];
    const echoes: string[] = [];
    for (const file of files) {
      const { name, patient, required } = file;
      const written = await through(file, key);
      if (!(written instanceof Uint8Array)) {
        refused.push(`${name}: ${JSON.stringify(written)}`);
        answered.push({ name, patient, required, after: null });
        continue;
      }
      const { part10, decoded } = read(written);
      answered.push({
        name,
        patient,
        required,
        after: part10.dataset,
        pixels: { before: read(file.bytes).decoded, after: decoded },
      });
      const utf8 = new TextDecoder().decode(written).toLowerCase();
      for (const secret of file.secrets) {
        if (utf8.includes(secret.toLowerCase())) echoes.push(`${name}: ${secret}`);
      }
    }
    const score = scoreAnswerKey(answered);
    console.log(
      [
        `answer key: ${EXAMS} exams, ${files.length} images, ${score.done} of ${score.required} required actions`,
        ...[...score.byCheck].map(([check, tally]) => line(check, tally)),
        ' by category',
        ...[...score.byCategory].sort().map(([category, tally]) => line(category, tally)),
      ].join('\n'),
    );
    expect(refused).toEqual([]);
    const missed = score.missed.map(({ file, action }) => [file, ...Object.values(action)].join(' | '));
    expect([...new Set(missed)].slice(0, 20)).toEqual([]);
    expect(score.byCheck.size).toBe(10);
    expect(echoes).toEqual([]);
  },
);

test('the key is not fulfilled by the source itself', () => {
  const answered = plantedExams(8).map((file) => {
    const { part10, decoded } = read(file.bytes);
    const { name, patient, required } = file;
    return { name, patient, required, after: part10.dataset, pixels: { before: decoded, after: decoded } };
  });
  const { byCheck, missed } = scoreAnswerKey(answered);
  for (const check of ['date_shifted', 'uid_changed', 'pixels_hidden'] as const) {
    expect(byCheck.get(check)?.done, check).toBe(0);
  }
  const removed = byCheck.get('text_removed');
  const unlike = missed.filter(({ action }) => action.check === 'text_removed').length;
  // Nothing that had to be removed was absent from the start, but for forms of a name and the age of others.
  expect(unlike / (removed?.required ?? 1)).toBeGreaterThan(0.85);
});
