import type { Translation } from '../area.ts';
import type { learn as en } from '../en/learn.ts';

export const learn = {
  title: 'Se former',
  lead: 'Ce qui arrive ici à un examen, ce qui part, et ce que demande la loi. Dix minutes de lecture.',
  demoTitle: 'La démo',
  demoText:
    'Elle dessine des examens de synthèse du challenge choisi en haut et leur fait suivre le chemin des vrais : importés, désidentifiés, recadrés ou masqués, étiquetés. La suite est à vous : les regarder, les valider tels qu’ils partiront, exporter un paquet, constituer un jeu de données, évaluer une prédiction. Aucun patient derrière ces images. Effacez-les quand vous voulez dans les réglages.',
  demoGo: 'Charger la démo',
  leaves: 'Ce qui part, et quand',
  leavesText: [
    'Rien ne part pendant que vous travaillez. Les fichiers sont lus par le navigateur, sur cette machine ; ils ne sont pas téléversés, puisqu’il n’y a pas de serveur.',
    'Ce qui part est le paquet que vous exportez et remettez vous-même. Il contient les images que vous avez validées, avec un nouvel en-tête, leurs étiquettes, la charte que vous avez signée et la trace de ce qui a été fait à chaque image.',
    'La table de correspondance, qui relie un pseudonyme à un patient, n’est pas dans le paquet. Elle reste dans votre centre, chiffrée dans ce navigateur.',
  ],
  pseudonym: 'Pseudonyme ne veut pas dire anonyme',
  pseudonymText: [
    'Tant que quelqu’un peut remonter d’un pseudonyme à une personne, les données sont personnelles (RGPD, article 4, point 5, et considérant 26) et toutes ses règles s’appliquent. C’est le cas ici : votre centre garde la table.',
    'Ôter le nom ne suffit pas. Des dates, un diagnostic rare, le nom d’un établissement, un numéro de série, un bandeau écrit sur une image d’échographie ou la forme d’un visage dans un volume peuvent désigner une personne. C’est pourquoi une seule image est prise par examen, les en-têtes sont reconstruits à partir d’une liste de ce qui est permis, et les pixels hors du secteur sont mis à zéro.',
  ],
  gdpr: 'Ce que le RGPD demande à une contribution',
  gdprItems: [
    {
      name: 'Une finalité, et rien d’autre',
      text: 'Les données servent ce challenge. Un autre usage demande une autre base (article 5, 1, b).',
    },
    {
      name: 'Pas plus que nécessaire',
      text: 'Une image par examen, et les seuls attributs que la question appelle. L’âge et le sexe ne sont gardés que si une définition le demande (article 5, 1, c).',
    },
    {
      name: 'Une base légale pour des données de santé',
      text: 'Votre établissement la détermine avec son délégué à la protection des données : le plus souvent intérêt public ou recherche (articles 6 et 9, 2), dans le cadre du droit national.',
    },
    {
      name: 'L’information des patients',
      text: 'Chaque patient a reçu une lettre d’information disant qui, pourquoi, combien de temps, et comment s’opposer (articles 13 et 14).',
    },
    {
      name: 'Le droit d’opposition',
      text: 'Un patient qui s’oppose est retiré : la table de correspondance retrouve ses images, et les jeux de données qui en sont issus sont republiés (article 21).',
    },
    {
      name: 'Une trace',
      text: 'Ce qui a été fait à chaque image, par qui et quand, est écrit dans le paquet (articles 5, 2 et 30).',
    },
  ],
  policy: 'Ce que la protection de la page ne peut pas',
  policyText:
    'La politique empêche cette page et ses tâches de fond d’envoyer. Elle n’arrête ni une extension malveillante du navigateur, ni un ordinateur compromis, ni une capture d’écran, ni quelqu’un qui remet un paquet à la mauvaise personne.',
  note: 'Ceci est une explication, pas un conseil juridique : votre délégué à la protection des données a le dernier mot.',
} satisfies Translation<typeof en>;
