import { expect, test } from 'vitest';
import { scoreAnswerKey, type AnsweredFile, type Tally } from '../../../src/core/deidentify/answer-key.ts';
import { clearImage } from '../../../src/core/deidentify/clear.ts';
import { deidentifyHeader } from '../../../src/core/deidentify/header.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import type { StoredFrame } from '../../../src/core/dicom/stored-frame.ts';
import type { ImageFacts } from '../../../src/core/dicom/facts.ts';
import { isBlackIn, noWord, outlineOf } from '../../../src/core/deidentify/text-flags.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { rescaleToImage } from '../../../src/core/image/apply.ts';
import type { Mask } from '../../../src/core/dicom/image.ts';
import { polygonMask } from '../../../src/core/image/mask.ts';
import { proposeSector } from '../../../src/core/image/sector.ts';
import { detectText, type TextBox } from '../../../src/core/image/text-detector.ts';
import type { BurnedWord } from '../../fixtures/burned-in.ts';
import { plantedExams, type PlantedFile } from '../../fixtures/planted-exams.ts';
import { keyOf } from '../../fixtures/exam.ts';

const EXAMS = 240;
/** Pixels of a letter's height, for the figures. */
const HEIGHTS = [7, 10, 14, 20, 28, 40];
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

/** The field of an ultrasound picture, as it is proposed. */
function fieldOf(decoded: StoredFrame, facts: ImageFacts): Mask | null {
  if (facts.modality !== 'US' || decoded.columns < 100) return null;
  const picture = rescaleToImage(decoded, facts);
  if (!picture.ok) throw new Error(picture.failure.code);
  const sector = proposeSector(picture.value, facts.ultrasoundRegions);
  return sector && polygonMask(sector.polygon, picture.value.size);
}

/**
 * The whole way of one image: header, mask, the search for written text, whose finds a radiologist blacks out, acceptance; or the
 * failure by which it is refused. `open`: what was answered while no place had been.
 */
async function through(
  file: PlantedFile,
  key: CryptoKey,
): Promise<{ written: Uint8Array | Failure; open: string | null }> {
  const { part10, facts } = read(file.bytes);
  const { options, keepTimes } = file;
  const header = await deidentifyHeader(part10, facts, { key, options, keepTimes });
  if (!header.ok) return { written: header.failure, open: null };
  const { image } = header.value;
  const { decoded } = read(image.dicom);
  const size = [facts.columns, facts.rows] as const;
  const mask = file.mask ? { size, data: file.mask } : fieldOf(decoded, image.facts);
  const boxes = detectText({ ...decoded, size }).filter((box) => !isBlackIn(mask, box));
  // A place that holds no letter of a word is anatomy, and said to be.
  const shows = (box: TextBox) =>
    file.burned.length === 0 ||
    file.burned.some(
      ({ region: { x0, y0, x1, y1 } }) => box[0] < x1 && x0 < box[2] && box[1] < y1 && y0 < box[3],
    );
  const text = {
    ...noWord(image.identity.sopUid, 0),
    blackouts: boxes.filter(shows).map(outlineOf),
    dismissed: boxes.filter((box) => !shows(box)).map((box) => ({ box, ...acceptance })),
  };
  const unanswered =
    boxes.length > 0 ? await clearImage(image, { frame: 0, mask }, acceptance, decoded, key) : null;
  const cleared = await clearImage(image, { frame: 0, mask, text }, acceptance, decoded, key);
  return {
    written: cleared.ok ? cleared.value.dicom : cleared.failure,
    open: unanswered && (unanswered.ok ? 'let through' : unanswered.failure.code),
  };
}

const line = (name: string, { required, done }: Tally): string =>
  `  ${name.padEnd(28)} ${String(done).padStart(6)} of ${String(required).padStart(6)}`;

test(`the answer key of ${EXAMS} synthetic exams is fulfilled in every action`, async () => {
  const key = await keyOf(11);
  const files = plantedExams(EXAMS);
  const answered: AnsweredFile[] = [];
  const refused: string[] = [];
  const echoes: string[] = [];
  const words: { word: BurnedWord; file: string }[] = [];
  const open: string[] = [];
  for (const file of files) {
    const { name, patient, required } = file;
    const { written, open: refusal } = await through(file, key);
    words.push(...file.burned.map((word) => ({ word, file: name })));
    if (refusal) open.push(refusal);
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
  const isMissed = new Set(
    score.missed.flatMap(({ file, action: { region } }) =>
      region ? [`${file} ${String(region.x0)} ${region.y0}`] : [],
    ),
  );
  const burned = new Map<string, Tally>();
  for (const { word, file } of words) {
    const done = isMissed.has(`${file} ${word.region.x0} ${word.region.y0}`) ? 0 : 1;
    const letters = word.text.length < 4 ? `${word.text.length} letters` : '4 letters or more';
    const height = HEIGHTS.findLast((least) => word.height >= least) ?? 0;
    for (const category of [
      'all words',
      `from ${height} pixels`,
      `ink ${word.ink}`,
      `typeface ${word.face}`,
      letters,
    ]) {
      const tally = burned.get(category) ?? { required: 0, done: 0 };
      burned.set(category, { required: tally.required + 1, done: tally.done + done });
    }
  }
  console.log(
    [
      `answer key: ${EXAMS} exams, ${files.length} images, ${score.done} of ${score.required} required actions`,
      ...[...score.byCheck].map(([check, tally]) => line(check, tally)),
      ' by category',
      ...[...score.byCategory].sort().map(([category, tally]) => line(category, tally)),
      ' words burned into pictures, by how they are written',
      ...[...burned].sort().map(([category, tally]) => line(category, tally)),
      ` pictures refused while a place was open: ${open.length}`,
    ].join('\n'),
  );
  expect(refused).toEqual([]);
  expect([...new Set(open)]).toEqual(['deidentify/open-text-flag']);
  expect(words.length).toBeGreaterThan(750);
  const missed = score.missed.map(({ file, action }) => [file, ...Object.values(action)].join(' | '));
  expect([...new Set(missed)].slice(0, 20)).toEqual([]);
  expect(score.byCheck.size).toBe(10);
  expect(echoes).toEqual([]);
});

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
