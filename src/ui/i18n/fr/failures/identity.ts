import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';

const { count, dateTime } = formats.fr;

export const identity: FailureTexts<'identity'> = {
  'identity/locked': () =>
    text('L’espace de travail est verrouillé.', 'Déverrouillez-le avec la phrase secrète.'),
  'identity/wrong-passphrase': () =>
    text(
      'Ce n’est pas la phrase secrète.',
      'Vérifiez la touche Verr. Maj. et la langue du clavier, puis réessayez.',
    ),
  'identity/short-passphrase': ({ least }) =>
    text(
      `La phrase secrète a moins de ${least} caractères.`,
      'Quatre ou cinq mots sans rapport entre eux se retiennent bien et se devinent mal.',
    ),
  'identity/common-passphrase': () =>
    text(
      'C’est l’une des premières phrases que l’on essaierait.',
      'Prenez quatre ou cinq mots sans rapport entre eux.',
    ),
  'identity/unequal-passphrases': () =>
    text('Les deux phrases secrètes diffèrent.', 'Saisissez de nouveau la seconde.'),
  'identity/no-passphrase': () =>
    text(
      'La table de correspondance et les sauvegardes contiennent des noms : il leur faut une phrase secrète.',
      'Choisissez d’abord une phrase secrète pour cet espace de travail.',
    ),
  'identity/not-a-backup': () =>
    text(
      'Ce fichier n’est pas la sauvegarde d’un centre Negatoscope.',
      'Choisissez le fichier dont le nom se termine par .backup.age.',
    ),
  'identity/unknown-backup-version': ({ version }) =>
    text(
      `Cette sauvegarde est au format ${version}, que cette application ne connaît pas.`,
      'Mettez l’application à jour, puis restaurez de nouveau.',
    ),
  'identity/damaged-backup': ({ where }) =>
    text(
      `La sauvegarde est incomplète${where === '' ? '' : ` (en ${where})`}. Rien n’a été restauré.`,
      'Prenez une autre copie de la sauvegarde.',
    ),
  'identity/other-secret': ({ centre, exams }) =>
    text(
      `Cet espace de travail a déjà fait des pseudonymes pour ${centre} avec une autre clé : ${count(exams, 'examen', 'examens')}. Avec deux clés, un patient aurait deux pseudonymes. Rien n’a été restauré.`,
      'Restaurez dans un autre profil du navigateur, ou effacez d’abord tout sur cette machine.',
    ),
  'identity/bound-secret': ({ centre }) =>
    text(
      `La clé de ${centre} vient de la première version de l’application et ne peut pas sortir de ce navigateur : aucune sauvegarde ne peut la contenir.`,
      'Ses pseudonymes continuent ici tant que ce profil du navigateur existe. Pour une clé que l’on peut sauvegarder, commencez dans un autre profil.',
    ),
  'identity/patient-objects': ({ since }) =>
    text(
      `Le patient s’oppose depuis le ${dateTime(since)} : l’examen n’est pas repris.`,
      'Rien n’en a été stocké. L’opposition figure sous Patients.',
    ),
  'identity/patient-in-doubt': () =>
    text(
      'L’identifiant de patient de ce fichier ne désigne personne, ou désigne plusieurs personnes.',
      'Dites à la page d’importation qui est un même patient (sans les mains : --patients same, name ou exam).',
    ),
  'identity/objection-in-doubt': () =>
    text(
      'Une opposition est enregistrée sous cet identifiant, et rien ne dit de qui elle est.',
      'Retirez l’opposition sous Patients, répondez ici, puis enregistrez-la pour le patient qui s’oppose.',
    ),
};
