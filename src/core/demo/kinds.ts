import type { Element } from '../dicom/dataset.ts';
import { dataSetOf, element } from '../dicom/element.ts';
import type { Random } from '../random.ts';
import { drawBreasts } from './breast-mr.ts';
import type { Drawing } from './drawing.ts';
import { drawKidneys } from './kidney-ct.ts';
import { drawKnee } from './knee-mr.ts';
import { drawLiver, sectorBoxOf } from './liver-ultrasound.ts';
import { drawNeck } from './neck-ct.ts';
import type { Person } from './people.ts';
import type { Picture } from './picture.ts';

export const DEMO_CHALLENGES = ['renal-cortex', 'breast', 'liver', 'meniscus', 'thyroid'] as const;
export type DemoChallenge = (typeof DEMO_CHALLENGES)[number];

export type Direction = readonly [number, number, number];

/** How the exams of one challenge are drawn and described. */
export interface Kind {
  readonly drawing: Drawing;
  readonly modality: string;
  readonly sopClass: string;
  /** Slices of the series: distances in mm from the slice to choose. */
  readonly offsets: readonly number[];
  /** Row, column and slice directions (LPS); null for ultrasound. */
  readonly axes: readonly [Direction, Direction, Direction] | null;
  readonly thickness: number;
  /** Rescale intercept, and bytes per pixel. */
  readonly stored: { readonly intercept: number; readonly bytes: 1 | 2 };
  readonly window: readonly [center: number, width: number];
  readonly header: (picture: Picture, slice: number) => readonly Element[];
}

const CT = '1.2.840.10008.5.1.4.1.1.2';
const MR = '1.2.840.10008.5.1.4.1.1.4';
const US = '1.2.840.10008.5.1.4.1.1.6.1';

const hounsfield = { intercept: -1024, bytes: 2 } as const;
const plain = { intercept: 0, bytes: 2 } as const;

/** A coronal plane tilted by some degrees about the left–right axis, parallel to a kidney. */
function tippedCoronal(degrees: number): readonly [Direction, Direction, Direction] {
  const sin = Math.sin((degrees * Math.PI) / 180);
  const cos = Math.cos((degrees * Math.PI) / 180);
  return [
    [1, 0, 0],
    [0, sin, -cos],
    [0, cos, sin],
  ];
}

export const AXIAL = [
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

/** By challenge. The index selects the finding. */
export const KINDS: Readonly<Record<DemoChallenge, (index: number, random: Random, person: Person) => Kind>> =
  {
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
          ...magnet(index % 6 < 2 ? '3' : '1.5', { echo: '32', repetition: '2800', sequence: 'SE' }),
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
    element('00180091', 'IS', sequence === 'GR' ? '1' : '7'),
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
