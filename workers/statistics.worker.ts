import * as Comlink from 'comlink';
import { analyse, compare, draws, permutations } from '../src/pipeline/statistics.ts';

const api = { analyse, compare, draws, permutations };

export type StatisticsApi = typeof api;
Comlink.expose(api);
