declare const unit: unique symbol;

/**
 * A length in the patient. A bare number is not one: `millimetres` says so where the number is read
 * from a header, a file, a definition or a person's input.
 */
export type Millimetres = number & { readonly [unit]: 'mm' };

/**
 * A length or a place on the pixels of an image; pixel centres are at integers. A bare number is
 * one, because indices of pixels are counted and calculated everywhere. Millimetres are not.
 */
export type Pixels = number & { readonly [unit]?: 'px' };

/** A number that does not have a unit yet. */
type Bare = number & { readonly [unit]?: never };

/** At run time a measure is the number itself. */
export const millimetres = (value: Bare): Millimetres => value as number as Millimetres;
export const pixels = (value: Bare): Pixels => value as number;

/** mm between the centres of neighbouring pixels, [x, y]. */
export type PixelSpacing = readonly [Millimetres, Millimetres];

/** The first pixel of an image that says no position. */
export const ORIGIN: PhysicalPoint = [millimetres(0), millimetres(0), millimetres(0)];

/** For formats and calculations that can't say that the spacing is unknown. */
export const UNKNOWN_AS_ONE: PixelSpacing = [millimetres(1), millimetres(1)];

/** A place in an image, [column, row]. */
export type Point = readonly [Pixels, Pixels];

/** [columns, rows]. */
export type Size = readonly [Pixels, Pixels];

/** A place in the patient, or the lengths along three axes: mm (LPS). */
export type PhysicalPoint = readonly [Millimetres, Millimetres, Millimetres];

/** The length of so many pixels along an axis with this spacing. */
export const toMillimetres = (length: Pixels, spacing: Millimetres): Millimetres =>
  millimetres(length * spacing);

/** How many pixels a length has along an axis with this spacing. */
export const toPixels = (length: Millimetres, spacing: Millimetres): Pixels => pixels(length / spacing);
