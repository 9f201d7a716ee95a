import type { BrowserContext, Page } from 'playwright';

const FILE = 'negatoscope-test.clock';

/**
 * Gives the test control of both clocks of a context's pages. The wall clock keeps its time over a reload, like that of a machine. The
 * monotonic clock starts at 0 with each page.
 *
 * @param start first time of the wall clock, ISO 8601
 */
export async function controlClocks(context: BrowserContext, start: string): Promise<void> {
  const offset = Date.parse(start) - Date.now();
  await context.addInitScript(
    ([key, first]) => {
      const RealDate = Date;
      const wallNow = Date.now.bind(Date);
      const monotonicNow = performance.now.bind(performance);
      let wall = first;
      let monotonic = 0;
      try {
        wall = Number(localStorage.getItem(key) ?? first);
      } catch {
        // A blank page has no storage.
      }
      const now = () => wallNow() + wall;
      const Moved = function (this: unknown, ...parts: unknown[]) {
        if (!new.target) return new RealDate(now()).toString();
        return parts.length === 0
          ? new RealDate(now())
          : new (RealDate as unknown as new (...all: unknown[]) => Date)(...parts);
      };
      Object.setPrototypeOf(Moved, RealDate);
      Moved.prototype = RealDate.prototype;
      Moved.now = now;
      Object.assign(globalThis, {
        Date: Moved,
        moveClocks(byWall: number, byMonotonic: number) {
          wall += byWall;
          monotonic += byMonotonic;
          localStorage.setItem(key, String(wall));
        },
      });
      performance.now = () => monotonicNow() + monotonic;
    },
    [FILE, offset] as const,
  );
}

const move = (page: Page, wall: number, monotonic: number): Promise<void> =>
  page.evaluate(
    ([byWall, byMonotonic]) =>
      (globalThis as unknown as { moveClocks(a: number, b: number): void }).moveClocks(byWall, byMonotonic),
    [wall, monotonic] as const,
  );

const MINUTE = 60_000;

/** Advances both clocks. */
export const pass = (page: Page, minutes: number): Promise<void> =>
  move(page, minutes * MINUTE, minutes * MINUTE);

/** Sets the wall clock only. */
export const setWall = (page: Page, minutes: number): Promise<void> => move(page, minutes * MINUTE, 0);
