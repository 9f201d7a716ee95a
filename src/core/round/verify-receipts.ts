import { canonicalJson } from '../package/document.ts';
import type { Report } from '../scoring/report.ts';
import type { Evidence, SubmissionEvidence } from './evidence.ts';
import type { ReceiptScore } from './events.ts';
import { challengeOf, teamKey } from './plan.ts';
import { scoreOfReport } from './receipt-score.ts';
import { receiptsToScore } from './attempts.ts';
import { isAccepted, isLate, type Receipt } from './receipt.ts';
import type { RoundState } from './state.ts';
import type { Reason, Subject, VerifiedItem } from './verified-item.ts';

/** A team's clock may be wrong by this many milliseconds. */
const CLOCK_TOLERANCE = 5 * 60_000;

export interface VerifiedReceipts {
  readonly items: readonly VerifiedItem[];
  /** Recomputed scores, by receipt. */
  readonly scores: ReadonlyMap<number, ReceiptScore>;
}

/**
 * Holds every receipt of the log against the submissions, and every submission against the log.
 *
 * @param reports published reports by receipt, as parsed JSON
 */
export function verifyReceipts(
  state: RoundState,
  reports: ReadonlyMap<number, unknown>,
  { submissions }: Evidence,
): VerifiedReceipts {
  const scores = new Map<number, ReceiptScore>();
  const counted = new Set(receiptsToScore(state).map(({ number }) => number));
  const items = state.receipts.flatMap((receipt): readonly VerifiedItem[] => {
    const given = submissions.find((one) => isSame(one, receipt));
    const found = [
      ...receiptItems(receipt, given, counted.has(receipt.number), state),
      ...decisionItems(receipt, state),
    ];
    if (!counted.has(receipt.number) || !given?.report) return found;
    const score = scoreOfReport(given.report);
    scores.set(receipt.number, score);
    return [...found, reportItem(receipt.number, reports.get(receipt.number), given.report)];
  });
  const extra = [...reports.keys()]
    .filter((number) => !counted.has(number))
    .map((receipt): VerifiedItem => ({
      subject: { kind: 'report', receipt },
      outcome: 'different',
      reason: 'not-in-log',
    }));
  return { items: [...items, ...extra, ...unlisted(state, submissions)], scores };
}

const isSame = (given: SubmissionEvidence, { digest, fileDigest }: Receipt): boolean =>
  digest === null ? given.fileDigest === fileDigest : given.digest === digest;

const subjectOf = ({ number, team, challenge }: Receipt): Subject => ({
  kind: 'submission',
  receipt: number,
  team: team ?? '',
  challenge: challenge ?? '',
});

function receiptItems(
  receipt: Receipt,
  given: SubmissionEvidence | undefined,
  counts: boolean,
  state: RoundState,
): readonly VerifiedItem[] {
  const subject = subjectOf(receipt);
  const item = (outcome: VerifiedItem['outcome'], reason?: Reason): VerifiedItem[] => [
    { subject, outcome, ...(reason && { reason }) },
  ];
  if (receipt.pending) return item('different', 'no-verdict');
  if (!isAccepted(receipt)) return item(...refusal(receipt, given));
  if (!given) return item('missing', 'not-given');
  if (!isOf(given, receipt, state)) return item('different', 'other-package');
  // A log of an earlier release may not name the signer.
  if (receipt.signer !== null && given.signer !== receipt.signer) return item('different', 'other-signer');
  if (given.sound === false) return item('different', 'content');
  const later = preparedLater(given, receipt);
  if (later) return [{ subject, outcome: 'missing', reason: 'prepared-later', detail: later }];
  if (!counts) return item('verified');
  if (!given.report) return item('missing', 'no-key');
  const said = state.scores.get(receipt.number);
  const own = scoreOfReport(given.report);
  const same =
    said !== undefined &&
    said.total === own.total &&
    JSON.stringify(said.interval) === JSON.stringify(own.interval);
  return same
    ? item('verified')
    : [{ subject, outcome: 'different', reason: 'score', totals: [said?.total ?? null, own.total] }];
}

/** A refusal for a fault of the package can be checked with the package, a refusal by a rule can't. */
function refusal(
  { failures }: Receipt,
  given: SubmissionEvidence | undefined,
): readonly [VerifiedItem['outcome'], Reason?] {
  if (failures.every(({ code }) => code.startsWith('round/'))) return ['trusted', 'refused-by-rule'];
  if (!given) return ['missing', 'not-given'];
  if (given.sound === null) return ['missing', 'no-test-part'];
  return given.sound ? ['different', 'refused-sound'] : ['verified'];
}

const isOf = (given: SubmissionEvidence, { team, challenge }: Receipt, { plan }: RoundState): boolean =>
  teamKey(given.team ?? '') === teamKey(team ?? '') &&
  given.challenge === challenge &&
  given.dataset === challengeOf(plan, challenge ?? '')?.dataset;

/** The time of preparation, if it lies after the arrival. */
function preparedLater({ preparedAt }: SubmissionEvidence, { at }: Receipt): string | null {
  if (preparedAt === null) return null;
  return Date.parse(preparedAt) > Date.parse(at) + CLOCK_TOLERANCE ? preparedAt : null;
}

/** Decisions of the organiser on a receipt. */
function decisionItems(receipt: Receipt, { minutes }: RoundState): readonly VerifiedItem[] {
  const subject = subjectOf(receipt);
  const items: VerifiedItem[] = [];
  if (receipt.struck !== null)
    items.push({ subject, outcome: 'trusted', reason: 'struck', detail: receipt.struck });
  if (isAccepted(receipt) && !receipt.late && isLate(receipt.elapsed, minutes))
    items.push({ subject, outcome: 'trusted', reason: 'deposit' });
  return items;
}

function reportItem(receipt: number, published: unknown, computed: Report): VerifiedItem {
  const subject = { kind: 'report', receipt } as const;
  const own: unknown = JSON.parse(JSON.stringify(computed));
  return published !== undefined && canonicalJson(published) === canonicalJson(own)
    ? { subject, outcome: 'verified' }
    : { subject, outcome: 'different', reason: published === undefined ? 'not-given' : 'content' };
}

/** Submissions that the log does not contain. */
const unlisted = (
  { receipts }: RoundState,
  submissions: readonly SubmissionEvidence[],
): readonly VerifiedItem[] =>
  submissions
    .filter((given) => given.digest !== null && !receipts.some((receipt) => isSame(given, receipt)))
    .map(({ team, challenge }) => ({
      subject: { kind: 'submission', receipt: null, team: team ?? '', challenge: challenge ?? '' },
      outcome: 'different',
      reason: 'not-in-log',
    }));
