import type { UnsafePath } from './failures.ts';

const MAXIMUM_LENGTH = 240;

/** Why a path must not be written under a folder, or null. Safe paths are relative, of forward slashes, and stay inside. */
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

/** Two paths with the same key cannot both stand in a folder of every common disk. */
export const pathKey = (path: string): string => path.normalize('NFC').toLowerCase();
