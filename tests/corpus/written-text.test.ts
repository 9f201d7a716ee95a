import { afterAll, describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { detectText } from '../../src/core/image/text-detector.ts';
import { corpusFiles, corpusFolder } from './files.ts';
import { nodeCodec } from './node-codec.ts';

/** Files whose picture shows written text, by looking at every one of them. */
const TEXT = [
  /^dcm4che\/US-PAL-8-10x-echo$/,
  /^deid-data\/ultrasounds\/GREYSCALE_/,
  /^pydicom-data\/JLS[LN]_RGB_ILV/,
  /^pydicom-data\/JPGLosslessP14SV1_1s_1f_8b\.dcm$/,
  /^pydicom-data\/OBXXXX1A/,
  /^pydicom-data\/US1_/,
  /^pydicom-data\/(mlut_18|vlut_04)\.dcm$/,
  /^pydicom\/test_files\/GDCMJ2K_TextGBR\.dcm$/,
  /^pydicom\/test_files\/examples_(jpeg2k|palette|rgb_color|ybr_color)\.dcm$/,
];

/**
 * Without text, and called text all the same: television test patterns, a calibration pattern of little squares, a face on a painted
 * ground, and the edge of an arm in one MR slice.
 */
const FALSE_ALARMS = [
  /^fo-dicom\/TestPattern_/,
  /^pydicom\/test_files\/image_dfl\.dcm$/,
  /^pydicom-data\/OT-PAL-8-face\.dcm$/,
  /^fo-dicom\/abd1\.zip\/adb1_6\.dcm$/,
];

const folder = corpusFolder();

describe.skipIf(folder === null)('written text in real files', () => {
  const tally = { text: 0, found: 0, clean: 0, 'false alarms': 0 };
  const wrong: string[] = [];
  const times: number[] = [];

  test('every file that shows text is found, and those without are left alone but for the known ones', async () => {
    for (const { name, bytes } of folder === null ? [] : corpusFiles(folder)) {
      const part10 = readPart10(bytes);
      const facts = part10.ok ? factsOf(part10.value) : part10;
      if (!part10.ok || !facts.ok) continue;
      const { frames } = facts.value;
      // The first frame and the middle one.
      for (const frame of new Set([0, Math.floor(frames / 2)])) {
        const decoded = await decodeFrame(part10.value, facts.value, frame, nodeCodec);
        if (!decoded.ok) continue;
        const { columns, rows } = decoded.value;
        const before = performance.now();
        const boxes = detectText({ ...decoded.value, size: [columns, rows] });
        if (columns === 512 && rows === 512) times.push(performance.now() - before);
        const shows = TEXT.some((pattern) => pattern.test(name));
        tally[shows ? 'text' : 'clean']++;
        if (boxes.length > 0) tally[shows ? 'found' : 'false alarms']++;
        const isKnown = FALSE_ALARMS.some((pattern) => pattern.test(name));
        if (shows !== boxes.length > 0 && !isKnown) wrong.push(`${name} frame ${frame + 1}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  afterAll(() => {
    const median = times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
    console.table({ ...tally, 'ms at 512 × 512, median': Math.round(median) });
  });
});
