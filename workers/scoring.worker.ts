import * as Comlink from 'comlink';
import { mask, scoreMaskFiles, scoreTables } from '../src/pipeline/scoring.ts';

const api = { mask, scoreMasks: scoreMaskFiles, scoreTables };

export type ScoringApi = typeof api;
Comlink.expose(api);
