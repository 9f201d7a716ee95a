import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, cpSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright';
import { readTable } from '../../../../src/core/labels/csv.ts';
import type { Options } from '../../../../scripts/drive.ts';
import { ContributePage } from '../contribute.ts';
import { ShellPage } from '../shell.ts';
import { one } from './answers.ts';

/**
 * `contribute --challenge ID|FILE --input FOLDER --rows CSV --centre NAME --out ZIP [--blackout-text]`. An image with a place that looks
 * like written text is refused by name. With `--blackout-text`, each such place becomes black.
 */
export async function contribute(page: Page, options: Options) {
  const input = resolve(one(options, 'input'));
  const rows = resolve(one(options, 'rows'));
  const out = resolve(one(options, 'out'));
  const centre = one(options, 'centre');
  if (!existsSync(input) || !statSync(input).isDirectory())
    throw new Error(`--input ${input} is not a folder`);
  if (!existsSync(rows)) throw new Error(`--rows ${rows} does not exist`);
  await new ShellPage(page).chooseChallenge(one(options, 'challenge'));
  const work = mkdtempSync(join(tmpdir(), 'negatoscope-'));
  try {
    const screens = new ContributePage(page);
    await screens.sign(centre, options.get('name')?.[0] ?? centre);
    const imported = await screens.import(input);
    const repairs = await screens.repaired();
    const {
      accepted,
      refused,
      repaired: mended,
    } = await screens.applyTable(rows, masksFolder(rows, input, work), options.has('blackout-text'));
    // A path from the browser starts with the chosen folder. The table and the answer use paths under that folder.
    const folder = `${basename(input)}/`;
    const under = (path: string) => (path.startsWith(folder) ? path.slice(folder.length) : path);
    const all = [...imported, ...refused].map((one) => ({ ...one, file: under(one.file) }));
    const repaired = [
      ...repairs.map(({ path, repair }) => ({ file: under(path), repair })),
      ...mended.map((one) => ({ ...one, file: under(one.file) })),
    ];
    if (accepted === 0) {
      return {
        ok: false,
        images: 0,
        refused: all,
        repaired,
        package: null,
        message: all[0]?.message ?? 'no image was accepted',
      };
    }
    const images = await screens.clearAll();
    mkdirSync(dirname(out), { recursive: true });
    const { sha256 } = await screens.export(out);
    return {
      ok: true,
      images,
      refused: all,
      repaired,
      package: { path: out, bytes: statSync(out).size, sha256 },
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A folder with the masks that the table names, under these names. Null: the table names none. */
function masksFolder(rows: string, input: string, work: string): string | null {
  const table = readTable(new Uint8Array(readFileSync(rows)));
  // The page names the faults of a table.
  if (!table.ok) return null;
  const { header, rows: lines } = table.value;
  const column = header.findIndex((name) => name.toLowerCase() === 'mask');
  const paths = [...new Set(lines.map(({ cells }) => cells[column]?.trim() ?? ''))].filter(
    (path) => path !== '',
  );
  let found = 0;
  for (const path of paths) {
    const source = spellings(path)
      .flatMap((one) => [one, join(input, one), join(dirname(rows), one)])
      .find((candidate) => existsSync(candidate));
    if (source === undefined) continue;
    cpSync(source, join(work, path.replace(/^\/+/, '').replaceAll('..', '_')), { recursive: true });
    found++;
  }
  return found > 0 ? work : null;
}

/** A path as it may be on the disk: with slashes, accents composed or decomposed. */
const spellings = (path: string): readonly string[] =>
  [path, path.replaceAll('\\', '/')].flatMap((one) => [one, one.normalize('NFC'), one.normalize('NFD')]);
