// A planted error: bytes is the ground floor and imports no other folder of core.
import type { Part10 } from '../dicom/dataset.ts';

export type WrongFloor = Part10;
