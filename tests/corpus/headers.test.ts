import dicomParser from 'dicom-parser';
import { describe, expect, test } from 'vitest';
import type { DataSet } from '../../src/core/dicom/dataset.ts';
import { readPart10 } from '../../src/core/dicom/read.ts';
import { corpusFiles, corpusFolder } from './files.ts';

const ITEM_END = 'FFFEE00D';
const folder = corpusFolder();

interface Tally {
  elements: number;
  /** Sequences in unknown and private elements, which dicom-parser leaves closed. */
  opened: number;
}

/** Paths at which two readings of a data set differ: an element that one lacks, another length, another number of items. */
function differences(ours: DataSet, theirs: dicomParser.DataSet, path: string, tally: Tally): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  for (const their of Object.values(theirs.elements)) {
    const tag = their.tag.slice(1).toUpperCase();
    if (tag === ITEM_END || (path === '' && tag.startsWith('0002'))) continue;
    seen.add(tag);
    tally.elements++;
    const at = `${path}${tag}`;
    const value = ours.elements.get(tag)?.value;
    if (value?.kind === 'items') {
      if (!their.items) tally.opened++;
      else if (their.items.length !== value.items.length) found.push(at);
      their.items?.forEach(({ dataSet }, n) => {
        const item = value.items[n];
        if (item && dataSet) found.push(...differences(item, dataSet, `${at}.${n}.`, tally));
      });
    } else if (value?.kind === 'bytes') {
      if (their.items !== undefined || value.bytes.length !== their.length) found.push(at);
    } else if (value === undefined || !their.fragments) found.push(at);
  }
  return [...found, ...[...ours.elements.keys()].filter((tag) => !seen.has(tag)).map((tag) => path + tag)];
}

describe.skipIf(folder === null)('element headers of the corpus, beside dicom-parser', () => {
  test('the same elements of the same lengths at every depth', () => {
    const tally: Tally = { elements: 0, opened: 0 };
    const unlike: string[] = [];
    let files = 0;
    for (const { name, bytes } of corpusFiles(folder ?? '')) {
      const own = readPart10(bytes);
      if (!own.ok) continue;
      let theirs: dicomParser.DataSet;
      try {
        theirs = dicomParser.parseDicom(bytes);
      } catch {
        // It reads no file without preamble, meta header or whole last element.
        continue;
      }
      files++;
      unlike.push(...differences(own.value.dataset, theirs, '', tally).map((at) => `${name} ${at}`));
    }
    console.log(`${files} files, ${tally.elements} elements, ${tally.opened} hidden sequences opened`);
    expect(unlike).toEqual([]);
    expect(files).toBeGreaterThan(200);
  });
});
