import Dexie, { type EntityTable, type Table } from 'dexie';
import type { BlockedRow } from './rows/blocked.ts';
import type { CentreRow, CharterRow } from './rows/centres.ts';
import type { ChoiceRow } from './rows/choices.ts';
import type { CropRow } from './rows/crops.ts';
import type { DatasetRow } from './rows/datasets.ts';
import type { DecisionRow } from './rows/decisions.ts';
import type { DefinitionRow } from './rows/definitions.ts';
import type { HistoryRow } from './rows/history.ts';
import type { ImageRow, PixelsRow } from './rows/images.ts';
import type { KeyRow } from './rows/keys.ts';
import type { ObjectionRow } from './rows/objections.ts';
import type { PackageRow } from './rows/packages.ts';
import { patientRowOf, type PatientRow } from './rows/patients.ts';
import type { QualityRow } from './rows/qualities.ts';
import type { ReleasedRow } from './rows/released.ts';
import type { JudgementRow, RoundClockRow, RoundEventRow, RoundFileRow, RoundRow } from './rows/rounds.ts';
import type { RunFilesRow, RunRow } from './rows/runs.ts';
import type { ScannerSectorRow } from './rows/scanner-sectors.ts';
import type { VersionRow } from './rows/versions.ts';
import type { WithdrawalRow } from './rows/withdrawals.ts';
import type { SubmissionRow } from './rows/submissions.ts';
import type { TextRow } from './rows/texts.ts';

/** The workspace in IndexedDB. Each table has one file with its only readers and writers, and one in `rows/` with the type of its row. */
export class Database extends Dexie {
  declare keys: Table<KeyRow, string>;
  declare centres: EntityTable<CentreRow, 'id'>;
  declare charters: EntityTable<CharterRow, 'challengeId'>;
  declare definitions: EntityTable<DefinitionRow, 'id'>;
  declare images: EntityTable<ImageRow, 'id'>;
  declare pixels: EntityTable<PixelsRow, 'id'>;
  declare choices: EntityTable<ChoiceRow, 'id'>;
  declare packages: EntityTable<PackageRow, 'id'>;
  declare decisions: EntityTable<DecisionRow, 'id'>;
  declare datasets: EntityTable<DatasetRow, 'id'>;
  declare history: EntityTable<HistoryRow, 'id'>;
  declare qualities: EntityTable<QualityRow>;
  declare runs: EntityTable<RunRow, 'id'>;
  declare runFiles: EntityTable<RunFilesRow, 'id'>;
  declare patients: EntityTable<PatientRow, 'exam'>;
  declare objections: EntityTable<ObjectionRow, 'patient'>;
  declare released: EntityTable<ReleasedRow, 'digest'>;
  declare withdrawals: EntityTable<WithdrawalRow, 'id'>;
  declare versions: EntityTable<VersionRow, 'id'>;
  declare blocked: EntityTable<BlockedRow, 'id'>;
  declare submissions: EntityTable<SubmissionRow, 'id'>;
  declare rounds: EntityTable<RoundRow, 'id'>;
  declare roundClocks: EntityTable<RoundClockRow, 'id'>;
  declare roundEvents: Table<RoundEventRow, [string, number]>;
  declare roundFiles: EntityTable<RoundFileRow, 'id'>;
  declare judgements: EntityTable<JudgementRow, 'id'>;
  declare texts: EntityTable<TextRow, 'id'>;
  declare crops: EntityTable<CropRow, 'id'>;
  declare scannerSectors: EntityTable<ScannerSectorRow, 'key'>;

  constructor(name = 'negatoscope') {
    super(name);
    // A new schema is one more `version(n).stores(…).upgrade(…)`. Earlier versions stay, so that each stored workspace can be opened.
    this.version(1).stores({
      keys: 'id',
      centres: 'id',
      charters: 'challengeId',
      definitions: 'id',
      images: 'id, challengeId, [challengeId+exam]',
      pixels: 'id, challengeId',
      choices: 'id, challengeId, imageId',
      packages: 'id, challengeId',
      decisions: 'id, challengeId',
      datasets: 'id, challengeId',
      runs: '++id, challengeId',
    });
    this.version(2)
      .stores({
        history: '++id, [challengeId+undone]',
        qualities: '[imageId+frame], challengeId',
        runFiles: 'id, challengeId',
        texts: 'id, challengeId, imageId',
        blocked: 'id, challengeId',
        submissions: 'id, challengeId',
        patients: 'exam, patient',
        objections: 'patient',
        released: 'digest, patient',
        withdrawals: 'id, challengeId',
        versions: 'id, challengeId',
        rounds: 'id',
        roundClocks: 'id',
        roundEvents: '[round+sequence], round',
        roundFiles: 'id, round',
        judgements: 'id, round',
      })
      .upgrade(async (tables) => {
        // Makes the correspondence table of the stored images. Its lines stay encrypted as they were.
        const patients = new Map<string, PatientRow>();
        await tables.table<ImageRow>('images').each((image) => {
          patients.set(image.exam, patientRowOf(image, patients.get(image.exam)));
        });
        await tables.table('patients').bulkAdd([...patients.values()]);
      });
    this.version(3).stores({
      crops: 'id, challengeId, imageId',
      scannerSectors: 'key, at',
    });
  }
}
