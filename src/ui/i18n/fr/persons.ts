import { formats } from '../formats.ts';
import type { persons as en } from '../en/persons.ts';

const { count } = formats.fr;

export const persons: typeof en = {
  title: 'Qui est un même patient\u202f?',
  lead: 'Les images d’un identifiant douteux ne peuvent pas être acceptées avant la réponse. Un patient reste entier dans une partie du jeu de données.',
  placeholder: (images, exams) =>
    `L’identifiant de patient de ${count(images, 'image', 'images')} dans ${count(exams, 'examen', 'examens')} ne désigne personne.`,
  differ: (images, exams) =>
    `Noms, dates de naissance ou sexes diffèrent sous un même identifiant\u202f: ${count(images, 'image', 'images')} dans ${count(exams, 'examen', 'examens')}.`,
  same: 'C’est un seul patient',
  name: (n) => `Séparer par nom et date de naissance\u202f: ${count(n, 'patient', 'patients')}`,
  exam: (n) => `Chaque examen est un patient\u202f: ${count(n, 'patient', 'patients')}`,
  who: 'Montrer qui ils sont',
  hide: 'Masquer qui ils sont',
  answered: 'Identifiants de patient qui étaient douteux',
  answer: {
    same: 'un seul patient',
    name: 'séparés par nom et date de naissance',
    exam: 'chaque examen est un patient',
  },
  change: 'Répondre à nouveau',
  point: 'Dire à la page d’importation qui est un même patient',
  clashes: 'UID copiés',
  clashesLead:
    'Ces fichiers ont le même UID, mais pas les mêmes pixels ou pas le même patient. Ils restent séparés, chacun sous son propre UID.',
  clash: {
    image: (n) => `${count(n, 'image', 'images')} sous un même SOP Instance UID`,
    exam: (n) => `${count(n, 'examen', 'examens')} de patients différents sous un même Study Instance UID`,
  },
};
