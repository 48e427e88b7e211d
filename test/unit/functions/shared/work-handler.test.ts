import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { workHandler } from '../../../../functions/shared/work-handler.ts';

const FUNCTIONS = join(import.meta.dirname, '..', '..', '..', '..', 'functions');

/** An invocation of which no time is left. */
const timeIsUp = { getRemainingTimeInMillis: () => 0 } as Context;

describe('a function that takes its work from a queue or from the clock', () => {
  it('goes on until its work is done or Lambda ends the process: nothing of it is left to a later invocation', async () => {
    let isDone = false;
    const handler = workHandler<unknown, string>({
      begin: () => undefined,
      publish: () => undefined,
    }).handler(async () => {
      await sleep(20);
      isDone = true;
      return 'done';
    });
    expect(await handler({}, timeIsUp)).toBe('done');
    expect(isDone).toBe(true);
  });

  it('has such a handler, whichever it is: the others answer requests', () => {
    const ownHandlers = globSync('**/*.ts', { cwd: FUNCTIONS }).filter((file) =>
      readFileSync(join(FUNCTIONS, file), 'utf8').includes('import middy'),
    );
    expect(ownHandlers.toSorted()).toEqual(['shared/rest/api.ts', 'shared/work-handler.ts']);
  });
});
