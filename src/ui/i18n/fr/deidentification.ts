import type { Translation } from '../area.ts';
import type { deidentification as en } from '../en/deidentification.ts';

export const deidentification: Translation<typeof en> = {
  title: 'Dé-identification',
  base: 'Toujours appliqué',
  baseText: 'profil de base, nettoyage des pixels et nettoyage des descriptions de DICOM PS3.15',
  asked: 'Demandé en plus par ce challenge',
  none: 'rien de plus\u00a0: ni âge, ni sexe, ni date, ni appareil ne sont conservés',
  times: 'Heures',
  timesOf: { keep: 'conservées', cut: 'supprimées' },
  option: {
    'retain-age': 'l’âge est conservé (90 ans au-delà de 89)',
    'retain-sex': 'le sexe est conservé',
    'retain-patient-characteristics': 'âge, sexe, taille, poids et semblables sont conservés',
    'retain-safe-private': 'les attributs privés que la norme dit sûrs sont conservés',
    'retain-uids': 'les UID d’origine sont conservés',
    'retain-device-identity': 'l’identité de l’appareil est conservée',
    'retain-institution-identity': 'l’identité de l’établissement est conservée',
    'retain-full-dates': 'les dates sont conservées telles quelles',
    'retain-modified-dates':
      'les dates sont décalées d’un nombre de jours secret, le même pour chaque patient',
    'clean-structured-content': 'le contenu structuré est nettoyé au lieu d’être supprimé',
    'clean-graphics': 'les annotations graphiques sont nettoyées au lieu d’être supprimées',
  },
};
