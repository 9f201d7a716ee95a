import type { ImageFacts } from '../dicom/facts.ts';
import type { Millimetres, Pixels } from '../measure.ts';
import type { MeasuredSpacing } from '../image/calibration.ts';
import type { AutomaticCriterion, ChallengeDefinition } from '../definition/definition.ts';

/** Input of the criteria besides the header. */
export interface CriteriaContext {
  /** Number of images of this exam chosen so far, including this one. */
  readonly imagesChosenOfExam: number;
  /**
   * Number of places with possible text in the pixels that are still open. null: text was not
   * searched.
   */
  readonly textFlagOpen: boolean | null;
  /** null: not checked yet. */
  readonly sectorFound: boolean | null;
  /** True when a frame of a multi-frame image is chosen. */
  readonly frameChosen: boolean;
  /** Spacing that a person measured on the image when the header gives none. */
  readonly measuredSpacing?: MeasuredSpacing | null;
}

export interface CriterionOutcome {
  readonly criterion: AutomaticCriterion;
  /**
   * `unknown`: the header does not say, or it can't be decided yet. `shown`: for information, never
   * refused.
   */
  readonly outcome: 'met' | 'unmet' | 'unknown' | 'shown';
  /** The value found, shown beside the criterion. null: none. */
  readonly found: Found | null;
  /**
   * True when a person may accept the image nevertheless, with a reason. This is possible for all
   * criteria except modality and written text.
   */
  readonly overridable: boolean;
}

/** Only closed values and numbers, like the facts. */
export type Found =
  | { readonly kind: 'modality'; readonly value: string }
  | { readonly kind: 'images'; readonly count: number; readonly asked: number }
  /** Angle between the image's normal and the axis of the plane. */
  | { readonly kind: 'degrees'; readonly value: number }
  | { readonly kind: 'millimetres'; readonly value: Millimetres }
  | { readonly kind: 'tesla'; readonly value: number }
  | { readonly kind: 'milliseconds'; readonly value: number }
  | { readonly kind: 'size'; readonly columns: Pixels; readonly rows: Pixels }
  /** Between pixel centres. */
  | { readonly kind: 'spacing'; readonly x: Millimetres; readonly y: Millimetres }
  /** Between pixel centres, measured by a person on the image. */
  | { readonly kind: 'measured-spacing'; readonly value: MeasuredSpacing }
  | { readonly kind: 'frames'; readonly count: number }
  | { readonly kind: 'contrast'; readonly agent: boolean; readonly dynamic: boolean }
  | { readonly kind: 'side'; readonly side: 'L' | 'R' }
  | { readonly kind: 'present'; readonly value: boolean };

/** Axis of the normal of each plane, in LPS. */
const AXES = { sagittal: 0, coronal: 1, axial: 2 } as const;

/**
 * Tolerance: direction cosines are decimal strings of about six digits, and rounding changes an
 * angle by this much.
 */
const ANGLE_ROUNDING = 1e-3;
const GAUSS_PER_TESLA = 10_000;
/** No magnet in a hospital has more tesla, so a larger number is in gauss. */
const HIGHEST_TESLA = 100;

/**
 * Checks every automatic criterion of a definition on one image, in the definition's order. Pure;
 * it can't fail.
 */
export function checkCriteria(
  definition: ChallengeDefinition,
  facts: ImageFacts,
  context: CriteriaContext,
): readonly CriterionOutcome[] {
  return definition.criteria.automatic.map((criterion) => ({
    criterion,
    ...check(criterion, definition, facts, context),
    overridable: criterion.kind !== 'modality' && criterion.kind !== 'no-open-text-flag',
  }));
}

type Check = Pick<CriterionOutcome, 'outcome' | 'found'>;

const NOT_TOLD: Check = { outcome: 'unknown', found: null };

function check(
  criterion: AutomaticCriterion,
  definition: ChallengeDefinition,
  facts: ImageFacts,
  context: CriteriaContext,
): Check {
  switch (criterion.kind) {
    case 'modality':
      return verdict(facts.modality === definition.modality, { kind: 'modality', value: facts.modality });
    case 'images-per-exam': {
      const asked = definition.imagesPerExam;
      const count = context.imagesChosenOfExam;
      const found: Found = { kind: 'images', count, asked };
      // Fewer images are not an error while the exam is in progress.
      return count < asked ? { outcome: 'unknown', found } : verdict(count === asked, found);
    }
    case 'plane': {
      const degrees = angleToAxis(facts.orientation, AXES[criterion.plane]);
      if (degrees === null) return NOT_TOLD;
      return verdict(degrees <= criterion.withinDegrees + ANGLE_ROUNDING, {
        kind: 'degrees',
        value: degrees,
      });
    }
    case 'slice-thickness':
      return facts.sliceThickness === null
        ? NOT_TOLD
        : verdict(isWithin(facts.sliceThickness, criterion), {
            kind: 'millimetres',
            value: facts.sliceThickness,
          });
    case 'field-strength': {
      const given = facts.magneticFieldStrength;
      const tesla = given !== null && given > HIGHEST_TESLA ? given / GAUSS_PER_TESLA : given;
      // In binary, 1.6 - 1.5 is slightly more than 0.1.
      const margin = criterion.tolerance + 1e-9;
      return measured('tesla', tesla, (value) =>
        criterion.anyOf.some((field) => Math.abs(value - field) <= margin),
      );
    }
    case 'echo-time':
      return measured('milliseconds', facts.echoTime, (value) => isWithin(value, criterion));
    case 'repetition-time':
      return measured('milliseconds', facts.repetitionTime, (value) => isWithin(value, criterion));
    case 'fat-saturation':
      return facts.fatSaturation === null ? NOT_TOLD : present(facts.fatSaturation, facts.fatSaturation);
    case 'contrast-or-dynamic':
      return verdict(facts.contrastAgent || facts.dynamic, contrastOf(facts));
    case 'pixel-spacing':
      return spacingCheck(facts, context.measuredSpacing ?? null);
    case 'minimum-size': {
      const { columns, rows } = facts;
      return verdict(Math.min(columns, rows) >= criterion.pixels, { kind: 'size', columns, rows });
    }
    case 'not-secondary-capture':
      return present(!facts.secondaryCapture, facts.secondaryCapture);
    case 'no-open-text-flag':
      if (context.textFlagOpen === null) return { outcome: 'unknown', found: null };
      return present(!context.textFlagOpen, context.textFlagOpen);
    case 'single-frame-chosen':
      return verdict(facts.frames === 1 || context.frameChosen, { kind: 'frames', count: facts.frames });
    case 'sector-found':
      return context.sectorFound === null ? NOT_TOLD : present(context.sectorFound, context.sectorFound);
    case 'shown':
      if (criterion.attribute === 'contrast') return { outcome: 'shown', found: contrastOf(facts) };
      return {
        outcome: 'shown',
        found: facts.laterality === null ? null : { kind: 'side', side: facts.laterality },
      };
  }
}

const verdict = (isMet: boolean, found: Found): Check => ({ outcome: isMet ? 'met' : 'unmet', found });

const present = (isMet: boolean, value: boolean): Check => verdict(isMet, { kind: 'present', value });

/** An image without spacing is kept, marked and not resampled. No reason is required. */
function spacingCheck({ spacing }: ImageFacts, measured: MeasuredSpacing | null): Check {
  if (spacing !== null) return verdict(true, { kind: 'spacing', x: spacing.x, y: spacing.y });
  return measured === null ? NOT_TOLD : verdict(true, { kind: 'measured-spacing', value: measured });
}

const contrastOf = (facts: ImageFacts): Found => ({
  kind: 'contrast',
  agent: facts.contrastAgent,
  dynamic: facts.dynamic,
});

function measured(
  kind: 'tesla' | 'milliseconds',
  value: number | null,
  isMet: (value: number) => boolean,
): Check {
  return value === null ? NOT_TOLD : verdict(isMet(value), { kind, value });
}

function isWithin(
  value: number,
  limits: { readonly minimum?: number; readonly above?: number; readonly maximum?: number },
): boolean {
  const { minimum = -Infinity, above = -Infinity, maximum = Infinity } = limits;
  return value >= minimum && value > above && value <= maximum;
}

/**
 * Degrees between the normal of an image and an axis of the patient, 0 to 90. Null when the
 * orientation does not define a plane.
 */
function angleToAxis(orientation: ImageFacts['orientation'], axis: 0 | 1 | 2): number | null {
  if (orientation === null) return null;
  const [rx, ry, rz, cx, cy, cz] = orientation;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx] as const;
  const length = Math.hypot(...normal);
  if (!(length > 1e-6)) return null;
  const along = Math.abs(normal[axis]);
  const across = Math.hypot(...normal.filter((_, index) => index !== axis));
  return (Math.atan2(across, along) * 180) / Math.PI;
}
