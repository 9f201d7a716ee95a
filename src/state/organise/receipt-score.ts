import type { ReceiptScore } from '../../core/round/events.ts';
import type { Report } from '../../core/scoring/report.ts';

/** The score that the log keeps of a report. */
export function scoreOf(report: Report | null): ReceiptScore {
  const { total = null, interval } = report ?? {};
  return { total, interval: interval ? [interval.lower, interval.upper] : null };
}
