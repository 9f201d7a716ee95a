import type { Element } from '../dicom/dataset.ts';
import { dataSetOf, element } from '../dicom/element.ts';
import type { Random } from '../random.ts';
import {
  type Invented,
  type Visit,
  STATION,
  INSTITUTION,
  STREET,
  PHONE,
  nameOf,
  physicianOf,
  inventedDigits,
} from './invented.ts';

/**
 * Header elements that hold the identity of an invented patient: in tags, nested sequences, private
 * groups and free texts.
 */
export function plantedElements(patient: Invented, visit: Visit, random: Random): readonly Element[] {
  const { family, given, id, birthDate } = patient;
  const day = birthDate.replace(/(....)(..)(..)/, '$3/$2/$1');
  const deepest = dataSetOf([
    element('00100010', 'PN', nameOf(patient)),
    element('00204000', 'LT', `Voisine de ${given} ${family}`),
  ]);
  const purpose = dataSetOf([
    element('00080100', 'SH', '121320'),
    element('00080102', 'SH', 'DCM'),
    element('00080104', 'LO', 'Uncompressed predecessor'),
    element('00081140', 'SQ', [deepest]),
  ]);
  const referred = dataSetOf([
    element('00081150', 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    element('00081155', 'UI', visit.other),
    element('0040A170', 'SQ', [purpose]),
  ]);
  const request = dataSetOf([
    element('00400007', 'LO', `T1 ${family}`),
    element('00400009', 'SH', id),
    element('00290010', 'LO', 'SELF TEST 1'),
    element('00291011', 'LO', `${given} ${family}`),
  ]);
  return [
    element('00080020', 'DA', visit.studyDate),
    element('00080021', 'DA', visit.studyDate),
    element('00080050', 'SH', visit.accession),
    element('00080080', 'LO', INSTITUTION),
    element('00080081', 'ST', `${STREET}, ${family}`),
    element('00080090', 'PN', physicianOf(patient)),
    element('00081010', 'SH', STATION),
    element('00081030', 'LO', `T2 axial ${given} ${family}`),
    element('0008103E', 'LO', `T2 axial ${id}`),
    element('00081070', 'PN', physicianOf(patient)),
    element('00081140', 'SQ', [referred]),
    element('00100010', 'PN', nameOf(patient)),
    element('00100020', 'LO', id),
    element('00100030', 'DA', birthDate),
    element('00100040', 'CS', patient.sex),
    element('00101010', 'AS', '045Y'),
    element('00101040', 'LO', STREET),
    element('00102154', 'SH', PHONE),
    element('00104000', 'LT', `${given} ${family}, née le ${day}`),
    element('00200052', 'UI', visit.frameOfReference),
    element('00204000', 'LT', `Suivi de ${family} par ${physicianOf(patient).replace('^', ' ')}`),
    element('00290010', 'LO', 'SELF TEST 1'),
    element('00291010', 'LO', nameOf(patient)),
    element('00291020', 'LT', `${id} ${birthDate} ${visit.accession}`),
    element('00291030', 'UN', new TextEncoder().encode(`${family} ${inventedDigits(random, 3)}`.padEnd(24))),
    element('00400275', 'SQ', [request]),
  ];
}
