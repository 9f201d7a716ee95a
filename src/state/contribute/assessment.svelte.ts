import { checkCriteria, type CriterionOutcome } from '../../core/challenge/criteria.ts';
import { openPoints, type OpenPoint } from '../../core/challenge/open-points.ts';
import { measuredSpacing } from '../../core/image/calibration.ts';
import type { Choice } from './choice.ts';
import type { ChallengePort, ImagesPort, QueuePort, TextPort } from './ports.ts';

interface Assessed {
  /** Chosen images of the exam at the time of the assessment. */
  readonly chosen: number;
  /** Likely text without an answer at that time. null: not searched yet. */
  readonly openTexts: number | null;
  readonly outcomes: readonly CriterionOutcome[];
  readonly open: readonly OpenPoint[];
}

type Ports = ChallengePort & ImagesPort & QueuePort & TextPort;

/** What the challenge definition says about each chosen image: outcomes of the criteria and open points. */
export class Assessment {
  readonly #contribute: Ports;
  readonly #known = new WeakMap<Choice, Assessed>();
  readonly #chosenOfExam = $derived.by(() => {
    const counts = new Map<string, number>();
    for (const { exam, state } of this.#contribute.queue.choices)
      if (state !== 'excluded') counts.set(exam, (counts.get(exam) ?? 0) + 1);
    return counts;
  });

  constructor(contribute: Ports) {
    this.#contribute = contribute;
  }

  /** Open images that are complete and hold no unreviewed proposal. */
  readonly complete = $derived.by(() =>
    this.#contribute.queue.choices.filter(
      (choice) => choice.state === 'open' && !choice.unseen && this.openPoints(choice).length === 0,
    ),
  );

  outcomes(choice: Choice): readonly CriterionOutcome[] {
    return this.#assessed(choice).outcomes;
  }

  openPoints(choice: Choice): readonly OpenPoint[] {
    return this.#assessed(choice).open;
  }

  /** A choice never changes in place. It is assessed again only when the number of chosen images or of open texts is another. */
  #assessed(choice: Choice): Assessed {
    const { definition, images, text } = this.#contribute;
    const chosen = this.#chosenOfExam.get(choice.exam) ?? 0;
    const openTexts = text.open(choice);
    const known = this.#known.get(choice);
    if (known?.chosen === chosen && known.openTexts === openTexts) return known;
    const image = images.of(choice);
    const outcomes = image
      ? checkCriteria(definition, image.facts, {
          imagesChosenOfExam: chosen,
          textFlagOpen: openTexts === null ? null : openTexts > 0,
          sectorFound: choice.sector !== null,
          frameChosen: true,
          measuredSpacing: measuredSpacing(choice.calibration, choice.imageId),
        })
      : [];
    const statement = {
      center: choice.center,
      hasMask: choice.mask !== null,
      hasSector: choice.sector !== null,
      openTexts,
      labels: choice.labels,
      declared: choice.declared,
      overrides: choice.overrides,
      ...(image?.facts.numbers && { numbers: image.facts.numbers }),
    };
    const assessed = { chosen, openTexts, outcomes, open: openPoints(definition, statement, outcomes) };
    if (image) this.#known.set(choice, assessed);
    return assessed;
  }
}
