import { vrOf } from '../dicom/dictionary.ts';
import type { AttributeRecord, Clearing, DeidentificationRecord, ProofCheck } from './images.ts';
import { CLEAN_PIXEL_DATA, methodsOf, type Method } from './options.ts';
import { type ProfileOption } from '../definition/profile-options.ts';
import { reportedText, type ReportedText } from './report-text.ts';
import { ruleOf, type Rule } from './rule.ts';

/**
 * What was done to the images of one contribution: `deidentification.json` of a package. Holds no
 * value of the sources.
 */
export interface DeidentificationReport {
  readonly format: 'negatoscope-deidentification';
  readonly version: 2;
  readonly challenge: { readonly id: string; readonly version: string };
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601. */
  readonly createdAt: string;
  readonly profile: ReportedProfile;
  /**
   * What happened to attributes. Most images of one machine are treated in the same way, so each
   * list is stored once.
   */
  readonly treatments: readonly Treatment[];
  readonly images: readonly ReportedImage[];
  readonly left: LeftOut;
}

export interface ReportedProfile {
  readonly standard: 'DICOM PS3.15';
  readonly edition: string;
  /** Tables of PS3.15 annex E that were applied. */
  readonly tables: readonly string[];
  /** Options in addition to the Basic Profile, Clean Descriptors and Clean Pixel Data. */
  readonly options: readonly ProfileOption[];
  /** Under the Modified Dates option. */
  readonly times: 'keep' | 'cut' | null;
  /** CID 7050. */
  readonly methods: readonly Method[];
}

export interface Treatment {
  readonly sopClass: string;
  /** False for a record of version 1, which does not list what was kept. */
  readonly complete: boolean;
  readonly attributes: readonly TreatedAttribute[];
}

export type TreatedAttribute = Pick<AttributeRecord, 'path' | 'vr' | 'action' | 'rule'>;

export interface ReportedImage {
  readonly id: string;
  /** SHA-256 (hex) of the DICOM file as cleared. Null before clearing. */
  readonly digest: string | null;
  /** Index into the treatments. */
  readonly treatment: number;
  readonly edition: string;
  /** CID 7050 code values in the file. */
  readonly methods: readonly string[];
  readonly options: readonly ProfileOption[];
  /** Version of this application that applied the profile. Null in records of version 1. */
  readonly tool: string | null;
  readonly echoes: number;
  readonly proof: readonly ProofCheck[];
  readonly pixels: { readonly frame: number; readonly hidden: number | null } | null;
  /** Ids of criteria that are not met, and ids of those that a person accepted nevertheless. */
  readonly unmet: readonly string[];
  readonly overridden: readonly string[];
  /** Likely text in the pixels. Null when no search was made. */
  readonly text: ReportedText | null;
  /** (0028,0302): a volume of the exam may show a face. Null when no volume was asked for. */
  readonly recognizable: boolean | null;
}

/** Counts of what is not in the contribution. */
export interface LeftOut {
  readonly open: number;
  readonly excluded: number;
  readonly notCleared: number;
  readonly blocked: readonly BlockedImages[];
  /**
   * Images left out because a place in them looks like text and nobody has answered, and the number
   * of these places.
   */
  readonly openText: { readonly images: number; readonly places: number };
  /** Images left out because the search for text was not possible or has not run yet. */
  readonly notLooked: number;
}

/** Images that failed the same check of the proof. Never holds a path or a value. */
export interface BlockedImages {
  readonly at: ProofCheck['at'];
  /** Failure code. */
  readonly code: string;
  /** Keyword of the attribute that failed. Empty for pixels. */
  readonly attribute: string;
  readonly count: number;
}

export const NOTHING_LEFT_OUT: LeftOut = {
  open: 0,
  excluded: 0,
  notCleared: 0,
  blocked: [],
  openText: { images: 0, places: 0 },
  notLooked: 0,
};

/** Input of the report for one image. */
export interface ImageToReport {
  readonly id: string;
  /** Null before the image is cleared. */
  readonly clearing: Omit<Clearing, 'pixelDigest'> | null;
  /** For an image that is not cleared: the state of its places with likely text. */
  readonly text?: ReportedText | null;
  readonly record: DeidentificationRecord;
  readonly criteria: readonly { readonly id: string; readonly outcome: string }[];
  readonly overrides: Readonly<Record<string, string>>;
}

/**
 * Collects records into a report. Images are added one at a time, so they need not all be in
 * memory.
 */
export class ReportBuilder {
  readonly #treatments: Treatment[] = [];
  readonly #known = new Map<string, number>();
  readonly #images: ReportedImage[] = [];

  add({ id, clearing, text, record, criteria, overrides }: ImageToReport): void {
    const treatment = treatmentOf(record);
    const name = JSON.stringify(treatment);
    let index = this.#known.get(name);
    if (index === undefined) {
      index = this.#treatments.push(treatment) - 1;
      this.#known.set(name, index);
    }
    this.#images.push({
      id,
      digest: clearing?.digest ?? null,
      treatment: index,
      edition: record.edition,
      methods: record.methods,
      options: record.options ?? [],
      tool: record.tool ?? null,
      echoes: record.echoes,
      proof: record.proof ?? [],
      pixels: record.pixels ? { frame: record.pixels.frame, hidden: record.pixels.hidden } : null,
      unmet: criteria.filter(({ outcome }) => outcome === 'unmet').map((one) => one.id),
      overridden: Object.keys(overrides).sort(),
      text: clearing ? reportedText(clearing) : (text ?? null),
      recognizable: record.recognizable ?? null,
    });
  }

  report(of: {
    readonly challenge: DeidentificationReport['challenge'];
    readonly tool: string;
    readonly createdAt: string;
    readonly edition: string;
    readonly options: readonly ProfileOption[];
    readonly times: 'keep' | 'cut';
    readonly left: LeftOut;
  }): DeidentificationReport {
    return {
      format: 'negatoscope-deidentification',
      version: 2,
      challenge: { id: of.challenge.id, version: of.challenge.version },
      tool: { name: 'negatoscope', version: of.tool },
      createdAt: of.createdAt,
      profile: {
        standard: 'DICOM PS3.15',
        edition: of.edition,
        tables: tablesOf(of.options),
        options: of.options,
        times: of.options.includes('retain-modified-dates') ? of.times : null,
        methods: [...methodsOf(of.options), CLEAN_PIXEL_DATA].sort((a, b) => (a.code < b.code ? -1 : 1)),
      },
      treatments: this.#treatments,
      images: this.#images,
      left: of.left,
    };
  }
}

function tablesOf(options: readonly ProfileOption[]): readonly string[] {
  return ['E.1-1', 'E.3.4-1', ...(options.includes('retain-safe-private') ? ['E.3.10-1'] : [])];
}

/**
 * The attributes of a record. A record of version 1 lists only changed attributes; their rule is
 * taken from today's table.
 */
function treatmentOf(record: DeidentificationRecord): Treatment {
  const { attributes, actions, options = [], pixels } = record;
  const cleaned = pixels?.attributes ?? [];
  if (attributes)
    return {
      sopClass: record.sopClass ?? '',
      complete: true,
      attributes: [...attributes, ...cleaned].map(({ path, vr, action, rule }) => ({
        path,
        vr,
        action,
        rule,
      })),
    };
  const places = new Map<string, TreatedAttribute>();
  for (const { path, action } of actions) {
    const place = path.replace(/\[\d+\]/g, '[]');
    const tag = tagOfPath(place);
    const rule: Rule = place.endsWith('[]') ? { source: 'E.3.4-1' } : ruleOf(tag, options);
    places.set(`${place} ${action}`, {
      path: place,
      vr: place.endsWith('[]') ? '' : vrOf(tag),
      action,
      rule,
    });
  }
  return { sopClass: '', complete: false, attributes: [...places.values()] };
}

/** The last tag of a path. */
export const tagOfPath = (path: string): string => path.replace(/\[\]$/, '').slice(-8);
