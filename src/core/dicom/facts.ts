import type { Millimetres, PhysicalPoint, Pixels } from '../measure.ts';
import type { NumberNote } from './number-text.ts';

/**
 * What the application needs to know about an image besides its pixels. Only numbers and values of
 * closed vocabularies: facts can't name a person, so they may be stored unencrypted and shown.
 */
export interface ImageFacts {
  readonly modality: string;
  readonly sopClass: string;
  readonly transferSyntax: string;
  readonly columns: Pixels;
  readonly rows: Pixels;
  readonly frames: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly photometric: string;
  /**
   * Distance between pixel centres along columns (x) and rows (y). Null when the file gives
   * none. It is never guessed.
   */
  readonly spacing: Spacing | null;
  /**
   * Height of a pixel divided by its width (PixelAspectRatio). Present only when it is not 1 and
   * there is no spacing.
   */
  readonly pixelAspect?: number;
  readonly sliceThickness: Millimetres | null;
  /** ImageOrientationPatient: row then column direction cosines (LPS). */
  readonly orientation: readonly [number, number, number, number, number, number] | null;
  /** ImagePositionPatient of the first frame (LPS). */
  readonly position: PhysicalPoint | null;
  /** Modality rescale: output = stored * slope + intercept. Identity when absent. */
  readonly rescale: { readonly slope: number; readonly intercept: number };
  /** Present where a table takes the place of the rescale. */
  readonly modalityLut?: ModalityLut;
  /** Window presets of the header: centre and width, in units after the modality rescale. */
  readonly windows: readonly { readonly center: number; readonly width: number }[];
  /** Tesla (values in gauss are converted). */
  readonly magneticFieldStrength: number | null;
  /** ms. */
  readonly echoTime: number | null;
  readonly repetitionTime: number | null;
  readonly contrastAgent: boolean;
  /** A dynamic series: the header names several acquisitions or temporal positions. */
  readonly dynamic: boolean;
  /** null: the header does not say. */
  readonly fatSaturation: boolean | null;
  readonly laterality: 'L' | 'R' | null;
  readonly secondaryCapture: boolean;
  /** InstanceNumber, used to order slices. */
  readonly instanceNumber: number | null;
  /** SequenceOfUltrasoundRegions, in image pixels. */
  readonly ultrasoundRegions: readonly UltrasoundRegion[];
  /** Numbers that were repaired or can't be read. Absent: there are none. */
  readonly numbers?: readonly NumberNote[];
}

/** A table from stored values to output. Values beyond its ends are as at its ends. */
export interface ModalityLut {
  /** The stored value that the first entry is of. */
  readonly first: number;
  readonly values: Uint16Array;
}

export interface Spacing {
  readonly x: Millimetres;
  readonly y: Millimetres;
  readonly source: 'pixel-spacing' | 'functional-groups' | 'nominal' | 'imager' | 'ultrasound-region';
}

export interface UltrasoundRegion {
  readonly x0: Pixels;
  readonly y0: Pixels;
  readonly x1: Pixels;
  readonly y1: Pixels;
  /** RegionSpatialFormat (0018,6012): 1 is 2D. */
  readonly spatialFormat: number;
  readonly dataType: number;
  /** Present when the physical units are centimetres. */
  readonly spacing: Pick<Spacing, 'x' | 'y'> | null;
}
