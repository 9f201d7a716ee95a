import type { ProfileOption } from './profile-options.ts';
import type { Millimetres, Pixels, Size } from '../measure.ts';
import type { Text } from '../text.ts';

/**
 * A challenge as data: one JSON document without functions. `schema.ts` validates it; the five
 * presets are in `presets/`. A definition that a user drops on the page is treated exactly like a
 * preset.
 */
export interface ChallengeDefinition {
  readonly format: 'negatoscope-challenge';
  readonly formatVersion: 1;
  /** Lower-case letters, digits and hyphens; names packages and dataset folders. */
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly question: Text;
  /** What the centre must provide: which image of the exam, under which conditions. */
  readonly instructions: Text;
  /** DICOM Modality (0008,0060) that an image must have. */
  readonly modality: string;
  readonly imagesPerExam: number;
  readonly criteria: {
    readonly automatic: readonly AutomaticCriterion[];
    readonly declared: readonly DeclaredCriterion[];
  };
  /** Options beyond the Basic Profile, Clean Pixel Data and Clean Descriptors, which always apply. Absent: none. */
  readonly deidentification?: Deidentification | undefined;
  readonly preprocessing: Preprocessing;
  readonly labels: Labels;
  readonly score: Score;
  readonly split: SplitPlan;
  readonly team: TeamRule;
  readonly phases: readonly Phase[];
  /** Length of the scoring round in minutes. */
  readonly roundMinutes: number;
  /** Target number of images of the challenge. */
  readonly targetImages: number;
  readonly charter: Text;
}

/** A condition on the DICOM attributes of an image, checked automatically. */
export type AutomaticCriterion = { readonly id: string; readonly title: Text } & (
  | { readonly kind: 'modality' }
  | { readonly kind: 'images-per-exam' }
  /** Maximum angle in degrees between the image's normal and the named axis. */
  | {
      readonly kind: 'plane';
      readonly plane: 'axial' | 'coronal' | 'sagittal';
      readonly withinDegrees: number;
    }
  | { readonly kind: 'slice-thickness'; readonly minimum?: Millimetres; readonly maximum?: Millimetres }
  /** Tesla. Values above 100 are read as gauss. */
  | { readonly kind: 'field-strength'; readonly anyOf: readonly number[]; readonly tolerance: number }
  /** Milliseconds. */
  | { readonly kind: 'echo-time'; readonly minimum?: number; readonly maximum?: number }
  | { readonly kind: 'repetition-time'; readonly above?: number; readonly maximum?: number }
  | { readonly kind: 'fat-saturation' }
  | { readonly kind: 'contrast-or-dynamic' }
  | { readonly kind: 'pixel-spacing' }
  | { readonly kind: 'minimum-size'; readonly pixels: Pixels }
  | { readonly kind: 'not-secondary-capture' }
  | { readonly kind: 'no-open-text-flag' }
  | { readonly kind: 'single-frame-chosen' }
  | { readonly kind: 'sector-found' }
  /** Only shown, never refused: contrast agent present or absent, or laterality. */
  | { readonly kind: 'shown'; readonly attribute: 'contrast' | 'laterality' }
);

/** A condition that only a person can confirm, shown as a check box. */
export interface DeclaredCriterion {
  readonly id: string;
  readonly title: Text;
}

export interface Deidentification {
  readonly options: readonly ProfileOption[];
  /** Under `retain-modified-dates`: whether times of day are kept. Absent: keep. */
  readonly times?: 'keep' | 'cut' | undefined;
  /**
   * The images of an exam may form a volume. Heads are then marked (0028,0302), because a face
   * could be rendered from them. Absent: no.
   */
  readonly volumes?: boolean | undefined;
}

export interface Preprocessing {
  /** Output pixel size, square. null: images are never resampled. */
  readonly pixelSize: Millimetres | null;
  /** Output size. null: the size of the source. */
  readonly imageSize: Size | null;
  readonly crop: 'click' | 'centroid' | 'none';
  readonly mask: 'sector' | 'none';
  readonly interpolation: 'linear';
  /** Value of samples outside the source image, in the units after the modality rescale. */
  readonly paddingValue: number;
}

export interface Labels {
  readonly fields: readonly LabelField[];
  readonly rules: readonly LabelRule[];
  /** Columns of the reference (truth) besides `id`, in file order. Empty for segmentation. */
  readonly reference: readonly Column[];
  /** Columns of a prediction besides `id`, in file order. Empty for segmentation. */
  readonly prediction: readonly Column[];
}

/** One entry of the label form. `column` names the reference column that it fills. */
export type LabelField = { readonly id: string; readonly name: Text } & (
  | { readonly kind: 'boolean'; readonly column: string }
  | {
      readonly kind: 'category';
      readonly column: string;
      readonly options: readonly { readonly value: string; readonly name: Text }[];
      /** A blank is a legal value. */
      readonly optional?: boolean;
    }
  /** A binary mask of the image, read from NIfTI. */
  | { readonly kind: 'mask' }
);

/** When `when` holds, `then` must hold; otherwise `message` is shown. Evaluated on reference columns. */
export interface LabelRule {
  readonly when: Condition;
  readonly then: Condition;
  readonly message: Text;
}

export interface Column {
  readonly name: string;
  readonly type: 'boolean' | 'category' | 'number';
  /** Legal values of a category. */
  readonly values?: readonly string[];
  /** A blank is legal. */
  readonly optional?: boolean;
}

/**
 * A truth expression over the columns of the reference. Category values are compared without case
 * and accents.
 */
export type Condition =
  | { readonly column: string; readonly equals: string | boolean }
  | { readonly column: string; readonly in: readonly string[] }
  | { readonly column: string; readonly blank: boolean }
  | { readonly anyOf: readonly Condition[] }
  | { readonly allOf: readonly Condition[] }
  | { readonly not: Condition };

/** A prediction expression: one column, or the sum of several. */
export type Prediction = { readonly column: string } | { readonly sum: readonly string[] };

export interface Score {
  readonly ruleSet: RuleSet;
  readonly terms: readonly Term[];
}

export type RuleSet = 'strict' | 'jfr-2018';

/** The score is the weighted sum of its terms. */
export type Term = AucTerm | MeanTerm | DiceTerm;

export interface AucTerm {
  readonly kind: 'auc';
  readonly name: string;
  readonly weight: number;
  readonly truth: Condition;
  readonly prediction: Prediction;
  /** Only rows whose reference satisfies this condition count. */
  readonly rows?: Condition;
}

/** Weight times the mean of several AUCs. */
export interface MeanTerm {
  readonly kind: 'mean';
  readonly name: string;
  readonly weight: number;
  readonly of: readonly Omit<AucTerm, 'weight'>[];
  /**
   * Effect of an undefined member (one class only): it is left out of the mean, or it makes the
   * term undefined.
   */
  readonly undefinedMember: 'left-out' | 'undefined';
}

/** Weight times the mean Dice over the images. */
export interface DiceTerm {
  readonly kind: 'dice';
  readonly name: string;
  readonly weight: number;
}

export interface SplitPlan {
  /** Shares of training, validation and test, in percent; they sum to 100. */
  readonly ratios: readonly [number, number, number];
  /** Reference columns whose proportions are kept in each part. */
  readonly stratifyBy: readonly string[];
  readonly groupBy: 'patient' | 'exam';
}

export interface TeamRule {
  readonly minimum: Readonly<Partial<Record<TeamRole, number>>>;
  /** At least one member from one of these roles. */
  readonly anyOf: readonly TeamRole[];
}

export type TeamRole =
  'radiologist' | 'engineering-student' | 'engineer' | 'researcher' | 'research-lab' | 'company';

export interface Phase {
  readonly id: string;
  readonly title: Text;
  /** ISO 8601 dates. */
  readonly from: string;
  readonly to: string;
}
