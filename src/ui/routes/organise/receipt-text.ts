import type { RoundState } from '../../../core/round/state.ts';
import type { Receipt } from '../../../core/round/receipt.ts';
import { challengeOf } from '../../../core/round/plan.ts';
import { failureText } from '../../i18n/failures.ts';
import { inLanguage } from '../../i18n/format.ts';
import { t } from '../../i18n/round.ts';
import { digits, fullTime } from './moments.ts';

/** The lines of a receipt in the page's language, for the screen, the printer and the file. */
export function receiptLines(receipt: Receipt, { plan }: RoundState): readonly (readonly [string, string])[] {
  const words = t();
  const challenge = challengeOf(plan, receipt.challenge ?? '');
  return [
    [words.round, plan.name],
    [words.utc, fullTime(receipt.at, 'utc')],
    [words.localTime, fullTime(receipt.at, 'local')],
    [words.elapsed, digits(receipt.elapsed, false)],
    ...(receipt.countedElapsed === receipt.elapsed
      ? []
      : [[words.countedFrom, digits(receipt.countedElapsed, false)] as const]),
    [words.team, receipt.team ?? words.unknown],
    [
      words.challenge,
      challenge ? inLanguage(challenge.definition.title) : (receipt.challenge ?? words.unknown),
    ],
    [words.file, receipt.file],
    [words.fileDigest, receipt.fileDigest ?? words.unknown],
    [words.packageDigest, receipt.digest ?? words.unknown],
    [words.signature, receipt.signer ?? words.unsigned],
    [words.verdict, verdictText(receipt)],
  ];
}

/** The verdict in the page's language: accepted, late, struck off or refused. */
export function verdictText(receipt: Receipt): string {
  const words = t();
  if (receipt.pending) return words.pending;
  if (receipt.failures.length > 0) return words.refused(receipt.failures.length);
  return [
    words.accepted,
    receipt.late ? words.late : '',
    receipt.struck === null ? '' : `${words.struck} (${receipt.struck})`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** The receipt as a text file. */
export function receiptFile(receipt: Receipt, state: RoundState): string {
  const head = t().receipt(receipt.number);
  const lines = receiptLines(receipt, state);
  const width = Math.max(...lines.map(([name]) => name.length));
  const errors = receipt.failures.map((failure) => {
    const { what, remedy } = failureText(failure);
    return `- ${failure.file ? `${failure.file} · ` : ''}${what} ${remedy}`;
  });
  return [
    head,
    '='.repeat(head.length),
    ...lines.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    ...(errors.length > 0 ? ['', ...errors] : []),
    '',
  ].join('\n');
}
