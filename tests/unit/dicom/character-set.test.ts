import { expect, test } from 'vitest';
import { decodeText } from '../../../src/core/dicom/character-set.ts';
import { dataSetOf, element, textsOf } from '../../../src/core/dicom/element.ts';
import { ENCODINGS } from '../../fixtures/encodings.ts';
import golden from '../../golden/character-sets.json' with { type: 'json' };

test.each(golden.cases)('$terms $vr: $texts, as pydicom reads it', ({ vr, terms, hex, texts }) => {
  const dataset = dataSetOf([
    element('00080005', 'CS', terms),
    element('00081030', vr, Uint8Array.from(Buffer.from(hex, 'hex'))),
  ]);
  const read = textsOf(dataset, '00081030');
  // A group left empty at the end of a name is written or not.
  expect(read.map((text) => (vr === 'PN' ? text.replace(/=+$/, '') : text))).toEqual(texts);
});

test.each([
  ['french', 'Hélène^Çà'],
  ['polish', 'Święty^Łukasz'],
  ['russian', 'Соколова^Ирина'],
  ['greek', 'Παπαδόπουλος^Διονύσιος'],
  ['hebrew', 'שרון^דבורה'],
  ['arabic', 'قباني^نزار'],
  ['japanese', 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
  ['korean', 'Hong^Gildong=洪^吉洞=홍^길동'],
  ['chinese', 'Wang^XiaoDong=王^小东'],
] as const)('%s names written by the fixtures are read back', (script, name) => {
  const { terms, encode } = ENCODINGS[script];
  expect(decodeText(encode(name), terms, true)).toBe(name);
});

test.each(['ISO_IR 144', 'ISO IR 144', 'iso-ir-144', 'ISO 2022 IR 144', 'ISO_2022_IR_144'])(
  '%s is read as the set it means',
  (term) => {
    expect(decodeText(ENCODINGS.russian.encode('Ирина'), [term])).toBe('Ирина');
  },
);
