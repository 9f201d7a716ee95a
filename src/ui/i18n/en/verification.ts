import { formats } from '../formats.ts';

const { number, count } = formats.en;

/** English texts of the verification of a leaderboard. */
export const verification = {
  title: 'Verify a leaderboard',
  lead: 'Rules, test data and organiser are held against what was published before the hour; each score and the leaderboard are recomputed on this machine.',
  drop: 'Drop the results package, the challenge file, the test parts, the answer keys and the submissions',
  dropHint: 'All at once, or one after the other. Nothing is stored.',
  have: (results: boolean, challengeFile: boolean, tests: number, keys: number, submissions: number) =>
    [
      results ? 'Results package' : 'No results package yet',
      challengeFile ? 'challenge file' : 'no challenge file yet',
      count(tests, 'test part', 'test parts'),
      count(keys, 'answer key', 'answer keys'),
      count(submissions, 'submission', 'submissions'),
    ].join(' · '),
  run: 'Recompute',
  running: 'Recomputing the round',
  clear: 'Start again',
  subject: 'Subject',
  outcome: 'Outcome',
  details: 'Details',
  outcomes: {
    verified: 'verified',
    different: 'different',
    missing: 'not verified',
    trusted: 'on trust',
  },
  all: (items: number) =>
    `All ${number(items)} items are verified. Only the times of arrival rest on the organiser’s word.`,
  some: (verified: number, missing: number, trusted: number) =>
    [
      `Nothing differs. ${count(verified, 'item is', 'items are')} verified.`,
      ...(missing > 0 ? [`${count(missing, 'item', 'items')} could not be verified.`] : []),
      ...(trusted > 0
        ? [`${count(trusted, 'decision', 'decisions')} of the organiser cannot be proved by any package.`]
        : []),
    ].join(' '),
  not: (different: number) =>
    `${count(different, 'item differs', 'items differ')}: do not rely on this leaderboard.`,
  subjects: {
    signature: 'Signature of the results package',
    rules: 'Rules of the round',
    testPart: (title: string) => `Test part of ${title}`,
    answers: (title: string) => `Answers of ${title}`,
    groups: (title: string) => `Patient groups of ${title}`,
    submission: (team: string, title: string) =>
      [team || 'Unreadable file', title].filter(Boolean).join(', '),
    report: (receipt: number) => `Report of receipt ${number(receipt)}`,
    clock: 'Clock of the round',
    team: (team: string) => `Team ${team}`,
    leaderboard: 'The leaderboard',
    file: (path: string) => `File ${path}`,
  },
  reasons: {
    'not-given': 'not given',
    incomplete: 'a package that it rests on was not given',
    unsigned: 'not signed',
    'other-signer': 'signed with another key',
    'unknown-signer':
      'signed, but nothing that was given says whose key it should be: compare the fingerprint',
    rules: 'not as published before the hour',
    'other-test-part': 'not the test part of the log',
    definition: 'the log has another definition than the test part (labels, terms or weights)',
    'commitment-changed': 'the log has another commitment than the test part',
    'other-key': 'not the answer key that was opened according to the log',
    commitment: 'the commitment of the test part is broken',
    'no-test-part': 'the test part was not given: this can’t be checked',
    'groups-uncommitted':
      'an earlier release published the test part: its commitment does not cover the groups',
    'no-key': 'no answer key to score it with',
    score: 'another score',
    'other-package': 'the package names another team, challenge or dataset than the log',
    'not-in-log': 'not in the log',
    'no-verdict': 'the log has its arrival, and no verdict',
    'refused-sound': 'refused for a fault that the package does not have',
    'refused-by-rule': 'refused by a rule of the round',
    'prepared-later': 'by the team’s own clock it was made after it arrived',
    deposit: 'in time by its deposited digest alone',
    struck: 'rejected by the organiser',
    extended: 'extended by the organiser',
    'clock-ruled': 'the organiser decided how much of a clock change counts',
    'clock-contradiction': 'wall clock and time of the round contradict each other',
    added: 'not in the challenge file: added during the round',
    'other-version': 'written by another version of the application: not compared',
    content: 'not what was recomputed',
  },
  rules: {
    name: 'name',
    minutes: 'length',
    teams: 'teams',
    challenges: 'challenges',
    attempts: 'attempts',
    'rule-set': 'rule set',
    definition: 'definition',
    data: 'test data',
    prizes: 'prizes',
  },
  scores: (published: string, computed: string) => `published ${published}, computed ${computed}`,
  undefined: 'undefined',
  receipt: (receipt: number) => `receipt ${number(receipt)}`,
  onTrust: 'No package can prove when a file arrived. Every team can compare its receipts with the log.',
};
