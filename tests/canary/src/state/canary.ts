// A planted error: only src/state/clock.ts reads the clock.
export const wrongClock = [Date.now(), new Date(), performance.now()];
