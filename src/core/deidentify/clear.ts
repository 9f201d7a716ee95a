import { startsWith } from '../bytes/words.ts';
import type { Part10 } from '../dicom/dataset.ts';
import type { StoredFrame } from '../dicom/stored-frame.ts';
import { decodeNative } from '../dicom/native-frame.ts';
import { element, itemsOf, textOf, withElements } from '../dicom/element.ts';
import { lossyHistory } from '../dicom/lossy.ts';
import { factsOf } from '../dicom/read-facts.ts';
import { readPart10 } from '../dicom/read.ts';
import {
  derivedFrameTypes,
  derivedImageType,
  extractFrame,
  originalOnly,
  replacePixels,
} from '../dicom/single-frame.ts';
import { writePart10 } from '../dicom/write.ts';
import { failure } from '../failure.ts';
import type { Mask, PixelArray } from '../dicom/image.ts';
import { detectText, TEXT_DETECTOR } from '../image/text-detector.ts';
import { sha256 } from '../bytes/digest.ts';
import { failed, success, type Result } from '../result.ts';
import { changesOf } from './changes.ts';
import { methodItem } from './header.ts';
import type { ClearedImage, Clearing, DeidentifiedFile, HeaderDeidentified, ProofCheck } from './images.ts';
import { unlikeOtherParser } from './other-parser.ts';
import { violationOf } from './proof.ts';
import { unlikeMeant, type Writer } from './second-path.ts';
import { isBlackIn, keptPixels, textFlags, wordOf, type TextFlag, type TextWord } from './text-flags.ts';
import { uidFor } from './pseudonym.ts';
import { CLEAN_PIXEL_DATA, RETAIN_UIDS } from './options.ts';

/** The description is a constant, because free text can contain names. */
const DERIVATION = 'Pixels outside the visible field set to 0';
const DERIVATION_TEXT = 'Pixels outside the visible field or with written text set to 0';
const DERIVATION_DESCRIPTION = '00082111';

/** The source's identifiers are not stored, so this check relies on the search made at ingest. */
const CLEARING_CHECKS: readonly ProofCheck[] = [
  { at: 'clearing', check: 'pixels', result: 'passed' },
  { at: 'clearing', check: 'second-path', result: 'passed' },
  { at: 'clearing', check: 'dicom-parser', result: 'passed' },
  { at: 'clearing', check: 'profile', result: 'passed' },
  { at: 'clearing', check: 'echo', result: 'not-possible' },
];

/**
 * The only function that makes a {@link ClearedImage}. It reduces the file to the chosen frame and
 * sets every pixel outside the sector or inside a blackout to exactly 0 (for colour, 0 in RGB). It
 * searches the stored pixels for written text itself and does not trust the caller's view. It makes
 * no image while a place that looks like text is neither black nor confirmed by a person to
 * identify nobody. Pixels that do not change keep their encoding. The written file is then proven.
 * The same input gives the same bytes: the acceptance is not part of the file.
 *
 * @param decoded the stored values of the chosen frame
 * @param write writes the file that is then proven
 * Failures: `deidentify/open-text-flag`, `deidentify/proof`, `deidentify/pixels`,
 * `image/mask-other-size`, those of `extractFrame`.
 */
export async function clearImage(
  image: HeaderDeidentified,
  chosen: { readonly frame: number; readonly mask: Mask | null; readonly text?: TextWord },
  acceptance: { readonly at: string; readonly by: string },
  decoded: StoredFrame,
  key: CryptoKey,
  write: Writer = writePart10,
): Promise<Result<ClearedImage>> {
  const source = readPart10(image.dicom);
  if (!source.ok) return source;
  const sourceFacts = factsOf(source.value);
  if (!sourceFacts.ok) return sourceFacts;
  const extracted = extractFrame(source.value, sourceFacts.value, chosen.frame);
  if (!extracted.ok) return extracted;

  const size = [decoded.columns, decoded.rows] as const;
  const given = chosen.mask;
  if (given !== null && (given.size[0] !== size[0] || given.size[1] !== size[1])) {
    return failed(failure('image/mask-other-size', { expected: size, got: given.size }));
  }
  const word = wordOf(chosen.text, image.identity.sopUid, chosen.frame);
  const mask = keptPixels(given, word.blackouts, size);
  const flags = textFlags(detectText({ ...decoded, size }), word, (box) => isBlackIn(mask, box));
  const open = flags.filter(({ state }) => state === 'open').length;
  if (open > 0) return failed(failure('deidentify/open-text-flag', { count: open }));
  const derivation = word.blackouts.length > 0 ? DERIVATION_TEXT : DERIVATION;
  // A derived image needs another UID than its source (PS3.3 section C.7.6.1.1.2). The source here
  // is the hospital's file, and its UID was already replaced. The unmasked file in between never
  // leaves the centre. So the new UID stays valid, and references from other images of the exam
  // stay correct. If UIDs are retained, the current UID is the hospital's and must be replaced.
  // Frames of one file that leave as separate files each need their own UID.
  const isSource = mask !== null && image.deidentification.methods.includes(RETAIN_UIDS.code);
  const sopUid =
    sourceFacts.value.frames > 1 || isSource
      ? await uidFor(key, `${image.identity.sopUid}/${chosen.frame}`)
      : image.identity.sopUid;
  const masked = mask === null ? decoded : { ...decoded, data: outsideZero(decoded, mask) };
  const pixels: Part10 =
    mask === null ? extracted.value : replacePixels(extracted.value, sourceFacts.value, masked);
  const dataset = withElements(pixels.dataset, {
    set: [
      element('00080018', 'UI', sopUid),
      element('00280301', 'CS', 'NO'),
      element('00120064', 'SQ', [...itemsOf(pixels.dataset, '00120064'), methodItem(CLEAN_PIXEL_DATA)]),
      ...(mask === null
        ? []
        : [
            derivedImageType(pixels.dataset),
            ...derivedFrameTypes(pixels.dataset),
            element(DERIVATION_DESCRIPTION, 'ST', derivation),
            ...lossyHistory(extracted.value, sourceFacts.value),
          ]),
    ],
    // Smallest and largest pixel value: they describe pixels that no longer exist.
    remove:
      mask === null ? [] : ['00280106', '00280107', '00280108', '00280109', ...originalOnly(pixels.dataset)],
  });
  const head = {
    transferSyntax: pixels.transferSyntax,
    sopClass: textOf(dataset, '00080016') ?? sourceFacts.value.sopClass,
    sopInstance: sopUid,
  };
  const dicom = write(dataset, head);

  const proof = (attribute: string, cause: string) =>
    failed(failure('deidentify/proof', { attribute, cause }));
  const written = readPart10(dicom);
  if (!written.ok) return proof('file', `does not read back: ${written.failure.code}`);
  const facts = factsOf(written.value);
  if (!facts.ok) return proof('PixelData', `does not read back: ${facts.failure.code}`);
  if (mask !== null) {
    const back = decodeNative(written.value.dataset, facts.value, 0);
    if (!back.ok) return back;
    const { outside, inside } = differences(back.value, decoded, mask);
    const left = flags.reduce((sum, flag) => sum + leftIn(flag, back.value), 0);
    if (left > 0) return failed(failure('deidentify/pixels', { outside: left, inside: 0 }));
    if (outside + inside > 0) return failed(failure('deidentify/pixels', { outside, inside }));
  }
  if (mask === null && !samePixels(extracted.value, written.value)) {
    return proof('PixelData', 'not as in the source');
  }
  const methods = [...image.deidentification.methods, CLEAN_PIXEL_DATA.code];
  const violation =
    unlikeMeant(dicom, { dataset, ...head }) ??
    unlikeOtherParser(dicom) ??
    violationOf(written.value.dataset, {
      sopClass: head.sopClass,
      options: image.deidentification.options ?? [],
      sopUid,
      patient: image.identity.patient,
      methods,
      sourceUids: new Map(),
      constants: mask === null ? new Map() : new Map([[DERIVATION_DESCRIPTION, derivation]]),
    });
  if (violation !== null) return proof(violation.attribute, violation.cause);
  const { deidentification } = image;
  const pixels256 = await pixelDigest(masked);
  const cleared: DeidentifiedFile & { readonly clearing: Clearing } = {
    dicom,
    identity: { ...image.identity, sopUid },
    facts: { ...facts.value, ...(image.facts.numbers && { numbers: image.facts.numbers }) },
    deidentification: {
      ...deidentification,
      methods,
      proof: [...(deidentification.proof ?? []), ...CLEARING_CHECKS],
      pixels: {
        frame: chosen.frame,
        hidden: mask === null ? null : mask.data.reduce((count, inside) => count + (inside === 0 ? 1 : 0), 0),
        attributes: changesOf(source.value.dataset, written.value.dataset, [], [])
          .filter(({ action }) => action !== 'kept')
          .map((attribute) => ({ ...attribute, rule: { source: 'own' } })),
      },
    },
    clearing: {
      ...acceptance,
      digest: await sha256(dicom),
      pixelDigest: pixels256,
      text: {
        detector: TEXT_DETECTOR,
        flags: flags.map(({ box, source, state, dismissal }) => ({
          box,
          source,
          answer: state === 'black' ? 'black' : 'no-identity',
          by: dismissal?.by ?? null,
          at: dismissal?.at ?? null,
        })),
        blackouts: word.blackouts,
        reading: word.reading?.pixelDigest === pixels256 ? word.reading : null,
      },
    },
  };
  return success(cleared as ClearedImage);
}

/**
 * Encoded pixels that had to stay unchanged must equal the source's byte for byte, except for
 * padding to an even length.
 */
function samePixels(source: Part10, written: Part10): boolean {
  return PIXELS.every((tag) => {
    const before = chunksOf(source, tag);
    const after = chunksOf(written, tag);
    return (
      before.length === after.length &&
      before.every((chunk, i) => {
        const other = after[i];
        return (
          other !== undefined &&
          other.length === chunk.length + (chunk.length & 1) &&
          startsWith(other, chunk)
        );
      })
    );
  });
}

const PIXELS = ['7FE00008', '7FE00009', '7FE00010'];

function chunksOf({ dataset }: Part10, tag: string): readonly Uint8Array[] {
  const value = dataset.elements.get(tag)?.value;
  return value?.kind === 'bytes' ? [value.bytes] : value?.kind === 'fragments' ? value.fragments : [];
}

function outsideZero({ data, components }: StoredFrame, mask: Mask): PixelArray {
  const out = data.slice();
  for (let pixel = 0; pixel < mask.data.length; pixel++) {
    if (mask.data[pixel] === 0) out.fill(0, pixel * components, (pixel + 1) * components);
  }
  return out;
}

/** Counts pixels inside blacked-out text flags that are not 0 in the written file. */
function leftIn({ box: [x0, y0, x1, y1], state }: TextFlag, written: StoredFrame): number {
  if (state !== 'black') return 0;
  let left = 0;
  for (let y = y0; y < y1; y++) {
    const row = y * written.columns;
    for (let at = (row + x0) * written.components; at < (row + x1) * written.components; at++) {
      if (written.data[at] !== 0) left++;
    }
  }
  return left;
}

function differences(
  written: StoredFrame,
  source: StoredFrame,
  mask: Mask,
): { outside: number; inside: number } {
  let outside = 0;
  let inside = 0;
  for (let i = 0; i < source.data.length; i++) {
    if (mask.data[Math.floor(i / source.components)] === 0) {
      if (written.data[i] !== 0) outside++;
    } else if (!Object.is(written.data[i], source.data[i])) inside++;
  }
  return { outside, inside };
}

/**
 * SHA-256 of size and values, independent of array type and encoding. Equal pictures are found
 * across centres by it.
 */
export async function pixelDigest({ columns, rows, components, data }: StoredFrame): Promise<string> {
  const values =
    data instanceof Float32Array || data instanceof Float64Array
      ? Float64Array.from(data)
      : Int32Array.from(data);
  const head = new TextEncoder().encode(`${columns} ${rows} ${components}\n`);
  const bytes = new Uint8Array(head.length + values.byteLength);
  bytes.set(head);
  bytes.set(new Uint8Array(values.buffer), head.length);
  return sha256(bytes);
}
