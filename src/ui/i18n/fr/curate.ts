import type { Translation } from '../area.ts';
import type { curate as en } from '../en/curate.ts';
import { formats } from '../formats.ts';

const { number } = formats.fr;
const images = (n: number) => (n < 2 ? `${number(n)} image` : `${number(n)} images`);

export const curate: Translation<typeof en> = {
  title: 'Des paquets aux jeux de données',
  lead: 'Ouvrez les paquets de contribution des centres. Chaque fichier est relu et vérifié avant tout usage.',
  open: 'Ouvrir des paquets',
  opening: 'Vérification des paquets',
  drop: 'ou déposez-les n’importe où sur la page',
  packages: 'Paquets',
  noPackages: 'Aucun paquet. Ouvrez les fichiers .zip que les centres vous ont envoyés.',
  centre: 'Centre',
  images,
  remove: 'Retirer',
  problems: 'Refusés',
  list: 'Images',
  kept: (kept, all) => `${number(kept)} sur ${images(all)} gardées`,
  id: 'Image',
  patient: 'Patient',
  labels: 'Étiquettes',
  flags: 'Signalements',
  decision: 'Décision',
  keep: 'Garder',
  exclude: 'Exclure',
  reason: 'Motif',
  excludedBecause: (reason) => `exclue\u202f: ${reason}`,
  duplicateExam: 'même examen',
  duplicatePixels: 'mêmes pixels',
  clashImage: 'conflit\u202f: même UID, autres pixels',
  clashExam: 'conflit\u202f: même examen, autres pixels',
  noSpacing: 'non rééchantillonnée',
  split: 'Répartition',
  splitLead:
    'Un patient reste entier\u202f; les étiquettes gardent leurs proportions. La même graine donne le même jeu, octet pour octet.',
  training: 'Apprentissage %',
  validation: 'Validation %',
  test: 'Test %',
  seed: 'Graine',
  part: 'Partie',
  trainingPart: 'apprentissage',
  validationPart: 'validation',
  testPart: 'test',
  worst: (percent) => `Plus grand écart relatif d’une étiquette\u202f: ${percent}`,
  export: 'Exporter les jeux de données',
  exporting: 'Export des jeux de données',
  exported: 'Exportés',
  sum: 'Les trois parts doivent totaliser 100.',
  answerKey: 'Gardez le corrigé pour vous jusqu’à la fin de l’épreuve.',
};
