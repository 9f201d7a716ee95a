import type { RoundApi } from '../../bridge/workers.ts';
import type { WorkerPool } from '../../bridge/worker-pool.ts';
import { failure, type Failure } from '../../core/failure.ts';
import { listed } from '../../core/result.ts';
import { readTeams, type RoundPlan } from '../../core/round/plan.ts';
import type { Database } from '../../storage/database.ts';
import { outcomeOf } from '../../storage/outcome.ts';
import { deleteRoundFile, putRoundFile } from '../../storage/rounds.ts';
import { newId, now } from '../clock.ts';
import type { PickedFile } from '../shell/intake.ts';
import { fileId, fileRow } from './round-files.ts';
import type { RoundLog } from './round-log.svelte.ts';

/** The plan of a round that is not open yet: its name, teams and test parts. */
export class Planning {
  readonly #database: Database;
  readonly #pool: WorkerPool<RoundApi>;
  readonly #log: RoundLog;
  readonly #choose: (round: string) => Promise<void>;

  constructor(
    database: Database,
    pool: WorkerPool<RoundApi>,
    log: RoundLog,
    choose: (round: string) => Promise<void>,
  ) {
    this.#database = database;
    this.#pool = pool;
    this.#log = log;
    this.#choose = choose;
  }

  async create(name: string): Promise<void> {
    const id = newId();
    const attempts = { counts: 'last', maximum: null } as const;
    const draft: RoundPlan = { id, name, minutes: 60, teams: [], challenges: [], attempts };
    const planned = { id, createdAt: now(), draft, teams: '' };
    await this.#log.save(planned);
    await this.#choose(id);
  }

  /** Changes the plan of a round that is not open yet. */
  async edit(change: Partial<Omit<RoundPlan, 'id'>> & { readonly teamsText?: string }): Promise<void> {
    const { planned } = this.#log;
    if (!planned || this.#log.phase !== 'planned') return;
    const { teamsText, ...rest } = change;
    const teams = teamsText === undefined ? planned.draft.teams : readTeams(teamsText);
    await this.#log.save({
      ...planned,
      teams: teamsText ?? planned.teams,
      draft: { ...planned.draft, teams, ...rest },
    });
  }

  /** Adds the test parts that the round is to be played on. */
  async addTests(files: readonly PickedFile[]): Promise<void> {
    this.#log.dismissProblems();
    for (const { path, file } of files) {
      const part = listed(await this.#pool.run((api) => api.testPart(file)));
      if (!part.ok) {
        this.#log.tell(...part.failure.map((one) => ({ ...one, file: path })));
        continue;
      }
      const { planned } = this.#log;
      if (!planned || this.#log.phase !== 'planned') return;
      const { definition, digest, commitment, commitsGroups } = part.value;
      if (!commitsGroups) {
        this.#log.tell(failure('round/outdated-test-part', { challenge: definition.id }, path));
        continue;
      }
      if (planned.draft.challenges.some((other) => other.definition.id === definition.id)) {
        const problem = failure('round/duplicate-challenge', { challenge: definition.id }, path);
        this.#log.tell(problem);
        continue;
      }
      const { ruleSet } = definition.score;
      const stored = await outcomeOf(() =>
        putRoundFile(this.#database, fileRow(planned.id, 'test', definition.id, digest, { path, file })),
      );
      if (!stored.ok) {
        this.#log.tell(stored.failure);
        continue;
      }
      const challenge = { definition, ruleSet, dataset: digest, commitment, commitsGroups, prizes: [] };
      await this.edit({ challenges: [...planned.draft.challenges, challenge] });
    }
  }

  async removeTest(challenge: string): Promise<void> {
    const { planned } = this.#log;
    if (!planned) return;
    const removed = await outcomeOf(() =>
      deleteRoundFile(this.#database, fileId(planned.id, 'test', challenge)),
    );
    if (!removed.ok) {
      this.#log.tell(removed.failure);
      return;
    }
    await this.edit({
      challenges: planned.draft.challenges.filter(({ definition }) => definition.id !== challenge),
    });
  }

  /** What is missing before the round can be opened. */
  readonly missing: readonly Failure[] = $derived.by(() => {
    const draft = this.#log.planned?.draft;
    if (!draft) return [];
    return [
      ...(draft.name.trim() === '' ? [failure('round/not-ready', { missing: 'name' })] : []),
      ...(draft.teams.length === 0 ? [failure('round/not-ready', { missing: 'teams' })] : []),
      ...(draft.challenges.length === 0 ? [failure('round/not-ready', { missing: 'challenges' })] : []),
      ...draft.challenges
        .filter(({ commitsGroups }) => !commitsGroups)
        .map(({ definition }) => failure('round/outdated-test-part', { challenge: definition.id })),
    ];
  });
}
