import { some } from '../failure-text.ts';
import type { Translation } from '../area.ts';
import type { signature as en } from '../en/signature.ts';

export const signature: Translation<typeof en> = {
  signed: 'Signé',
  unsigned: 'Non signé',
  unsignedHint: 'Rien dans ce paquet ne montre qui l’a fait.',
  added: (paths) => `Zippé de nouveau par un ordinateur ; laissé de côté : ${some(paths)}.`,
  title: 'Signature',
  own: 'Votre empreinte. Le destinataire la compare avec celle que vous lui avez dite par un autre moyen.',
  notSigned:
    'Non signé : ce navigateur n’a pas Ed25519. Le paquet est complet malgré tout. Un Chrome, Edge, Firefox ou Safari à jour le signe.',
};
