import type { RuleSet } from '../../../src/core/definition/definition.ts';
import { seededRandom } from '../../../src/core/random.ts';

/** A prediction file of the thyroid challenge, in base64, with its reference. */
interface SpoiledFile {
  readonly challenge: string;
  readonly ruleSet: RuleSet;
  readonly reference: string;
  readonly prediction: string;
}

const IDS = ['a', 'b 1', 'é', 'd,4', 'e"5'];
const REFERENCE = 'id,anormale\n' + IDS.map((id, i) => `"${id.replaceAll('"', '""')}",${i % 2}\n`).join('');
const SPELLINGS = ['0.25', '.5', '1e-3', '-7', '+2.', '1E2', '5e-324'];
const SCRAPS = [
  ...['"', '""', ',', ';', '\t', '\n', '\r\n', '\r', ' ', '\u00a0', '\ufeff', '\u2028', '\0'],
  ...[
    '0',
    'x',
    '0,5',
    'nan',
    'INF',
    'ınf',
    '1e400',
    'é',
    'e\u0301',
    'İ',
    '😀',
    'id',
    'Anormale (0/1)',
    '\v',
    '\u0085',
  ],
];

function encoded(text: string, way: number): Uint8Array {
  if (way === 0) return Buffer.from(`\ufeff${text}`, 'utf8');
  if (way === 1) return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (way === 2) return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  if (way === 3) return Buffer.from(text, 'latin1');
  if (way === 4) return Buffer.from(text, 'utf16le');
  if (way === 5) return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text, 'utf8');
}

/** Sound files in every dialect with up to four scraps put in, or characters taken out, at random places. */
export function spoiledFiles(count: number): readonly SpoiledFile[] {
  const random = seededRandom('spoiled files');
  const below = (n: number) => Math.floor(random() * n);
  const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  return Array.from({ length: count }, () => {
    const separator = oneOf([',', ';', '\t']);
    const end = oneOf(['\n', '\r\n', '\r']);
    const comma = separator !== ',' && random() < 0.5;
    const quoted = random() < 0.5;
    const cell = (text: string) =>
      quoted || /[,;"\t]/.test(text) ? `"${text.replaceAll('"', '""')}"${random() < 0.1 ? ' ' : ''}` : text;
    const number = () => (comma ? oneOf(SPELLINGS).replace('.', ',') : oneOf(SPELLINGS));
    const header = [
      oneOf(['id', 'ID', '', 'Id ']),
      oneOf(['anormale', 'Anormale', 'ANORMÂLE', 'anormale (0/1)']),
    ];
    const lines = [header, ...IDS.map((id) => [id, number()])].map(
      (cells) => cells.map(cell).join(separator) + (random() < 0.05 ? separator.repeat(below(3)) : ''),
    );
    if (random() < 0.1) lines.unshift(oneOf([`sep=${separator}`, `"SEP=${separator}"`, 'sep=;', 'sep=']));
    let text = lines.join(end) + oneOf([end, '', end + end, end + separator, end + separator + end]);
    for (let left = below(5); left > 0; left--) {
      const at = below(text.length + 1);
      text = text.slice(0, at) + oneOf(SCRAPS) + text.slice(at + (random() < 0.3 ? 1 + below(3) : 0));
    }
    const bytes = encoded(text, below(11));
    const cut = random() < 0.03 ? bytes.subarray(0, below(bytes.length + 1)) : bytes;
    return {
      challenge: 'thyroid',
      ruleSet: oneOf(['strict', 'jfr-2018'] as const),
      reference: REFERENCE,
      prediction: Buffer.from(cut).toString('base64'),
    };
  });
}
