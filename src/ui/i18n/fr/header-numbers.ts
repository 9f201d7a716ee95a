import type { NumberFault, NumberRepair } from '../../../core/dicom/number-text.ts';
import type { headerNumbers as en } from '../en/header-numbers.ts';
import { formats } from '../formats.ts';

const { count } = formats.fr;

const repairs: Record<NumberRepair, string> = {
  'decimal-comma': 'il était écrit avec une virgule décimale',
  'comma-for-backslash': 'il était écrit avec des virgules à la place des barres obliques inverses',
  'other-vr': 'il était enregistré sous un autre type que celui de la norme',
};

export const faults: Record<NumberFault, string> = {
  'not-a-number': 'ce n’est pas un nombre',
  'other-count': 'il n’a pas le nombre de valeurs attendu',
  'ambiguous-comma': 'sa virgule peut être décimale, ou séparer des valeurs ou des milliers',
  impossible: 'il ne peut pas avoir cette valeur',
};

export const headerNumbers = {
  title: 'Nombres de l’en-tête',
  repaired: (attribute, values, repair) =>
    `${attribute} a été lu ${values.map(String).join(' \\ ')} : ${repairs[repair]}.`,
  unreadable: (attribute, fault) => `${attribute} est illisible : ${faults[fault]}.`,
  reason: 'Raison de continuer sans lui',
  reasonOf: (attribute) => `Raison de continuer sans ${attribute}`,
  point: (attribute) => `Illisible dans l’en-tête : ${attribute}`,
  mended: (numbers) => `${count(numbers, 'nombre réparé', 'nombres réparés')} dans les en-têtes`,
} satisfies typeof en;
