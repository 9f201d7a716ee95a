import { describe, expect, test } from 'vitest';
import {
  ANSWER_CHECKS,
  scoreAnswerKey,
  type RequiredAction,
} from '../../../src/core/deidentify/answer-key.ts';
import { dataSetOf, element } from '../../../src/core/dicom/element.ts';

const grey = (...data: number[]) => ({
  columns: 2,
  rows: data.length / 2,
  components: 1 as const,
  data: Uint8Array.from(data),
});
const before = grey(9, 8, 7, 6);
const top = { x0: 0, y0: 0, x1: 2, y1: 1 };
const bottom = { x0: 0, y0: 1, x1: 2, y1: 2 };

const source = {
  date: '20190517101112.5',
  uid: '1.2.276.99.6',
};
const key: RequiredAction[] = [
  { check: 'tag_retained', category: 'pixels', path: '00280010' },
  { check: 'text_notnull', category: 'patient', path: '00100010' },
  { check: 'text_retained', category: 'words', path: '00081030', text: 'IRM' },
  { check: 'text_removed', category: 'words', path: '00081030', text: 'Héloïse' },
  { check: 'date_shifted', category: 'dates', path: '00081140[0].0008002A', text: source.date },
  { check: 'uid_changed', category: 'uids', path: '00081140[0].00081155', text: source.uid },
  { check: 'uid_consistent', category: 'uids', path: '00081140[0].00081155', text: source.uid },
  { check: 'patid_consistent', category: 'patient', path: '00100020' },
  { check: 'pixels_hidden', category: 'pixels', path: '', region: top },
  { check: 'pixels_retained', category: 'pixels', path: '', region: bottom },
];

function after(changes: {
  description?: string;
  date?: string;
  uid?: string;
  patient?: string;
  name?: string;
}) {
  const { description = 'IRM genou', date = '20180517101112.5', uid = '2.25.7', patient = 'abc' } = changes;
  return dataSetOf([
    element('00080005', 'CS', 'ISO_IR 192'),
    element('00081030', 'LO', description),
    element('00100010', 'PN', changes.name ?? 'abc'),
    element('00100020', 'LO', patient),
    element('00280010', 'US', 2),
    element('00081140', 'SQ', [dataSetOf([element('0008002A', 'DT', date), element('00081155', 'UI', uid)])]),
  ]);
}

const file = (dataset: ReturnType<typeof after>, name = 'a', patient = 'Ada') => ({
  name,
  patient,
  required: key,
  after: dataset,
  pixels: { before, after: grey(0, 0, 7, 6) },
});

const missedOf = (files: Parameters<typeof scoreAnswerKey>[0]): string[] =>
  scoreAnswerKey(files).missed.map(({ file: name, action }) => `${name} ${action.check}`);

test('all ten kinds are fulfilled, and counted by kind and by category', () => {
  const score = scoreAnswerKey([file(after({})), file(after({}), 'b')]);
  expect(score).toMatchObject({ required: 20, done: 20, missed: [] });
  expect([...score.byCheck.keys()]).toEqual([...ANSWER_CHECKS]);
  expect(score.byCategory.get('uids')).toEqual({ required: 4, done: 4 });
});

describe('each kind can fail', () => {
  test('a name without its accents in any text of the file', () => {
    expect(missedOf([file(after({ description: 'IRM HELOISE' }))])).toEqual(['a text_removed']);
    expect(missedOf([file(after({ name: 'x=heloise' }))])).toEqual(['a text_removed']);
  });

  test('a word that had to stay', () => {
    expect(missedOf([file(after({ description: 'genou' }))])).toEqual(['a text_retained']);
  });

  test('dates that stay, move by another number of days than the patient’s others, or lose their time', () => {
    expect(missedOf([file(after({ date: source.date }))])).toEqual(['a date_shifted']);
    expect(missedOf([file(after({ date: '20180517' }))])).toEqual(['a date_shifted']);
    const files = [file(after({})), file(after({}), 'b'), file(after({ date: '20180518101112.5' }), 'c')];
    expect(missedOf(files)).toEqual(['c date_shifted']);
  });

  test('a UID that stays, is no UID, or differs between files', () => {
    expect(missedOf([file(after({ uid: source.uid }))])).toEqual(['a uid_changed']);
    expect(missedOf([file(after({ uid: '' }))])).toEqual(['a uid_changed', 'a uid_consistent']);
    expect(missedOf([file(after({})), file(after({ uid: '2.25.8' }), 'b')])).toEqual([
      'a uid_consistent',
      'b uid_consistent',
    ]);
  });

  test('one patient under two pseudonyms, and two patients under one', () => {
    expect(missedOf([file(after({})), file(after({ patient: 'xyz' }), 'b')])).toEqual([
      'a patid_consistent',
      'b patid_consistent',
    ]);
    expect(missedOf([file(after({})), file(after({}), 'b', 'Bob')])).toEqual([
      'a patid_consistent',
      'b patid_consistent',
    ]);
  });

  test('pixels left outside the mask or changed inside', () => {
    const seen = { ...file(after({})), pixels: { before, after: grey(0, 1, 7, 6) } };
    const changed = { ...file(after({})), pixels: { before, after: grey(0, 0, 7, 5) } };
    expect(missedOf([seen])).toEqual(['a pixels_hidden']);
    expect(missedOf([changed])).toEqual(['a pixels_retained']);
  });

  test('a file that was refused', () => {
    expect(scoreAnswerKey([{ ...file(after({})), after: null }])).toMatchObject({ required: 10, done: 0 });
  });
});
