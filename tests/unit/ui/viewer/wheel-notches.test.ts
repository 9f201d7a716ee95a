import { expect, it } from 'vitest';
import { WheelNotches } from '../../../../src/ui/viewer/wheel-notches.ts';

const PIXELS = 0;
const LINES = 1;

it('adds the small turns of a trackpad until they make a notch', () => {
  const wheel = new WheelNotches();
  const turns = [15, 15, 15, 15].map((deltaY) => wheel.turn({ deltaY, deltaMode: PIXELS }));
  expect(turns).toEqual([0, 0, 1, 0]);
});

it('takes a line as a notch, in both directions', () => {
  const wheel = new WheelNotches();
  expect(wheel.turn({ deltaY: 1, deltaMode: LINES })).toBe(1);
  expect(wheel.turn({ deltaY: -1, deltaMode: LINES })).toBe(-1);
});

it('makes one step of one large turn', () => {
  const wheel = new WheelNotches();
  expect(wheel.turn({ deltaY: 500, deltaMode: PIXELS })).toBe(1);
  expect(wheel.turn({ deltaY: 1, deltaMode: PIXELS })).toBe(0);
});
