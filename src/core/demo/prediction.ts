import type { ChallengeDefinition, Condition } from '../definition/definition.ts';
import { holds } from '../labels/condition.ts';
import { fold } from '../labels/fold.ts';
import type { LabelValues } from '../labels/values.ts';
import { writeTable } from '../labels/write.ts';
import type { Random } from '../random.ts';
import type { Size } from '../measure.ts';

/**
 * A prediction of a reference, as an imperfect reader would make it: probabilities that tend toward
 * the truth, as CSV with every column of the definition. `skill` is the distance of the two classes
 * in standard deviations: 0 is guessing, 2 gives an AUC of about 0.92.
 */
export function demoPrediction(
  definition: ChallengeDefinition,
  reference: readonly { readonly id: string; readonly labels: LabelValues }[],
  skill: number,
  random: Random,
): Uint8Array<ArrayBuffer> {
  const columns = definition.labels.prediction.map(({ name }) => ({
    name,
    truth: truthOf(definition, name),
  }));
  const rows = reference.map(({ id, labels }) => ({
    id,
    ...Object.fromEntries(
      columns.map(({ name, truth }) => {
        const lean = truth ? (holds(truth, labels) ? skill / 2 : -skill / 2) : 0;
        return [name, Number((1 / (1 + Math.exp(-lean - normal(random)))).toFixed(6))];
      }),
    ),
  }));
  return writeTable(['id', ...columns.map(({ name }) => name)], rows);
}

/**
 * A predicted mask: the reference shifted by one pixel, with parts of its edge removed. [columns,
 * rows] as in the reference.
 */
export function demoPredictedMask(
  mask: { readonly size: Size; readonly data: Uint8Array },
  random: Random,
): Uint8Array {
  const [columns, rows] = mask.size;
  const right = random() < 0.5 ? 1 : 0;
  const down = random() < 0.5 ? 1 : -1;
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= columns || y >= rows ? 0 : (mask.data[y * columns + x] ?? 0);
  return Uint8Array.from(mask.data, (_, index) => {
    const x = (index % columns) - right;
    const y = Math.floor(index / columns) - down;
    if (at(x, y) === 0) return 0;
    const isEdge = at(x - 1, y) * at(x + 1, y) * at(x, y - 1) * at(x, y + 1) === 0;
    return isEdge && random() < 0.3 ? 0 : 1;
  });
}

/**
 * The truth that a column of the prediction is about: that of the term that reads it, else a
 * reference column or category of the same name.
 */
function truthOf({ labels, score }: ChallengeDefinition, column: string): Condition | null {
  const aucs = score.terms.flatMap((term) =>
    term.kind === 'mean' ? term.of : term.kind === 'auc' ? [term] : [],
  );
  const term = aucs.find(({ prediction }) => 'column' in prediction && prediction.column === column);
  if (term) return term.truth;
  for (const { name, type, values } of labels.reference) {
    if (type === 'boolean' && name === column) return { column, equals: true };
    if (values?.some((value) => fold(value) === fold(column))) return { column: name, equals: column };
  }
  return null;
}

/** Standard normal numbers by Box and Muller. */
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
