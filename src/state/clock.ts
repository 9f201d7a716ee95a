/** Time and ids come from here alone, so that a run can be repeated exactly. */
export const now = (): string => new Date().toISOString();

export const newId = (): string => crypto.randomUUID();
