/** The two dialogs of the frame that any screen may open. */
class Panels {
  help = $state(false);
  ledger = $state(false);
}

export const panels = new Panels();
