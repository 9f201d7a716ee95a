import * as Comlink from 'comlink';
import { OpenPackages } from '../src/pipeline/package-reading.ts';
import {
  answers,
  challengeFile,
  judgeSubmission,
  receive,
  results,
  testPart,
  type TestFile,
} from '../src/pipeline/round-desk.ts';

/** Test parts and answer keys. Each worker opens them once, with all checks. */
const packages = new OpenPackages('at-once');

const api = {
  answers,
  challengeFile,
  judge: (...[key, digest, file, definition, ruleSet]: JudgeArguments) =>
    judgeSubmission(packages, key, digest, file, definition, ruleSet),
  receive: (file: Blob, tests: readonly TestFile[]) => receive(packages, file, tests),
  results,
  testPart,
};

type JudgeArguments = Parameters<typeof judgeSubmission> extends [unknown, ...infer Rest] ? Rest : never;

export type RoundApi = typeof api;
Comlink.expose(api);
