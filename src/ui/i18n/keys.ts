import { area } from './area.ts';
import { keys as en } from './en/keys.ts';
import { keys as fr } from './fr/keys.ts';

const t = area(en, fr);

/** The names on the keys in the page's language: `Ctrl+z` gives Ctrl and Z; the key + gives +. */
export function keyNames(keys: string): string[] {
  const names: Readonly<Record<string, string>> = t();
  return keys.split(/(?<=.)\+/).map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
