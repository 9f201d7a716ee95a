import { SMALLEST_JUMP } from './clock.ts';
import type { RoundEvent } from './events.ts';
import type { RoundState } from './state.ts';
import type { VerifiedItem } from './verified-item.ts';

/**
 * The times of a log. Extensions and rulings on clock moves are the organiser's decisions. Each
 * event has two times, by the wall clock and by the round's clock: their difference may change only
 * by the clock moves of the log.
 */
export function verifyClock(events: readonly RoundEvent[], state: RoundState): readonly VerifiedItem[] {
  const subject = { kind: 'clock' } as const;
  const decided: VerifiedItem[] = [
    ...state.extensions.map(({ minutes, reason }): VerifiedItem => ({
      subject,
      outcome: 'trusted',
      reason: 'extended',
      detail: `${minutes > 0 ? '+' : ''}${minutes} min: ${reason}`,
    })),
    ...state.clockMoves
      .filter(({ ruled, counted }) => ruled || counted > 0)
      .map(({ at, counted }): VerifiedItem => ({
        subject,
        outcome: 'trusted',
        reason: 'clock-ruled',
        detail: `${at}: ${(counted / 1000).toFixed(0)} s`,
      })),
  ];
  const contradiction = firstContradiction(events);
  return contradiction === null
    ? [{ subject, outcome: 'verified' }, ...decided]
    : [{ subject, outcome: 'different', reason: 'clock-contradiction', detail: contradiction }, ...decided];
}

/** Wall clock of the first event that contradicts the one before it. Null: there is none. */
function firstContradiction(events: readonly RoundEvent[]): string | null {
  const from = events.findIndex(({ kind }) => kind === 'opened');
  const opened = events[from];
  if (!opened) return null;
  let expected = Date.parse(opened.at) - opened.elapsed;
  for (const event of events.slice(from + 1)) {
    if (event.kind === 'clock-moved') expected += event.by;
    const drift = Date.parse(event.at) - event.elapsed - expected;
    // Smaller differences add up in the round's clock without a move.
    if (Math.abs(drift) > 2 * SMALLEST_JUMP) return event.at;
  }
  return null;
}
