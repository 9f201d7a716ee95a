import { beforeEach, expect, it } from 'vitest';
import type { Point } from '../../../../src/core/measure.ts';
import { PointerGestures } from '../../../../src/ui/viewer/pointer-gestures.ts';
import type { OnScreen } from '../../../../src/ui/viewer/on-screen.ts';

const at = (x: number, y: number): OnScreen => ({ x, y });
let log: unknown[];
let paints: boolean;
let hasImage: boolean;
let gestures: PointerGestures;

beforeEach(() => {
  [log, paints, hasImage] = [[], false, true];
  gestures = new PointerGestures({
    paints: () => paints,
    pixelAt: ({ x, y }): Point | null => (hasImage ? [x / 10, y / 10] : null),
    onStroke: (piece, done) => log.push(['stroke', piece, done]),
    onDrag: (by) => log.push(['drag', by]),
    onPan: (by) => log.push(['pan', by]),
    onClick: (point) => log.push(['click', point]),
  });
});

it('takes a press that hardly moves as a click, at the place where it ends', () => {
  gestures.down(0, at(100, 100));
  gestures.move(at(102, 102));
  gestures.up(at(102, 102));
  expect(log).toEqual([['click', [10.2, 10.2]]]);
});

it('drags with the main button and does not click afterwards', () => {
  gestures.down(0, at(100, 100));
  gestures.move(at(104, 100));
  gestures.move(at(105, 101));
  gestures.up(at(105, 101));
  expect(log).toEqual([
    ['drag', at(4, 0)],
    ['drag', at(1, 1)],
  ]);
});

it.each([1, 2])('pans with button %d and never clicks with it', (button) => {
  gestures.down(button, at(0, 0));
  gestures.move(at(0, 10));
  gestures.up(at(0, 10));
  gestures.down(button, at(0, 0));
  gestures.up(at(0, 0));
  expect(log).toEqual([['pan', at(0, 10)]]);
});

it('paints pieces that join, the last one done', () => {
  paints = true;
  gestures.down(0, at(10, 10));
  gestures.move(at(20, 10));
  gestures.up(at(30, 10));
  gestures.move(at(40, 10));
  expect(log).toEqual([
    ['stroke', [[1, 1]], false],
    [
      'stroke',
      [
        [1, 1],
        [2, 1],
      ],
      false,
    ],
    [
      'stroke',
      [
        [2, 1],
        [3, 1],
      ],
      true,
    ],
  ]);
});

it('pans with the other buttons while there is a brush', () => {
  paints = true;
  gestures.down(2, at(0, 0));
  gestures.move(at(10, 0));
  expect(log).toEqual([['pan', at(10, 0)]]);
});

it('ends the stroke where it is if the browser takes the pointer away', () => {
  paints = true;
  gestures.down(0, at(10, 10));
  gestures.cancel();
  gestures.up(at(90, 90));
  expect(log).toEqual([
    ['stroke', [[1, 1]], false],
    ['stroke', [[1, 1]], true],
  ]);
});

it('ends the stroke at its last point if the image disappears', () => {
  paints = true;
  gestures.down(0, at(10, 10));
  hasImage = false;
  gestures.move(at(20, 10));
  gestures.up(at(20, 10));
  expect(log.at(-1)).toEqual([
    'stroke',
    [
      [1, 1],
      [1, 1],
    ],
    true,
  ]);
});

it('forgets a press that is cancelled', () => {
  gestures.down(0, at(0, 0));
  gestures.cancel();
  gestures.move(at(50, 0));
  gestures.up(at(50, 0));
  expect(log).toEqual([]);
});

it('does nothing without a press', () => {
  gestures.move(at(50, 0));
  gestures.up(at(50, 0));
  expect(log).toEqual([]);
});
