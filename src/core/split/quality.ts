import type { Part } from './part.ts';
import { PARTS } from './part.ts';

/** How well a split preserves the proportions of the whole. */
export interface SplitQuality {
  readonly parts: Readonly<Record<Part, PartQuality>>;
  /**
   * The label whose prevalence in a part differs most, in relative terms, from that of the whole.
   * Null without labels.
   */
  readonly worst: { readonly part: Part; readonly label: string; readonly deviation: number } | null;
}

export interface PartQuality {
  readonly images: number;
  readonly groups: number;
  readonly labels: Readonly<Record<string, LabelQuality>>;
}

export interface LabelQuality {
  readonly count: number;
  /** Share of the part's images that have the label. */
  readonly prevalence: number;
  /** |prevalence in the part / prevalence in the whole − 1|. */
  readonly deviation: number;
}

/** The measured properties of each image. */
export interface Placed {
  readonly part: Part;
  readonly group: string;
  readonly labels: readonly string[];
}

/** Counts, prevalences and the worst relative deviation over the parts that have images. */
export function splitQuality(images: readonly Placed[]): SplitQuality {
  const labels = [...new Set(images.flatMap((image) => image.labels))].sort();
  const whole = countLabels(images);
  let worst: SplitQuality['worst'] = null;
  const ofPart = (part: Part): PartQuality => {
    const inside = images.filter((image) => image.part === part);
    const counts = countLabels(inside);
    const quality: Record<string, LabelQuality> = {};
    for (const label of labels) {
      const count = counts.get(label) ?? 0;
      const prevalence = inside.length === 0 ? 0 : count / inside.length;
      const overall = (whole.get(label) ?? 0) / images.length;
      const deviation = inside.length === 0 ? 0 : Math.abs(prevalence / overall - 1);
      quality[label] = { count, prevalence, deviation };
      if (inside.length > 0 && deviation > (worst?.deviation ?? -1)) worst = { part, label, deviation };
    }
    return { images: inside.length, groups: new Set(inside.map(({ group }) => group)).size, labels: quality };
  };
  const [train, validation, test] = PARTS.map(ofPart) as [PartQuality, PartQuality, PartQuality];
  return { parts: { train, validation, test }, worst };
}

function countLabels(images: readonly Placed[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of images.flatMap((image) => image.labels))
    counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
