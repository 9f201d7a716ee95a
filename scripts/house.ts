import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** The source files of the application by path from the project's root, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

/** Most lines of a hand-written file and of a worker's entry. A worker only connects the pipeline with comlink. */
const LIMITS = { file: 320, worker: 60 } as const;

/** Files that are still too long. A file leaves this list when it is divided; none may be added. */
const TO_DIVIDE: ReadonlySet<string> = new Set([
  'src/core/deidentify/echo.ts',
  'src/core/deidentify/report.ts',
  'src/core/dicom/decode.ts',
  'src/core/dicom/read-elements.ts',
  'src/core/image/text-lines.ts',
  'src/core/round/state.ts',
  'src/core/self-test/plant.ts',
  'src/state/contribute/contribute.svelte.ts',
  'src/state/contribute/desk/desk.svelte.ts',
]);

const HAND_WRITTEN = /^(src|workers)\/.*\.(ts|svelte|css)$/;

/** What is wrong with the house: import circles, and files that are too long. One sentence each. */
export function faultsOf(sources: Sources): string[] {
  return [...circles(importsOf(sources)), ...tooLong(sources)];
}

/** The files of the working tree that git tracks or would track. */
export function readSources(): Sources {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'src', 'workers'], {
    encoding: 'utf8',
  });
  const paths = listed.split('\n').filter((path) => HAND_WRITTEN.test(path) && existsSync(path));
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

function tooLong(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    if (/\.generated\.ts$/.test(path) || TO_DIVIDE.has(path)) return [];
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
