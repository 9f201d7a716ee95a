import { sha256 } from '../bytes/digest.ts';
import type { DataSet } from '../dicom/dataset.ts';
import { textOf } from '../dicom/element.ts';
import type { ImageFacts } from '../dicom/facts.ts';

/**
 * Key of images for which a field found in one image can be proposed in another: manufacturer,
 * model, size and regions of the header must be equal. Names are free text, so only a digest
 * (SHA-256) is kept. Null without manufacturer or model: the scanner is then unknown.
 */
export async function sectorKey(dataset: DataSet, facts: ImageFacts): Promise<string | null> {
  const [manufacturer, model] = ['00080070', '00081090'].map((tag) =>
    textOf(dataset, tag)?.trim().toLowerCase(),
  );
  if (!manufacturer || !model) return null;
  const regions = facts.ultrasoundRegions.map(({ x0, y0, x1, y1, spatialFormat, spacing }) => [
    ...[spatialFormat, x0, y0, x1, y1],
    // The deltas differ for another depth or probe.
    ...(spacing ? [spacing.x.toPrecision(4), spacing.y.toPrecision(4)] : []),
  ]);
  const text = JSON.stringify([manufacturer, model, facts.rows, facts.columns, regions]);
  return sha256(new TextEncoder().encode(text));
}
