import type { ChallengeDefinition } from '../../core/definition/definition.ts';
import { noWord } from '../../core/deidentify/text-flags.ts';
import type { StoredImage } from './stored-image.ts';
import type { Choice } from './choice.ts';

/** An image and a frame, proposed for the queue. */
export interface Proposal {
  readonly image: StoredImage;
  readonly frame: number;
}

/** Slices of a series in order: along the normal if positions are known, else by instance number. */
export function orderedSeries(images: readonly StoredImage[]): StoredImage[] {
  return [...images].sort(
    (a, b) =>
      along(a) - along(b) ||
      (a.facts.instanceNumber ?? 0) - (b.facts.instanceNumber ?? 0) ||
      (a.id < b.id ? -1 : 1),
  );
}

function along({ facts }: StoredImage): number {
  if (facts.position === null || facts.orientation === null) return 0;
  const [rx, ry, rz, cx, cy, cz] = facts.orientation;
  const [x, y, z] = facts.position;
  return x * (ry * cz - rz * cy) + y * (rz * cx - rx * cz) + z * (rx * cy - ry * cx);
}

/** Series of an exam, the longest first. */
export function seriesOf(images: readonly StoredImage[]): StoredImage[][] {
  const series = Map.groupBy(images, (image) => image.identity.seriesUid);
  return [...series.values()].map(orderedSeries).sort((a, b) => b.length - a.length);
}

/**
 * The images proposed for an exam before a person has chosen. They are spread evenly over the longest series (the middle for one image,
 * the quarters for two), or over the frames if the series is a single file.
 */
export function proposals(definition: ChallengeDefinition, images: readonly StoredImage[]): Proposal[] {
  const [longest] = seriesOf(images);
  const first = longest?.[0];
  if (!longest || !first) return [];
  const places = longest.length > 1 ? longest.length : first.facts.frames;
  const wanted = Math.min(definition.imagesPerExam, places);
  return Array.from({ length: wanted }, (_, n) => {
    const place = Math.floor(((2 * n + 1) / (2 * wanted)) * places);
    return longest.length > 1 ? { image: longest[place] ?? first, frame: 0 } : { image: first, frame: place };
  });
}

/** A new entry of the queue. */
export function newChoice(proposal: Proposal, id: string, at: string): Choice {
  return {
    id,
    challengeId: proposal.image.challengeId,
    imageId: proposal.image.id,
    exam: proposal.image.exam,
    frame: proposal.frame,
    center: null,
    mask: null,
    sector: null,
    text: noWord(proposal.image.id, proposal.frame),
    labels: {},
    declared: [],
    overrides: {},
    state: 'open',
    exclusionReason: null,
    clearing: null,
    updatedAt: at,
  };
}
