/**
 * Makes and loads a state object. It is made in a later microtask: if it were made while Svelte draws a screen, its derived values would
 * belong to that screen and stop updating when the screen is left.
 */
export async function loaded<T extends { load(): Promise<void> }>(make: () => T): Promise<T> {
  await Promise.resolve();
  const made = make();
  await made.load();
  return made;
}
