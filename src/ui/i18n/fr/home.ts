import type { Translation } from '../area.ts';
import type { home as en } from '../en/home.ts';
import { formats } from '../formats.ts';

const { number } = formats.fr;

export const home = {
  title: 'Un data challenge en imagerie médicale, de l’examen au classement, dans votre navigateur',
  lead: 'Désidentifier, étiqueter, constituer la base, évaluer. Ni serveur, ni compte, ni installation.',
  doors: 'Choisissez votre rôle',
  contribute: 'Préparer les examens de votre centre',
  contributeMore: 'Charte, import, désidentification, étiquettes, validation, export.',
  curate: 'Des paquets aux jeux de données',
  curateMore: 'Réunir les centres, relire, répartir, publier.',
  compete: 'S’évaluer hors ligne',
  competeMore: 'Le score officiel, calculé sur votre machine.',
  organise: 'Conduire un challenge',
  organiseMore: 'Définir la question et le score, tenir l’épreuve, classer les équipes.',
  learn: 'Cinq minutes avec des examens synthétiques',
  learnMore: 'Ce qui part, ce qui reste, et ce que demande la loi.',
  resume: 'Reprendre où vous en étiez',
  resumeAt: (done: number, total: number) => `${number(done)} images faites sur ${number(total)}`,
  resumeGo: 'Reprendre',
  tryTitle: 'Voir d’abord comment cela marche',
  tryText: 'Un clic charge des examens synthétiques du challenge choisi en haut. Aucun patient derrière eux.',
  tryGo: 'Essayer la démo',
  promise: 'Ce qui ne quitte jamais cette machine',
  never:
    'Images, noms, identifiants, étiquettes et scores. Seul un paquet que vous exportez vous-même, après avoir validé chacune de ses images, existe hors de ce navigateur.',
  enforced: 'Comment c’est garanti',
  enforcedText:
    'La page porte une politique de sécurité qui interdit au navigateur de joindre toute autre adresse, pour les pages comme pour les tâches de fond. Ni mesure d’audience, ni police ou script venus d’ailleurs, ni serveur qui pourrait recevoir quoi que ce soit.',
  check: 'Comment le vérifier vous-même',
  checkText:
    'Le registre au pied de la page liste toutes les requêtes. Ou débranchez le réseau : une fois la page chargée, tout continue de fonctionner.',
  openLedger: 'Ouvrir le registre',
} satisfies Translation<typeof en>;
