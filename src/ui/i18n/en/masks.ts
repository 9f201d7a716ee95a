import { formats } from '../formats.ts';

const { number, count, list } = formats.en;

export const masks = {
  title: 'Mask',
  keys: 'Mask',
  file: 'Mask (NIfTI, DICOM SEG, PNG)',
  remove: 'Remove the mask',
  chooseSegment: 'The file holds several segments of this image. Which one?',
  segment: (segment: number) => `Segment ${number(segment)}`,
  size: 'Size',
  pixels: (pixels: number) => count(pixels, 'pixel', 'pixels'),
  area: (square: number) => `${number(square, 1)}\u202Fmm²`,
  volume: (millilitres: number) => `${number(millilitres, 2)}\u202FmL`,
  centre: 'Centre',
  parts: 'Parts',
  partSizes: (sizes: readonly number[]) =>
    sizes.length === 1
      ? 'one'
      : `${number(sizes.length)}: ${list(sizes.slice(0, 5).map((size) => number(size)))} pixels${sizes.length > 5 ? '…' : ''}`,
  mend: 'Mend the mask',
  tools: { brush: 'Brush', erase: 'Eraser', add: 'Add a shape', cut: 'Cut a shape' },
  smaller: 'Smaller brush',
  larger: 'Larger brush',
  radius: (radius: number) => `Radius: ${number(radius, 1)} pixels`,
  corners: (corners: number) =>
    corners === 0 ? 'Click the corners of the shape.' : count(corners, 'corner', 'corners'),
  finish: 'Close the shape',
};
