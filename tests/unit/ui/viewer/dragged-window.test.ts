import { expect, it } from 'vitest';
import { draggedWindow } from '../../../../src/ui/viewer/dragged-window.ts';

const automatic = { center: 40, width: 400 };

it('widens the window to the right and raises its centre downwards', () => {
  expect(draggedWindow(automatic, automatic, { x: 100, y: 50 }, false)).toEqual({ center: 90, width: 500 });
});

it('lowers the centre downwards if the drag is inverted', () => {
  expect(draggedWindow(automatic, automatic, { x: 0, y: 50 }, true)).toEqual({ center: -10, width: 400 });
});

it('drags a narrow window at the speed of the automatic one', () => {
  const narrow = { center: 40, width: 10 };
  expect(draggedWindow(narrow, automatic, { x: 20, y: 0 }, false)).toEqual({ center: 40, width: 30 });
});

it('never makes the width zero or negative', () => {
  expect(draggedWindow(automatic, automatic, { x: -5000, y: 0 }, false).width).toBe(1);
});
