import { formats } from '../../formats.ts';
import { text, type FailureTexts } from '../../failure-text.ts';

const { number } = formats.fr;
const start = (digest: string) => digest.slice(0, 12);

const MISSING = {
  teams: ['d’équipes', 'Indiquez les équipes'],
  challenges: ['de données de test', 'Déposez des données de test'],
  name: ['de nom', 'Donnez-lui un nom'],
} as const;

export const round: FailureTexts<'round'> = {
  'round/unknown-team': ({ team }) =>
    text(
      `L’équipe « ${team} » n’est pas sur la liste.`,
      'Corrigez le nom de l’équipe, ou ajoutez l’équipe à l’épreuve.',
    ),
  'round/unknown-challenge': ({ challenge }) =>
    text(
      `L’épreuve ne comporte pas le challenge « ${challenge} ».`,
      'Soumettez à l’un des challenges de cette épreuve.',
    ),
  'round/other-dataset': ({ expected, got }) =>
    text(
      `La soumission a été faite pour les données de test ${start(got)}…, l’épreuve porte sur ${start(expected)}….`,
      'Ouvrez les données de test de l’épreuve, refaites les prédictions et préparez de nouveau la soumission.',
    ),
  'round/already-received': ({ receipt }) =>
    text(
      `Ce même paquet a déjà été reçu, sous le récépissé ${number(receipt)}.`,
      'Rien à faire : il compte.',
    ),
  'round/invalid-digest': () =>
    text(
      'Une empreinte compte 64 caractères, de 0 à 9 et de a à f.',
      'Copiez le SHA-256 de la soumission tel que la page de l’équipe l’affiche.',
    ),
  'round/too-many-attempts': ({ maximum }) =>
    text(
      `L’équipe a utilisé ses ${number(maximum)} essais.`,
      'Les soumissions précédentes restent valables. L’organisateur peut en écarter une.',
    ),
  'round/not-open': () =>
    text(
      'L’épreuve ne reçoit de soumissions que lorsqu’elle est ouverte.',
      'Ouvrez d’abord l’épreuve, ou remettez le paquet à l’organisateur.',
    ),
  'round/not-ready': ({ missing }) =>
    text(`L’épreuve n’a pas encore ${MISSING[missing][0]}.`, `${MISSING[missing][1]} avant de l’ouvrir.`),
  'round/not-a-test-part': ({ challenge }) =>
    text(
      `Le paquet de « ${challenge} » n’est pas une part de test engagée sur ses réponses.`,
      'Déposez la part de test de la base.',
    ),
  'round/outdated-test-part': ({ challenge }) =>
    text(
      `La part de test de « ${challenge} » a été publiée par une version antérieure de Negatoscope : les identifiants de ses images peuvent révéler le centre de chacune, et rien n’engage les groupes de patients de sa clé de réponses.`,
      'Publiez de nouveau la base, et utilisez sa nouvelle part de test.',
    ),
  'round/duplicate-challenge': ({ challenge }) =>
    text(`« ${challenge} » est déjà dans l’épreuve.`, 'Retirez d’abord les autres données de test.'),
  'round/commitment-broken': ({ challenge }) =>
    text(
      `Les réponses de « ${challenge} » ne sont pas celles sur lesquelles on s’est engagé avant l’épreuve.`,
      'Déposez la clé de réponses faite avec les données de test. Ne notez pas avec celle-ci.',
    ),
  'round/other-definition': ({ challenge }) =>
    text(
      `La clé de réponses de « ${challenge} » a été faite avec une autre définition.`,
      'Déposez la clé de réponses faite avec les données de test.',
    ),
  'round/no-answers': ({ challenge }) =>
    text(
      `Les réponses de « ${challenge} » ne sont pas encore ouvertes.`,
      'Déposez sa clé de réponses après la fin de l’épreuve.',
    ),
  'round/invalid-log': ({ cause }) =>
    text(
      `Le journal de l’épreuve se contredit : ${cause}.`,
      'Demandez de nouveau le paquet de résultats à l’organisateur.',
    ),
};
