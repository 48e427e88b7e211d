import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ENVIRONMENT } from '../../../bench/bundles.ts';
import { FUNCTIONS } from '../../../infra/names.ts';
import { COMPILE_CACHE } from '../../compile-cache.ts';

const run = promisify(execFile);

it.concurrent.each(FUNCTIONS)(
  'the bench gives %s every variable that it reads at a cold start',
  async (fn) => {
    const handler = join(import.meta.dirname, '../../../functions', fn, 'handler.ts');
    const code = `console.log(typeof (await import(process.argv[1])).handler); process.exit(0);`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code, handler], {
      env: { ...ENVIRONMENT, NODE_COMPILE_CACHE: COMPILE_CACHE },
    });
    expect(stdout.trim()).toBe('function');
  },
);
