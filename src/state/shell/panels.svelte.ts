/** What any screen may ask of the frame: its two dialogs, and to leave the whole window to the screen. */
class Panels {
  help = $state(false);
  ledger = $state(false);
  /** No bars: the screen is looked at from the back of a room. */
  bare = $state(false);
}

export const panels = new Panels();
