import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Text of each file of the application, its workers, its scripts and its unit tests, by path from the project's root. */
export type Sources = ReadonlyMap<string, string>;

/** Most lines of a hand-written file and of a worker's entry. A worker only connects the pipeline with comlink. */
const LIMITS = { file: 320, worker: 60 } as const;

/**
 * Unit tests of a behaviour of several files, by path under `tests/unit`. Any other test has the path and the name of the file that it
 * tests.
 */
const BEHAVIOURS: ReadonlySet<string> = new Set([
  'deidentify/keys',
  'deidentify/leaks',
  'deidentify/leaks-binary',
  'deidentify/leaks-everywhere',
  'deidentify/leaks-names',
  'deidentify/leaks-tables',
  'deidentify/leaks-technical',
  'deidentify/leaks-tried',
  'deidentify/leaks-uids',
  'deidentify/planted-exams',
  'dicom/read-repairs',
  'image/modality-lut',
  'image/sector-synthetic',
  'package/desktop',
  'scoring/dialects',
  'scoring/golden-formulas',
  'scoring/golden-metrics',
  'scoring/golden-scores',
  'scoring/golden-statistics',
  'scoring/malformed-files',
  'scoring/malformed-masks',
  'scoring/mask-variants',
  'scoring/python-formulas',
  'self-test/self-test',
  'ui/i18n/french',
]);

const FOLDERS = ['src', 'workers', 'scripts', 'tests/unit'];
const SOURCE = /\.(ts|svelte|css)$/;
const HAND_WRITTEN = /^(src|workers)\//;
const UNIT_TEST = /^tests\/unit\/(.*)\.test\.ts$/;

/** Faults of the source tree, one sentence each: import circles, files that are too long, tests without a file of their name. */
export function faultsOf(sources: Sources): string[] {
  const handWritten = new Map([...sources].filter(([path]) => HAND_WRITTEN.test(path)));
  return [...circles(importsOf(handWritten)), ...tooLong(handWritten), ...misplacedTests(sources)];
}

/** The files of the working tree that git tracks or would track. */
export function readSources(): Sources {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...FOLDERS], {
    encoding: 'utf8',
  });
  const paths = listed.split('\n').filter((path) => SOURCE.test(path) && existsSync(path));
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

/** A test has the path of the file that it tests, without `src/` and `core/`, so that a reader finds it. */
function misplacedTests(sources: Sources): string[] {
  const tests = [...sources.keys()].flatMap((path) => UNIT_TEST.exec(path)?.[1] ?? []);
  const isOfAFile = (test: string): boolean =>
    ['src/core/', 'src/', ''].some((root) =>
      ['.ts', '.svelte.ts', '.svelte'].some((ending) => sources.has(`${root}${test}${ending}`)),
    );
  const gone = tests.length === 0 ? [] : [...BEHAVIOURS].filter((name) => !tests.includes(name));
  return [
    ...tests
      .filter((test) => !BEHAVIOURS.has(test) && !isOfAFile(test))
      .map((test) => `tests/unit/${test}.test.ts has the name of no file`),
    ...gone.map((name) => `tests/unit/${name}.test.ts is listed as a test of a behaviour and does not exist`),
  ];
}

function tooLong(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    if (/\.generated\.ts$/.test(path)) return [];
    const lines = text.split('\n').length - 1;
    const most = /\.worker\.ts$/.test(path) ? LIMITS.worker : LIMITS.file;
    return lines > most ? [`${path} has ${lines} lines; ${most} at most`] : [];
  });
}

/** Relative imports of each file, those of types alone included. Files that are not among the sources are left out. */
function importsOf(sources: Sources): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...sources].map(([path, text]) => {
      const found = [...text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^'?]+)(?:\?[^']*)?'/g)];
      const targets = found.map(([, target = '']) => normalize(join(dirname(path), target)));
      return [path, targets.filter((target) => sources.has(target))];
    }),
  );
}

/** Groups of files that import each other in a circle: strongly connected components of more than one file (Tarjan 1972). */
function circles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const order = new Map<string, number>();
  const stack: string[] = [];
  const found: string[] = [];
  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    let low = own;
    stack.push(file);
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (stack.includes(target)) low = Math.min(low, order.get(target) ?? low);
    }
    if (low === own) {
      const circle = stack.splice(stack.indexOf(file));
      if (circle.length > 1) found.push(`import circle: ${circle.join(', ')}`);
    }
    return low;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found;
}
