import { describe, expect, test } from 'vitest';
import { renalCortex } from '../../../src/core/challenge/presets/renal-cortex.ts';
import { thyroid } from '../../../src/core/challenge/presets/thyroid.ts';
import { datasetEntries } from '../../../src/core/package/dataset.ts';
import { type DatasetPackage } from '../../../src/core/package/dataset-plan.ts';
import { sha256 } from '../../../src/core/bytes/digest.ts';
import type { ChallengeDefinition } from '../../../src/core/definition/definition.ts';
import { pixelsOf, planOf } from '../../fixtures/datasets.ts';
import { collect } from '../../fixtures/packages.ts';

interface Node {
  readonly '@type': string;
  readonly '@id': string;
  readonly name: string;
}
interface Field extends Node {
  readonly dataType: string;
  readonly source: {
    readonly fileSet?: { readonly '@id': string };
    readonly fileObject?: { readonly '@id': string };
    readonly extract: Record<string, string>;
    readonly transform?: { readonly regex: string };
  };
}
interface Croissant extends Node {
  readonly '@context': Record<string, unknown>;
  readonly [property: string]: unknown;
  readonly distribution: readonly (Node & Record<string, string>)[];
  readonly recordSet: readonly (Node & {
    readonly key: { '@id': string };
    readonly field: readonly Field[];
  })[];
}

async function croissantOf(definition: ChallengeDefinition, which: DatasetPackage) {
  const files = await collect(datasetEntries(await planOf(definition), which, pixelsOf));
  const bytes = files.find(({ path }) => path === 'croissant.json')?.bytes;
  const json = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Croissant);
  return { files: files.filter(({ path }) => path !== 'croissant.json'), json: json! };
}

const CASES = [thyroid, renalCortex].flatMap((definition) =>
  (['train', 'validation', 'test'] as const).map((which) => [definition.id, which, definition] as const),
);

describe.each(CASES)('croissant.json of %s, %s', async (_, which, definition) => {
  const { files, json } = await croissantOf(definition, which);

  test('has every property that Croissant 1.0 requires of a dataset', () => {
    expect(json['@type']).toBe('sc:Dataset');
    expect(json['conformsTo']).toBe('http://mlcommons.org/croissant/1.0');
    for (const property of ['name', 'description', 'license', 'url', 'creator', 'datePublished', 'version'])
      expect(json[property], property).toBeTruthy();
    expect(json['datePublished']).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(json['@context']).toMatchObject({
      '@vocab': 'https://schema.org/',
      cr: 'http://mlcommons.org/croissant/',
      dct: 'http://purl.org/dc/terms/',
      conformsTo: 'dct:conformsTo',
      recordSet: 'cr:recordSet',
      field: 'cr:field',
      dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
    });
  });

  test('lists every other file with its address, format and SHA-256', async () => {
    const listed = json.distribution.filter((one) => one['@type'] === 'cr:FileObject');
    expect(listed.map((one) => one['contentUrl'])).toEqual(files.map(({ path }) => path));
    for (const [index, { bytes }] of files.entries()) {
      expect(listed[index]).toMatchObject({ sha256: await sha256(bytes), contentSize: `${bytes.length} B` });
      expect(listed[index]!['encodingFormat']).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
    }
  });

  test('has one id for each thing, and every reference has its thing', () => {
    const nodes: Node[] = [
      ...json.distribution,
      ...json.recordSet,
      ...json.recordSet.flatMap(({ field }) => field),
    ];
    const ids = new Set(nodes.map((node) => node['@id']));
    expect(ids.size).toBe(nodes.length);
    for (const { key, field } of json.recordSet) {
      expect(ids).toContain(key['@id']);
      for (const { source } of field) expect(ids).toContain((source.fileSet ?? source.fileObject)?.['@id']);
    }
  });

  test('has the labels as records, but for the test part', () => {
    const labels = json.recordSet.find(({ name }) => name === 'labels');
    if (definition === renalCortex || which === 'test') expect(labels).toBeUndefined();
    else
      expect(labels?.field.map(({ dataType, source }) => [source.extract['column'], dataType])).toEqual([
        ['id', 'sc:Text'],
        ['anormale', 'sc:Boolean'],
      ]);
    const folders = json.recordSet.map(({ name }) => name).filter((name) => name !== 'labels');
    expect(folders).toEqual(
      definition === thyroid ? ['images'] : which === 'test' ? ['imagesTs'] : ['imagesTr', 'labelsTr'],
    );
  });

  test('tells the case of an image by its name', () => {
    for (const { field } of json.recordSet.filter(({ name }) => name !== 'labels')) {
      const regex = new RegExp(field[0]!.source.transform!.regex);
      for (const { path } of files.filter(
        (file) => /^(images|labels)/.test(file.path) && /\.nii/.test(file.path),
      ))
        expect(regex.exec(path.split('/').at(-1)!)?.[1]).toMatch(/^(thyroid|renal-cortex)-\d{4}$/);
    }
  });
});

test('the answer key has none', async () => {
  expect((await croissantOf(thyroid, 'answer-key')).json).toBeUndefined();
});
