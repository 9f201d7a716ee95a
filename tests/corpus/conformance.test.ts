import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ProfileOption } from '../../src/core/definition/profile-options.ts';
import type { DataSet, Element } from '../../src/core/dicom/dataset.ts';
import { vrOf } from '../../src/core/dicom/dictionary.ts';
import { dataSetOf, element, itemsOf, textOf, withElements } from '../../src/core/dicom/element.ts';
import { deidentified, exam } from '../fixtures/exam.ts';
import { corpusFolder } from './files.ts';

/**
 * Conformance to PS3.15 Table E.1-1, read here from the table itself and not through the application's generator: one instance for each
 * row, option column and depth. What a code demands is written down below from the text of sections E.1.1 and E.3.
 */
const corpus = corpusFolder();
const path = corpus === null ? '' : join(dirname(corpus), 'ps315', 'table-e1-1.tsv');

interface Row {
  readonly name: string;
  readonly pattern: string;
  readonly basic: string;
  /** Cells of the option columns, in the table's order. */
  readonly cells: readonly string[];
}

const CLEAN_DESCRIPTORS = 7;
/** The table's option columns after Basic Profile. Clean Descriptors always applies, so it is the case without another option. */
const OPTIONS: readonly (ProfileOption | null)[] = [
  'retain-safe-private',
  'retain-uids',
  'retain-device-identity',
  'retain-institution-identity',
  'retain-patient-characteristics',
  'retain-full-dates',
  'retain-modified-dates',
  null,
  'clean-structured-content',
  'clean-graphics',
];

const rows: Row[] = existsSync(path)
  ? readFileSync(path, 'utf8')
      .trimEnd()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => {
        const cells = line.split('\t').map((cell) => cell.trim());
        return {
          name: cells[0] ?? '',
          pattern: cells[1] ?? '',
          basic: cells[4] ?? '',
          cells: cells.slice(5),
        };
      })
  : [];

/** One tag that a row names: `(50xx,xxxx)` stands for a curve's comment, `(60xx,3000)` for the second overlay. */
function tagOfRow({ pattern }: Row): string {
  if (/gggg is odd/.test(pattern)) return '00291077';
  return pattern
    .replace(/[(),]/g, '')
    .replace(/^(50|60)xx/, '$102')
    .replace(/xxxx$/, '2500')
    .toUpperCase();
}

/** Groups of messages and of media directories, which no image's data set holds; File Meta has a test of its own. */
const isOfImages = (row: Row): boolean => !/^\((0000|0002|0004),/.test(row.pattern);

const SECRET = 'Zqvx';

/** A value that belongs to its row alone. */
function planted(tag: string, vr: string, index: number): Element {
  const number = String(1000 + index);
  const month = String(1 + (index % 12)).padStart(2, '0');
  const day = String(1 + (index % 28)).padStart(2, '0');
  const date = `${1910 + (index % 80)}${month}${day}`;
  switch (vr) {
    case 'SQ':
      return element(tag, 'SQ', [
        dataSetOf([
          element('00081155', 'UI', `1.2.826.77.${number}.9`),
          element('00104000', 'LT', `${SECRET}${number}`),
          element('00404008', 'DT', `${date}101112`),
        ]),
      ]);
    case 'UI':
      return element(tag, 'UI', `1.2.826.77.${number}`);
    case 'DA':
      return element(tag, 'DA', date);
    case 'DT':
      return element(tag, 'DT', `${date}101112.5`);
    case 'TM':
      return element(tag, 'TM', `10${String(index % 60).padStart(2, '0')}37.25`);
    case 'AS':
      return element(tag, 'AS', '047Y');
    case 'DS':
    case 'IS':
      return element(tag, vr, `7${number}`);
    case 'CS':
    case 'AE':
    case 'SH':
    case 'LO':
    case 'ST':
    case 'LT':
    case 'PN':
    case 'UC':
    case 'UT':
    case 'UR':
      return element(tag, vr, vr === 'CS' ? `ZQVX${number}` : `${SECRET}${number}`);
    default:
      return element(
        tag,
        vr,
        Uint8Array.from({ length: 16 }, (_, at) => (index * 31 + at * 7 + 1) % 251),
      );
  }
}

/** Attributes whose value the application writes anew at the top, whatever their row says, or that place the image in its exam. */
const OWN = new Set(['00080018', '0020000D', '0020000E', '00080016']);

/** The planted attributes at a depth: 0 at the top, else inside so many sequences that no row removes. */
function atDepth(depth: number, elements: readonly Element[]): DataSet {
  if (depth === 0) return withElements(exam(), { set: elements, remove: [] });
  let item = dataSetOf(elements);
  for (let level = 1; level < depth; level++) item = dataSetOf([element(CARRIER, 'SQ', [item])]);
  return withElements(exam(), { set: [element(CARRIER, 'SQ', [item])], remove: [] });
}

/** Shared Functional Groups Sequence: not named by the table. */
const CARRIER = '52009229';

function insideOf(dataset: DataSet, depth: number): DataSet {
  let inside = dataset;
  for (let level = 0; level < depth; level++) inside = itemsOf(inside, CARRIER)[0] ?? dataSetOf([]);
  return inside;
}

const bytesOf = (each: Element | undefined): string =>
  each?.value.kind === 'bytes'
    ? Buffer.from(each.value.bytes)
        .toString('latin1')
        .replace(/[ \0]+$/, '')
    : '';

const lengthOf = (each: Element): number =>
  each.value.kind === 'items'
    ? each.value.items.length
    : each.value.kind === 'bytes'
      ? each.value.bytes.length
      : 0;

/** Whether anything below still holds what was planted in the sequence. */
function holdsPlanted(each: Element): boolean {
  if (each.value.kind !== 'items') return false;
  return each.value.items.some((item) =>
    [...item.elements.values()].some(
      (inner) =>
        bytesOf(inner).includes(SECRET) || bytesOf(inner).startsWith('1.2.826.77') || holdsPlanted(inner),
    ),
  );
}

/** What the table demands of one attribute under one option; the returned text says what is wrong, null that nothing is. */
function wrong(row: Row, source: Element, after: Element | undefined, column: number): string | null {
  const option = row.cells[column] ?? '';
  const isCleaned = option === 'C' || row.cells[CLEAN_DESCRIPTORS] === 'C';
  const same = after !== undefined && bytesOf(after) === bytesOf(source) && source.value.kind === 'bytes';
  if (option === 'K') {
    if (after === undefined || lengthOf(after) === 0) return 'must be kept';
    if (source.value.kind === 'items') return holdsText(after) ? 'a kept sequence must be cleaned' : null;
    return same ? null : 'must be kept as it is';
  }
  if (after !== undefined && same) {
    const times = column === 6 && option === 'C' && source.vr === 'TM';
    if (!times) return 'still holds the source value';
  }
  if (after !== undefined && bytesOf(after).toUpperCase().includes(SECRET.toUpperCase()))
    return 'still holds the source text';
  if (after !== undefined && holdsText(after)) return 'an item still holds the source text';
  if (isCleaned) return null;
  const codes = row.basic.split('/');
  if (after === undefined) return codes.includes('X') ? null : 'must be present';
  if (row.basic === 'X') return 'must be removed';
  if (codes.includes('U') || codes.includes('U*'))
    return holdsPlantedUid(after) ? 'must have new UIDs' : null;
  if (row.basic === 'D' && lengthOf(after) === 0) return 'must have a value';
  if (!codes.includes('Z') && !codes.includes('D')) return 'must be removed';
  return null;
}

function holdsText(each: Element): boolean {
  if (each.value.kind !== 'items') return false;
  return each.value.items.some((item) =>
    [...item.elements.values()].some((inner) => bytesOf(inner).includes(SECRET) || holdsText(inner)),
  );
}

const holdsPlantedUid = (each: Element): boolean =>
  bytesOf(each).startsWith('1.2.826.77') || (each.value.kind === 'items' && holdsPlanted(each));

const count = { instances: 0, failures: 0 };
afterAll(() => {
  console.log(`conformance: ${count.instances} instances of ${rows.length} rows, ${count.failures} failed`);
});

describe.skipIf(rows.length === 0)(
  'PS3.15 Table E.1-1 (skipped where ../shared/data/ps315 is absent)',
  () => {
    test('the table has its 656 rows', () => expect(rows).toHaveLength(656));

    describe.each(OPTIONS.map((option, column) => ({ option, column })))('$option', ({ option, column }) => {
      test.each([0, 1, 3])('depth %i', async (depth) => {
        const instances = rows.flatMap((row, index) => {
          const tag = tagOfRow(row);
          if (!isOfImages(row) || (depth === 0 && OWN.has(tag))) return [];
          const vr = tag === '00291077' ? 'LO' : vrOf(tag);
          return [{ row, tag, source: planted(tag, vr, index) }];
        });
        const creator = element('00290010', 'LO', 'NO SAFE CREATOR');
        const source = atDepth(depth, [creator, ...instances.map((each) => each.source)]);
        const { dataset } = await deidentified(source, option === null ? [] : [option]);
        const inside = insideOf(dataset, depth);
        const failures = instances.flatMap(({ row, tag, source: before }) => {
          const cause = wrong(row, before, inside.elements.get(tag), column);
          return cause === null
            ? []
            : [`${row.pattern} ${row.name} [${row.basic}|${row.cells.join('|')}] ${before.vr}: ${cause}`];
        });
        count.instances += instances.length;
        count.failures += failures.length;
        expect(failures).toEqual([]);
      });
    });

    test('dates move by one number of days, the same at every depth', async () => {
      const dated = rows.filter(
        (row) => row.cells[6] === 'C' && vrOf(tagOfRow(row)) === 'DA' && isOfImages(row),
      );
      const days = new Set<number>();
      for (const depth of [0, 1, 3]) {
        const sources = dated.map((row, index) => planted(tagOfRow(row), 'DA', index));
        const { dataset } = await deidentified(atDepth(depth, sources), ['retain-modified-dates']);
        const inside = insideOf(dataset, depth);
        for (const source of sources) {
          days.add((dayOf(textOf(inside, source.tag) ?? '') - dayOf(bytesOf(source))) / 86_400_000);
        }
      }
      expect(dated.length).toBeGreaterThan(20);
      expect([...days]).toHaveLength(1);
      expect([...days][0]).toBeLessThan(0);
    });
  },
);

const dayOf = (date: string): number =>
  Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}T00:00:00Z`);
