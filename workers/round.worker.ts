import * as Comlink from 'comlink';
import { OpenPackages } from '../src/pipeline/package-reading.ts';
import {
  answers,
  challengeFile,
  judgeSubmission,
  receive,
  results,
  testPart,
} from '../src/pipeline/round-desk.ts';

/** Test parts and answer keys. Each worker opens them once, with all checks. */
const packages = new OpenPackages('at-once');

const api = {
  answers,
  challengeFile,
  judge: judgeSubmission.bind(null, packages),
  receive: receive.bind(null, packages),
  results,
  testPart,
};

export type RoundApi = typeof api;
Comlink.expose(api);
