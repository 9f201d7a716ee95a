import { untrack } from 'svelte';
import type { Label } from './locale.svelte.ts';

/**
 * One key per act. `keys` is written `Space`, `Backspace`, `x`, `1`, `Shift+1`, `Ctrl+z` (also Command), `ArrowLeft`, `?`.
 * Letters are those the person types; digits are the physical keys, since AZERTY types digits with Shift.
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

/** The written form of the key a person pressed. */
export function keysOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const control = event.ctrlKey || event.metaKey ? 'Ctrl+' : '';
  const alt = event.altKey ? 'Alt+' : '';
  const shift = event.shiftKey ? 'Shift+' : '';
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit !== undefined) return control + alt + shift + digit;
  if (event.key === ' ') return control + alt + shift + 'Space';
  // A printed sign such as ? already says whether Shift was needed; a letter does not.
  if (event.key.length === 1) {
    const letter = event.key.toLowerCase();
    return control + alt + (letter !== event.key.toUpperCase() ? shift : '') + letter;
  }
  return control + alt + shift + event.key;
}

/** The live key map: what is registered is what works and what the help shows. */
class Keys {
  #contexts = $state.raw<readonly KeyContext[]>([]);
  #focusByPointer = false;

  get contexts(): readonly KeyContext[] {
    return this.#contexts;
  }

  /** Adds a context; the newest wins where two use one key. Returns the way to take it out again. */
  register(context: KeyContext): () => void {
    // Called in effects: adding to the list must not make them depend on it.
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
    // A control reached by keyboard keeps its own Space, Enter and arrows; one merely clicked does not hold the map's keys up.
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
