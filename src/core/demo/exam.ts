import type { Element } from '../dicom/dataset.ts';
import { dataSetOf, element } from '../dicom/element.ts';
import { EXPLICIT_LE } from '../dicom/transfer-syntax.ts';
import { writePart10 } from '../dicom/write.ts';
import type { Random } from '../random.ts';
import { drawBreasts } from './breast-mr.ts';
import type { Drawing, Slice } from './drawing.ts';
import { drawKidneys } from './kidney-ct.ts';
import { drawKnee } from './knee-mr.ts';
import { drawLiver, sectorBoxOf } from './liver-ultrasound.ts';
import { drawNeck } from './neck-ct.ts';
import type { Person } from './people.ts';
import { inventPerson, inventUid } from './people.ts';
import type { Picture } from './picture.ts';

export const DEMO_CHALLENGES = ['renal-cortex', 'breast', 'liver', 'meniscus', 'thyroid'] as const;
export type DemoChallenge = (typeof DEMO_CHALLENGES)[number];

/** An exam of an invented patient, drawn in code: its files, and what a radiologist would choose and say of it. */
export interface SyntheticExam {
  readonly files: readonly SyntheticFile[];
  /** The images to choose: one, or two of the meniscus (medial, then lateral). */
  readonly images: readonly SyntheticImage[];
}

export interface SyntheticFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface SyntheticImage {
  /** Path of one of the files. */
  readonly file: string;
  /** From 0. */
  readonly frame: number;
  /** Reference columns; a blank is ''. */
  readonly labels: Readonly<Record<string, string | boolean>>;
  /** Centre of the crop, [x, y] in pixels of the frame; null where the challenge has no click. */
  readonly center: readonly [number, number] | null;
  /** On the frame's grid, with its geometry for writing it as NIfTI; null where the challenge has none. */
  readonly mask: SyntheticMask | null;
}

export interface SyntheticMask {
  /** [columns, rows]. */
  readonly size: readonly [number, number];
  /** 0 and 1. */
  readonly data: Uint8Array;
  /** mm between pixel centres, [x, y]. */
  readonly spacing: readonly [number, number];
  /** mm (LPS). */
  readonly origin: readonly [number, number, number];
  /** Row and column direction cosines (LPS). */
  readonly orientation: readonly [number, number, number, number, number, number];
}

/**
 * Draws one exam of a challenge. The same arguments and the same state of `random` give the same bytes. Labels follow the index, so
 * that a batch has every class.
 */
export function syntheticExam(challenge: DemoChallenge, index: number, random: Random): SyntheticExam {
  const person = inventPerson(random);
  const study = inventUid(random);
  const folder = `${challenge}/exam-${String(index + 1).padStart(3, '0')}`;
  const files: SyntheticFile[] = [];
  const images: SyntheticImage[] = [];
  const count = challenge === 'meniscus' ? 2 : 1;
  for (let number = 1; number <= count; number++) {
    const kind = KINDS[challenge](index * count + number - 1, random, person);
    const series = inventUid(random);
    kind.offsets.forEach((offset, slice) => {
      const path = `${folder}/series-${number}/image-${slice + 1}.dcm`;
      const drawn = kind.drawing.slice(offset);
      const origin = originOf(kind, drawn.picture, offset);
      const sop = inventUid(random);
      const dataset = dataSetOf([
        ...identity(person, study, series, number, slice + 1),
        element('00080016', 'UI', kind.sopClass),
        element('00080018', 'UI', sop),
        element('00080060', 'CS', kind.modality),
        ...geometry(kind, drawn.picture, origin),
        ...kind.header(drawn.picture, slice),
        ...pixels(kind, drawn.picture),
      ]);
      const bytes = writePart10(dataset, {
        transferSyntax: EXPLICIT_LE,
        sopClass: kind.sopClass,
        sopInstance: sop,
      });
      files.push({ path, bytes });
      if (offset === 0) images.push(chosen(kind, drawn, path, origin));
    });
  }
  return { files, images };
}

type Direction = readonly [number, number, number];

interface Kind {
  readonly drawing: Drawing;
  readonly modality: string;
  readonly sopClass: string;
  /** Slices of the series: mm from the one to choose. */
  readonly offsets: readonly number[];
  /** Row, column and slice directions (LPS); null for ultrasound. */
  readonly axes: readonly [Direction, Direction, Direction] | null;
  readonly thickness: number;
  /** Added to a value before it is stored. */
  readonly stored: { readonly intercept: number; readonly bytes: 1 | 2 };
  readonly window: readonly [center: number, width: number];
  readonly header: (picture: Picture, slice: number) => readonly Element[];
}

const CT = '1.2.840.10008.5.1.4.1.1.2';
const MR = '1.2.840.10008.5.1.4.1.1.4';
const US = '1.2.840.10008.5.1.4.1.1.6.1';

const hounsfield = { intercept: -1024, bytes: 2 } as const;
const plain = { intercept: 0, bytes: 2 } as const;

/** A coronal plane tipped by degrees about the left–right axis, as along a kidney. */
function tippedCoronal(degrees: number): readonly [Direction, Direction, Direction] {
  const sin = Math.sin((degrees * Math.PI) / 180);
  const cos = Math.cos((degrees * Math.PI) / 180);
  return [
    [1, 0, 0],
    [0, sin, -cos],
    [0, cos, sin],
  ];
}

const AXIAL = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;

const SAGITTAL = [
  [0, 1, 0],
  [0, 0, -1],
  [-1, 0, 0],
] as const;

const contrastAgent = element('00180010', 'LO', 'Produit de démonstration');

const KINDS: Readonly<Record<DemoChallenge, (index: number, random: Random, person: Person) => Kind>> = {
  'renal-cortex': (index, random) => {
    const drawing = drawKidneys(index, random);
    return {
      drawing,
      modality: 'CT',
      sopClass: CT,
      offsets: [0],
      axes: tippedCoronal(8 + random() * 14),
      thickness: 3,
      stored: hounsfield,
      window: [40, 400],
      header: () => [element('00180060', 'DS', '120'), ...(drawing.contrast ? [contrastAgent] : [])],
    };
  },
  breast: (index, random) => ({
    drawing: drawBreasts(index, random),
    modality: 'MR',
    sopClass: MR,
    offsets: [-4, 0, 4],
    axes: AXIAL,
    thickness: 2,
    stored: plain,
    window: [380, 760],
    header: () => [
      contrastAgent,
      ...magnet('1.5', { echo: '2.4', repetition: '5.1', sequence: 'GR' }),
      element('00180022', 'CS', 'FS'),
      element('00200012', 'IS', '3'),
      element('00200100', 'IS', '3'),
      element('00200105', 'IS', '5'),
    ],
  }),
  liver: (index, random, person) => ({
    drawing: drawLiver(index, random, [
      `${person.family} ${person.given}  ${person.birthDate.replace(/(....)(..)(..)/, '$3.$2.$1')}`,
      `ID ${person.id}  ${person.institution}`,
    ]),
    modality: 'US',
    sopClass: US,
    offsets: [0],
    axes: null,
    thickness: 1,
    stored: { intercept: 0, bytes: 1 },
    window: [128, 256],
    header: (picture) => [sectorRegion(picture)],
  }),
  meniscus: (index, random) => {
    const drawing = drawKnee(index, random);
    const side = index % 4 < 2 ? 'L' : 'R';
    return {
      drawing,
      modality: 'MR',
      sopClass: MR,
      offsets: [-3.5, 0, 3.5],
      axes: SAGITTAL,
      thickness: 3,
      stored: plain,
      window: [300, 600],
      header: () => [
        ...magnet(index % 3 === 0 ? '3' : '1.5', { echo: '32', repetition: '2800', sequence: 'SE' }),
        element('00180022', 'CS', 'FS'),
        element('00200060', 'CS', side),
      ],
    };
  },
  thyroid: (index, random) => ({
    drawing: drawNeck(index, random),
    modality: 'CT',
    sopClass: CT,
    offsets: [-2, 0, 2],
    axes: AXIAL,
    thickness: 1.25,
    stored: hounsfield,
    window: [60, 500],
    header: () => [element('00180060', 'DS', '120'), contrastAgent],
  }),
};

function magnet(
  tesla: string,
  { echo, repetition, sequence }: { echo: string; repetition: string; sequence: string },
): readonly Element[] {
  return [
    element('00180020', 'CS', sequence),
    element('00180021', 'CS', 'NONE'),
    element('00180023', 'CS', sequence === 'GR' ? '3D' : '2D'),
    element('00180080', 'DS', repetition),
    element('00180081', 'DS', echo),
    element('00180087', 'DS', tesla),
  ];
}

function sectorRegion(picture: Picture): Element {
  const { x0, y0, x1, y1 } = sectorBoxOf(picture);
  const centimetres = picture.spacing / 10;
  return element('00186011', 'SQ', [
    dataSetOf([
      element('00186012', 'US', 1),
      element('00186014', 'US', 1),
      element('00186016', 'UL', 0),
      element('00186018', 'UL', x0),
      element('0018601A', 'UL', y0),
      element('0018601C', 'UL', x1),
      element('0018601E', 'UL', y1),
      element('00186024', 'US', 3),
      element('00186026', 'US', 3),
      element('0018602C', 'FD', centimetres),
      element('0018602E', 'FD', centimetres),
    ]),
  ]);
}

function identity(
  person: Person,
  study: string,
  series: string,
  number: number,
  instance: number,
): readonly Element[] {
  const name = `${person.family}^${person.given}`;
  return [
    element('00080005', 'CS', 'ISO_IR 192'),
    element('00080008', 'CS', ['ORIGINAL', 'PRIMARY']),
    element('00080020', 'DA', person.studyDate),
    element('00080023', 'DA', person.studyDate),
    element('00080030', 'TM', '101500'),
    element('00080033', 'TM', '101730'),
    element('00080050', 'SH', person.accession),
    element('00080070', 'LO', 'Negatoscope'),
    element('00080080', 'LO', person.institution),
    element('00080090', 'PN', person.physician),
    element('00081030', 'LO', `Examen de ${person.given} ${person.family}`),
    element('00090010', 'LO', 'NEGATOSCOPE DEMO'),
    element('00091001', 'LO', `${name} ${person.id}`),
    element('00100010', 'PN', name),
    element('00100020', 'LO', person.id),
    element('00100030', 'DA', person.birthDate),
    element('00100040', 'CS', person.sex),
    element('0020000D', 'UI', study),
    element('0020000E', 'UI', series),
    element('00200010', 'SH', '1'),
    element('00200011', 'IS', String(number)),
    element('00200013', 'IS', String(instance)),
  ];
}

const decimal = (value: number) => String(Number(value.toFixed(6)));

/** Centre of the first pixel, mm, when the picture's centre is the patient's origin. */
function originOf(kind: Kind, picture: Picture, offset: number): Direction {
  const [row, column, through] = kind.axes ?? AXIAL;
  const left = ((picture.columns - 1) / 2) * picture.spacing;
  const up = ((picture.rows - 1) / 2) * picture.spacing;
  const along = (axis: 0 | 1 | 2) => offset * through[axis] - left * row[axis] - up * column[axis];
  return [along(0), along(1), along(2)];
}

function geometry(kind: Kind, picture: Picture, origin: Direction): readonly Element[] {
  if (!kind.axes) return [];
  const [row, column] = kind.axes;
  return [
    element('00180050', 'DS', decimal(kind.thickness)),
    element('00200032', 'DS', origin.map(decimal)),
    element('00200037', 'DS', [...row, ...column].map(decimal)),
    element('00200052', 'UI', '2.25.271828182845904523536028747135266249'),
    element('00280030', 'DS', [decimal(picture.spacing), decimal(picture.spacing)]),
  ];
}

function pixels({ stored, window }: Kind, picture: Picture): readonly Element[] {
  const bits = stored.bytes === 1 ? 8 : 12;
  const values = Uint16Array.from(picture.data, (value) =>
    Math.min(2 ** bits - 1, Math.max(0, Math.round(value - stored.intercept))),
  );
  const bytes = stored.bytes === 1 ? Uint8Array.from(values) : littleEndian(values);
  return [
    element('00280002', 'US', 1),
    element('00280004', 'CS', 'MONOCHROME2'),
    element('00280010', 'US', picture.rows),
    element('00280011', 'US', picture.columns),
    element('00280100', 'US', stored.bytes * 8),
    element('00280101', 'US', bits),
    element('00280102', 'US', bits - 1),
    element('00280103', 'US', 0),
    element('00281050', 'DS', String(window[0])),
    element('00281051', 'DS', String(window[1])),
    ...(stored.intercept === 0
      ? []
      : [
          element('00281052', 'DS', String(stored.intercept)),
          element('00281053', 'DS', '1'),
          element('00281054', 'LO', 'HU'),
        ]),
    element('7FE00010', stored.bytes === 1 ? 'OB' : 'OW', bytes),
  ];
}

function littleEndian(values: Uint16Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, index) => view.setUint16(index * 2, value, true));
  return new Uint8Array(view.buffer);
}

function chosen(
  kind: Kind,
  { picture, center, mask }: Slice,
  file: string,
  origin: Direction,
): SyntheticImage {
  const [row, column] = kind.axes ?? AXIAL;
  return {
    file,
    frame: 0,
    labels: kind.drawing.labels,
    center,
    mask: mask && {
      size: [picture.columns, picture.rows],
      data: mask,
      spacing: [picture.spacing, picture.spacing],
      origin,
      orientation: [...row, ...column],
    },
  };
}
