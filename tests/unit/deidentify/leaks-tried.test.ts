import { describe, expect, test } from 'vitest';
import type { ProfileOption } from '../../../src/core/definition/profile-options.ts';
import type { Element } from '../../../src/core/dicom/dataset.ts';
import { vrOf } from '../../../src/core/dicom/dictionary.ts';
import { dataSetOf, element } from '../../../src/core/dicom/element.ts';
import { deidentified, exam } from '../../fixtures/exam.ts';

/** What a fresh reader planted to break the rules, and what was refused without need. */

const plain = [...exam().elements.values()].filter(
  ({ tag, value }) => value.kind !== 'items' && tag !== '00281055',
);

/** The written file, as text; throws where the image is refused. */
async function written(extra: readonly Element[], options: readonly ProfileOption[] = []): Promise<string> {
  const set = new Map([...plain, ...extra].map((each) => [each.tag, each]));
  const { image } = await deidentified(dataSetOf([...set.values()]), options);
  return Buffer.from(image.dicom).toString('latin1').toUpperCase();
}

const text = (tag: string, value: string) => element(tag, vrOf(tag), value);
const bytes = (tag: string, vr: string, value: string): Element => ({
  tag,
  vr,
  value: { kind: 'bytes', bytes: Uint8Array.from(Buffer.from(value)) },
});

describe.each(['00281055', '00181160', '00181210', '00081090', '00180015', '00181020'])('%s', (tag) => {
  test.each(['G A R N I E R', 'G.A.R.N.I.E.R', 'g_a_r_n_i_e_r', 'Q-U-E-Z-E-L', 'HEAD L E E'])(
    'does not keep the letters of %j',
    async (name) => {
      const letters = name.replace('HEAD ', '').toUpperCase();
      expect(await written([text(tag, name)])).not.toContain(letters);
    },
  );

  test.each([
    ['5523187', '5523 187'],
    ['55231', '55-231'],
    ['4412907', '441.2907'],
    ['004711', '4711'],
    ['AB4711', 'AB 4711'],
    ['12345678', '12.34.56.78'],
    ['X', '1962 04 12'],
    ['X', '12 04 62'],
  ])('does not keep the id %j as %j', async (id, apart) => {
    expect(await written([text('00100020', id), text(tag, apart)])).not.toContain(apart);
  });

  test('keeps designations of few letters', async () => {
    const left = await written([text('00100020', '5523187'), text(tag, 'B30f A P')]);
    expect(left).toContain('B30F A P');
  });
});

describe.each(['0008001A', '00081150', '0008010C', '00080018'])('a UID in %s', (tag) => {
  test.each([
    ['4412907', '1.3.12.2.441.2907'],
    ['004711', '1.3.12.2.4711.1'],
    ['0055231', '1.3.12.2.55231.1'],
    ['A55231', '1.3.12.2.55231.1'],
    ['AB-4711-12', '1.2.3.4711.12.4'],
    ['19991231-0012', '1.2.3.19991231.12'],
  ])('does not hold the id %j as %j', async (id, uid) => {
    for (const options of [[], ['retain-uids']] as const)
      expect(await written([text('00100020', id), element(tag, 'UI', uid)], options)).not.toContain(uid);
  });

  test('stays when it holds no id', async () => {
    expect(await written([element(tag, 'UI', '1.3.12.2.1107.5.9.1')], ['retain-uids'])).toContain(
      '1.3.12.2.1107.5.9.1',
    );
  });
});

describe('numbers', () => {
  test.each([
    ['00281101', 'US', 'LEROY\0'],
    ['00281101', 'US', 'LEE\0'],
    ['00189073', 'FD', 'DUPON\0\0\0'],
    ['00189089', 'FD', 'KIM\0\0\0\0\0'],
    ['00189241', 'SS', 'LEROY\0'],
    ['00080301', 'US', 'http://pacs/LEROY?id=1'],
  ])('%s of %s do not spell the patient’s short name %j', async (tag, vr, name) => {
    const own = name.match(/[A-Z]{3,}/)?.[0] ?? '';
    for (const source of [[text('00100010', `${own}^Ada`)], own.length > 4 ? [] : null])
      if (source) expect(await written([...source, bytes(tag, vr, name)])).not.toContain(own);
  });
});

describe('is not refused', () => {
  const ids = ['1', '12', '123', '1234', '0001', '000001', '123456', '100000', '000000', '00000000', 'TEST'];
  const ours = ['113100', '113105', 'PS3.15', 'Annex E', 'DCM', '2.25', 'ISO_IR 192', 'Negatoscope'];
  test.each([...ids, ...ours])('the id %j', async (id) => {
    for (const tag of ['00100020', '00080050']) await written([text(tag, id)]);
  });

  test.each(['Long', 'Head', 'Axial', 'Test^Test', 'Original^P', 'Siemens^Hans', 'Profile^Basic', 'Annex^E'])(
    'the name %j',
    async (name) => {
      for (const tag of ['00100010', '00080090']) await written([text(tag, name)]);
    },
  );

  test.each(['19000101', '00010101', '11111111'])('the date %j', async (date) => {
    for (const tag of ['00100030', '00080020']) await written([text(tag, date)]);
  });
});
