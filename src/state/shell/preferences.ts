/** Small choices of the person at the screen (language, theme, …), kept in localStorage. Never anything about patients. */
const PREFIX = 'negatoscope.';

/** The stored value when it is one of `allowed`, else undefined. A browser that forbids storage has no preferences. */
export function readPreference<T extends string>(name: string, allowed?: readonly T[]): T | undefined {
  try {
    const value = localStorage.getItem(PREFIX + name) as T | null;
    return value !== null && (allowed === undefined || allowed.includes(value)) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writePreference(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // A full or forbidden localStorage costs only the memory of this choice.
  }
}
