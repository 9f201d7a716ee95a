import * as v from 'valibot';
import type { Failure } from '../failure.ts';
import { failure } from '../failure.ts';
import type { Result } from '../result.ts';
import { failed, success } from '../result.ts';
import { inconsistencies } from './consistency.ts';
import type { ChallengeDefinition } from '../definition/definition.ts';
import type { Fault } from './fault.ts';
import { faultOf, pathText } from './fault.ts';
import { definitionSchema, isObject } from './schema.ts';

/**
 * Deeper documents are refused before validation, because validation recurses. A preset is eight
 * levels deep.
 */
const MAXIMUM_DEPTH = 40;

/**
 * Reads a challenge definition from JSON text or from a parsed value.
 *
 * @param file name of the file that the user knows; each failure carries it.
 * @returns the definition, or all errors together: `challenge/not-json`, or one `challenge/invalid`
 * for each wrong place.
 */
export function readDefinition(
  json: unknown,
  file?: string,
): Result<ChallengeDefinition, readonly Failure[]> {
  const parsed = typeof json === 'string' ? parse(json) : success(json);
  if (!parsed.ok) return failed([failure('challenge/not-json', { position: parsed.failure }, file)]);
  const refuse = (faults: readonly Fault[]) =>
    failed(
      faults.map(({ path, reason }) => failure('challenge/invalid', { path: pathText(path), reason }, file)),
    );

  if (isDeeperThan(parsed.value, MAXIMUM_DEPTH)) {
    return refuse([{ path: [], reason: { code: 'too-deep', maximum: MAXIMUM_DEPTH } }]);
  }
  const shape = v.safeParse(definitionSchema, parsed.value);
  const shapeFaults = (shape.issues ?? []).map(faultOf);
  if (shapeFaults.some(({ path }) => path.length === 0)) return refuse(shapeFaults);

  const unsound = new Set(shapeFaults.map(({ path }) => path[0]));
  const isSound = (part: keyof ChallengeDefinition) => !unsound.has(part);
  const faults = [...shapeFaults, ...inconsistencies(shape.output as ChallengeDefinition, isSound)];
  return faults.length === 0 ? success(shape.output as ChallengeDefinition) : refuse(faults);
}

function parse(json: string): Result<unknown, number | null> {
  try {
    return success(JSON.parse(json.replace(/^\uFEFF/, '')));
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    return failed(position === undefined ? null : Number(position));
  }
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (!isObject(value)) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeperThan(child, levels - 1));
}
