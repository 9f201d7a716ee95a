/** What a name in a table can mean among the files that were imported. */
export type NamedFile<T> =
  | { readonly kind: 'one'; readonly value: T }
  | { readonly kind: 'none' }
  /** Paths of the files that the name fits equally well. */
  | { readonly kind: 'several'; readonly candidates: readonly string[] };

interface Known<T> {
  readonly path: string;
  readonly key: string;
  readonly value: T;
}

/**
 * Finds files by the names of a table. A name is a path or its end; the folder that was picked may
 * be left out. Unicode forms and backslashes make no difference. Case makes none where no file fits
 * with it. A name that fits several files, at the same level of exactness, means none of them.
 */
export class FileNames<T> {
  readonly #byName = new Map<string, Known<T>[]>();
  readonly #asked: ReadonlySet<string>;

  /**
   * @param files paths, each with what it stands for; equal values are one file
   * @param asked all names that will be asked for, where they may begin with folders that were not
   * picked; a file then fits the only name that ends with its path
   */
  constructor(files: Iterable<readonly [path: string, value: T]>, asked: Iterable<string> = []) {
    this.#asked = new Set([...asked].map((name) => keyOf(name).toLowerCase()));
    for (const [path, value] of files) {
      const key = keyOf(path);
      const known = { path, key, value };
      const name = lastOf(key).toLowerCase();
      const alike = this.#byName.get(name);
      if (alike) alike.push(known);
      else this.#byName.set(name, [known]);
    }
  }

  find(name: string): NamedFile<T> {
    const wanted = keyOf(name);
    const alike = this.#byName.get(lastOf(wanted).toLowerCase()) ?? [];
    for (const inCase of [(text: string) => text, (text: string) => text.toLowerCase()]) {
      for (const fits of LEVELS) {
        const found = alike.filter(({ key }) => fits(inCase(key), inCase(wanted)));
        const [first] = found;
        if (!first) continue;
        return found.every(({ value }) => value === first.value)
          ? { kind: 'one', value: first.value }
          : { kind: 'several', candidates: found.map(({ path }) => path).sort() };
      }
    }
    const found = alike.filter(({ key }) => this.#isOnlyEnd(key.toLowerCase(), wanted.toLowerCase()));
    const [only, ...others] = found;
    if (only && others.length === 0) return { kind: 'one', value: only.value };
    return only ? { kind: 'several', candidates: found.map(({ path }) => path).sort() } : { kind: 'none' };
  }

  #isOnlyEnd(path: string, wanted: string): boolean {
    const ends = [...this.#asked].filter((name) => name.endsWith(`/${path}`));
    return ends.length === 1 && ends[0] === wanted;
  }
}

/** From the most exact one. */
const LEVELS: readonly ((path: string, wanted: string) => boolean)[] = [
  (path, wanted) => path === wanted,
  // The path under the picked folder, which the browser names first.
  (path, wanted) => path.slice(path.indexOf('/') + 1) === wanted,
  (path, wanted) => path.endsWith(`/${wanted}`),
];

const keyOf = (path: string): string =>
  path
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/\/(\.?\/)+/g, '/')
    .replace(/^(\.?\/)+/, '');

const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
