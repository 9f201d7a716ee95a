import type { DataSet } from '../dicom/dataset.ts';
import { itemsOf, textOf } from '../dicom/element.ts';
import { folded } from './vocabulary.ts';

/** Modalities whose slices form a volume from which a face can be rendered. */
const VOLUMES = new Set(['CT', 'MR', 'PT']);
const DESCRIPTIONS = ['00180015', '00081030', '0008103E', '00181030', '00324064', '00321060'];
/** Body parts that include a face, and examinations of them, in English and French, folded. */
const HEAD =
  /head|brain|skull|cranium|crani|crane|encephal|cerebr|cerveau|tete|face|facial|maxill|mandib|orbit|sinus|nose|nez|nasal|dental|teeth|dent|pituitar|hypophys|ear|oreille|rocher|tmj|whole ?body|corps entier|neuro/;
/** Words that contain one of those words by chance. */
const NOT_HEAD =
  /heart|clear|linear|early|year|surface|interface|near|prosthes|coronary sinus|sinus valsalva/g;

/**
 * True when a volume of the file's series may show a face: it is a cross-section of the head
 * according to body part and descriptions, or nothing names the body part.
 */
export function mayShowFace(dataset: DataSet): boolean {
  if (!VOLUMES.has(textOf(dataset, '00080060') ?? '')) return false;
  const coded = itemsOf(dataset, '00082218').map((item) => textOf(item, '00080104') ?? '');
  const texts = [...DESCRIPTIONS.map((tag) => textOf(dataset, tag) ?? ''), ...coded];
  const text = folded(texts.join(' | ')).replace(NOT_HEAD, ' ');
  return HEAD.test(text) || texts.every((each) => each === '');
}
