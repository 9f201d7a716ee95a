import { beforeEach, expect, it, vi } from 'vitest';
import { wheel } from '../../../../src/ui/viewer/wheel.ts';

const PIXELS = 0;
const LINES = 1;
let log: unknown[];
let node: EventTarget;
let detach: () => void;

beforeEach(() => {
  vi.stubGlobal('WheelEvent', { DOM_DELTA_PIXEL: PIXELS });
  log = [];
  // Node has events but no elements.
  const area = { left: 10, top: 20, width: 200, height: 100 };
  node = Object.assign(new EventTarget(), { getBoundingClientRect: () => area });
  detach = wheel({
    zoom: (factor, at) => log.push(['zoom', factor, at]),
    step: (by) => log.push(by),
  })(node as HTMLElement);
});

function turn(deltaY: number, more: object = {}): Event {
  const event = new Event('wheel', { cancelable: true });
  node.dispatchEvent(Object.assign(event, { deltaY, deltaMode: PIXELS, ...more }));
  return event;
}

it('adds the small turns of a trackpad until they make a notch', () => {
  for (const delta of [15, 15, 15, 15]) turn(delta);
  expect(log).toEqual([1]);
});

it('takes a line as a notch, in both directions', () => {
  turn(1, { deltaMode: LINES });
  turn(-1, { deltaMode: LINES });
  expect(log).toEqual([1, -1]);
});

it('makes one step of one large turn', () => {
  turn(500);
  turn(1);
  expect(log).toEqual([1]);
});

it('zooms with Ctrl at the pointer, from the middle of the element', () => {
  turn(-400, { ctrlKey: true, clientX: 160, clientY: 60 });
  expect(log).toEqual([['zoom', 2, [50, -10]]]);
});

it('does not scroll the page, and nothing happens after it was detached', () => {
  expect(turn(10).defaultPrevented).toBe(true);
  detach();
  turn(500);
  expect(log).toEqual([]);
});
