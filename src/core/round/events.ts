import * as v from 'valibot';
import type { Failure, FailureCode } from '../failure.ts';
import type { RoundPlan } from './plan.ts';
import { planSchema } from './plan.ts';

/**
 * Everything that happens in a round, in order. Events are only appended to the log. Every state of
 * the round is computed from it, so a crash loses nothing and a second person can check each
 * decision.
 */
export type RoundEvent = EventHead &
  (
    | { readonly kind: 'planned'; readonly plan: RoundPlan }
    | { readonly kind: 'opened' }
    /** The round was extended while it ran. Negative minutes undo an extension. */
    | { readonly kind: 'extended'; readonly minutes: number; readonly reason: string }
    /**
     * The wall clock and the round's clock differ by this many milliseconds. `running`: the wall
     * clock was set, or the machine slept. `away`: the page was closed for this long by the wall
     * clock, the only clock available. `counted` milliseconds of them count as time of the round.
     */
    | {
        readonly kind: 'clock-moved';
        readonly cause: 'running' | 'away';
        readonly by: number;
        readonly counted: number;
      }
    /**
     * The organiser's decision on a clock move: this many of its milliseconds count. Moves are
     * numbered from 1 in log order.
     */
    | { readonly kind: 'clock-ruled'; readonly move: number; readonly counted: number }
    /** A team that was registered late. */
    | { readonly kind: 'team-added'; readonly team: string }
    /** Only the digest, submitted before the end of the round. The file may follow. */
    | {
        readonly kind: 'deposited';
        readonly team: string;
        readonly challenge: string;
        readonly digest: string;
      }
    /**
     * A file was submitted. The result of its checks is in `received`. The time of submission is
     * that of this event, independent of the duration of the checks.
     */
    | { readonly kind: 'arrived'; readonly receipt: number; readonly file: string }
    /**
     * The verdict on a submitted file. If it was refused only because its team was unknown, a new
     * verdict is possible once the team is on the list.
     */
    | ({ readonly kind: 'received'; readonly receipt: number } & Verdict)
    /** The organiser rejects an accepted submission, or undoes that. */
    | { readonly kind: 'struck'; readonly receipt: number; readonly reason: string }
    | { readonly kind: 'reinstated'; readonly receipt: number }
    | { readonly kind: 'closed' }
    /** Undoes a closing by mistake. Possible until answers are opened. */
    | { readonly kind: 'reopened' }
    /** Sealed answers were opened and match the commitment. */
    | { readonly kind: 'answers-opened'; readonly challenge: string; readonly digest: string }
    | ({ readonly kind: 'scored'; readonly receipt: number } & ReceiptScore)
    /** Number of places of the stage order that are shown to the room. */
    | { readonly kind: 'revealed'; readonly steps: number }
  );

export interface EventHead {
  /** Wall clock, ISO 8601 in UTC. */
  readonly at: string;
  /**
   * Milliseconds since the round was opened during which its page was open, by the monotonic clock.
   * 0 before opening.
   */
  readonly elapsed: number;
}

/** What the checks of a submitted file found. */
export type Verdict = {
  /** Fingerprint of the key that signed the package. Null: not signed. */
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
      /** Null when the file could not be read. */
      readonly fileDigest: string | null;
      /** Null when the package does not say it or could not be read. */
      readonly team: string | null;
      readonly challenge: string | null;
      readonly digest: string | null;
      readonly failures: readonly Failure[];
    }
);

export interface ReceiptScore {
  /** Null: undefined, or scoring with the answers refused it. */
  readonly total: number | null;
  /** 95 % interval. Null when there is none. */
  readonly interval: readonly [lower: number, upper: number] | null;
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

/** One event of a log read from a package. */
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
