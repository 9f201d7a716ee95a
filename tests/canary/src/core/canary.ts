// Planted errors: `npm run check` fails when the compiler or the linter does not find them here.
import Dexie from 'dexie';

export const wrongType: number = 'text';
export const wrongLayer = Dexie;
