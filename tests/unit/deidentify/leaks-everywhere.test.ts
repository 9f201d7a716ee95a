import { describe, expect, test } from 'vitest';
import { deidentifyHeader } from '../../../src/core/deidentify/header.ts';
import type { ProfileOption } from '../../../src/core/definition/profile-options.ts';
import type { DataSet, Element } from '../../../src/core/dicom/dataset.ts';
import { ENTRIES } from '../../../src/core/dicom/dictionary.generated.ts';
import { vrOf } from '../../../src/core/dicom/dictionary.ts';
import { dataSetOf, element, withElements } from '../../../src/core/dicom/element.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { writePart10 } from '../../../src/core/dicom/write.ts';
import { CT, exam, keyOf } from '../../fixtures/exam.ts';

/**
 * A name that stands in no name of the exam, in every attribute of PS3.6, in its own VR and in every other one, at two depths. No search
 * can find it, so only the rules hold it back. Numbers that the image is made of are left out: a file with a name in their place is
 * stopped.
 */

const TAGS = ENTRIES.split('\n').map((line) => line.slice(0, 8));
/** What the image needs to be read, and what the file's own structure is. */
const NEEDED =
  /^(0000|0002|0004|FFF|7FE0|00280002|0028000[468]|00280010|00280011|0028010[0-3]|00080005|0020000D|00080018)|0000$/;
/** Numbers of the image: a file is stopped when they can't be read or don't survive. They are planted only where they are no number of the image. */
const STOPS =
  /^(0028(0006|0008|0030|0034|105[0-3]|110[1-3]|300[02])|0020003[27]|00180050|00181164|00182010)$/;
const VRS = [
  ...[
    'AE',
    'AS',
    'AT',
    'CS',
    'DA',
    'DS',
    'DT',
    'FD',
    'FL',
    'IS',
    'LO',
    'LT',
    'OB',
    'OD',
    'OF',
    'OL',
    'OV',
    'OW',
    'PN',
  ],
  ...['SH', 'SL', 'SS', 'ST', 'SV', 'TM', 'UC', 'UI', 'UL', 'UN', 'UR', 'US', 'UT', 'UV'],
];

const planted = (text: string, vr: string | null): Element[] =>
  TAGS.filter((tag) => !NEEDED.test(tag)).flatMap((tag) => {
    const own = vr ?? vrOf(tag);
    return own === 'SQ'
      ? []
      : [{ tag, vr: own, value: { kind: 'bytes', bytes: Uint8Array.from(Buffer.from(text)) } }];
  });

async function written(source: DataSet, options: readonly ProfileOption[]): Promise<string> {
  const head = { transferSyntax: '1.2.840.10008.1.2.1', sopClass: CT, sopInstance: '1.2.276.99.1' };
  const part10 = readPart10(writePart10(source, head));
  const facts = part10.ok ? factsOf(part10.value) : part10;
  if (!part10.ok) throw new Error(JSON.stringify(part10));
  if (!facts.ok) throw new Error(JSON.stringify(facts));
  const result = await deidentifyHeader(part10.value, facts.value, { key: await keyOf(7), options });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return Buffer.from(result.value.image.dicom).toString('latin1').toUpperCase();
}

function atBothDepths(elements: readonly Element[]): DataSet {
  // One sequence deeper than a functional group, whose numbers would be the image's.
  const inner = dataSetOf([element('00081199', 'SQ', [dataSetOf(elements)])]);
  const item = dataSetOf([element('00081140', 'SQ', [inner])]);
  const outermost = elements.filter(({ tag }) => !STOPS.test(tag));
  return withElements(exam(), { set: [...outermost, element('52009229', 'SQ', [item])] });
}

const TEXTS = ['GARNIER LUCIE ', '19610412GARNIER ', '1.2.GARNIER ', 'M. GARNIER\\LUCIE '];

describe.each(TEXTS)('%j', (text) => {
  test('leaves in no attribute of its own VR', async () => {
    expect(await written(atBothDepths(planted(text, null)), [])).not.toMatch(/GARNIER|LUCIE/);
  });

  test.each(VRS)('leaves in no attribute as %s', async (vr) => {
    // A person's name would be known to the search. It is another kind of attribute: PN always goes.
    expect(await written(atBothDepths(planted(text, vr)), [])).not.toMatch(/GARNIER|LUCIE/);
  });
});

/** Options that keep numbers, dates and codes. The others keep free text on purpose. */
test.each(['retain-uids', 'retain-age', 'retain-sex', 'retain-safe-private'] as const)(
  'under %s no text leaves either',
  async (option) => {
    expect(await written(atBothDepths(planted('GARNIER LUCIE ', null)), [option])).not.toMatch(
      /GARNIER|LUCIE/,
    );
  },
);

test.each(['retain-full-dates', 'retain-modified-dates'] as const)(
  'under %s no date or time is text',
  async (option) => {
    for (const vr of ['DA', 'TM', 'DT', 'OB', 'UN', 'US'])
      expect(await written(atBothDepths(planted('GARNIER LUCIE ', vr)), [option])).not.toMatch(
        /GARNIER|LUCIE/,
      );
  },
);
