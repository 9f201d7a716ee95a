import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/core/failure.ts';
import { readTeams, teamOf } from '../../../src/core/round/plan.ts';
import {
  depositFaults,
  receptionFaults,
  renewedVerdicts,
  verdictOf,
  type SubmissionClaim,
} from '../../../src/core/round/reception.ts';
import { accepted, at, digest, opened, planOf, refused, stateAfter } from '../../fixtures/round-log.ts';

const claim = (change: Partial<SubmissionClaim> = {}): SubmissionClaim => ({
  team: 'A',
  challenge: 'thyroid',
  dataset: digest('thyroid data'),
  digest: digest('new'),
  fileDigest: digest('new.zip'),
  ...change,
});
const codes = (faults: readonly { code: string }[]) => faults.map(({ code }) => code);

describe('a submission', () => {
  test('is taken while the round is open, and its checks may end after it closed', () => {
    const open = stateAfter(opened());
    expect(receptionFaults(open, claim())).toEqual([]);
    expect(receptionFaults(stateAfter(opened(), at(61, { kind: 'closed' })), claim())).toEqual([]);
    expect(codes(receptionFaults(stateAfter(at(0, { kind: 'planned', plan: planOf() })), claim()))).toEqual([
      'round/not-open',
    ]);
  });

  test('has all its faults told at once', () => {
    const faults = receptionFaults(
      stateAfter(opened()),
      claim({ team: 'Z', challenge: 'breast', dataset: digest('x') }),
    );
    expect(codes(faults)).toEqual(['round/unknown-team', 'round/unknown-challenge']);
    expect(codes(receptionFaults(stateAfter(opened()), claim({ dataset: digest('old') })))).toEqual([
      'round/other-dataset',
    ]);
  });

  test('that came before is told by its receipt, and is no further attempt', () => {
    const state = stateAfter(opened(planOf('last', 1)), accepted(5, 1, 'A'));
    const again = claim({ digest: digest('A 1'), fileDigest: digest('A 1.zip') });
    expect(receptionFaults(state, again)).toEqual([failure('round/already-received', { receipt: 1 })]);
  });

  test('over the attempts is refused; one struck off, or refused, gives room', () => {
    const log = [...opened(planOf('last', 2)), ...accepted(5, 1, 'A'), ...accepted(6, 2, 'A')];
    expect(codes(receptionFaults(stateAfter(log), claim()))).toEqual(['round/too-many-attempts']);
    expect(
      receptionFaults(stateAfter(log), claim({ challenge: 'liver', dataset: digest('liver data') })),
    ).toEqual([]);
    const struck = stateAfter(log, at(7, { kind: 'struck', receipt: 1, reason: 'x' }));
    expect(receptionFaults(struck, claim())).toEqual([]);
    const once = stateAfter(
      opened(planOf('last', 1)),
      refused(5, 1, 'A', [failure('package/not-a-zip', {})]),
    );
    expect(receptionFaults(once, claim())).toEqual([]);
  });

  test('of a deposited digest is the same attempt; another one is not', () => {
    const deposit = at(5, {
      kind: 'deposited',
      team: 'A',
      challenge: 'thyroid',
      digest: digest('new.zip'),
    });
    const state = stateAfter(opened(planOf('last', 1)), deposit);
    expect(receptionFaults(state, claim())).toEqual([]);
    expect(codes(receptionFaults(state, claim({ digest: digest('y'), fileDigest: digest('z') })))).toEqual([
      'round/too-many-attempts',
    ]);
  });
});

describe('a digest alone', () => {
  const told = { team: 'a ', challenge: 'thyroid', digest: digest('d') };

  test('uses an attempt, so that a team can’t deposit many and choose later', () => {
    const log = opened(planOf('last', 1));
    expect(depositFaults(stateAfter(log), told)).toEqual([]);
    const after = stateAfter(log, at(5, { kind: 'deposited', ...told, team: 'A' }));
    expect(depositFaults(after, told)).toEqual([]);
    expect(codes(depositFaults(after, { ...told, digest: digest('e') }))).toEqual([
      'round/too-many-attempts',
    ]);
  });

  test('is refused with every reason', () => {
    const state = stateAfter(opened());
    expect(codes(depositFaults(state, { team: 'Z', challenge: 'x', digest: 'abc' }))).toEqual([
      'round/unknown-team',
      'round/unknown-challenge',
      'round/invalid-digest',
    ]);
    expect(codes(depositFaults(stateAfter(opened(), at(61, { kind: 'closed' })), told))).toEqual([
      'round/not-open',
    ]);
  });
});

describe('a verdict', () => {
  const file = { fileDigest: digest('new.zip'), digest: digest('new'), signer: null };

  test('names the team as the list does', () => {
    expect(verdictOf(stateAfter(opened()), file, claim({ team: ' a' }), [])).toMatchObject({
      accepted: true,
      team: 'A',
    });
  });

  test('on a package that can’t be read tells what is known of it', () => {
    const faults = [failure('package/not-a-zip', {})];
    expect(verdictOf(stateAfter(opened()), { ...file, digest: null }, null, faults)).toEqual({
      accepted: false,
      fileDigest: file.fileDigest,
      signer: null,
      team: null,
      challenge: null,
      digest: null,
      failures: faults,
    });
  });

  test('puts the round’s reasons before those of the predictions', () => {
    const faults = [failure('scoring/no-cases', {})];
    const verdict = verdictOf(stateAfter(opened()), file, claim({ team: 'Z' }), faults);
    expect(verdict.accepted ? [] : codes(verdict.failures)).toEqual([
      'round/unknown-team',
      'scoring/no-cases',
    ]);
  });

  test('is renewed for what its unknown team alone kept out, with the moment it came', () => {
    const unknown = failure('round/unknown-team', { team: 'd' });
    const log = [
      ...opened(),
      ...refused(59, 1, 'd', [unknown]),
      ...refused(59, 2, 'd', [unknown, failure('scoring/no-cases', {})]),
      at(65, { kind: 'team-added', team: 'D' }),
    ];
    const state = stateAfter(log);
    const renewed = renewedVerdicts(state);
    expect(renewed).toMatchObject([{ receipt: 1, verdict: { accepted: true, team: 'D' } }]);
    const verdict = at(65, { kind: 'received', receipt: 1, ...renewed[0]!.verdict });
    expect(stateAfter(log, verdict).receipts[0]).toMatchObject({ team: 'D', failures: [], late: false });
  });
});

describe('names of teams', () => {
  test('are read from a pasted table, each once', () => {
    expect(readTeams('LyPhte\r\n"Équipe 2";Lyon\n\n lyphte \nSynov  IA\tx\n')).toEqual([
      'LyPhte',
      'Équipe 2',
      'Synov IA',
    ]);
  });

  test('are the same whatever case, blanks and Unicode form', () => {
    const plan = planOf('last', null, ['Équipe  Deux']);
    expect(teamOf(plan, ' équipe deux')).toBe('Équipe  Deux');
    expect(teamOf(plan, 'E\u0301QUIPE DEUX')).toBe('Équipe  Deux');
    expect(teamOf(plan, 'Equipe Deux')).toBeUndefined();
  });
});
