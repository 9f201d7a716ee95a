import { presetById } from '../challenge/presets.ts';
import { writeTable } from '../labels/write.ts';
import type { Random } from '../random.ts';
import type { SyntheticFile, SyntheticMask } from './exam.ts';
import { syntheticExam } from './exam.ts';
import type { DemoChallenge } from './kinds.ts';

/**
 * Several exams with the table of rows that lists the images to take, as a centre would write it.
 */
export interface DemoBatch {
  readonly files: readonly SyntheticFile[];
  /** CSV: file, frame, x, y, mask, then the reference columns of the definition. */
  readonly rows: Uint8Array<ArrayBuffer>;
  /**
   * By the path in the `mask` column, which ends in `.nii.gz`. The caller writes them there as
   * NIfTI.
   */
  readonly masks: ReadonlyMap<string, SyntheticMask>;
}

/**
 * Draws `count` exams of a preset, starting with number `first`, so that two centres can have
 * different ones.
 */
export function demoRows(challenge: DemoChallenge, count: number, random: Random, first = 0): DemoBatch {
  const masks = new Map<string, SyntheticMask>();
  const files: SyntheticFile[] = [];
  const columns = (presetById(challenge)?.labels.reference ?? []).map(({ name }) => name);
  const rows = Array.from({ length: count }, (_, index) => {
    const exam = syntheticExam(challenge, first + index, random);
    files.push(...exam.files);
    return exam.images.map(({ file, frame, center, mask, labels }) => {
      const maskPath = mask && file.replace(/image-\d+\.dcm$/, 'mask.nii.gz');
      if (mask && maskPath) masks.set(maskPath, mask);
      return { ...labels, file, frame, x: center?.[0] ?? null, y: center?.[1] ?? null, mask: maskPath };
    });
  }).flat();
  return { files, masks, rows: writeTable(['file', 'frame', 'x', 'y', 'mask', ...columns], rows) };
}
