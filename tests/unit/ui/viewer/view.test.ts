import { expect, it } from 'vitest';
import { View, ZOOM_STEP } from '../../../../src/ui/viewer/view.svelte.ts';

const automatic = { center: 40, width: 400 };

it('keeps the place under the pointer where it is', () => {
  const view = new View();
  view.panBy(10, 4);
  const at = [30, -20] as const;
  // Where the place is in the picture, from its middle, in screen pixels at zoom 1.
  const offset = [at[0] - view.pan[0], at[1] - view.pan[1]] as const;
  view.zoomBy(2, at);
  expect(view.pan[0] + view.zoom * offset[0]).toBeCloseTo(at[0]);
  expect(view.pan[1] + view.zoom * offset[1]).toBeCloseTo(at[1]);
});

it('returns to the fitted picture after a step in and a step out', () => {
  const view = new View();
  view.zoomBy(ZOOM_STEP);
  view.zoomBy(1 / ZOOM_STEP);
  expect(view.zoom).toBe(1);
  expect(view.pan).toEqual([0, 0]);
});

it.each([
  [100, 16],
  [0.01, 0.25],
])('limits a zoom of %d to %d, and does not move the picture further at the limit', (factor, zoom) => {
  const view = new View();
  view.zoomBy(factor, [50, 50]);
  const { pan } = view;
  view.zoomBy(factor, [50, 50]);
  expect(view.zoom).toBe(zoom);
  expect(view.pan).toEqual(pan);
});

it('widens the window to the right and raises its centre downwards', () => {
  const view = new View();
  view.dragWindow(100, 50, automatic, automatic, 1);
  expect(view.window).toEqual({ center: 90, width: 500 });
});

it('lowers the centre downwards if the drag is inverted', () => {
  const view = new View();
  view.dragWindow(0, 50, automatic, automatic, -1);
  expect(view.window).toEqual({ center: -10, width: 400 });
});

it('drags a narrow window at the speed of the automatic one', () => {
  const view = new View();
  view.dragWindow(20, 0, { center: 40, width: 10 }, automatic, 1);
  expect(view.window).toEqual({ center: 40, width: 30 });
});

it('never makes the width zero or negative', () => {
  const view = new View();
  view.dragWindow(-5000, 0, automatic, automatic, 1);
  expect(view.window?.width).toBe(1);
});

it('resets zoom, place, window and grey', () => {
  const view = new View();
  view.zoomBy(3, [20, 20]);
  view.panBy(5, 5);
  view.turnGrey();
  view.choose({ id: 'lung', center: -600, width: 1500 });
  expect(view.window).toEqual({ center: -600, width: 1500 });
  view.reset();
  const { zoom, pan, window, invert } = view;
  expect({ zoom, pan, window, invert }).toEqual({ zoom: 1, pan: [0, 0], window: undefined, invert: false });
});
