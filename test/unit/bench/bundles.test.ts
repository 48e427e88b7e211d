import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { ENVIRONMENT } from '../../../bench/bundles.ts';
import { FUNCTIONS } from '../../../infra/names.ts';
import { COMPILE_CACHE } from '../../compile-cache.ts';

const run = promisify(execFile);

/** One process for all functions: each reads its own variables when it is imported, of the same environment. */
const IMPORT_ALL = `
const settled = await Promise.allSettled(process.argv.slice(1).map((path) => import(path)));
console.log(JSON.stringify(settled.map(({ value, reason }) => typeof value?.handler + (reason ?? ''))));
process.exit(0);`;

let found: readonly string[];

beforeAll(async () => {
  const handlers = FUNCTIONS.map((fn) => join(import.meta.dirname, '../../../functions', fn, 'handler.ts'));
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', IMPORT_ALL, ...handlers], {
    env: { ...ENVIRONMENT, NODE_COMPILE_CACHE: COMPILE_CACHE },
  });
  found = JSON.parse(stdout);
});

it.each(FUNCTIONS.map((fn, place) => [fn, place] as const))(
  'the bench gives %s every variable that it reads at a cold start',
  (_, place) => {
    expect(found[place]).toBe('function');
  },
);
