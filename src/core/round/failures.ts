/** Failure codes of `core/round`, each with the details for its message. */
export interface RoundFailures {
  'round/unknown-team': { readonly team: string };
  'round/unknown-challenge': { readonly challenge: string };
  /**
   * The submission was prepared for another version of the test data. Digests of manifests, 64
   * hexadecimal digits.
   */
  'round/other-dataset': { readonly expected: string; readonly got: string };
  /** The same package was submitted before. */
  'round/already-received': { readonly receipt: number };
  /** A deposit is 64 hexadecimal digits. */
  'round/invalid-digest': object;
  'round/too-many-attempts': { readonly maximum: number };
  /** The round takes submissions only while it is open. */
  'round/not-open': object;
  /** Teams or test data are missing: the round can't be opened. */
  'round/not-ready': { readonly missing: 'teams' | 'challenges' | 'name' };
  /** The chosen test part has no commitment, or is not a test part. */
  'round/not-a-test-part': { readonly challenge: string };
  /** The test part comes from an earlier release. Its ids reveal centres. */
  'round/outdated-test-part': { readonly challenge: string };
  'round/duplicate-challenge': { readonly challenge: string };
  /** The answers do not match the organiser's commitment from before the round. */
  'round/commitment-broken': { readonly challenge: string };
  'round/other-definition': { readonly challenge: string };
  'round/no-answers': { readonly challenge: string };
  /** The log of a results package contradicts itself. */
  'round/invalid-log': { readonly cause: string };
}
