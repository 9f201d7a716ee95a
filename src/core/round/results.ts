import * as v from 'valibot';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import type { RoundEvent } from './events.ts';
import { eventSchema } from './events.ts';
import type { Leaderboard } from './leaderboard.ts';
import { CSV_PATH, leaderboardCsv } from './leaderboard-files.ts';
import { stateOf, type RoundState } from './state.ts';
import type { Report } from '../scoring/report.ts';
import { jsonBytes, readDocument, readJson, readText } from '../package/document.ts';
import { manifestHead, type ManifestHead } from '../package/manifest.ts';
import type { OpenedPackage } from '../package/open.ts';
import type { PackageEntry } from '../bytes/source.ts';

const LOG_PATH = 'round.json';
const BOARD_PATH = 'leaderboard.json';

/** Input of a results package. */
export interface ResultsPlan {
  readonly events: readonly RoundEvent[];
  readonly state: RoundState;
  readonly board: Leaderboard;
  /** Reports by receipt number. */
  readonly reports: ReadonlyMap<number, Report>;
  /** Pages by path: the leaderboard in each language. */
  readonly pages: ReadonlyMap<string, string>;
}

export function resultsHead({ state }: ResultsPlan, tool: string, createdAt: string): ManifestHead {
  const { id, teams, challenges } = state.plan;
  return manifestHead('negatoscope-results', { id, version: '1' }, tool, createdAt, {
    teams: teams.length,
    challenges: challenges.length,
    submissions: state.receipts.length,
  });
}

/** The files of a results package: the whole log, the leaderboard in four forms, and each report. */
export function* resultsEntries({ events, board, reports, pages }: ResultsPlan): Generator<PackageEntry> {
  yield { path: LOG_PATH, bytes: jsonBytes(events) };
  yield { path: BOARD_PATH, bytes: jsonBytes(board) };
  yield { path: CSV_PATH, bytes: leaderboardCsv(board) };
  for (const [path, page] of pages) yield { path, bytes: new TextEncoder().encode(page) };
  for (const [receipt, report] of [...reports].sort(([a], [b]) => a - b))
    yield { path: `reports/${receipt}.json`, bytes: jsonBytes(report) };
}

/** Contents of a results package besides its log. */
export interface Published {
  /** leaderboard.json. */
  readonly board: unknown;
  /** By path: the text of every other file that repeats the leaderboard. */
  readonly files: ReadonlyMap<string, string>;
  /** Reports by receipt number, as parsed JSON. */
  readonly reports: ReadonlyMap<number, unknown>;
}

/** A results package after reading. */
export interface Results {
  readonly events: readonly RoundEvent[];
  /** The state after the events. */
  readonly state: RoundState;
  /** Fingerprint of the key that signed it. Null: not signed. */
  readonly signer: string | null;
  readonly published: Published;
  /** Version of the application that wrote it. */
  readonly version: string;
}

/** Failures: `package/wrong-format`, `package/missing-file`, `package/invalid-document`, `round/invalid-log`. */
export async function readResults(opened: OpenedPackage): Promise<Result<Results, readonly Failure[]>> {
  const { format, tool } = opened.manifest;
  if (format !== 'negatoscope-results')
    return failed([failure('package/wrong-format', { expected: 'negatoscope-results', format })]);
  const log = await opened.entry(LOG_PATH);
  const board = await opened.entry(BOARD_PATH);
  if (!log.ok) return failed([log.failure]);
  if (!board.ok) return failed([board.failure]);
  const events = readDocument(log.value, LOG_PATH, v.array(eventSchema));
  if (!events.ok) return events;
  const state = stateOf(events.value);
  if (!state.ok) return failed([state.failure]);
  const json = readJson(board.value, BOARD_PATH);
  if (!json.ok) return json;
  const files = new Map<string, string>();
  for (const path of opened.paths.filter((one) => /^leaderboard\.(csv|[a-z]{2}\.html)$/.test(one))) {
    const bytes = await opened.entry(path);
    if (!bytes.ok) return failed([bytes.failure]);
    const text = readText(bytes.value, path);
    if (!text.ok) return text;
    files.set(path, text.value);
  }
  const reports = await readReports(opened);
  if (!reports.ok) return reports;
  return success({
    events: events.value,
    state: state.value,
    signer: opened.signer,
    published: { board: json.value, files, reports: reports.value },
    version: tool.version,
  });
}

async function readReports(
  opened: OpenedPackage,
): Promise<Result<ReadonlyMap<number, unknown>, readonly Failure[]>> {
  const reports = new Map<number, unknown>();
  for (const path of opened.paths) {
    const receipt = /^reports\/([1-9]\d*)\.json$/.exec(path)?.[1];
    if (receipt === undefined) continue;
    const bytes = await opened.entry(path);
    if (!bytes.ok) return failed([bytes.failure]);
    const json = readJson(bytes.value, path);
    if (!json.ok) return json;
    reports.set(Number(receipt), json.value);
  }
  return success(reports);
}
