/** Small choices of the user (language, theme, …) in localStorage. They never contain data of patients. */
const PREFIX = 'negatoscope.';

/** The stored value if it is one of `allowed`, else undefined. If the browser forbids storage, there are no preferences. */
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
    // If localStorage is full or forbidden, only this choice is not remembered.
  }
}
