import type { Column } from '../definition/definition.ts';
import type { DatasetPackage, DatasetPlan } from './dataset-plan.ts';
import { sha256 } from '../bytes/digest.ts';
import { jsonBytes } from './document.ts';
import type { PackageEntry } from '../bytes/source.ts';

/*
 * croissant.json: the machine-readable description of a dataset, in MLCommons Croissant 1.0
 * (JSON-LD over schema.org). It lists every file with its SHA-256, and the labels as a record set,
 * so that loaders and search engines can read the dataset without this application.
 */

export const CROISSANT_PATH = 'croissant.json';

/** The context given in the specification, section "JSON-LD context". */
const CONTEXT = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  rai: 'http://mlcommons.org/croissant/RAI/',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};

const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/\.nii\.gz$/, 'application/gzip'],
  [/\.csv$/, 'text/csv'],
  [/\.json$/, 'application/json'],
  [/\.md$/, 'text/markdown'],
  [/\.py$/, 'text/x-python'],
];
const formatOf = (path: string): string => FORMATS.find(([ending]) => ending.test(path))?.[1] ?? 'text/plain';

interface DescribedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Passes on the entries of a dataset, then adds an entry that describes them all. */
export async function* described(
  plan: DatasetPlan,
  which: DatasetPackage,
  entries: AsyncIterable<PackageEntry>,
): AsyncGenerator<PackageEntry> {
  const files: DescribedFile[] = [];
  for await (const entry of entries) {
    files.push({ path: entry.path, bytes: entry.bytes.length, sha256: await sha256(entry.bytes) });
    yield entry;
  }
  yield { path: CROISSANT_PATH, bytes: jsonBytes(croissant(plan, which, files)) };
}

function croissant(
  { definition, version, createdAt }: DatasetPlan,
  which: DatasetPackage,
  files: readonly DescribedFile[],
) {
  const name = `${definition.id}-${which}`;
  const folders = [...new Set(files.map(({ path }) => path.split('/')[0] ?? ''))].filter((folder) =>
    files.some(({ path }) => path.startsWith(`${folder}/`)),
  );
  return {
    '@context': CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name,
    description: `${definition.title.en}: ${definition.question.en}`,
    // The organiser states the address where the dataset is published. A package alone has none.
    license: 'To be stated by the organiser',
    creator: { '@type': 'sc:Organization', name: 'The organiser of the challenge' },
    publisher: { '@type': 'sc:Organization', name: `Negatoscope ${version}` },
    url: `urn:negatoscope:${definition.id}:${definition.version}:${which}`,
    version: definition.version,
    datePublished: createdAt.slice(0, 10),
    distribution: [
      ...files.map(({ path, bytes, sha256: digest }) => ({
        '@type': 'cr:FileObject',
        '@id': path,
        name: path,
        contentUrl: path,
        contentSize: `${bytes} B`,
        encodingFormat: formatOf(path),
        sha256: digest,
      })),
      ...folders.map((folder) => ({
        '@type': 'cr:FileSet',
        '@id': `${folder}-files`,
        name: `${folder}-files`,
        includes: `${folder}/*.nii.gz`,
        encodingFormat: 'application/gzip',
      })),
    ],
    recordSet: [
      ...folders.map((folder) => fileRecords(folder)),
      ...(files.some(({ path }) => path === 'labels.csv') ? [labelRecords(definition.labels.reference)] : []),
    ],
  };
}

const TYPES: Readonly<Record<Column['type'], string>> = {
  boolean: 'sc:Boolean',
  number: 'sc:Float',
  category: 'sc:Text',
};

/** One record per image or mask: its case and its file. */
function fileRecords(folder: string) {
  const set = { fileSet: { '@id': `${folder}-files` } };
  const field = (name: string, dataType: string, extract: object, transform?: object) => ({
    '@type': 'cr:Field',
    '@id': `${folder}/${name}`,
    name: `${folder}/${name}`,
    dataType,
    source: { ...set, extract, ...(transform && { transform }) },
  });
  return {
    '@type': 'cr:RecordSet',
    '@id': folder,
    name: folder,
    key: { '@id': `${folder}/id` },
    field: [
      // nnU-Net puts the channel number after the case.
      field('id', 'sc:Text', { fileProperty: 'filename' }, { regex: String.raw`^(.+?)(?:_0000)?\.nii\.gz$` }),
      field('file', 'sc:Text', { fileProperty: 'fullpath' }),
    ],
  };
}

/** One record per row of labels.csv. */
function labelRecords(columns: readonly Column[]) {
  const field = (name: string, dataType: string) => ({
    '@type': 'cr:Field',
    '@id': `labels/${name}`,
    name: `labels/${name}`,
    dataType,
    source: { fileObject: { '@id': 'labels.csv' }, extract: { column: name } },
  });
  return {
    '@type': 'cr:RecordSet',
    '@id': 'labels',
    name: 'labels',
    key: { '@id': 'labels/id' },
    field: [field('id', 'sc:Text'), ...columns.map(({ name, type }) => field(name, TYPES[type]))],
  };
}
