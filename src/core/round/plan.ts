import * as v from 'valibot';
import type { ChallengeDefinition, RuleSet } from '../definition/definition.ts';
import { readDefinition } from '../challenge/read-definition.ts';

/** The challenges and teams of a round. The plan is fixed once the round is opened. */
export interface RoundPlan {
  readonly id: string;
  readonly name: string;
  readonly minutes: number;
  /** Names as entered. They are compared by {@link teamKey}. */
  readonly teams: readonly string[];
  readonly challenges: readonly RoundChallenge[];
  readonly attempts: AttemptRule;
}

/** One challenge of a round, taken from the test part of its dataset. */
export interface RoundChallenge {
  readonly definition: ChallengeDefinition;
  readonly ruleSet: RuleSet;
  /** Digest of the test part's manifest. It identifies the version of the data. */
  readonly dataset: string;
  /** SHA-256 (hex) of salt, answers and groups, published with the test part. */
  readonly commitment: string;
  /** False: an earlier release published the test part, and the commitment leaves out the groups. */
  readonly commitsGroups: boolean;
  /** Announced prizes, from the first rank on. */
  readonly prizes: readonly string[];
}

/**
 * Which of several valid submissions of one team counts, and how many a team may send. Null: any
 * number.
 */
export interface AttemptRule {
  readonly counts: 'first' | 'last' | 'best';
  readonly maximum: number | null;
}

/** Key for comparing team names. Case, blanks and Unicode form are ignored. */
export const teamKey = (team: string): string =>
  team.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** The matching team of the plan; undefined when there is none. */
export const teamOf = (plan: RoundPlan, name: string): string | undefined =>
  plan.teams.find((team) => teamKey(team) === teamKey(name));

export const challengeOf = (plan: RoundPlan, id: string): RoundChallenge | undefined =>
  plan.challenges.find(({ definition }) => definition.id === id);

/**
 * Team names from pasted text: one per line (for a table, the first cell). Blank lines and repeated
 * names are left out.
 */
export function readTeams(text: string): string[] {
  const seen = new Set<string>();
  return text
    .split(/\r\n|\r|\n/)
    .map((line) =>
      (line.split(/[;\t]/)[0] ?? '')
        .replace(/^"(.*)"$/, '$1')
        .trim()
        .replace(/\s+/g, ' '),
    )
    .filter((name) => {
      const key = teamKey(name);
      if (key === '' || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const words = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const definitionSchema = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, ChallengeDefinition>(({ dataset, addIssue, NEVER }) => {
    const read = readDefinition(JSON.stringify(dataset.value) ?? '', 'round.json');
    if (read.ok) return read.value;
    addIssue({ message: read.failure.map(({ code }) => code).join(', ') });
    return NEVER;
  }),
);

export const planSchema: v.GenericSchema<unknown, RoundPlan> = v.strictObject({
  id: words,
  name: words,
  minutes: v.pipe(v.number(), v.minValue(1), v.maxValue(7 * 24 * 60)),
  teams: v.array(words),
  challenges: v.array(
    v.strictObject({
      definition: definitionSchema,
      ruleSet: v.picklist(['strict', 'jfr-2018']),
      dataset: hex,
      commitment: hex,
      commitsGroups: v.optional(v.boolean(), false),
      prizes: v.array(words),
    }),
  ),
  attempts: v.strictObject({
    counts: v.picklist(['first', 'last', 'best']),
    maximum: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  }),
});
