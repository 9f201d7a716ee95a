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

/**
 * Wall clock of the first event of the open round that contradicts the ones before it. Null: there
 * is none. The round's clock stands still while the round is closed.
 */
function firstContradiction(events: readonly RoundEvent[]): string | null {
  let offset: number | null = null;
  let isOpen = false;
  for (const event of events) {
    const difference = Date.parse(event.at) - event.elapsed;
    if (event.kind === 'opened') offset = difference;
    // Both clocks are read again at the first event after a reopening.
    if (event.kind === 'reopened') offset = null;
    if (event.kind === 'opened' || event.kind === 'reopened') isOpen = true;
    else if (isOpen) {
      offset ??= difference;
      if (event.kind === 'clock-moved') offset += event.by;
      // Smaller differences add up in the round's clock without a move.
      if (Math.abs(difference - offset) > 2 * SMALLEST_JUMP) return event.at;
    }
    if (event.kind === 'closed') isOpen = false;
  }
  return null;
}
