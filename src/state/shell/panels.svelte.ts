/** What a screen may ask of the frame: to open its two dialogs or to hide its bars. */
class Panels {
  help = $state(false);
  ledger = $state(false);
  /** True hides the bars, for a projector. */
  bare = $state(false);
}

export const panels = new Panels();
