import type { Element, Part10 } from './dataset.ts';
import { element, textOf } from './element.ts';
import type { ImageFacts } from './facts.ts';

/**
 * Lossy transfer syntaxes, each with its defined term of Lossy Image Compression Method (PS3.3
 * section C.7.6.1.1.5).
 */
const METHODS: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.4.50': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.51': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.53': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.55': 'ISO_10918_1',
  '1.2.840.10008.1.2.4.81': 'ISO_14495_1',
  '1.2.840.10008.1.2.4.91': 'ISO_15444_1',
  '1.2.840.10008.1.2.4.203': 'ISO_15444_15',
};
/** These syntaxes can also hold losslessly coded pixels, so the header's statement is kept. */
const MAYBE_LOSSLESS = /\.(?:81|91|203)$/;

/**
 * The attributes by which a single-frame file must declare earlier lossy compression before its
 * pixels are written native: an image that was once lossy stays lossy. Method and ratio are kept if
 * the header has them. Empty for a lossless source.
 */
export function lossyHistory({ dataset, transferSyntax }: Part10, facts: ImageFacts): readonly Element[] {
  const method = METHODS[transferSyntax];
  const value = dataset.elements.get('7FE00010')?.value;
  const stated = textOf(dataset, '00282110');
  if (method === undefined || value?.kind !== 'fragments') return [];
  if (stated === '00' && MAYBE_LOSSLESS.test(transferSyntax)) return [];
  const coded = value.fragments.reduce((sum, { length }) => sum + length, 0);
  const native = facts.rows * facts.columns * facts.samplesPerPixel * Math.ceil(facts.bitsAllocated / 8);
  const isTold = textOf(dataset, '00282112') !== null && textOf(dataset, '00282114') !== null;
  return [
    element('00282110', 'CS', '01'),
    ...(isTold || coded === 0
      ? []
      : [element('00282112', 'DS', (native / coded).toFixed(2)), element('00282114', 'CS', method)]),
  ];
}
