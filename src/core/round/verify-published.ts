import { canonicalJson } from '../package/document.ts';
import { changedRules } from './challenge-file.ts';
import type { Evidence } from './evidence.ts';
import type { RoundChallenge } from './plan.ts';
import type { RoundState } from './state.ts';
import type { VerifiedItem } from './verified-item.ts';

/**
 * Holds a results package against what was published before the round: the organiser's key, the
 * challenge file, and each test part with its commitment to the answers.
 *
 * @param signer fingerprint of the key that signed the results package; null: unsigned
 */
export function verifyPublished(
  state: RoundState,
  signer: string | null,
  evidence: Evidence,
): readonly VerifiedItem[] {
  return [
    signatureItem(signer, evidence),
    rulesItem(state, evidence),
    ...state.plan.challenges.flatMap((challenge) => [
      testPartItem(challenge, evidence),
      ...answerItems(challenge, state, evidence),
    ]),
  ];
}

function signatureItem(signer: string | null, { challengeFile, testParts }: Evidence): VerifiedItem {
  const subject = { kind: 'signature' } as const;
  if (signer === null) return { subject, outcome: 'missing', reason: 'unsigned' };
  const detail = signer;
  if (challengeFile !== null && challengeFile.signer !== null)
    return challengeFile.signer === signer
      ? { subject, outcome: 'verified', detail }
      : { subject, outcome: 'different', reason: 'other-signer', detail };
  // Who publishes a dataset may be another person than who runs the round: another key proves nothing.
  const signers = [...testParts.values()].map((part) => part.signer);
  return signers.includes(signer)
    ? { subject, outcome: 'verified', detail }
    : { subject, outcome: 'missing', reason: 'unknown-signer', detail };
}

function rulesItem({ plan }: RoundState, { challengeFile }: Evidence): VerifiedItem {
  const subject = { kind: 'rules' } as const;
  if (challengeFile === null) return { subject, outcome: 'missing', reason: 'not-given' };
  const rules = changedRules(challengeFile.plan, plan);
  if (rules.length > 0) return { subject, outcome: 'different', reason: 'rules', rules };
  return challengeFile.signer === null
    ? { subject, outcome: 'missing', reason: 'unsigned' }
    : { subject, outcome: 'verified' };
}

function testPartItem(challenge: RoundChallenge, { testParts, challengeFile }: Evidence): VerifiedItem {
  const { definition, dataset, commitment } = challenge;
  const subject = { kind: 'test-part', challenge: definition.id } as const;
  const part = testParts.get(definition.id);
  if (!part) return { subject, outcome: 'missing', reason: 'not-given' };
  if (canonicalJson(part.definition) !== canonicalJson(definition))
    return { subject, outcome: 'different', reason: 'definition' };
  if (part.commitment !== commitment) return { subject, outcome: 'different', reason: 'commitment-changed' };
  if (part.digest !== dataset) return { subject, outcome: 'different', reason: 'other-test-part' };
  // A signed challenge file names the test part by its digest, whoever signed that.
  const isBound =
    challengeFile !== null &&
    challengeFile.signer !== null &&
    challengeFile.plan.challenges.some((one) => one.dataset === part.digest);
  return part.signer === null && !isBound
    ? { subject, outcome: 'missing', reason: 'unsigned' }
    : { subject, outcome: 'verified' };
}

function answerItems(
  { definition: { id } }: RoundChallenge,
  state: RoundState,
  { answers, testParts }: Evidence,
): readonly VerifiedItem[] {
  const given = answers.get(id);
  const subject = { kind: 'answers', challenge: id } as const;
  const groups = { kind: 'groups', challenge: id } as const;
  if (!given) return [{ subject, outcome: 'missing', reason: 'not-given' }];
  if (given.keeps === null) return [{ subject, outcome: 'missing', reason: 'no-test-part' }];
  if (!given.keeps) return [{ subject, outcome: 'different', reason: 'commitment' }];
  if (given.digest !== state.answers.get(id)) return [{ subject, outcome: 'different', reason: 'other-key' }];
  return testParts.get(id)?.commitsGroups === true
    ? [{ subject, outcome: 'verified' }]
    : [
        { subject, outcome: 'verified' },
        { subject: groups, outcome: 'missing', reason: 'groups-uncommitted' },
      ];
}
