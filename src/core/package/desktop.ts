import { MANIFEST_PATH } from './manifest.ts';

/*
 * A package that someone unpacked and zipped again on a desktop holds the same files, below a folder
 * and beside what the desktop puts into every folder.
 */

/**
 * Files and folders that macOS, Windows, Linux desktops and network disks write by themselves. The
 * carriage return of macOS's `Icon` is a note in code page 437.
 */
const DESKTOP_NAMES = new Set([
  ...['__macosx', '.ds_store', '.localized', '.appledouble', '.apdisk', '.fseventsd', '.trashes'],
  ...['.spotlight-v100', '.temporaryitems', '.documentrevisions-v100', 'icon\r', 'icon\u266a'],
  ...['thumbs.db', 'thumbs.db:encryptable', 'ehthumbs.db', 'desktop.ini', '$recycle.bin'],
  ...['system volume information', '.directory', '@eadir', '.dropbox', '.dropbox.attr'],
]);

/**
 * `._name` holds what macOS knows of `name`. `.~lock.name#` and `~$name` are written while an office program has `name` open.
 * `.Trash-N` is the bin of user N on Linux.
 */
const DESKTOP_PATTERN = /^(\._.+|\.~lock\..+#|~\$.+|\.trash-\d+)$/is;

/** True for a file that a desktop adds: by its name, or by that of a folder above it. */
export function isDesktopFile(path: string): boolean {
  return path.split('/').some((name) => DESKTOP_NAMES.has(name.toLowerCase()) || DESKTOP_PATTERN.test(name));
}

/** A re-zipped package, without what was added. */
export interface PackageFiles<T> {
  /** By their path in the package. */
  readonly files: readonly (T & { readonly path: string })[];
  /** What was added: the folder around the package, with a slash at its end, then files by their path in the zip. */
  readonly added: readonly string[];
}

/**
 * Takes away the folder around a package and the files that a desktop added. Null when several
 * folders hold a manifest: then it is not certain which package is meant.
 *
 * @param files with safe paths
 */
export function withoutDesktop<T extends { readonly path: string }>(
  files: readonly T[],
): PackageFiles<T> | null {
  const added = files.filter(({ path }) => isDesktopFile(path));
  const own = files.filter(({ path }) => !isDesktopFile(path));
  const folders = own
    .filter(({ path }) => path === MANIFEST_PATH || path.endsWith(`/${MANIFEST_PATH}`))
    .map(({ path }) => path.slice(0, -MANIFEST_PATH.length));
  // The package's own manifest lies above every other file of that name.
  const folder = folders.toSorted((a, b) => a.length - b.length)[0] ?? '';
  if (folders.some((other) => !other.startsWith(folder))) return null;
  return {
    files: own.map((file) => ({
      ...file,
      path: file.path.startsWith(folder) ? file.path.slice(folder.length) : file.path,
    })),
    added: [...(folder === '' ? [] : [folder]), ...added.map(({ path }) => path)],
  };
}
