/** An image of the workspace and the names that a mask file of it may bear. */
export interface NamedImage {
  /** Of the queue's entry; null: not chosen, which a name must not be mistaken for. */
  readonly id: string | null;
  /** Names that no other image has: its new UID, `<exam>-<n>`. */
  readonly own: readonly string[];
  /** The exam's pseudonym, whole and as it is shown. */
  readonly exam: readonly string[];
  /** Path of the file that it was imported from. */
  readonly path: string;
  /** Ids of the source: accession number, patient id, the patient's pseudonym. */
  readonly ids: readonly string[];
}

/** What a mask file's name says: the one image, or how many it could be of (0 or several). */
export type NamedBy = { readonly id: string } | { readonly images: number };

const ENDING = /\.(nii\.gz|nii|png|dcm)$/i;
/** What people add to the name of the image. */
const ADDED =
  /^(mask|masks|seg|segmentation|label|labels|roi)[-_. ]+|[-_. ]+(mask|masks|seg|segmentation|label|labels|roi|0000)$/g;
const ALONE = /^(mask|masks|seg|segmentation|label|labels|roi)$/;
/** Begins no id. */
const UNCHOSEN = '\n';
/** Shorter ids are found in too many names. */
const SHORTEST = 3;

/**
 * Finds the image that a mask file is of by the file's name alone. The surest names come first: the image's own, the exam's pseudonym
 * anywhere in the name, the source's file beside which it lies, the source's file name, ids of the source, and for a file that is only
 * called "mask" the folder of the source. A name that could be of several images is of none.
 */
export function maskNames(images: readonly NamedImage[]): (path: string) => NamedBy {
  const levels = Array.from({ length: 6 }, () => new Map<string, Set<string>>());
  const note = (level: number, name: string, id: string) => {
    const key = name.normalize('NFC').trim().toLowerCase();
    const known = levels[level]?.get(key);
    if (known) known.add(id);
    else levels[level]?.set(key, new Set([id]));
  };
  for (const { id: entry, own, exam, path, ids } of images) {
    const id = entry ?? `${UNCHOSEN}${path}`;
    own.forEach((name) => note(0, name, id));
    exam.forEach((name) => note(1, name, id));
    const { folder, stem } = partsOf(path);
    note(2, `${folder}/${stem}`, id);
    note(3, stem, id);
    ids.filter((name) => name.length >= SHORTEST).forEach((name) => note(4, name, id));
    if (folder !== '') note(5, folder, id);
  }
  return (path) => {
    const { folder, stem } = partsOf(path);
    const bare = withoutAdded(stem);
    const words = stem.split(/[^a-z0-9]+/);
    const pairs = words.slice(1).map((word, n) => `${words[n]}-${word}`);
    const asked = [
      [bare, ...pairs],
      words,
      [`${folder}/${bare}`],
      [bare],
      [bare],
      ALONE.test(bare) ? [folder] : [],
    ];
    for (const [level, names] of asked.entries()) {
      const found = new Set(names.flatMap((name) => [...(levels[level]?.get(name) ?? [])]));
      const [only] = found;
      if (found.size === 1 && only !== undefined)
        return only.startsWith(UNCHOSEN) ? { images: 0 } : { id: only };
      if (found.size > 1) return { images: found.size };
    }
    return { images: 0 };
  };
}

function partsOf(path: string): { folder: string; stem: string } {
  const parts = path.normalize('NFC').toLowerCase().split(/[/\\]/);
  return { folder: parts.at(-2) ?? '', stem: (parts.at(-1) ?? '').replace(ENDING, '').trim() };
}

function withoutAdded(stem: string): string {
  const bare = stem.replace(ADDED, '').replace(ADDED, '');
  return bare === '' ? stem : bare;
}
