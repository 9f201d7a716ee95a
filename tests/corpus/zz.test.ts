import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { decodeFrame } from '../../src/core/dicom/decode.ts';
import { nodeCodec } from './node-codec.ts';
test('x', async () => {
  for (const n of ['HTJ2KLossless_08_RGB', 'HTJ2K_08_RGB', 'JLSL_08_07_0_1F', 'JLSL_16_15_1_1F']) {
    const p = readPart10(new Uint8Array(readFileSync('/work/shared/data/dicom/pydicom-data/' + n + '.dcm')));
    if (!p.ok) throw 1;
    const f = factsOf(p.value);
    if (!f.ok) {
      console.log(f);
      continue;
    }
    const d = await decodeFrame(p.value, f.value, 0, nodeCodec);
    console.log(
      n,
      f.value.photometric,
      f.value.bitsAllocated,
      f.value.bitsStored,
      f.value.rows,
      JSON.stringify(d).slice(0, 300),
    );
  }
});
