import { expect, test } from 'vitest';
import type { ChallengeDefinition } from '../../../src/core/definition/definition.ts';
import { presetById } from '../../../src/core/challenge/presets.ts';
import { ANSWER_CHECKS } from '../../../src/core/deidentify/answer-key.ts';
import { clearImage } from '../../../src/core/deidentify/clear.ts';
import { ingest } from '../../../src/core/deidentify/ingest.ts';
import type { ProfileOption } from '../../../src/core/definition/profile-options.ts';
import { isBlackIn, noWord, outlineOf, type TextWord } from '../../../src/core/deidentify/text-flags.ts';
import { DEMO_CHALLENGES, type DemoChallenge } from '../../../src/core/demo/kinds.ts';
import type { Codec } from '../../../src/core/dicom/codec.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { failure } from '../../../src/core/failure.ts';
import { rescaleToImage } from '../../../src/core/image/apply.ts';
import { polygonMask } from '../../../src/core/image/mask.ts';
import { proposeSector } from '../../../src/core/image/sector.ts';
import { detectText, type TextBox } from '../../../src/core/image/text-detector.ts';
import { seededRandom } from '../../../src/core/random.ts';
import { plantedExams, type PlantedFile } from '../../../src/core/self-test/plant.ts';
import { selfTestScore } from '../../../src/core/self-test/score.ts';
import { secondPart10 } from '../../../src/core/self-test/second-part10.ts';
import { keyOf } from '../../fixtures/exam.ts';

const noCodec: Codec = {
  gdcm: () => Promise.reject(new Error('drawn pixels are native')),
  htj2k: () => Promise.reject(new Error('drawn pixels are native')),
};

type Answer = (boxes: readonly TextBox[], none: TextWord) => TextWord;

/** As a careful person: black wherever it looks like text. */
const careful: Answer = (boxes, none) => ({ ...none, blackouts: boxes.map(outlineOf) });

/** The same code as the workers': import, sector, search for text, clearing. */
async function passed({ bytes, name }: PlantedFile, definition: ChallengeDefinition, answer: Answer) {
  const key = await keyOf(7);
  const taken = await ingest(bytes, name, definition, key, noCodec);
  if (!taken.ok) return taken.failure;
  const { image } = taken.value;
  const part10 = readPart10(image.dicom);
  if (!part10.ok) return part10.failure;
  const facts = factsOf(part10.value);
  if (!facts.ok) return facts.failure;
  const stored = decodeNative(part10.value.dataset, facts.value, 0);
  if (!stored.ok) return stored.failure;
  const picture = rescaleToImage(stored.value, facts.value);
  const sector =
    definition.preprocessing.mask === 'sector' && picture.ok
      ? proposeSector(picture.value, facts.value.ultrasoundRegions)
      : null;
  const mask = sector && picture.ok ? polygonMask(sector.polygon, picture.value.size) : null;
  const size = [facts.value.columns, facts.value.rows] as const;
  const boxes = detectText({ ...stored.value, size }).filter((box) => !isBlackIn(mask, box));
  const text = answer(boxes, noWord(image.identity.sopUid, 0));
  const cleared = await clearImage(image, { frame: 0, mask, text }, { at: '', by: '' }, stored.value, key);
  return cleared.ok ? cleared.value.dicom : cleared.failure;
}

async function run(
  challenge: DemoChallenge,
  options: readonly ProfileOption[],
  answer = careful,
  seed = 'one',
) {
  const preset = presetById(challenge);
  if (!preset) throw new Error('no such preset');
  const definition = { ...preset, deidentification: { options } };
  const planted = plantedExams(challenge, options, seededRandom(seed));
  const files = [];
  for (const one of planted) files.push({ planted: one, outcome: await passed(one, definition, answer) });
  return selfTestScore(files);
}

const SETS: readonly (readonly ProfileOption[])[] = [
  ['retain-modified-dates', 'retain-age', 'retain-sex'],
  ['retain-full-dates', 'retain-uids', 'retain-device-identity', 'retain-institution-identity'],
];

/** Drawing exams takes its time. */
const SLOW = 60_000;

test.each([
  ...DEMO_CHALLENGES.map((challenge) => [challenge, [] as readonly ProfileOption[]] as const),
  ...SETS.map((options) => ['renal-cortex', options] as const),
])(
  '%s does every required action with the options [%s]',
  async (challenge, options) => {
    const result = await run(challenge, options);
    expect(result.things.filter(({ done }) => !done)).toEqual([]);
    expect(result.blocked).toEqual([]);
    expect(result.done).toBe(result.required);
    expect(result.required).toBeGreaterThan(120);
    expect(result.checks.find(({ check }) => check === 'pixels_hidden')?.required).toBeGreaterThanOrEqual(3);
  },
  SLOW,
);

test(
  'text in the corner of a CT picture stops the file until it is answered, and stays where it is called nobody’s',
  async () => {
    const open = await run('thyroid', [], (_, none) => none);
    expect(open.blocked.map(({ failure: { code } }) => code)).toEqual(
      Array.from({ length: 3 }, () => 'deidentify/open-text-flag'),
    );
    const careless = await run('thyroid', [], (boxes, none) => ({
      ...none,
      dismissed: boxes.map((box) => ({ box, by: 'A', at: '2026-11-25T00:00:00Z' })),
    }));
    expect(careless.blocked).toEqual([]);
    const hidden = careless.checks.find(({ check }) => check === 'pixels_hidden');
    expect(hidden?.required).toBeGreaterThanOrEqual(6);
    expect(hidden?.done).toBe(0);
  },
  SLOW,
);

test(
  'with moved dates, the liver exercises all ten actions',
  async () => {
    const { checks } = await run('liver', ['retain-modified-dates']);
    expect(checks.map(({ check }) => check)).toEqual(ANSWER_CHECKS);
    for (const { check, required, done } of checks)
      expect([check, required > 0, done]).toEqual([check, true, required]);
  },
  SLOW,
);

test(
  'other seeds leave nothing',
  async () => {
    for (let seed = 0; seed < 5; seed++) {
      const { required, done, things } = await run(
        'renal-cortex',
        ['retain-modified-dates'],
        careful,
        `seed ${seed}`,
      );
      expect(things.filter((one) => !one.done)).toEqual([]);
      expect(done).toBe(required);
    }
  },
  SLOW,
);

test(
  'a path that lets files through as they are fails at every removal',
  () => {
    const planted = plantedExams('liver', ['retain-modified-dates'], seededRandom('one'));
    const result = selfTestScore(planted.map((one) => ({ planted: one, outcome: one.bytes })));
    const of = (check: string) => result.checks.find((one) => one.check === check);
    for (const check of ['text_removed', 'uid_changed', 'date_shifted', 'pixels_hidden'])
      expect(of(check), check).toMatchObject({ done: 0 });
    expect(of('pixels_retained')?.done).toBe(3);
    expect(
      result.things.find(({ check, path }) => check === 'text_removed' && path === '00100020')?.became,
    ).toMatch(/^PID/);
  },
  SLOW,
);

test(
  'a file that was blocked fulfils nothing and is told',
  () => {
    const planted = plantedExams('renal-cortex', [], seededRandom('one'));
    const reason = failure('deidentify/proof', { attribute: 'PatientName', cause: 'not as written' });
    const result = selfTestScore(planted.map((one) => ({ planted: one, outcome: reason })));
    expect(result.done).toBe(0);
    expect(result.blocked).toHaveLength(3);
  },
  SLOW,
);

test(
  'the second reader gives the data set of the first',
  () => {
    const [one] = plantedExams('renal-cortex', [], seededRandom('one'));
    const first = readPart10(one!.bytes);
    const second = secondPart10(one!.bytes);
    expect(first.ok && [...first.value.dataset.elements.keys()]).toEqual([
      ...second!.dataset.elements.keys(),
    ]);
    expect(secondPart10(one!.bytes.subarray(1))).toBeNull();
  },
  SLOW,
);
