import * as Comlink from 'comlink';
import { OpenPackages } from '../src/pipeline/package-reading.ts';
import { check, pack } from '../src/pipeline/submission.ts';

/** Test parts. Each worker opens them once, with all checks. */
const packages = new OpenPackages('at-once');

const api = { check: check.bind(null, packages), pack: pack.bind(null, packages) };

export type SubmissionApi = typeof api;
Comlink.expose(api);
