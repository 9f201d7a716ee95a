import type { NumberFault, NumberRepair } from '../../../core/dicom/number-text.ts';
import { formats } from '../formats.ts';

const { count } = formats.en;

const repairs: Record<NumberRepair, string> = {
  'decimal-comma': 'written with a decimal comma',
  'comma-for-backslash': 'written with commas for backslashes',
  'other-vr': 'stored under another type than the standard’s',
};

export const faults: Record<NumberFault, string> = {
  'not-a-number': 'it is not a number',
  'other-count': 'it has another number of values than it should',
  'ambiguous-comma': 'its comma may be decimal or stand between values or thousands',
  impossible: 'it can’t have this value',
};

export const headerNumbers = {
  title: 'Numbers of the header',
  repaired: (attribute: string, values: readonly number[], repair: NumberRepair) =>
    `${attribute} was read as ${values.map(String).join(' \\ ')}: it was ${repairs[repair]}.`,
  unreadable: (attribute: string, fault: NumberFault) => `${attribute} can’t be read: ${faults[fault]}.`,
  reason: 'Reason to go on without it',
  reasonOf: (attribute: string) => `Reason to go on without ${attribute}`,
  point: (attribute: string) => `Unreadable in the header: ${attribute}`,
  mended: (numbers: number) => `${count(numbers, 'number', 'numbers')} of the headers repaired`,
};
