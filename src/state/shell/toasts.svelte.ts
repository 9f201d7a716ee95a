import { untrack } from 'svelte';
import type { Label } from './locale.svelte.ts';

export interface Toast {
  readonly id: number;
  readonly kind: 'info' | 'good' | 'bad';
  readonly text: Label;
  readonly action?: { readonly label: Label; readonly run: () => void };
}

const SHOWN = 6000;
const SHOWN_WITH_ACTION = 12_000;

/** Short messages in a live region. A message that needs an answer is a dialog instead. */
class Toasts {
  #all = $state.raw<readonly Toast[]>([]);
  #next = 1;

  get all(): readonly Toast[] {
    return this.#all;
  }

  show(toast: Omit<Toast, 'id'>): void {
    const id = this.#next++;
    untrack(() => (this.#all = [...this.#all.slice(-3), { ...toast, id }]));
    // A failure stays until the user closes it, because the user may be away.
    if (toast.kind !== 'bad') setTimeout(() => this.dismiss(id), toast.action ? SHOWN_WITH_ACTION : SHOWN);
  }

  dismiss(id: number): void {
    this.#all = this.#all.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
