import type { Options } from '../../../../scripts/drive.ts';

/** The single value of an option. Throws an error with the option's name when it is missing. */
export function one(options: Options, name: string): string {
  const value = options.get(name)?.[0];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

export const optional = (options: Options, name: string): string | undefined => options.get(name)?.[0];

export function several(options: Options, name: string): readonly string[] {
  const values = options.get(name) ?? [];
  if (values.length === 0) throw new Error(`--${name} is missing`);
  return values;
}
