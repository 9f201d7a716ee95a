import type { MeasuredSpacing } from '../../../core/image/calibration.ts';
import { formats } from '../formats.ts';
import type { Millimetres, Pixels } from '../../../core/measure.ts';

const { count, number, pixelSize } = formats.en;

export const sector = {
  about: 'About this image',
  from: {
    fit: 'Found in the image.',
    scanner: 'Taken over from the last image of this scanner: check it.',
    person: 'Drawn by you.',
  },
  outside: 'What is outside becomes 0.',
  move: 'Drag the corners, or choose one and use the arrows.',
  corner: {
    'upper-left': 'Upper left corner of the sector',
    'upper-right': 'Upper right corner of the sector',
    'lower-right': 'Lower right corner of the sector',
    'lower-left': 'Lower left corner of the sector',
  },
  ofField: (corner: string, field: number) => `${corner}, field ${field}`,
  freeCorner: (n: number) => `Corner ${n} of the outline`,
  undoCorner: 'Last corner back',
  cancel: 'Cancel',
  keys: {
    title: 'Corner or end',
    next: 'Choose the next corner or end',
    leave: 'Let the corner or end go',
    nudge: {
      Left: (pixels: number) => `${count(pixels, 'pixel', 'pixels')} to the left`,
      Right: (pixels: number) => `${count(pixels, 'pixel', 'pixels')} to the right`,
      Up: (pixels: number) => `${count(pixels, 'pixel', 'pixels')} up`,
      Down: (pixels: number) => `${count(pixels, 'pixel', 'pixels')} down`,
    },
  },
  maximum: {
    act: 'All frames at once',
    back: 'Back to the frame',
    title: 'Brightest of all frames',
    shown: (frames: number) => `Brightest of ${count(frames, 'frame', 'frames')}, to look at.`,
    accepts: (frame: number) => `Frame ${number(frame)} is what is accepted.`,
    working: (done: number, frames: number, seconds: number | null) =>
      `Frame ${number(done)} of ${number(frames)}` +
      (seconds === null ? '' : ` · ${formats.en.duration(seconds)} left`),
    cancel: 'Stop',
  },
  measured: {
    title: 'Pixel spacing',
    none: 'The file tells none: the crop is not resampled.',
    noneKept: 'The file tells none.',
    how: 'If the image shows a ruler or a distance that you know, draw a line over it.',
    act: 'Measure a known distance',
    again: 'Measure anew',
    ends: 'Put the ends of the line on the distance: drag them, or click both in turn.',
    length: 'Length',
    unit: 'Unit',
    millimetres: 'mm',
    centimetres: 'cm',
    keep: 'Use this length',
    cancel: 'Cancel',
    remove: 'Remove the measure',
    end: { first: 'First end of the line', second: 'Second end of the line' },
    line: (pixels: Pixels) => `${number(pixels, 1)} pixels`,
    tooShort: 'The line is too short to measure by.',
    found: (spacing: MeasuredSpacing) => `${pixelSize(spacing)}\u202Fmm, measured on the image`,
    said: (spacing: MeasuredSpacing, length: Millimetres, pixels: Pixels) =>
      `Measured on the image: ${pixelSize(spacing)}\u202Fmm a pixel (${number(length, 1)}\u202Fmm over ${number(pixels, 1)} pixels).`,
    by: (name: string, when: string) => `${name}, ${when}`,
    leaving: (spacing: MeasuredSpacing) =>
      `Pixel spacing ${pixelSize(spacing)}\u202Fmm, measured on the image`,
    flag: 'spacing measured',
  },
};
