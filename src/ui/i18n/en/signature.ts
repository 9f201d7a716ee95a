import { some } from '../failure-text.ts';

export const signature = {
  signed: 'Signed',
  unsigned: 'Unsigned',
  unsignedHint: 'Nothing in this package shows who made it.',
  /** Paths that a desktop added. */
  added: (paths: readonly string[]) => `Zipped again on a desktop; left out: ${some(paths)}.`,
  title: 'Signature',
  own: 'Your fingerprint. Who receives the file compares it with what you told them by another means.',
  notSigned:
    'Not signed: this browser has no Ed25519. The package is whole all the same. A current Chrome, Edge, Firefox or Safari signs it.',
};
