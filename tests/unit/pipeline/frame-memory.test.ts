import { expect, it } from 'vitest';
import type { Stored } from '../../../src/pipeline/decoding.ts';
import { FrameMemory } from '../../../src/pipeline/frame-memory.ts';

const frame = (bytes: number) =>
  ({ facts: {}, stored: { data: new Uint8Array(bytes) } }) as unknown as Stored;
const [one, other] = [{}, {}];

it('keeps the frames used last, up to its bytes', () => {
  const memory = new FrameMemory(100);
  for (const n of [0, 1, 2]) memory.put(one, n, frame(30));
  expect(memory.get(one, 0)).toBeDefined();
  memory.put(other, 0, frame(30));
  expect(memory.bytes).toBe(90);
  expect(memory.get(one, 1)).toBeUndefined();
  expect([memory.get(one, 0), memory.get(one, 2), memory.get(other, 0)]).not.toContain(undefined);
});

it('counts a frame once that is put again', () => {
  const memory = new FrameMemory(100);
  for (const bytes of [40, 60]) memory.put(one, 0, frame(bytes));
  expect(memory.bytes).toBe(60);
});

it('does not keep a frame that is larger than all of it, nor give others up for it', () => {
  const memory = new FrameMemory(100);
  memory.put(one, 0, frame(100));
  memory.put(other, 0, frame(101));
  expect(memory.get(other, 0)).toBeUndefined();
  expect(memory.get(one, 0)).toBeDefined();
});

it('forgets the frames of one file', () => {
  const memory = new FrameMemory(100);
  memory.put(one, 0, frame(10));
  memory.put(other, 0, frame(10));
  memory.forget(one);
  expect(memory.get(one, 0)).toBeUndefined();
  expect(memory.bytes).toBe(10);
});
