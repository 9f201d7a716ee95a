import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renalCortex } from '../../src/core/challenge/presets/renal-cortex.ts';
import { thyroid } from '../../src/core/challenge/presets/thyroid.ts';
import { ingest } from '../../src/core/deidentify/ingest.ts';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { textOf } from '../../src/core/dicom/element.ts';
import type { Mask } from '../../src/core/dicom/image.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { rescaleToImage } from '../../src/core/image/apply.ts';
import { planeOfFacts } from '../../src/core/image/plane.ts';
import { masks } from '../../src/pipeline/mask-files.ts';
import { keyOf } from '../fixtures/exam.ts';

/** Inputs that failed: see the README beside them. Never part of this repository. */
const CASES = resolve(import.meta.dirname, '../../../shared/cases');
const codec = {
  gdcm: () => Promise.reject(new Error('not asked')),
  htj2k: () => Promise.reject(new Error('not asked')),
};

const bytesOf = (...path: string[]) => new Uint8Array(readFileSync(join(CASES, ...path)));

/** As an import stores it. */
async function imported(name: string) {
  const modality = (id: string) => (id.startsWith('03') || id.startsWith('04') ? renalCortex : thyroid);
  const read = await ingest(bytesOf(name, 'in', 'IM1.dcm'), 'IM1.dcm', modality(name), await keyOf(1), codec);
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value.image;
}

async function maskOf(name: string, file: string) {
  const { facts, identity } = await imported(name);
  const image = { sopUid: identity.sopUid, frame: 0, frames: facts.frames, ...planeOfFacts(facts) };
  return masks({ codec }, new Blob([bytesOf(name, file)]), file, image, await keyOf(1));
}

/** First and last row and column of a mask, and its area. */
function rectangle({ size: [columns, rows], data }: Mask) {
  const inside = Array.from(data.keys()).filter((at) => data[at] === 1);
  const ys = inside.map((at) => Math.floor(at / columns));
  const xs = inside.map((at) => at % columns);
  const edges = { rows: [Math.min(...ys), Math.max(...ys)], columns: [Math.min(...xs), Math.max(...xs)] };
  return { ...edges, pixels: inside.length, of: [columns, rows] };
}
const TRUTH = { rows: [20, 59], columns: [40, 79], pixels: 1500, of: [200, 180] };

describe.each(['03-mask-nifti-rows-bottom-up', '03-mask-nifti-other-place', '04-seg-orientation-reversed'])(
  '../shared/cases/%s',
  (name) => {
    test.skipIf(!existsSync(join(CASES, name)))('is right (skipped where the case is absent)', async () => {
      const found = await maskOf(name, name.startsWith('04') ? 'seg.dcm' : 'mask.nii.gz');
      if (name.endsWith('other-place'))
        expect(found).toMatchObject({
          failure: { code: 'image/mask-elsewhere', details: { millimetres: 50 } },
        });
      else if (!found.ok) throw new Error(JSON.stringify(found.failure));
      else expect(found.value.map(({ mask }) => rectangle(mask))).toEqual([TRUTH]);
    });
  },
);

test.skipIf(!existsSync(join(CASES, '07-rescale-intercept-decimal-comma')))(
  '../shared/cases/07-rescale-intercept-decimal-comma (skipped where absent)',
  async () => {
    const { facts, dicom } = await imported('07-rescale-intercept-decimal-comma');
    expect(facts.rescale).toEqual({ slope: 1, intercept: -1024 });
    expect(facts.numbers).toEqual([
      { attribute: 'RescaleIntercept', state: 'repaired', values: [-1024], repair: 'decimal-comma' },
    ]);
    const written = readPart10(dicom);
    expect(written.ok && textOf(written.value.dataset, '00281052')).toBe('-1024');
  },
);

test.skipIf(!existsSync(join(CASES, '07-pixel-spacing-comma-for-backslash')))(
  '../shared/cases/07-pixel-spacing-comma-for-backslash (skipped where absent)',
  async () => {
    const { facts, dicom } = await imported('07-pixel-spacing-comma-for-backslash');
    expect(facts.spacing).toEqual({ x: 0.45, y: 0.45, source: 'pixel-spacing' });
    expect(facts.numbers).toMatchObject([{ attribute: 'PixelSpacing', repair: 'comma-for-backslash' }]);
    const written = readPart10(dicom);
    expect(written.ok && textOf(written.value.dataset, '00280030')).toBe('0.45\\0.45');
  },
);

test.skipIf(!existsSync(join(CASES, '08-modality-lut-sequence')))(
  '../shared/cases/08-modality-lut-sequence (skipped where absent)',
  async () => {
    const { dicom } = await imported('08-modality-lut-sequence');
    const part10 = readPart10(dicom);
    const facts = part10.ok && factsOf(part10.value);
    if (!part10.ok || !facts || !facts.ok) throw new Error('not read');
    const stored = await decodeFrame(part10.value, facts.value, 0, codec);
    const image = stored.ok && rescaleToImage(stored.value, facts.value);
    if (!stored.ok || !image || !image.ok) throw new Error('not decoded');
    expect(Array.from(image.value.data)).toEqual(Array.from(stored.value.data, (value) => 2 * value + 100));
  },
);
