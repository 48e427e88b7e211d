import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { OMGEVING } from '../../bench/bundels.ts';
import { FUNCTIES } from '../../infra/namen.ts';

const voerUit = promisify(execFile);

it.concurrent.each(FUNCTIES)(
  'the bench can import %s: it has all that this reads at a cold start',
  async (functie) => {
    const handler = join(import.meta.dirname, '../../functions', functie, 'handler.ts');
    const code = `console.log(typeof (await import(process.argv[1])).handler); process.exit(0);`;
    const { stdout } = await voerUit(process.execPath, ['--input-type=module', '--eval', code, handler], {
      env: OMGEVING,
    });
    expect(stdout.trim()).toBe('function');
  },
);
