import { CONTRADICTIONS, type ProfileOption } from '../definition/profile-options.ts';
import type { ChallengeDefinition } from '../definition/definition.ts';
import type { InvalidReason } from './failures.ts';
import { fault, type Fault, type Path } from './fault.ts';
import { labelsFaults } from './label-faults.ts';
import { scoreFaults } from './score-faults.ts';
import { duplicates } from './duplicates.ts';
import { columnOf, unknownColumn } from './column-faults.ts';

type Part = keyof ChallengeDefinition;

/**
 * Rules between parts of a definition, which a schema of single values can't express.
 *
 * @param isSound returns true when a part has the right shape. A rule runs only when every part it
 * reads is sound, so that errors of shape and of meaning are reported together.
 */
export function inconsistencies(definition: ChallengeDefinition, isSound: (part: Part) => boolean): Fault[] {
  return RULES.flatMap(({ reads, faults }) => (reads.every(isSound) ? faults(definition) : []));
}

interface Rule {
  readonly reads: readonly Part[];
  readonly faults: (definition: ChallengeDefinition) => readonly Fault[];
}

const RULES: readonly Rule[] = [
  { reads: ['criteria'], faults: ({ criteria }) => criteriaFaults(criteria) },
  {
    reads: ['deidentification'],
    faults: ({ deidentification }) => deidentificationFaults(deidentification?.options ?? []),
  },
  { reads: ['preprocessing'], faults: ({ preprocessing }) => preprocessingFaults(preprocessing) },
  { reads: ['labels'], faults: ({ labels }) => labelsFaults(labels) },
  {
    reads: ['labels', 'preprocessing'],
    faults: ({ labels, preprocessing }) =>
      preprocessing.crop === 'centroid' && !labels.fields.some((field) => field.kind === 'mask')
        ? [fault(['labels', 'fields'], { code: 'required-by', path: 'preprocessing.crop' })]
        : [],
  },
  { reads: ['labels', 'score'], faults: scoreFaults },
  {
    reads: ['labels', 'split'],
    faults: ({ labels, split }) => [
      ...duplicates(split.stratifyBy, (index) => ['split', 'stratifyBy', index]),
      ...split.stratifyBy.flatMap((name, index) =>
        columnOf(labels.reference, name)
          ? []
          : [fault(['split', 'stratifyBy', index], unknownColumn(name, 'reference'))],
      ),
    ],
  },
  {
    reads: ['split'],
    faults: ({ split }) => {
      const sum = split.ratios.reduce((total, ratio) => total + ratio, 0);
      return Math.abs(sum - 100) < 1e-9
        ? []
        : [fault(['split', 'ratios'], { code: 'not-a-sum-of-100', sum })];
    },
  },
  {
    reads: ['phases'],
    faults: ({ phases }) => [
      ...duplicates(
        phases.map((phase) => phase.id),
        (index) => ['phases', index, 'id'],
      ),
      ...phases.flatMap(({ from, to }, index) =>
        to < from ? [fault(['phases', index, 'to'], { code: 'ends-before-start' })] : [],
      ),
    ],
  },
];

function criteriaFaults({ automatic, declared }: ChallengeDefinition['criteria']): Fault[] {
  const pathOf = (index: number): Path =>
    index < automatic.length
      ? ['criteria', 'automatic', index, 'id']
      : ['criteria', 'declared', index - automatic.length, 'id'];
  const ids = [...automatic, ...declared].map((criterion) => criterion.id);
  const limits = automatic.flatMap((criterion, index) => {
    if (
      criterion.kind !== 'slice-thickness' &&
      criterion.kind !== 'echo-time' &&
      criterion.kind !== 'repetition-time'
    )
      return [];
    const key = criterion.kind === 'repetition-time' ? 'above' : 'minimum';
    const least = criterion.kind === 'repetition-time' ? criterion.above : criterion.minimum;
    const { maximum } = criterion;
    const path = ['criteria', 'automatic', index];
    if (least === undefined && maximum === undefined) return [fault([...path, key], { code: 'missing' })];
    return least !== undefined && maximum !== undefined && maximum < least
      ? [fault([...path, 'maximum'], { code: 'out-of-range', minimum: least })]
      : [];
  });
  return [...duplicates(ids, pathOf), ...limits];
}

/**
 * Cropping needs a size in pixels, and a size in mm to give the same result on every machine.
 * Without crop the source is unchanged.
 */
function preprocessingFaults({ crop, imageSize, pixelSize }: ChallengeDefinition['preprocessing']): Fault[] {
  const reason: InvalidReason = {
    code: crop === 'none' ? 'excluded-by' : 'required-by',
    path: 'preprocessing.crop',
  };
  const isWrong = (size: unknown) => (size === null) !== (crop === 'none');
  return (['pixelSize', 'imageSize'] as const)
    .filter((key) => isWrong(key === 'pixelSize' ? pixelSize : imageSize))
    .map((key) => fault(['preprocessing', key], reason));
}

function deidentificationFaults(options: readonly ProfileOption[]): Fault[] {
  const contradictions = CONTRADICTIONS.flatMap(([one, other]) => {
    const index = options.indexOf(other);
    return index >= 0 && options.includes(one)
      ? [
          fault(['deidentification', 'options', index], {
            code: 'excluded-by',
            path: `deidentification.options[${options.indexOf(one)}]`,
          }),
        ]
      : [];
  });
  return [...duplicates(options, (index) => ['deidentification', 'options', index]), ...contradictions];
}
