/**
 * A state object, made and loaded. Made in a turn of its own: made while a screen is being drawn, all that it derives would belong to that
 * screen and stand still once the screen is left.
 */
export async function loaded<T extends { load(): Promise<void> }>(make: () => T): Promise<T> {
  await Promise.resolve();
  const made = make();
  await made.load();
  return made;
}
