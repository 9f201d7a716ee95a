import type { PixelSpacing, Point, Size } from '../measure.ts';
import type { ChallengeDefinition } from '../definition/definition.ts';
import { writeTable } from '../labels/write.ts';
import type { LabelValue } from '../labels/values.ts';
import { jsonBytes } from './document.ts';
import { manifestHead, type ManifestHead } from './manifest.ts';
import type { PackageEntry } from '../bytes/source.ts';

/** How one image was cropped and resampled. */
export interface CropFacts {
  /** Source pixel that became the centre. */
  readonly center: Point;
  readonly size: Size;
  /** null: not known. */
  readonly spacing: PixelSpacing | null;
  readonly resampled: boolean;
  /** Share of the crop outside the source, 0 to 1. That part has the padding value. */
  readonly outside: number;
}

/** A cropped image of a centre, in the form used in a dataset. */
export interface CroppedImage {
  /** `<exam>-<n>`, both pseudonymous. */
  readonly id: string;
  /** .nii.gz */
  readonly image: Uint8Array;
  readonly mask: Uint8Array | null;
  readonly facts: CropFacts;
}

const COLUMNS = [
  'id',
  'image',
  'mask',
  'center_x',
  'center_y',
  'columns',
  'rows',
  'spacing_x',
  'spacing_y',
  'flags',
] as const;

/**
 * The time is that of the last clearing, not of the clock: the same clearings give the same bytes.
 */
export function cropsHead(
  definition: ChallengeDefinition,
  version: string,
  createdAt: string,
  images: number,
): ManifestHead {
  return manifestHead('negatoscope-crops', definition, version, createdAt, { images });
}

/**
 * The files of a package of cropped images: `images/<id>.nii.gz`, `masks/<id>.nii.gz`, then
 * `crops.csv` (one line per image: centre in source pixels, size, spacing in mm, flags) and
 * `recipe.json`. It holds no labels.
 */
export async function* cropsEntries(
  definition: ChallengeDefinition,
  images: AsyncIterable<CroppedImage>,
): AsyncGenerator<PackageEntry> {
  const lines: Record<(typeof COLUMNS)[number], LabelValue>[] = [];
  for await (const { id, image, mask, facts } of images) {
    const path = `images/${id}.nii.gz`;
    const maskPath = mask && `masks/${id}.nii.gz`;
    yield { path, bytes: image };
    if (mask && maskPath) yield { path: maskPath, bytes: mask };
    const { center, size, spacing } = facts;
    lines.push({
      id,
      image: path,
      mask: maskPath,
      center_x: center[0],
      center_y: center[1],
      columns: size[0],
      rows: size[1],
      spacing_x: spacing && spacing[0],
      spacing_y: spacing && spacing[1],
      flags: flagsOf(definition, facts).join(' '),
    });
  }
  yield { path: 'crops.csv', bytes: writeTable(COLUMNS, lines) };
  yield { path: 'recipe.json', bytes: jsonBytes(definition.preprocessing) };
}

/** `not-resampled`: there is no spacing. `padded`: the crop extends beyond the image. */
function flagsOf({ preprocessing }: ChallengeDefinition, { resampled, outside }: CropFacts): string[] {
  return [
    ...(preprocessing.pixelSize !== null && !resampled ? ['not-resampled'] : []),
    ...(outside > 0 ? ['padded'] : []),
  ];
}
