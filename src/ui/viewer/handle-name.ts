import type { HandleName } from '../../state/contribute/desk/handles.ts';
import { t } from '../i18n/sector.ts';

/** Accessible name of a handle, in the current language. */
export function handleName(name: HandleName): string {
  const words = t();
  if (name.kind === 'end') return words.measured.end[name.end];
  if (name.kind === 'free') return words.freeCorner(name.number);
  const corner = words.corner[name.corner];
  return name.field === null ? corner : words.ofField(corner, name.field);
}
