import * as Comlink from 'comlink';
import type { Signer } from '../src/core/package/signature.ts';
import { OpenPackages } from '../src/pipeline/package-reading.ts';
import type { NamedFile } from '../src/pipeline/scoring.ts';
import { check, pack, type SubmissionClaim } from '../src/pipeline/submission.ts';

/** Test parts. Each worker opens them once, with all checks. */
const packages = new OpenPackages('at-once');

const api = {
  check: (test: Blob, id: string, chosen: readonly NamedFile[]) => check(packages, test, id, chosen),
  pack: (
    test: Blob,
    id: string,
    chosen: readonly NamedFile[],
    claim: SubmissionClaim,
    signer: Signer | null,
    tool: string,
  ) => pack(packages, test, id, chosen, claim, signer, tool),
};

export type SubmissionApi = typeof api;
Comlink.expose(api);
