/** French texts of the proof's rules. The keys are the English texts of `core/deidentify`. */
const CAUSES: Readonly<Record<string, string>> = {
  'File Meta holds another group': 'l’en-tête du fichier contient un autre groupe',
  'File Meta is longer than the file': 'l’en-tête est plus long que le fichier',
  'a UID of the source is left': 'un UID d’origine reste',
  'a delimiter with a length': 'un délimiteur a une longueur',
  'a group before 0008': 'un groupe précède 0008',
  'a name is left': 'un nom reste',
  'longer than what holds it': 'plus long que ce qui le contient',
  'more than was meant': 'plus que ce qui était voulu',
  'must be a dummy value': 'une valeur factice est exigée',
  'must be a new UID': 'un nouvel UID est exigé',
  'must be empty': 'doit être vide',
  'must be removed': 'doit être supprimé',
  'no DICM': 'pas de marque DICM',
  'no item where one must be': 'un élément de séquence manque',
  'no length of File Meta': 'pas de longueur d’en-tête',
  'no offset table': 'pas de table des positions',
  'not as in the source': 'différent de l’origine',
  'not as written': 'différent de ce qui a été écrit',
  'odd length': 'longueur impaire',
  'private attributes must go': 'les attributs privés doivent disparaître',
  'reserved bytes are not zero': 'des octets réservés ne sont pas nuls',
  'shorter than a header': 'plus court qu’un en-tête',
  'tags out of order': 'attributs en désordre',
  'the preamble is not empty': 'le préambule n’est pas vide',
  'trailing bytes': 'des octets suivent la fin',
  'undefined length': 'longueur indéfinie',
  'unknown VR': 'VR inconnue',
  'was not meant to be written': 'ne devait pas être écrit',
  'was not written': 'n’a pas été écrit',
};

/** The cause in French with its byte position. An unknown cause stays as it is. */
export function proofCause(cause: string): string {
  const [, words = cause, byte] = /^(.*?)(?: \(byte (\d+)\))?$/.exec(cause) ?? [];
  const known = CAUSES[words];
  if (known === undefined) return cause;
  return byte === undefined ? known : `${known} (octet ${byte})`;
}
