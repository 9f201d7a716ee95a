import type { DataSet, Element } from '../../../src/core/dicom/dataset.ts';
import { dataSetOf, element } from '../../../src/core/dicom/element.ts';
import { readPart10 } from '../../../src/core/dicom/read.ts';
import { factsOf } from '../../../src/core/dicom/read-facts.ts';
import { writePart10 } from '../../../src/core/dicom/write.ts';
import { deidentifyHeader, type HeaderResult } from '../../../src/core/deidentify/header.ts';
import type { ProfileOption } from '../../../src/core/definition/profile-options.ts';

export const CT = '1.2.840.10008.5.1.4.1.1.2';
export const NAME = 'Quézelbrand^Héloïse';
const EXPLICIT_LE = '1.2.840.10008.1.2.1';

/** A key of the given seed: two seeds, two centres. */
export function keyOf(seed: number): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', new Uint8Array(32).fill(seed), algorithm, false, ['sign']);
}

/** An invented patient's identity in one data set: names, ids, dates, places, text and private values. */
export function planted(): Element[] {
  return [
    element('00080020', 'DA', '20190517'),
    element('00080050', 'SH', 'ACC7745521'),
    element('00080080', 'LO', 'Clinique des Glycines'),
    element('00080081', 'ST', '12 rue Malevoy, Trifouillis'),
    element('00080090', 'PN', 'Vandermolen^Piet'),
    element('00081010', 'SH', 'STNQX99'),
    element('00081030', 'LO', 'IRM genou droit Quézelbrand'),
    element('00081070', 'PN', 'Opérateur^Zoé'),
    element('00100010', 'PN', NAME),
    element('00100020', 'LO', 'PID-004711-K'),
    element('00100030', 'DA', '19310204'),
    element('00101000', 'LO', 'OLD-88123'),
    element('00101040', 'LO', '3 impasse Kerbriant'),
    element('00104000', 'LT', 'Voisine de Mme Vandermolen'),
    element('00181030', 'LO', 'GENOU T2 SAG Heloise'),
    element('00290010', 'LO', 'SECRET CREATOR'),
    element('00291010', 'LO', 'Quézelbrand'),
    // Attributes that Table E.1-1 does not name.
    element('00082123', 'DS', '1'),
    element('00281055', 'LO', 'Quézelbrand window'),
    element('00741238', 'LT', 'called by Vandermolen'),
  ];
}

/** A small CT with the planted identity at depths 0, 1 and 3. */
export function exam(extra: readonly Element[] = []): DataSet {
  const item = dataSetOf([...planted(), element('00081155', 'UI', '1.2.276.99.5')]);
  const nested = dataSetOf([
    element('00081140', 'SQ', [
      dataSetOf([element('00081155', 'UI', '1.2.276.99.6'), element('0040A170', 'SQ', [item])]),
    ]),
  ]);
  return dataSetOf([
    ...planted(),
    element('00080005', 'CS', 'ISO_IR 192'),
    element('00080008', 'CS', ['ORIGINAL', 'PRIMARY', 'AXIAL']),
    element('00080016', 'UI', CT),
    element('00080018', 'UI', '1.2.276.99.1'),
    element('00080060', 'CS', 'CT'),
    element('00080070', 'LO', 'Acme'),
    element('00081140', 'SQ', [item]),
    element('00082112', 'SQ', [nested]),
    element('0020000D', 'UI', '1.2.276.99.2'),
    element('0020000E', 'UI', '1.2.276.99.3'),
    element('00200052', 'UI', '1.2.276.99.4'),
    element('00200010', 'SH', 'ST-5589'),
    element('00280002', 'US', 1),
    element('00280004', 'CS', 'MONOCHROME2'),
    element('00280010', 'US', 4),
    element('00280011', 'US', 4),
    element('00280030', 'DS', ['0.5', '0.5']),
    element('00280100', 'US', 16),
    element('00280101', 'US', 12),
    element('00280102', 'US', 11),
    element('00280103', 'US', 0),
    element('7FE00010', 'OW', new Uint8Array(Uint16Array.from({ length: 16 }, (_, i) => i + 100).buffer)),
    ...extra,
  ]);
}

/** Writes, reads and de-identifies a data set; throws when the test's own data set is not readable. */
export async function deidentified(
  dataset: DataSet,
  options: readonly ProfileOption[] = [],
  seed = 7,
): Promise<HeaderResult & { readonly dataset: DataSet }> {
  const bytes = writePart10(dataset, {
    transferSyntax: EXPLICIT_LE,
    sopClass: CT,
    sopInstance: '1.2.276.99.1',
  });
  const part10 = readPart10(bytes);
  if (!part10.ok) throw new Error(part10.failure.code);
  const facts = factsOf(part10.value);
  if (!facts.ok) throw new Error(facts.failure.code);
  const result = await deidentifyHeader(part10.value, facts.value, { key: await keyOf(seed), options });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  const written = readPart10(result.value.image.dicom);
  if (!written.ok) throw new Error(written.failure.code);
  return { ...result.value, dataset: written.value.dataset };
}
