import * as Comlink from 'comlink';
import type { DemoChallenge } from '../src/core/demo/kinds.ts';
import { demoRows } from '../src/core/demo/rows.ts';
import { writeMaskNifti } from '../src/core/image/nifti-write.ts';
import type { ProfileOption } from '../src/core/definition/profile-options.ts';
import { millimetres } from '../src/core/measure.ts';
import { seededRandom } from '../src/core/random.ts';
import { success, type Result } from '../src/core/result.ts';
import { plantedExams, type PlantedFile } from '../src/core/self-test/plant.ts';
import { selfTestScore, type PassedFile } from '../src/core/self-test/score.ts';

export interface DemoFiles {
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
  readonly masks: readonly { readonly path: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
  /** CSV. */
  readonly rows: Uint8Array<ArrayBuffer>;
}

const api = {
  /** Draws exams and plants an invented patient in them. */
  planted(
    challenge: DemoChallenge,
    options: readonly ProfileOption[],
    seed: string,
  ): Result<readonly PlantedFile[]> {
    return success(plantedExams(challenge, options, seededRandom(seed)));
  },

  /** Reads the de-identified planted files with the second reader, and counts the required actions that were done. */
  score: (passed: readonly PassedFile[]) => success(selfTestScore(passed)),

  /** Draws exam number `index` of a challenge, with its row of the table. */
  exam(challenge: DemoChallenge, index: number): Result<DemoFiles> {
    const { files, masks, rows } = demoRows(challenge, 1, seededRandom(`demo ${challenge} ${index}`), index);
    const written: DemoFiles['masks'][number][] = [];
    for (const [path, { size, data, spacing, origin, orientation }] of masks) {
      const file = writeMaskNifti(
        { size, data },
        { spacing, origin, orientation, thickness: millimetres(1) },
      );
      if (!file.ok) return file;
      written.push({ path, bytes: file.value });
    }
    return success({ files, masks: written, rows });
  },
};

export type DemoApi = typeof api;
Comlink.expose(api);
