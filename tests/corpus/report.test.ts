import { describe, expect, test } from 'vitest';
import { deidentifyHeader } from '../../src/core/deidentify/header.ts';
import { totalsOf } from '../../src/core/deidentify/report-totals.ts';
import { ReportBuilder, NOTHING_LEFT_OUT } from '../../src/core/deidentify/report.ts';
import type { DataSet } from '../../src/core/dicom/dataset.ts';
import { factsOf } from '../../src/core/dicom/read-facts.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { readDeidentification } from '../../src/core/package/deidentification.ts';
import { deidentificationPage } from '../../src/core/package/deidentification-page.ts';
import { corpusFiles, corpusFolder } from './files.ts';

const folder = corpusFolder();

const HEAD = {
  challenge: { id: 'corpus', version: '1' },
  tool: { name: 'negatoscope', version: '0.1.0' },
  createdAt: '2026-03-02T08:00:00Z',
};

function outermostTags(dataset: DataSet): string[] {
  return [...dataset.elements.keys()].filter((tag) => !tag.endsWith('0000'));
}

describe.skipIf(folder === null)('the report of the whole corpus', () => {
  test('accounts for every attribute of every source, and is read back by its own schema', async () => {
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', new Uint8Array(32).fill(3), algorithm, false, ['sign']);
    const builder = new ReportBuilder();
    let files = 0;
    for (const { name, bytes } of corpusFiles(folder ?? '')) {
      const part10 = readPart10(bytes);
      const facts = part10.ok ? factsOf(part10.value) : part10;
      if (!part10.ok || !facts.ok) continue;
      const result = await deidentifyHeader(part10.value, facts.value, { key, options: [], tool: '0.1.0' });
      if (!result.ok) continue;
      const record = result.value.image.deidentification;
      const told = new Set(record.attributes?.map(({ path }) => path));
      expect(
        outermostTags(part10.value.dataset).filter((tag) => !told.has(tag)),
        name,
      ).toEqual([]);
      builder.add({ id: `file-${files++}`, clearing: null, record, criteria: [], overrides: {} });
    }
    const report = builder.report({
      challenge: HEAD.challenge,
      tool: '0.1.0',
      createdAt: HEAD.createdAt,
      edition: '2026c',
      options: [],
      times: 'keep',
      left: NOTHING_LEFT_OUT,
    });
    const json = new TextEncoder().encode(JSON.stringify(report));
    const read = readDeidentification(json, HEAD);
    if (!read.ok) expect.fail(JSON.stringify(read.failure.slice(0, 5)));
    const totals = totalsOf(read.value);
    const page = deidentificationPage(read.value, 'en');
    console.log(
      `report of ${files} files: ${report.treatments.length} treatments, ${totals.rules.length} rules, ` +
        `JSON ${Math.round(json.length / 1000)} kB, page ${Math.round(page.length / 1000)} kB`,
    );
    expect(files).toBeGreaterThan(30);
    expect(totals.proven).toBe(files);
  });
});
