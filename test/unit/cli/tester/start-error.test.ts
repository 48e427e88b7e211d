import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startError } from '../../../../cli/tester/start-error.ts';
import { temporaryFolder } from '../../../temporary.ts';

const thrownBy = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};
const listening = (code: string) =>
  Object.assign(new Error(`listen ${code}: 127.0.0.1:80`), { code, syscall: 'listen' });

describe('a hub that does not start', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');

  it.each([
    ['a port that is taken', listening('EADDRINUSE'), 'port 80 is in use; choose another with --port'],
    [
      'a port that this user may not have',
      listening('EACCES'),
      'port 80 is not for every user; choose one from 1024 up with --port',
    ],
    ['a folder that is a file', thrownBy(() => mkdirSync(file)), `cannot use ${file} (EEXIST)`],
    [
      'a folder below a file',
      thrownBy(() => mkdirSync(join(file, 'data'))),
      `cannot use ${join(file, 'data')} (ENOTDIR)`,
    ],
  ])('says in one sentence that it is %s', (_, error, text) => {
    expect(startError(error, 80)).toMatchObject({ name: 'UserError', message: text });
  });

  it('leaves any other error as it is', () => {
    const error = new TypeError('x is not a function');
    expect(startError(error, 80)).toBe(error);
  });
});
