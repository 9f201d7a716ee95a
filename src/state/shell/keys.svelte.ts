import { untrack } from 'svelte';
import type { Label } from './locale.svelte.ts';

/**
 * A key and what it does. `keys` is written `Space`, `Backspace`, `x`, `1`, `Shift+1`, `Ctrl+z` (also Command), `ArrowLeft`, `?`.
 * A letter is the typed character. A digit is the physical key, because AZERTY keyboards type digits with Shift.
 */
export interface KeyBinding {
  readonly keys: string;
  readonly title: Label;
  readonly run: (event: KeyboardEvent) => void;
}

export interface KeyContext {
  readonly id: string;
  readonly title: Label;
  readonly bindings: readonly KeyBinding[];
}

const TYPING =
  'input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=file]), textarea, select, [contenteditable]';
const PRESSABLE = 'button, a[href], summary, input, [role=button], [role=tab], [role=checkbox]';

/** The pressed key as the key map writes it. */
export function keysOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const alt = event.altKey ? 'Alt+' : '';
  const shift = event.shiftKey ? 'Shift+' : '';
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit !== undefined) return control + alt + shift + digit;
  if (event.key === ' ') return control + alt + shift + 'Space';
  // Shift is written only for letters. For a sign such as ?, the keyboard layout decides whether it needs Shift.
  if (event.key.length === 1) {
    const letter = event.key.toLowerCase();
    return control + alt + (letter !== event.key.toUpperCase() ? shift : '') + letter;
  }
  return control + alt + shift + event.key;
}

/** The current key map. The registered keys are those that work and those that the help shows. */
class Keys {
  #contexts = $state.raw<readonly KeyContext[]>([]);
  #focusByPointer = false;

  get contexts(): readonly KeyContext[] {
    return this.#contexts;
  }

  /** Adds a context and returns the function that removes it. If two contexts use one key, the newer one gets it. */
  register(context: KeyContext): () => void {
    // Called in effects, which must not depend on the list.
    untrack(() => (this.#contexts = [...this.#contexts, context]));
    return () => {
      this.#contexts = this.#contexts.filter((other) => other !== context);
    };
  }

  start(): void {
    addEventListener('pointerdown', () => (this.#focusByPointer = true), { capture: true });
    addEventListener('keydown', (event) => this.#press(event));
  }

  #press(event: KeyboardEvent): void {
    if (event.key === 'Tab') this.#focusByPointer = false;
    if (event.defaultPrevented || event.isComposing || document.querySelector('dialog:modal')) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(TYPING) || target.closest('[popover]')) return;
    const pressed = keysOf(event);
    // A control that was focused with the keyboard keeps Space, Enter and the arrows. A control that was only clicked does not.
    if (!this.#focusByPointer && target.closest(PRESSABLE) && /^(Space|Enter|Arrow\w+)$/.test(pressed))
      return;
    for (const context of this.#contexts.toReversed()) {
      const binding = context.bindings.find(({ keys }) => keys === pressed);
      if (binding) {
        event.preventDefault();
        binding.run(event);
        return;
      }
    }
  }
}

export const keys = new Keys();
