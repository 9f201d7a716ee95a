import { describe, expect, test } from 'vitest';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import { clearImage } from '../../../src/core/deidentify/clear.ts';
import { echoIndex, echoIn } from '../../../src/core/deidentify/echo.ts';
import { identifiersOf } from '../../../src/core/deidentify/identifiers.ts';
import {
  NOTHING_LEFT_OUT,
  totalsOf,
  type DeidentificationReport,
} from '../../../src/core/deidentify/report.ts';
import { decodeNative } from '../../../src/core/dicom/native-frame.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { readContribution } from '../../../src/core/package/contribution.ts';
import { contributionEntries } from '../../../src/core/package/contribution-entries.ts';
import { readDeidentification } from '../../../src/core/package/deidentification.ts';
import { deidentificationPage } from '../../../src/core/package/deidentification-page.ts';
import type { PackageEntry } from '../../../src/core/bytes/source.ts';
import { contributionFiles, openedContribution, pseudonym } from '../../fixtures/contributions.ts';
import { collect, text } from '../../fixtures/packages.ts';
import { deidentified, exam, keyOf } from '../../fixtures/exam.ts';

const MANIFEST = {
  challenge: { id: 'thyroid', version: '1' },
  createdAt: '2026-03-02T08:00:00Z',
  tool: { name: 'negatoscope', version: '0.1.0' },
};

/** The files of a contribution of one image whose source held a planted identity; half of its pixels are masked. */
async function plantedFiles(): Promise<PackageEntry[]> {
  const { image } = await deidentified(exam());
  const part10 = readPart10(image.dicom);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const decoded = decodeNative(part10.value.dataset, facts.value, 0);
  if (!decoded.ok) throw new Error(decoded.failure.code);
  const mask = {
    size: [4, 4] as const,
    data: Uint8Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 1 : 0)),
  };
  const accepted = { at: '2026-03-01T10:00:00Z', by: 'A. Radiologist' };
  const cleared = await clearImage(image, { frame: 0, mask }, accepted, decoded.value, await keyOf(7));
  if (!cleared.ok) throw new Error(cleared.failure.code);
  const final = cleared.value;
  async function* images() {
    yield await Promise.resolve({
      image: final,
      frame: 0,
      center: [2, 2] as const,
      mask: null,
      labels: { anormale: true },
      declared: [],
      overrides: { 'slice-thickness': 'Mme Quézelbrand moved' },
      criteria: [
        { id: 'modality', outcome: 'met' },
        { id: 'slice-thickness', outcome: 'unmet' },
      ],
    });
  }
  const charter = {
    centre: 'CHU',
    by: 'A. Radiologist',
    at: accepted.at,
    language: 'fr' as const,
    text: 'I sign.',
  };
  const left = {
    ...NOTHING_LEFT_OUT,
    open: 2,
    blocked: [{ at: 'ingest' as const, code: 'deidentify/echo', attribute: 'PatientName', count: 3 }],
  };
  const entries = contributionEntries({
    definition: thyroid,
    charter,
    images: images(),
    now: '2026-03-02T08:00:00Z',
    tool: '0.1.0',
    left,
  });
  return collect(entries);
}

const textOf = (files: readonly PackageEntry[], path: string) =>
  new TextDecoder().decode(files.find((file) => file.path === path)?.bytes);

describe('the report of a contribution', () => {
  test('reads back with every attribute, rule, check and exception', async () => {
    const files = await plantedFiles();
    const read = await readContribution(await openedContribution(thyroid, files), thyroid);
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    const { deidentification: report } = read.value;
    expect(report).toEqual(JSON.parse(textOf(files, 'deidentification.json')));
    expect(report.images).toHaveLength(1);
    expect(report.images[0]).toMatchObject({
      pixels: { frame: 0, hidden: 8 },
      unmet: ['slice-thickness'],
      overridden: ['slice-thickness'],
    });
    expect(report.images[0]?.proof).toHaveLength(8);
    expect(report.profile.methods.map(({ code }) => code)).toEqual(['113100', '113101', '113105']);
    const totals = totalsOf(report);
    expect(totals).toMatchObject({ proven: 1, masked: 1, overridden: 1, blocked: 3, echoes: 0 });
    expect(totals.actions.removed).toBeGreaterThan(10);
    expect(totals.rules.find(({ rule }) => rule.row === '00100010')).toMatchObject({
      images: 1,
      tag: '00100010',
    });
    expect(totals.proof.find(({ at, check }) => at === 'clearing' && check === 'echo')).toMatchObject({
      passed: 0,
      notPossible: 1,
    });
  });

  test('holds nothing of the source: neither the JSON nor the page', async () => {
    const files = await plantedFiles();
    const index = echoIndex(identifiersOf(exam()));
    expect(index.phrases.length).toBeGreaterThan(20);
    for (const path of ['deidentification.json', 'deidentification.html']) {
      const content = textOf(files, path);
      expect(content.length).toBeGreaterThan(1000);
      expect(echoIn(index, content), path).toBeNull();
      // Nor how long its values were.
      expect(content).not.toMatch(/"before"/);
    }
    // The search does find what it should.
    expect(echoIn(index, 'see quezelbrand heloise')).not.toBeNull();
  });

  test('is a page in both languages that needs nothing else', async () => {
    const page = textOf(await plantedFiles(), 'deidentification.html');
    expect(page).toContain('<html lang="fr">');
    expect(page).toContain('Déclaration de conformité');
    expect(page).toContain('Conformance statement');
    expect(page).toContain('Basic Application Confidentiality Profile (113100)');
    expect(page).toContain('PS3.15 2026c');
    expect(page).not.toMatch(/<script|\bsrc=|\bhref=|url\(/i);
    expect(page.match(/<main/g)).toHaveLength(2);
    for (const tag of ['table', 'tr', 'main', 'td'])
      expect(page.split(new RegExp(`<${tag}[ >]`)).length, tag).toBe(page.split(`</${tag}>`).length);
  });

  test('escapes what it is given', async () => {
    const read = readDeidentification(text(textOf(await plantedFiles(), 'deidentification.json')), MANIFEST);
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    const report = { ...read.value, challenge: { id: '<img onerror=1>', version: '"&' } };
    expect(deidentificationPage(report, 'en')).not.toContain('<img');
  });

  test('tells what looked like text and whether a face may show, and reads without either', async () => {
    const json = JSON.parse(textOf(await plantedFiles(), 'deidentification.json')) as DeidentificationReport;
    const [image] = json.images;
    const by = { by: 'A. Radiologist', at: '2026-03-01T10:00:00Z' };
    const text_ = {
      detector: 3,
      places: [
        { box: [1, 2, 30, 12] as const, source: 'detector' as const, answer: 'no-identity' as const, ...by },
        { box: [1, 20, 30, 32] as const, source: 'ocr' as const, answer: 'black' as const, ...by },
      ],
      blackouts: 1,
      reading: { at: by.at, outcome: 'identifier' as const, words: 4 },
    };
    const told = { ...json, images: [{ ...image!, text: text_, recognizable: true }] };
    const whole = readDeidentification(text(JSON.stringify(told)), MANIFEST);
    if (!whole.ok) throw new Error(JSON.stringify(whole.failure));
    expect(whole.value.images[0]).toMatchObject({ text: text_, recognizable: true });
    expect(totalsOf(whole.value)).toMatchObject({ recognizable: 1 });
    // An answer that is open, or a place that is not whole pixels, is no report of a package.
    for (const wrong of [{ box: [1, 2, 'x', 4] }, { answer: 'read DURAND' }]) {
      const places = [{ ...text_.places[0], ...wrong }];
      const broken = { ...json, images: [{ ...image!, text: { ...text_, places } }] };
      expect(readDeidentification(text(JSON.stringify(broken)), MANIFEST).ok).toBe(false);
    }

    // As written before either was looked for.
    const without = (fields: object, names: readonly string[]) =>
      Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
    const older = {
      ...json,
      images: json.images.map((one) => without(one, ['text', 'recognizable'])),
      left: without(json.left, ['openText', 'notLooked']),
    };
    const read = readDeidentification(text(JSON.stringify(older)), MANIFEST);
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    expect(read.value.images[0]).toMatchObject({ text: null, recognizable: null });
    expect(read.value.left).toMatchObject({ openText: { images: 0, places: 0 }, notLooked: 0 });
    expect(totalsOf(read.value).recognizable).toBeNull();
    for (const language of ['en', 'fr'] as const)
      expect(deidentificationPage(read.value, language)).toContain('PS3.15');
  });

  test('names each treatment once', async () => {
    const files = await contributionFiles(thyroid, 'CHU', [
      { exam: 'one', pixels: '1', labels: { anormale: true } },
      { exam: 'two', pixels: '2', labels: { anormale: false } },
    ]);
    const report = JSON.parse(textOf(files, 'deidentification.json')) as DeidentificationReport;
    expect(report.treatments).toHaveLength(1);
    expect(report.images.map(({ treatment }) => treatment)).toEqual([0, 0]);
  });
});

describe('deidentification.json', () => {
  const first = [
    {
      id: `${pseudonym('one')}-1`,
      edition: '2026c',
      methods: ['113100', '113105', '113101'],
      actions: [
        { path: '00100010', keyword: 'PatientName', action: 'emptied' },
        { path: '00081140[0].00081155', keyword: 'ReferencedSOPInstanceUID', action: 'uid' },
        { path: '00081140[1].00081155', keyword: 'ReferencedSOPInstanceUID', action: 'uid' },
        { path: '00291010', keyword: 'PrivateAttribute', action: 'removed' },
      ],
      echoes: 0,
      proof: [{ at: 'ingest', check: 'echo', result: 'passed' }],
    },
  ];

  test('of version 1 is still read, with the rules of today and what it does not know', () => {
    const read = readDeidentification(text(JSON.stringify(first)), MANIFEST);
    if (!read.ok) throw new Error(JSON.stringify(read.failure));
    expect(read.value.images[0]).toMatchObject({ digest: null, tool: null, proof: [{ check: 'echo' }] });
    expect(read.value.treatments[0]).toMatchObject({ complete: false });
    expect(read.value.treatments[0]?.attributes).toEqual([
      {
        path: '00100010',
        vr: 'PN',
        action: 'emptied',
        rule: { source: 'E.1-1', row: '00100010', code: 'Z' },
      },
      {
        path: '00081140[].00081155',
        vr: 'UI',
        action: 'uid',
        rule: { source: 'E.1-1', row: '00081155', code: 'U' },
      },
      { path: '00291010', vr: 'UN', action: 'removed', rule: { source: 'E.1-1', row: 'PRIVATE', code: 'X' } },
    ]);
    expect(deidentificationPage(read.value, 'en')).toContain('version 1');
  });

  test.each([
    ['a path that is text', [{ ...first[0], actions: [{ ...first[0]!.actions[0], path: 'DOE^JOHN' }] }]],
    ['no format', {}],
    ['another version', { format: 'negatoscope-deidentification', version: 3 }],
  ])('with %s is refused', (_, json) => {
    const read = readDeidentification(text(JSON.stringify(json)), MANIFEST);
    expect(read.ok ? [] : read.failure.map(({ code }) => code)).toContain('package/invalid-document');
  });

  test('that speaks of another file than was cleared is refused', async () => {
    const files = await contributionFiles(thyroid, 'CHU', [
      { exam: 'one', pixels: '1', labels: { anormale: true } },
    ]);
    const changed = files.map((file) =>
      file.path === 'deidentification.json'
        ? { ...file, bytes: text(textOf(files, file.path).replace(/"digest": "../, '"digest": "00')) }
        : file,
    );
    const read = await readContribution(await openedContribution(thyroid, changed), thyroid);
    expect(read.ok ? [] : read.failure.map(({ code }) => code)).toContain('package/image-without-record');
  });
});
