import * as Comlink from 'comlink';
import { open, seal } from '../src/pipeline/backup.ts';

const api = { open, seal };

export type BackupApi = typeof api;
Comlink.expose(api);
