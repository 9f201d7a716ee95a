import {
  ANSWER_CHECKS,
  scoreAnswerKey,
  textAt,
  type AnswerCheck,
  type AnsweredFile,
  type RequiredAction,
} from '../deidentify/answer-key.ts';
import type { ProfileOption } from '../definition/profile-options.ts';
import type { Part10 } from '../dicom/dataset.ts';
import { decodeNative } from '../dicom/native-frame.ts';
import type { StoredFrame } from '../dicom/stored-frame.ts';
import { factsOf } from '../dicom/read-facts.ts';
import { readPart10 } from '../dicom/read.ts';
import type { Failure } from '../failure.ts';
import type { PlantedFile } from './plant.ts';
import { secondPart10 } from './second-part10.ts';

/**
 * The result of processing a planted file: the file as it would leave, or the reason why it was
 * blocked.
 */
export interface PassedFile {
  readonly planted: PlantedFile;
  readonly outcome: Uint8Array | Failure;
}

/** One planted item and its result. Its text is invented, so it can be shown. */
export interface PlantedThing {
  readonly file: string;
  readonly check: AnswerCheck;
  readonly category: string;
  readonly path: string;
  readonly text: string;
  readonly done: boolean;
  /** The text now at its place. Null when the attribute or the file does not exist. */
  readonly became: string | null;
}

export interface SelfTestResult {
  readonly format: 'negatoscope-self-test';
  readonly challenge: { readonly id: string; readonly version: string };
  readonly tool: { readonly name: string; readonly version: string };
  readonly options: readonly ProfileOption[];
  /** ISO 8601. */
  readonly at: string;
  readonly seconds: number;
  /** The same seed draws and plants the same data again. */
  readonly seed: string;
  readonly files: number;
  readonly required: number;
  readonly done: number;
  readonly checks: readonly {
    readonly check: AnswerCheck;
    readonly required: number;
    readonly done: number;
  }[];
  readonly things: readonly PlantedThing[];
  /** Files that were blocked. */
  readonly blocked: readonly { readonly file: string; readonly failure: Failure }[];
}

/** Compares the written files, read by the second reader, with what was planted. */
export function selfTestScore(
  passed: readonly PassedFile[],
): Pick<SelfTestResult, 'files' | 'required' | 'done' | 'checks' | 'things' | 'blocked'> {
  const answered = passed.map(({ planted, outcome }): AnsweredFile => {
    const written = outcome instanceof Uint8Array ? secondPart10(outcome) : null;
    const source = readPart10(planted.bytes);
    const before = source.ok ? frameOf(source.value) : null;
    const after = written && frameOf(written);
    return {
      name: planted.name,
      patient: planted.patient,
      required: planted.required,
      after: written?.dataset ?? null,
      ...(before && after ? { pixels: { before, after } } : {}),
    };
  });
  const { required, done, byCheck, missed } = scoreAnswerKey(answered);
  const misses = new Set<RequiredAction>(missed.map(({ action }) => action));
  return {
    files: passed.length,
    required,
    done,
    checks: ANSWER_CHECKS.map((check) => ({ check, ...(byCheck.get(check) ?? { required: 0, done: 0 }) })),
    things: answered.flatMap(({ name, required: actions, after }) =>
      actions.map((action) => ({
        file: name,
        check: action.check,
        category: action.category,
        path: action.path,
        text: action.text ?? '',
        done: !misses.has(action),
        became: after === null || action.path === '' ? null : textAt(after, action.path),
      })),
    ),
    blocked: passed.flatMap(({ planted, outcome }) =>
      outcome instanceof Uint8Array ? [] : [{ file: planted.name, failure: outcome }],
    ),
  };
}

function frameOf(part10: Part10): StoredFrame | null {
  const facts = factsOf(part10);
  if (!facts.ok) return null;
  const frame = decodeNative(part10.dataset, facts.value, 0);
  return frame.ok ? frame.value : null;
}
