import type { Element } from '../dicom/dataset.ts';
import { dataSetOf, element } from '../dicom/element.ts';
import { EXPLICIT_LE } from '../dicom/transfer-syntax.ts';
import { writePart10 } from '../dicom/write.ts';
import { millimetres, type PhysicalPoint, type PixelSpacing, type Point, type Size } from '../measure.ts';
import type { Random } from '../random.ts';
import type { Slice } from './drawing.ts';
import type { DemoChallenge, Direction, Kind } from './kinds.ts';
import { AXIAL, KINDS } from './kinds.ts';
import type { Person } from './people.ts';
import { inventPerson, inventUid } from './people.ts';
import type { Picture } from './picture.ts';

/**
 * An exam of an invented patient, drawn in code: its files, and the images and labels that a
 * radiologist would choose.
 */
export interface SyntheticExam {
  readonly files: readonly SyntheticFile[];
  /** The images to choose: one, or two for the meniscus (medial, then lateral). */
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
  /** Counted from 0. */
  readonly frame: number;
  /** Reference columns. A blank is ''. */
  readonly labels: Readonly<Record<string, string | boolean>>;
  /** Centre of the crop in the frame. Null when the challenge has no click. */
  readonly center: Point | null;
  /**
   * On the frame's grid, with its geometry for writing it as NIfTI. Null when the challenge has no
   * masks.
   */
  readonly mask: SyntheticMask | null;
}

export interface SyntheticMask {
  readonly size: Size;
  /** 0 and 1. */
  readonly data: Uint8Array;
  readonly spacing: PixelSpacing;
  readonly origin: PhysicalPoint;
  /** Row and column direction cosines (LPS). */
  readonly orientation: readonly [number, number, number, number, number, number];
}

/**
 * Draws one exam of a challenge. The same arguments and the same state of `random` give the same
 * bytes. Labels follow the index, so that a batch has every class.
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
        element('00081090', 'LO', `Negatoscope ${kind.modality}`),
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
    element('00200060', 'CS', ''),
    element('00200011', 'IS', String(number)),
    element('00200013', 'IS', String(instance)),
  ];
}

const decimal = (value: number) => String(Number(value.toFixed(6)));

/**
 * Centre of the first pixel, mm, when the picture's centre is the origin of the patient's
 * coordinates.
 */
function originOf(kind: Kind, picture: Picture, offset: number): Direction {
  const [row, column, through] = kind.axes ?? AXIAL;
  const left = ((picture.columns - 1) / 2) * picture.spacing;
  const up = ((picture.rows - 1) / 2) * picture.spacing;
  const along = (axis: 0 | 1 | 2) => offset * through[axis] - left * row[axis] - up * column[axis];
  return [along(0), along(1), along(2)];
}

function geometry(kind: Kind, picture: Picture, origin: Direction): readonly Element[] {
  const type = ['ORIGINAL', 'PRIMARY'];
  if (!kind.axes) return [element('00080008', 'CS', type), element('00200020', 'CS', '')];
  const [row, column] = kind.axes;
  return [
    element('00080008', 'CS', [...type, kind.modality === 'CT' ? 'AXIAL' : 'OTHER']),
    element('00180050', 'DS', decimal(kind.thickness)),
    element('00185100', 'CS', 'HFS'),
    element('00200012', 'IS', '1'),
    element('00200032', 'DS', origin.map(decimal)),
    element('00200037', 'DS', [...row, ...column].map(decimal)),
    element('00200052', 'UI', '2.25.271828182845904523536028747135266249'),
    element('00201040', 'LO', ''),
    element('00280030', 'DS', [decimal(picture.spacing), decimal(picture.spacing)]),
  ];
}

function pixels({ stored, window }: Kind, picture: Picture): readonly Element[] {
  const bits = stored.bytes === 1 ? 8 : 12;
  const greatest = 2 ** bits - 1;
  const bytes = new Uint8Array(picture.data.length * stored.bytes);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < picture.data.length; index++) {
    const value = Math.round((picture.data[index] ?? 0) - stored.intercept);
    const kept = Math.min(greatest, Math.max(0, value));
    if (stored.bytes === 1) bytes[index] = kept;
    else view.setUint16(index * 2, kept, true);
  }
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
      spacing: [millimetres(picture.spacing), millimetres(picture.spacing)],
      origin: [millimetres(origin[0]), millimetres(origin[1]), millimetres(origin[2])],
      orientation: [...row, ...column],
    },
  };
}
