import type { DataSet, Element } from '../dicom/dataset.ts';
import type { StoredFrame } from '../dicom/stored-frame.ts';
import { characterSetOf, itemsOf, textsOf } from '../dicom/element.ts';

/** The ten kinds of required action in the MIDI-B benchmark, in its wording. */
export const ANSWER_CHECKS = [
  'tag_retained',
  'text_notnull',
  'text_retained',
  'text_removed',
  'date_shifted',
  'uid_changed',
  'uid_consistent',
  'patid_consistent',
  'pixels_hidden',
  'pixels_retained',
] as const;

export type AnswerCheck = (typeof ANSWER_CHECKS)[number];

/** A rectangle of pixels: (x0, y0) is inside, (x1, y1) is just outside. */
export interface Region {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** One required action: what de-identification must do with one planted item of a file. */
export interface RequiredAction {
  readonly check: AnswerCheck;
  /** Category of the planted item, used in the reports: `"accents"`, `"private attribute"`. */
  readonly category: string;
  /**
   * Path of tags, outermost first, with item indices: `"00081140[0].00081155"`. Empty for pixel
   * actions.
   */
  readonly path: string;
  /**
   * The planted text, date (DA or DT) or UID. For `patid_consistent`: any name of the invented
   * patient.
   */
  readonly text?: string;
  /** The rectangle for `pixels_hidden` and `pixels_retained`. */
  readonly region?: Region;
}

/** A file with planted identity, and the result of de-identifying it. */
export interface AnsweredFile {
  readonly name: string;
  /** Key of the invented patient. All exams of one patient share it. */
  readonly patient: string;
  readonly required: readonly RequiredAction[];
  /**
   * The data set read back from the written file. Null when the file was refused; a refused file
   * fulfils no action.
   */
  readonly after: DataSet | null;
  /** Stored values of the single frame. Absent when no action concerns the pixels. */
  readonly pixels?: { readonly before: StoredFrame; readonly after: StoredFrame };
}

export interface Tally {
  readonly required: number;
  readonly done: number;
}

export interface AnswerKeyScore extends Tally {
  readonly byCheck: ReadonlyMap<AnswerCheck, Tally>;
  readonly byCategory: ReadonlyMap<string, Tally>;
  readonly missed: readonly MissedAction[];
}

export interface MissedAction {
  readonly file: string;
  readonly action: RequiredAction;
}

/**
 * Counts how many required actions were done. It takes all files together, because UIDs, patients
 * and dates must be consistent across files. The key must come from whoever planted the identity:
 * this function never consults the profile.
 *
 * A removed text must not occur in any text value of the file. Case and accents are ignored. Texts
 * of five letters or more are searched anywhere; shorter ones as whole words. A shifted date must
 * have moved by a whole number of days that is not 0 and is the same for all dates of the patient.
 * The rest of a DT must be unchanged.
 */
export function scoreAnswerKey(files: readonly AnsweredFile[]): AnswerKeyScore {
  const judge = judgeOf(files);
  const byCheck = new Map<AnswerCheck, Tally>();
  const byCategory = new Map<string, Tally>();
  const missed: MissedAction[] = [];
  let required = 0;
  for (const file of files) {
    const texts = file.after === null ? [] : allTexts(file.after).map(plain);
    for (const action of file.required) {
      const done = judge(file, action, texts);
      required++;
      count(byCheck, action.check, done);
      count(byCategory, action.category, done);
      if (!done) missed.push({ file: file.name, action });
    }
  }
  return { required, done: required - missed.length, byCheck, byCategory, missed };
}

function count<Name>(tallies: Map<Name, Tally>, name: Name, done: boolean): void {
  const tally = tallies.get(name) ?? { required: 0, done: 0 };
  tallies.set(name, { required: tally.required + 1, done: tally.done + (done ? 1 : 0) });
}

type Judge = (file: AnsweredFile, action: RequiredAction, texts: readonly string[]) => boolean;

function judgeOf(files: readonly AnsweredFile[]): Judge {
  const uids = new Relation();
  const patients = new Relation();
  const shifts = new Map<string, number[]>();
  for (const file of files) {
    for (const { check, path, text = '' } of file.required) {
      const after = file.after === null ? '' : (textAt(file.after, path) ?? '');
      if (check === 'uid_consistent') uids.add(text, after);
      if (check === 'patid_consistent') patients.add(file.patient, after);
      if (check === 'date_shifted') {
        shifts.set(file.patient, [...(shifts.get(file.patient) ?? []), daysBetween(text, after)]);
      }
    }
  }
  return (file, { check, path, text = '', region }, texts) => {
    if (file.after === null) return false;
    const after = textAt(file.after, path);
    switch (check) {
      case 'tag_retained':
        return elementAt(file.after, path) !== null;
      case 'text_notnull':
        return after !== null && after !== '';
      case 'text_retained':
        return after !== null && after.includes(text);
      case 'text_removed':
        return !texts.some((each) => holds(each, plain(text)));
      case 'date_shifted': {
        const days = daysBetween(text, after ?? '');
        const same = (shifts.get(file.patient) ?? []).filter((other) => other === days).length;
        const isOwn = same * 2 > (shifts.get(file.patient) ?? []).length;
        return Number.isFinite(days) && days !== 0 && isOwn && after?.slice(8) === text.slice(8);
      }
      case 'uid_changed':
        return after !== null && after !== text && after.length <= 64 && /^[0-9]+(\.[0-9]+)+$/.test(after);
      case 'uid_consistent':
        return after !== null && uids.isOneToOne(text, after);
      case 'patid_consistent':
        return after !== null && patients.isOneToOne(file.patient, after);
      case 'pixels_hidden':
        return region !== undefined && file.pixels !== undefined && isHidden(file.pixels.after, region);
      case 'pixels_retained':
        return region !== undefined && file.pixels !== undefined && isRetained(file.pixels, region);
    }
  };
}

/** Maps each source value to the values that replaced it. */
class Relation {
  readonly #after = new Map<string, Set<string>>();
  readonly #before = new Map<string, Set<string>>();

  add(before: string, after: string): void {
    this.#after.set(before, (this.#after.get(before) ?? new Set()).add(after));
    this.#before.set(after, (this.#before.get(after) ?? new Set()).add(before));
  }

  isOneToOne(before: string, after: string): boolean {
    return after !== '' && this.#after.get(before)?.size === 1 && this.#before.get(after)?.size === 1;
  }
}

function isHidden({ columns, components, data }: StoredFrame, region: Region): boolean {
  return pixelsIn(region, columns).every((pixel) =>
    Array.from({ length: components }, (_, i) => data[pixel * components + i]).every((value) => value === 0),
  );
}

function isRetained(
  { before, after }: { readonly before: StoredFrame; readonly after: StoredFrame },
  region: Region,
): boolean {
  if (before.columns !== after.columns || before.components !== after.components) return false;
  return pixelsIn(region, before.columns).every((pixel) =>
    Array.from({ length: before.components }, (_, i) => pixel * before.components + i).every(
      (at) => before.data[at] === after.data[at],
    ),
  );
}

function pixelsIn({ x0, y0, x1, y1 }: Region, columns: number): number[] {
  const width = x1 - x0;
  return Array.from(
    { length: width * (y1 - y0) },
    (_, i) => (y0 + Math.floor(i / width)) * columns + x0 + (i % width),
  );
}

/** Difference of two dates in days. NaN when either is not a full date. */
function daysBetween(before: string, after: string): number {
  const time = (text: string): number =>
    Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}T00:00:00Z`);
  return (time(after) - time(before)) / 86_400_000;
}

function elementAt(dataset: DataSet, path: string): Element | null {
  return placeOf(dataset, path)?.element ?? null;
}

/**
 * The value as text, with several values joined by backslashes. Empty when the attribute has no
 * value; null when it is absent.
 */
export function textAt(dataset: DataSet, path: string): string | null {
  const place = placeOf(dataset, path);
  return place && textsOf(place.dataset, place.element.tag, place.terms).join('\\');
}

interface Place {
  readonly dataset: DataSet;
  readonly element: Element;
  readonly terms: readonly string[];
}

function placeOf(dataset: DataSet, path: string, inherited: readonly string[] = []): Place | null {
  const terms = characterSetOf(dataset, inherited);
  const [, tag = '', index, rest] = /^([0-9A-F]{8})(?:\[(\d+)\]\.(.*))?$/.exec(path) ?? [];
  if (index !== undefined && rest !== undefined) {
    const item = itemsOf(dataset, tag)[Number(index)];
    return item === undefined ? null : placeOf(item, rest, terms);
  }
  const element = dataset.elements.get(tag);
  return element === undefined ? null : { dataset, element, terms };
}

function allTexts(dataset: DataSet, inherited: readonly string[] = []): string[] {
  const terms = characterSetOf(dataset, inherited);
  return [...dataset.elements.values()].flatMap(({ tag, value }) =>
    value.kind === 'items'
      ? value.items.flatMap((item) => allTexts(item, terms))
      : textsOf(dataset, tag, terms),
  );
}

const LONG = 5;

function holds(text: string, secret: string): boolean {
  return secret.length >= LONG ? text.includes(secret) : ` ${text} `.includes(` ${secret} `);
}

/** The words of a text, without case, accents and punctuation. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
