/** Patient and centre of each case, by names that are valid only within one dataset. */
export interface CaseGroup {
  /** `g001`: the same for all images of a patient. */
  readonly group: string;
  /** `A`. */
  readonly centre: string;
}

/**
 * The number of each case's patient, from 0 in order of first appearance. Null when a case has no
 * patient: then cases are drawn individually.
 */
export function groupNumbers(
  ids: readonly string[],
  groups: ReadonlyMap<string, CaseGroup> | null,
): Uint32Array<ArrayBuffer> | null {
  if (groups === null) return null;
  const numbers = new Map<string, number>();
  const found = ids.map((id) => {
    const group = groups.get(id)?.group;
    if (group === undefined) return null;
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
  return found.some((number) => number === null) ? null : Uint32Array.from(found, (number) => number ?? 0);
}
