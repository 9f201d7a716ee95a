/**
 * What the application needs to know of an image besides its pixels. Numbers and closed vocabularies only: nothing here can name
 * a person, so facts may be stored in clear and shown.
 */
export interface ImageFacts {
  readonly modality: string;
  readonly sopClass: string;
  readonly transferSyntax: string;
  readonly columns: number;
  readonly rows: number;
  readonly frames: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly photometric: string;
  /** Distance between pixel centres in mm along columns (x) and rows (y); null when the file gives none. Nothing is guessed. */
  readonly spacing: Spacing | null;
  /** Height of a pixel over its width (PixelAspectRatio), where it is not 1 and there is no spacing. */
  readonly pixelAspect?: number;
  /** mm. */
  readonly sliceThickness: number | null;
  /** ImageOrientationPatient: row then column direction cosines (LPS). */
  readonly orientation: readonly [number, number, number, number, number, number] | null;
  /** ImagePositionPatient of the first frame, mm (LPS). */
  readonly position: readonly [number, number, number] | null;
  /** Modality rescale, output = stored * slope + intercept. Identity when absent. */
  readonly rescale: { readonly slope: number; readonly intercept: number };
  /** Window presets of the header: centre and width after the modality rescale. */
  readonly windows: readonly { readonly center: number; readonly width: number }[];
  /** Tesla (gauss are converted). */
  readonly magneticFieldStrength: number | null;
  /** ms. */
  readonly echoTime: number | null;
  readonly repetitionTime: number | null;
  readonly contrastAgent: boolean;
  /** A dynamic series: several acquisitions or temporal positions are named in the header. */
  readonly dynamic: boolean;
  /** null: the header does not tell. */
  readonly fatSaturation: boolean | null;
  readonly laterality: 'L' | 'R' | null;
  readonly secondaryCapture: boolean;
  /** InstanceNumber, for ordering slices. */
  readonly instanceNumber: number | null;
  /** SequenceOfUltrasoundRegions, in pixels of the image. */
  readonly ultrasoundRegions: readonly UltrasoundRegion[];
}

export interface Spacing {
  readonly x: number;
  readonly y: number;
  readonly source: 'pixel-spacing' | 'functional-groups' | 'nominal' | 'imager' | 'ultrasound-region';
}

export interface UltrasoundRegion {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** RegionSpatialFormat (0018,6012): 1 is 2D. */
  readonly spatialFormat: number;
  readonly dataType: number;
  /** mm per pixel, when the physical units are centimetres. */
  readonly spacing: { readonly x: number; readonly y: number } | null;
}
