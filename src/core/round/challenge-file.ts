import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { PackageEntry } from '../bytes/source.ts';
import { canonicalJson, jsonBytes, readDocument } from '../package/document.ts';
import { manifestHead, type ManifestHead } from '../package/manifest.ts';
import type { OpenedPackage } from '../package/open.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { planSchema, teamKey, type RoundPlan } from './plan.ts';

const PLAN_PATH = 'round.json';

/** The rules of a round, signed by the organiser and published before the hour. */
export interface ChallengeFile {
  readonly plan: RoundPlan;
  /** Fingerprint of the organiser's key. Null: not signed. */
  readonly signer: string | null;
}

export const challengeFileHead = (plan: RoundPlan, tool: string, createdAt: string): ManifestHead =>
  manifestHead('negatoscope-challenge', { id: plan.id, version: '1' }, tool, createdAt, {
    teams: plan.teams.length,
    challenges: plan.challenges.length,
  });

export function* challengeFileEntries(plan: RoundPlan): Generator<PackageEntry> {
  yield { path: PLAN_PATH, bytes: jsonBytes(plan) };
}

/** Failures: `package/wrong-format`, `package/missing-file`, `package/invalid-document`. */
export async function readChallengeFile(
  opened: OpenedPackage,
): Promise<Result<ChallengeFile, readonly Failure[]>> {
  const { format } = opened.manifest;
  if (format !== 'negatoscope-challenge')
    return failed([failure('package/wrong-format', { expected: 'negatoscope-challenge', format })]);
  const bytes = await opened.entry(PLAN_PATH);
  if (!bytes.ok) return failed([bytes.failure]);
  const plan = readDocument(bytes.value, PLAN_PATH, planSchema);
  return plan.ok ? success({ plan: plan.value, signer: opened.signer }) : plan;
}

/** A rule of a round that a challenge file fixes. */
export type Rule =
  'name' | 'minutes' | 'teams' | 'challenges' | 'attempts' | 'rule-set' | 'definition' | 'data' | 'prizes';

/** Rules in which a played plan differs from the published one. A team may be added: the log lists it. */
export function changedRules(published: RoundPlan, played: RoundPlan): readonly Rule[] {
  const same = (a: unknown, b: unknown) => canonicalJson(a) === canonicalJson(b);
  const changed = new Set<Rule>();
  const hold = (rule: Rule, isSame: boolean) => void (isSame || changed.add(rule));
  const playedTeams = new Set(played.teams.map(teamKey));
  hold('name', published.id === played.id && published.name === played.name);
  hold('minutes', published.minutes === played.minutes);
  hold(
    'teams',
    published.teams.every((team) => playedTeams.has(teamKey(team))),
  );
  hold('attempts', same(published.attempts, played.attempts));
  const ids = (plan: RoundPlan) => plan.challenges.map(({ definition }) => definition.id);
  hold('challenges', same(ids(published), ids(played)));
  for (const challenge of published.challenges) {
    const other = played.challenges.find(({ definition }) => definition.id === challenge.definition.id);
    if (!other) continue;
    hold('rule-set', challenge.ruleSet === other.ruleSet);
    hold('definition', same(challenge.definition, other.definition));
    hold(
      'data',
      challenge.dataset === other.dataset &&
        challenge.commitment === other.commitment &&
        challenge.commitsGroups === other.commitsGroups,
    );
    hold('prizes', same(challenge.prizes, other.prizes));
  }
  return [...changed];
}
