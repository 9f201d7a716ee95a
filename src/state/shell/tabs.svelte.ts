import type { Label } from './locale.svelte.ts';

export interface RoleTab {
  /** Route path, such as `/contribute/import`. */
  readonly path: string;
  readonly title: Label;
}

/** The tabs of the current role, in the top bar. */
class RoleTabs {
  #current = $state.raw<readonly RoleTab[]>([]);

  get current(): readonly RoleTab[] {
    return this.#current;
  }

  /** Shows tabs and returns the function that removes them. Call it in an `$effect` of the role's screen. */
  show(tabs: readonly RoleTab[]): () => void {
    this.#current = tabs;
    return () => {
      if (this.#current === tabs) this.#current = [];
    };
  }
}

export const roleTabs = new RoleTabs();
