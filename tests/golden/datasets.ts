import type { RuleSet } from '../../src/core/definition/definition.ts';

/** Random datasets of the five challenges, the same, character for character, as datasets.py makes. */

export const CHALLENGES = ['liver', 'meniscus', 'breast', 'thyroid', 'renal-cortex'] as const;
export const RULES: readonly RuleSet[] = ['strict', 'jfr-2018'];
export type TableChallenge = Exclude<(typeof CHALLENGES)[number], 'renal-cortex'>;

const LIVER_TYPES = ['Kyste', 'Angiome', 'CHC', 'HNF', 'Metastase'];
const BREAST_TYPES = [
  ...['Tissu glandulaire', 'Carcinome canalaire infiltrant', 'Carcinome lobulaire infiltrant'],
  ...['Cancer triple negatif', 'Carcinome intracanalaire', 'Carcinome mucineux', 'Adenose sclerosante'],
  ...['Autre lesion proliferante', 'Cicatrice radiaire', 'Fibroadenome', 'Galactophorite'],
  ...['Hyperplasie canalaire sans atypie', 'Kyste', 'PASH', 'Papillome', 'cytosteatonecrose'],
  'ganglio intra-mammaire',
];
const COLUMNS: Record<TableChallenge, readonly string[]> = {
  liver: ['Malin', 'Lesion', 'Kyste', 'Angiome', 'CHC', 'Foie Homogene', 'HNF', 'Metastase'],
  meniscus: [
    ...['Corne anterieure', 'Corne posterieure', 'Fissure', 'Orientation horizontale'],
    'Orientation verticale',
  ],
  breast: ['Malin', ...BREAST_TYPES],
  thyroid: ['anormale'],
};
const REFERENCE: Record<TableChallenge, readonly string[]> = {
  liver: ['Lesion', 'Benin', 'Malin', 'Type de lesion'],
  meniscus: ['Corne anterieure', 'Corne posterieure', 'Orientation anterieure', 'Orientation posterieure'],
  breast: ['Malin', 'Type de lesion'],
  thyroid: ['anormale'],
};

/** mulberry32. */
class Draw {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  below(n: number): number {
    const a = (this.#state = (this.#state + 0x6d2b79f5) >>> 0);
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  }
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
  oneOf<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
  shuffled<T>(items: readonly T[]): T[] {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    return order;
  }
}

const seedOf = (challenge: (typeof CHALLENGES)[number], rules: RuleSet, index: number): number =>
  (CHALLENGES.indexOf(challenge) * 2 + RULES.indexOf(rules)) * 100003 + index * 7919 + 20181015;
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

function truth(d: Draw, challenge: TableChallenge, n: number): (boolean | string)[][] {
  if (challenge === 'liver') {
    const kinds = d.shuffled(LIVER_TYPES).slice(0, d.oneOf([1, 3, 5, 5, 5]));
    const rate = d.oneOf([30, 60, 60, 5]);
    return upTo(n).map(() => {
      const kind = d.chance(rate) ? d.oneOf(kinds) : 'Foie Homogene';
      const malignant = kind === 'CHC' || kind === 'Metastase';
      const lesion = kind !== 'Foie Homogene';
      return [lesion, lesion && !malignant, malignant, kind];
    });
  }
  if (challenge === 'meniscus') {
    const rate = d.oneOf([30, 50, 50, 3]);
    return upTo(n).map(() => {
      const torn = [d.chance(rate), d.chance(rate)];
      return [...torn, ...torn.map((one) => (one ? d.oneOf(['Horizontale', 'Verticale']) : ''))];
    });
  }
  if (challenge === 'breast') {
    const kinds = BREAST_TYPES.slice(0, d.oneOf([3, 16, 17, 17, 17]));
    return upTo(n).map(() => {
      const kind = d.oneOf(kinds);
      const position = BREAST_TYPES.indexOf(kind);
      return [position >= 1 && position <= 5, kind];
    });
  }
  const rate = d.oneOf([50, 50, 10, 3]);
  return upTo(n).map(() => [d.chance(rate)]);
}

function number(d: Draw, kind: number): string {
  if (kind === 0) return `0.${d.below(10)}`;
  if (kind === 1) return `0.${d.below(10)}${d.below(10)}`;
  if (kind === 2) return `0.${100000000 + d.below(900000000)}${d.below(100000000)}`;
  if (kind === 3) return '0.25';
  if (kind === 4) return d.oneOf(['0.0', '1.0']);
  const exponent = kind === 5 ? d.below(601) - 300 : 307;
  return `${d.oneOf(['', '', '-'])}${1 + d.below(9)}.${d.below(1000)}e${exponent}`;
}

export type Table = readonly [reference: string, separator: string, prediction: string, separator: string];

export function table(challenge: TableChallenge, rules: RuleSet, index: number): Table {
  const d = new Draw(seedOf(challenge, rules, index));
  const columns = COLUMNS[challenge];
  const n = d.oneOf(challenge === 'breast' ? [12, 60, 80, 80] : [6, 40, 60, 60]);
  const rows = truth(d, challenge, n);
  const ids = d
    .shuffled(upTo(900))
    .slice(0, n)
    .map((i) => `P${i}`);
  const [yes, no] = d.oneOf([
    ['True', 'False'],
    ['1', '0'],
    ['Oui', 'Non'],
    ['VRAI', 'faux'],
  ]) as [string, string];
  const kind = d.chance(60) ? d.oneOf([0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 5, 5, 5, 6]) : 1;
  const predicted = ids.map(() => columns.map(() => number(d, kind)));
  const names = [...ids];
  const lenient = rules === 'jfr-2018';
  // Row, column, text: drawn in this order, as in Python a target is evaluated after the value.
  const spoil = (texts: readonly string[]) => {
    const text = d.oneOf(texts);
    const row = d.below(n);
    predicted[row]![d.below(columns.length)] = text;
  };
  if (d.chance(lenient ? 60 : 4)) for (let left = 1 + d.below(4); left > 0; left--) spoil(['', 'NaN', 'nan']);
  if (d.chance(lenient ? 50 : 4)) {
    const order = d.shuffled(upTo(n));
    for (const row of order.slice(0, 1 + d.below(3))) names[row] = `X${row}`;
  }
  if (d.chance(2)) names[0] = names[1]!;
  if (d.chance(2)) spoil(['haut', '1e400', 'inf']);
  const width = columns.length - (d.chance(2) ? 1 : 0);
  const kept = upTo(n).slice(d.chance(2) ? 1 : 0);
  const order = d.shuffled(upTo(width));
  const header = ['id', ...order.map((c) => columns[c]!)];
  let lines = d.shuffled(kept).map((r) => [names[r]!, ...order.map((c) => predicted[r]![c]!)]);
  if (d.chance(2)) {
    header.push('Note');
    lines = lines.map((line) => [...line, '0.5']);
  }
  const first = d.oneOf([',', ';', '\t']);
  const second = d.oneOf([',', ';', '\t']);
  if (second === ';' && d.chance(60)) {
    lines = lines.map(([id, ...cells]) => [id!, ...cells.map((cell) => cell.replaceAll('.', ','))]);
  }
  const end = d.oneOf(['\n', '\r\n']);
  const cell = (value: boolean | string) => (typeof value === 'string' ? value : value ? yes : no);
  const written = rows.map((row, i) => [ids[i]!, ...row.map(cell)]);
  const text = (records: readonly (readonly string[])[], separator: string) =>
    records.map((record) => record.join(separator) + end).join('');
  return [
    text([['id', ...REFERENCE[challenge]], ...written], first),
    first,
    text([header, ...lines], second),
    second,
  ];
}

/** Columns, rows, and a digit for each pixel. */
export type Digits = readonly [columns: number, rows: number, digits: string];
export type MaskCase = readonly [id: string, reference: Digits | null, prediction: Digits | null];

export function masks(rules: RuleSet, index: number): MaskCase[] {
  const d = new Draw(seedOf('renal-cortex', rules, index));
  const lenient = rules === 'jfr-2018';
  const digits = (n: number, percent: number) =>
    upTo(n)
      .map(() => (d.chance(percent) ? '1' : '0'))
      .join('');
  const count = 1 + d.below(5);
  const cases: MaskCase[] = upTo(count).map((position) => {
    const columns = 1 + d.below(8);
    const rows = 1 + d.below(8);
    let reference: Digits | null = [columns, rows, digits(columns * rows, d.oneOf([0, 10, 50, 100]))];
    let predicted = digits(columns * rows, d.oneOf([0, 10, 50, 100]));
    if (d.chance(20)) predicted = reference[2];
    let prediction: Digits | null = [columns, rows, predicted];
    const spoil = d.chance(lenient ? 60 : 4) ? d.below(100) : 100;
    if (spoil < 20) prediction = null;
    else if (spoil < 40) prediction = [rows, columns, predicted];
    else if (spoil < 60) prediction = [columns + 1, rows, predicted + '0'.repeat(rows)];
    else if (spoil < 80) prediction = [columns, rows, `2${predicted.slice(1)}`];
    else if (spoil < 100) reference = null;
    return [`C${d.below(1000) * 10 + position}`, reference, prediction];
  });
  if (cases.every(([, reference]) => reference === null)) cases.push(['D', [1, 1, '1'], [1, 1, '1']]);
  return cases;
}
