import * as v from 'valibot';
import type { Failure, FailureCode } from '../failure.ts';
import type { RoundPlan } from './plan.ts';
import { planSchema } from './plan.ts';

/**
 * All that happens in a round, in order. The log is only ever added to; every state of the round is made from it, so that a crash loses
 * nothing and a second person can follow each decision.
 */
export type RoundEvent = EventHead &
  (
    | { readonly kind: 'planned'; readonly plan: RoundPlan }
    | { readonly kind: 'opened' }
    /** The hour was made longer while it ran; negative minutes take an extension back. */
    | { readonly kind: 'extended'; readonly minutes: number; readonly reason: string }
    /**
     * The wall clock went another way than the round's own, by so many milliseconds: it was set, or the machine slept (`running`); or the
     * page was gone for so long by the wall clock, which is then all there is (`away`). So many of them count as time of the round.
     */
    | {
        readonly kind: 'clock-moved';
        readonly cause: 'running' | 'away';
        readonly by: number;
        readonly counted: number;
      }
    /** The organiser's word on a clock move, numbered from 1 in the order of the log: so many of its milliseconds count. */
    | { readonly kind: 'clock-ruled'; readonly move: number; readonly counted: number }
    /** A team that came late to registration. */
    | { readonly kind: 'team-added'; readonly team: string }
    /** The digest alone, told inside the hour; the file may follow. */
    | {
        readonly kind: 'deposited';
        readonly team: string;
        readonly challenge: string;
        readonly digest: string;
      }
    /** A file was handed in; what came of it is told by `received`. Its time is that of this event, however long the checks take. */
    | { readonly kind: 'arrived'; readonly receipt: number; readonly file: string }
    /** The verdict on what arrived. One that failed for its unknown team alone can be given anew once the team is on the list. */
    | ({ readonly kind: 'received'; readonly receipt: number } & Verdict)
    /** A decision of the organiser against an accepted submission, or its undoing. */
    | { readonly kind: 'struck'; readonly receipt: number; readonly reason: string }
    | { readonly kind: 'reinstated'; readonly receipt: number }
    | { readonly kind: 'closed' }
    /** Closed by mistake; possible until answers are opened. */
    | { readonly kind: 'reopened' }
    /** Sealed answers were opened, and the commitment kept. */
    | { readonly kind: 'answers-opened'; readonly challenge: string; readonly digest: string }
    | ({ readonly kind: 'scored'; readonly receipt: number } & ReceiptScore)
    /** So many places of the stage's order are shown to the room. */
    | { readonly kind: 'revealed'; readonly steps: number }
  );

export interface EventHead {
  /** Wall clock, ISO 8601 in UTC. */
  readonly at: string;
  /** Milliseconds since the round was opened that its page lived through, by the monotonic clock; 0 before. */
  readonly elapsed: number;
}

/** What a file that was handed in turned out to be. */
export type Verdict = {
  /** Fingerprint of the key that signed the package; null: not signed. */
  readonly signer: string | null;
} & (
  | {
      readonly accepted: true;
      /** SHA-256 (hex) of the whole file. */
      readonly fileDigest: string;
      readonly team: string;
      readonly challenge: string;
      /** SHA-256 (hex) of the package's manifest. */
      readonly digest: string;
    }
  | {
      readonly accepted: false;
      /** Null where the file could not be read. */
      readonly fileDigest: string | null;
      /** Null where the package does not say, or could not be read. */
      readonly team: string | null;
      readonly challenge: string | null;
      readonly digest: string | null;
      readonly failures: readonly Failure[];
    }
);

export interface ReceiptScore {
  /** Null: undefined, or refused by the scoring with the answers. */
  readonly total: number | null;
  /** 95 % interval; null where there is none. */
  readonly interval: readonly [number, number] | null;
}

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const words = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const nullableNumber = v.nullable(v.number());

const failureSchema = v.object({
  code: v.pipe(
    v.string(),
    v.transform((code) => code as FailureCode),
  ),
  details: v.record(v.string(), v.unknown()),
  file: v.optional(v.string()),
}) as v.GenericSchema<unknown, Failure>;

const head = {
  at: v.pipe(v.string(), v.isoTimestamp()),
  elapsed: v.pipe(v.number(), v.minValue(0)),
};

const receivedHead = {
  ...head,
  kind: v.literal('received'),
  receipt: whole,
  signer: v.nullable(words),
};

/** One event of a log that was read from a package. */
export const eventSchema: v.GenericSchema<unknown, RoundEvent> = v.union([
  v.strictObject({ ...head, kind: v.literal('planned'), plan: planSchema }),
  v.strictObject({ ...head, kind: v.literal('opened') }),
  v.strictObject({ ...head, kind: v.literal('extended'), minutes: v.number(), reason: words }),
  v.strictObject({
    ...head,
    kind: v.literal('clock-moved'),
    cause: v.picklist(['running', 'away']),
    by: v.number(),
    counted: v.number(),
  }),
  v.strictObject({ ...head, kind: v.literal('clock-ruled'), move: whole, counted: v.number() }),
  v.strictObject({ ...head, kind: v.literal('team-added'), team: words }),
  v.strictObject({ ...head, kind: v.literal('deposited'), team: words, challenge: words, digest: hex }),
  v.strictObject({ ...head, kind: v.literal('arrived'), receipt: whole, file: words }),
  v.strictObject({
    ...receivedHead,
    accepted: v.literal(true),
    fileDigest: hex,
    team: words,
    challenge: words,
    digest: hex,
  }),
  v.strictObject({
    ...receivedHead,
    accepted: v.literal(false),
    fileDigest: v.nullable(hex),
    team: v.nullable(words),
    challenge: v.nullable(words),
    digest: v.nullable(hex),
    failures: v.array(failureSchema),
  }),
  v.strictObject({ ...head, kind: v.literal('struck'), receipt: whole, reason: words }),
  v.strictObject({ ...head, kind: v.literal('reinstated'), receipt: whole }),
  v.strictObject({ ...head, kind: v.literal('closed') }),
  v.strictObject({ ...head, kind: v.literal('reopened') }),
  v.strictObject({ ...head, kind: v.literal('answers-opened'), challenge: words, digest: hex }),
  v.strictObject({
    ...head,
    kind: v.literal('scored'),
    receipt: whole,
    total: nullableNumber,
    interval: v.nullable(v.tuple([v.number(), v.number()])),
  }),
  v.strictObject({ ...head, kind: v.literal('revealed'), steps: v.pipe(v.number(), v.safeInteger()) }),
]);
