/** The path is the part of the address after `#`. It needs no fallback page, so any static host and any sub-path works. */
function read(): string {
  const path = location.hash.replace(/^#/, '').split('?')[0] ?? '';
  return '/' + path.split('/').filter(Boolean).join('/');
}

class Router {
  #path = $state(read());
  #segments = $derived(this.#path.split('/').filter(Boolean).map(decode));

  constructor() {
    addEventListener('hashchange', () => {
      this.#path = read();
    });
  }

  /** `/` or `/contribute/desk`, without a slash at the end. */
  get path(): string {
    return this.#path;
  }

  get segments(): readonly string[] {
    return this.#segments;
  }

  go(path: string): void {
    location.hash = path;
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The address of a path, for links. */
export const href = (path: string): string => `#${path}`;

export const router = new Router();
