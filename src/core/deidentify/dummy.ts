import type { ElementValue } from '../dicom/dataset.ts';
import { TEXT_VRS, byteUnit } from '../dicom/vr.ts';

const TEXTS: Readonly<Record<string, string>> = {
  AS: '000Y',
  DA: '19000101',
  DS: '0',
  DT: '19000101000000',
  IS: '0',
  TM: '000000',
  UR: 'urn:removed',
};

/**
 * A dummy value (action D): it is meaningless, not empty, and valid for the VR. UIDs and sequences
 * are handled elsewhere.
 */
export function dummyValue(vr: string): ElementValue {
  const bytes = TEXT_VRS.has(vr)
    ? new TextEncoder().encode(TEXTS[vr] ?? 'REMOVED')
    : new Uint8Array(Math.max(2, byteUnit(vr)));
  return { kind: 'bytes', bytes };
}
