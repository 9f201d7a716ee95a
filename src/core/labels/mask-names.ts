/** An image of the workspace, and the names that its mask file may have. */
export interface NamedImage {
  /** Id of the queue's entry. null: not chosen; its names are known only to avoid a wrong match. */
  readonly id: string | null;
  /** Names that no other image has: its new UID, `<exam>-<n>`. */
  readonly own: readonly string[];
  /** The exam's pseudonym, in full and in its displayed form. */
  readonly exam: readonly string[];
  /** Path of the file that it was imported from. */
  readonly path: string;
  /** Ids of the source: accession number, patient id, the patient's pseudonym. */
  readonly ids: readonly string[];
}

/**
 * The result of matching a mask file's name: the one image, or the number of matching images (0 or
 * several).
 */
export type NamedBy = { readonly id: string } | { readonly images: number };

const ENDING = /\.(nii\.gz|nii|png|dcm)$/i;
/** Words that people add to the name of the image. */
const ADDED =
  /^(mask|masks|seg|segmentation|label|labels|roi)[-_. ]+|[-_. ]+(mask|masks|seg|segmentation|label|labels|roi|0000)$/g;
const ALONE = /^(mask|masks|seg|segmentation|label|labels|roi)$/;
/** Names that scanners give to files and folders of every patient. Alone they identify nothing. */
const GENERIC = /^(i|im|img|image|slice|file|dicom|ct|mr|us|se|series|serie|st|study|exam)?[-_. ]*\d{0,6}$/;
/** Shorter ids occur in too many names. */
const SHORTEST = 3;
/** Characters that can't start an id. */
const UNCHOSEN = '\n';

/**
 * Finds the image of a mask file by the file's name alone. The most reliable names are tried first:
 * the image's own name; the exam's pseudonym anywhere in the name; folder and name of the source
 * file; for a file only called "mask" the folder of the source; the source's file name; a folder of
 * the source; ids of the source. Folders count only below the common start of all image paths, so
 * that a folder "series-1" of another patient does not match. A name that matches several images is
 * assigned to none.
 */
export function maskNames(images: readonly NamedImage[]): (path: string) => NamedBy {
  const shared = commonFolders(images.map(({ path }) => partsOf(path).folders));
  const levels = Array.from({ length: 7 }, () => new Map<string, Set<string>>());
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
    const { folders, stem } = partsOf(path);
    const place = folders.slice(shared);
    if (place.length > 0) note(2, [...place, stem].join('/'), id);
    // A mask can be in the folder of the images or in a folder above.
    place.forEach((_, depth) => note(3, place.slice(0, depth + 1).join('/'), id));
    if (!GENERIC.test(stem)) note(4, stem, id);
    place.filter((name) => !GENERIC.test(name) || /^exam/.test(name)).forEach((name) => note(5, name, id));
    ids.filter((name) => name.length >= SHORTEST).forEach((name) => note(6, name, id));
  }
  return (path) => {
    const { folders, stem } = partsOf(path);
    const bare = withoutAdded(stem);
    const words = stem.split(/[^a-z0-9]+/);
    const pairs = words.slice(1).map((word, n) => `${words[n]}-${word}`);
    /** The trailing folders, longest first. */
    const places = folders.map((_, from) => folders.slice(from).join('/'));
    const isAlone = ALONE.test(bare);
    const asked = [
      [bare, ...pairs],
      words,
      places.map((place) => `${place}/${bare}`),
      isAlone ? places : [],
      [bare],
      [bare],
      [bare],
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

/** Number of leading folders that all paths share. For a single path: all of them. */
function commonFolders(all: readonly (readonly string[])[]): number {
  const [first = [], ...others] = all;
  const parting = first.findIndex((name, depth) => others.some((folders) => folders[depth] !== name));
  return parting < 0 ? first.length : parting;
}

function partsOf(path: string): { folders: readonly string[]; stem: string } {
  const parts = path.normalize('NFC').toLowerCase().split(/[/\\]/);
  return { folders: parts.slice(0, -1), stem: (parts.at(-1) ?? '').replace(ENDING, '').trim() };
}

function withoutAdded(stem: string): string {
  const bare = stem.replace(ADDED, '').replace(ADDED, '');
  return bare === '' ? stem : bare;
}
