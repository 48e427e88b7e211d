import { join } from 'node:path';

/**
 * Where Node keeps what it compiled, for the workers of a run and for the commands and hubs that its tests start: what
 * one of them loaded, the next need not compile again.
 */
export const COMPILE_CACHE =
  process.env['NODE_COMPILE_CACHE'] ??
  join(import.meta.dirname, '../node_modules/.cache/inburgeringshub/compiled');
