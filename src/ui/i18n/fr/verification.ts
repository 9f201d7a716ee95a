import type { Translation } from '../area.ts';
import type { verification as en } from '../en/verification.ts';
import { formats } from '../formats.ts';

const { number, count } = formats.fr;

/** French texts of the verification of a leaderboard. */
export const verification: Translation<typeof en> = {
  title: 'Vérifier un classement',
  lead: 'Règles, données de test et organisateur sont confrontés à ce qui a été publié avant l’heure ; chaque score et le classement sont recalculés sur cette machine.',
  drop: 'Déposez le paquet de résultats, le fichier de challenge, les parts de test, les corrigés et les soumissions',
  dropHint: 'Tous à la fois ou l’un après l’autre. Rien n’est conservé.',
  have: (results, challengeFile, tests, keys, submissions) =>
    [
      results ? 'Paquet de résultats' : 'Pas encore de paquet de résultats',
      challengeFile ? 'fichier de challenge' : 'pas encore de fichier de challenge',
      count(tests, 'part de test', 'parts de test'),
      count(keys, 'corrigé', 'corrigés'),
      count(submissions, 'soumission', 'soumissions'),
    ].join(' · '),
  run: 'Recalculer',
  running: 'Recalcul de l’épreuve',
  clear: 'Recommencer',
  subject: 'Objet',
  outcome: 'Constat',
  details: 'Détails',
  outcomes: {
    verified: 'vérifié',
    different: 'différent',
    missing: 'non vérifié',
    trusted: 'sur parole',
  },
  all: (items) =>
    `Les ${number(items)} éléments sont vérifiés. Seules les heures d’arrivée reposent sur la parole de l’organisateur.`,
  some: (verified, missing, trusted) =>
    [
      `Rien ne diffère. ${count(verified, 'élément vérifié', 'éléments vérifiés')}.`,
      ...(missing > 0
        ? [`${count(missing, 'élément n’a pu', 'éléments n’ont pu')} être vérifié${missing > 1 ? 's' : ''}.`]
        : []),
      ...(trusted > 0
        ? [`Aucun paquet ne peut prouver ${count(trusted, 'décision', 'décisions')} de l’organisateur.`]
        : []),
    ].join(' '),
  not: (different) =>
    `${count(different, 'élément diffère', 'éléments diffèrent')} : ne vous fiez pas à ce classement.`,
  subjects: {
    signature: 'Signature du paquet de résultats',
    rules: 'Règles de l’épreuve',
    testPart: (title) => `Part de test de ${title}`,
    answers: (title) => `Réponses de ${title}`,
    groups: (title) => `Groupes de patients de ${title}`,
    submission: (team, title) => [team || 'Fichier illisible', title].filter(Boolean).join(', '),
    report: (receipt) => `Rapport du récépissé ${number(receipt)}`,
    clock: 'Horloge de l’épreuve',
    team: (team) => `Équipe ${team}`,
    leaderboard: 'Le classement',
    file: (path) => `Fichier ${path}`,
  },
  reasons: {
    'not-given': 'non fourni',
    incomplete: 'un paquet dont il dépend n’a pas été fourni',
    unsigned: 'non signé',
    'other-signer': 'signé avec une autre clé',
    'unknown-signer':
      'signé, mais rien de ce qui est fourni ne dit de qui doit être la clé : comparez l’empreinte',
    rules: 'autres que celles publiées avant l’heure',
    'other-test-part': 'ce n’est pas la part de test du journal',
    definition: 'la définition du journal n’est pas celle de la part de test (étiquettes, termes ou poids)',
    'commitment-changed': 'l’engagement du journal n’est pas celui de la part de test',
    'other-key': 'ce n’est pas le corrigé ouvert selon le journal',
    commitment: 'l’engagement de la part de test est rompu',
    'no-test-part': 'la part de test n’a pas été fournie : vérification impossible',
    'groups-uncommitted':
      'une version antérieure a publié la part de test : son engagement ne couvre pas les groupes',
    'no-key': 'pas de corrigé pour calculer son score',
    score: 'autre score',
    'other-package':
      'le paquet nomme une autre équipe, un autre challenge ou d’autres données que le journal',
    'not-in-log': 'absent du journal',
    'no-verdict': 'le journal contient son arrivée, sans verdict',
    'refused-sound': 'refusé pour un défaut que le paquet n’a pas',
    'refused-by-rule': 'refusé par une règle de l’épreuve',
    'prepared-later': 'selon l’horloge de l’équipe, préparé après son arrivée',
    deposit: 'à temps par la seule empreinte déposée',
    struck: 'écarté par l’organisateur',
    extended: 'prolongation décidée par l’organisateur',
    'clock-ruled': 'l’organisateur a décidé quelle part d’un changement d’heure compte',
    'clock-contradiction': 'l’heure et le temps de l’épreuve se contredisent',
    added: 'absente du fichier de challenge : ajoutée pendant l’épreuve',
    'other-version': 'écrit par une autre version de l’application : non comparé',
    content: 'ce n’est pas ce qui a été recalculé',
  },
  rules: {
    name: 'nom',
    minutes: 'durée',
    teams: 'équipes',
    challenges: 'challenges',
    attempts: 'essais',
    'rule-set': 'jeu de règles',
    definition: 'définition',
    data: 'données de test',
    prizes: 'prix',
  },
  scores: (published, computed) => `publié ${published}, calculé ${computed}`,
  undefined: 'indéfini',
  receipt: (receipt) => `récépissé ${number(receipt)}`,
  onTrust:
    'Aucun paquet ne peut prouver l’heure d’arrivée d’un fichier. Chaque équipe peut comparer ses récépissés avec le journal.',
};
