import { success, type Result } from '../../core/result.ts';
import { now } from '../clock.ts';
import type { Choice, Outline } from './choice.ts';
import type { Pictures } from './pictures.svelte.ts';
import type { ChallengePort, QueuePort } from './ports.ts';
import type { SectorMemory } from './sector-memory.ts';

type Ports = ChallengePort & QueuePort & { readonly pictures: Pick<Pictures, 'proposeSector'> };

/** Ultrasound sectors that are proposed before a person draws one. */
export class Outlines {
  readonly #contribute: Ports;
  readonly #memory: SectorMemory;
  /** Ids of choices whose recalled outline could not be stored. The desk would try again without end. */
  readonly #notStored = new Set<string>();

  constructor(contribute: Ports, memory: SectorMemory) {
    this.#contribute = contribute;
    this.#memory = memory;
  }

  /** Remembers the outlines of accepted choices for their scanners. */
  keep(accepted: readonly Choice[]): void {
    this.#memory.keep(accepted);
  }

  /** The outline to propose for a choice: the one of its scanner, else the one found in the pixels. null: there is none. */
  async proposalOf({ imageId, frame }: Choice): Promise<Result<Outline | null>> {
    const recalled = await this.#memory.recall(imageId);
    if (recalled) return success(recalled);
    const found = await this.#contribute.pictures.proposeSector(imageId, frame);
    if (!found.ok || found.value === null) return found.ok ? success(null) : found;
    const { polygon, sectors } = found.value;
    return success({ sector: polygon, sectorForm: { sectors, from: 'fit' } });
  }

  /**
   * Gives an open choice without an outline the one that was last accepted for the same scanner and geometry. It is not an act of a
   * person, so undo passes over it.
   */
  async recall({ id }: Choice): Promise<Result<void>> {
    const { definition, queue } = this.#contribute;
    const waiting = () => {
      const choice = queue.choices.find((one) => one.id === id);
      return choice?.state === 'open' && choice.sector === null ? choice : undefined;
    };
    const asked = waiting();
    if (!asked || definition.preprocessing.mask !== 'sector' || this.#notStored.has(id))
      return success(undefined);
    const recalled = await this.#memory.recall(asked.imageId);
    const choice = waiting();
    if (!recalled || choice?.imageId !== asked.imageId) return success(undefined);
    const stored = await queue.put([{ ...choice, ...recalled, clearing: null, updatedAt: now() }], false);
    if (!stored.ok) this.#notStored.add(id);
    return stored;
  }
}
