import type { TextBox } from '../core/image/text-detector.ts';
import type { Database } from './database.ts';

/** Where one frame of a stored image looks like written text. */
export interface TextRow {
  /** `frameName` of image and frame. */
  readonly id: string;
  readonly challengeId: string;
  readonly imageId: string;
  /** Version of the detector. */
  readonly detector: number;
  readonly boxes: readonly TextBox[];
}

export const textsOf = (database: Database, challengeId: string) =>
  database.texts.where({ challengeId }).toArray();

export const putTexts = (database: Database, rows: readonly TextRow[]) => database.texts.bulkPut([...rows]);
