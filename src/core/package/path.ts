import type { UnsafePath } from './failures.ts';

const MAXIMUM_LENGTH = 240;

/**
 * The reason why a path must not be written into a folder; null when it is safe. Safe paths are
 * relative, use forward slashes, and stay inside the folder.
 */
export function unsafePath(path: string): UnsafePath | null {
  if (path === '') return 'empty';
  if (path.length > MAXIMUM_LENGTH) return 'too-long';
  if (path.includes('\\')) return 'backslash';
  if (/\p{Cc}/u.test(path)) return 'control-character';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'absolute';
  const segments = path.split('/');
  if (segments.includes('..')) return 'parent';
  if (segments.includes('') || segments.includes('.')) return 'empty-segment';
  return null;
}

/** Paths with the same key can't both be stored in one folder on every common disk. */
export const pathKey = (path: string): string => path.normalize('NFC').toLowerCase();
