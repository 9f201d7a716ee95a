import type { Translation } from '../area.ts';
import type { keys as en } from '../en/keys.ts';

export const keys = {
  Space: 'Espace',
  Backspace: '⌫ Retour',
  Enter: 'Entrée',
  Escape: 'Échap',
  Delete: 'Suppr',
  Shift: 'Maj',
  Ctrl: 'Ctrl',
  Alt: 'Alt',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page préc.',
  PageDown: 'Page suiv.',
  Home: 'Début',
  End: 'Fin',
} satisfies Translation<typeof en>;
