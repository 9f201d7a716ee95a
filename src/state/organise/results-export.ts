import { resultsEntries, resultsHead, type ResultsPlan } from '../../core/round/results.ts';
import { challengeFileEntries, challengeFileHead } from '../../core/round/challenge-file.ts';
import type { RoundPlan } from '../../core/round/plan.ts';
import { success, type Result } from '../../core/result.ts';
import { now } from '../clock.ts';
import type { PackageWriting } from '../package-writing.ts';

/** Writes a signed results package. */
export async function writeResults(packages: PackageWriting, plan: ResultsPlan): Promise<Result<Blob>> {
  const head = resultsHead(plan, import.meta.env.VERSION, now());
  const written = await packages.write(head, resultsEntries(plan));
  return written.ok ? success(written.value.file) : written;
}

/** Writes the signed rules of a round, to be published before the hour. */
export async function writeChallengeFile(packages: PackageWriting, plan: RoundPlan): Promise<Result<Blob>> {
  const head = challengeFileHead(plan, import.meta.env.VERSION, now());
  const written = await packages.write(head, challengeFileEntries(plan));
  return written.ok ? success(written.value.file) : written;
}
