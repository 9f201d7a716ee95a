import type { Report } from '../scoring/report.ts';
import type { ReceiptScore } from './events.ts';

/** The score that the log keeps of a report. Null: scoring refused the predictions. */
export function scoreOfReport(report: Report | null): ReceiptScore {
  const { total = null, interval } = report ?? {};
  return { total, interval: interval ? [interval.lower, interval.upper] : null };
}
