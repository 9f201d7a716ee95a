export const signature = {
  signed: 'Signed',
  unsigned: 'Unsigned',
  unsignedHint: 'Nothing in this package shows who made it.',
  title: 'Signature',
  own: 'Your fingerprint. Who receives the file compares it with what you told them by another means.',
  notSigned:
    'Not signed: this browser has no Ed25519. The package is whole all the same. A current Chrome, Edge, Firefox or Safari signs it.',
};
