import { fold } from '../labels/fold.ts';
import { fault, type Fault, type Path } from './fault.ts';

/**
 * One fault for each entry that repeats an earlier one. Case and accents are ignored, as when files
 * are read.
 */
export function duplicates(names: readonly string[], pathOf: (index: number) => Path): Fault[] {
  const keys = names.map(fold);
  return names.flatMap((value, index) =>
    keys.indexOf(keys[index] ?? '') < index ? [fault(pathOf(index), { code: 'duplicate', value })] : [],
  );
}
