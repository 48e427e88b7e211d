import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Clock, createClock } from '../../../../local/clock/clock.ts';
import { createFunction, type RunnableFunction } from '../../../../local/functions/pool.ts';

/** Counts what this instance ran, and says which day it is before and after it waited. */
const CODE = `
let ran = 0;
const day = () => new Date().toISOString().slice(0, 10);
export const handler = async ({ ms = 0 }) => {
  ran += 1;
  const before = day();
  await new Promise((resolve) => setTimeout(resolve, ms));
  return { ran, before, after: day() };
};
export const large = async ({ bytes }) => 'a'.repeat(bytes);`;

const Result = z.object({ ran: z.int(), before: z.string(), after: z.string() });
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

let directory: string;
const running: RunnableFunction[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hub-pool-'));
  await writeFile(join(directory, 'index.mjs'), CODE);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const run = (clock: Clock, handler = 'index.handler'): RunnableFunction => {
  const runnable = createFunction({
    directory,
    handler,
    functionName: 'proef',
    functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:proef',
    memorySize: 128,
    timeoutSeconds: 60,
    concurrency: 5,
    clock,
    environment: {},
    variables: {},
    onLog: () => undefined,
  });
  running.push(runnable);
  return runnable;
};

it('a function whose answer is larger than Lambda takes fails', async () => {
  const { invoke } = run(createClock(), 'index.large');
  expect(await invoke({ bytes: 6 * 1024 * 1024 - 2 })).toMatchObject({ ok: true });
  expect(await invoke({ bytes: 6 * 1024 * 1024 })).toMatchObject({
    ok: false,
    errorType: 'Function.ResponseSizeTooLarge',
  });
});

describe('a function whose clock is set', () => {
  const start = (day?: string) => {
    const clock = createClock(day === undefined ? undefined : noon(day));
    const runnable = run(clock);
    const invoke = async (ms = 0) => {
      const outcome = await runnable.invoke({ ms });
      return outcome.ok ? Result.parse(outcome.value) : outcome.errorType;
    };
    const set = (to: string): void => {
      clock.set(noon(to));
      runnable.followClock();
    };
    return { invoke, set };
  };

  it('goes on with it in the same instance, day after day', async () => {
    const { invoke, set } = start('2027-01-04');
    expect(await invoke()).toEqual({ ran: 1, before: '2027-01-04', after: '2027-01-04' });
    set('2027-01-05');
    expect(await invoke()).toEqual({ ran: 2, before: '2027-01-05', after: '2027-01-05' });
    set('2027-03-01');
    expect(await invoke()).toEqual({ ran: 3, before: '2027-03-01', after: '2027-03-01' });
  });

  it('begins anew when it goes back, so that nothing remembers what is the future now', async () => {
    const { invoke, set } = start('2027-01-04');
    await invoke();
    set('2026-12-24');
    expect(await invoke()).toEqual({ ran: 1, before: '2026-12-24', after: '2026-12-24' });
  });

  it('begins anew when it went by the clock of this machine until then', async () => {
    const { invoke, set } = start();
    await invoke();
    set('2027-01-04');
    expect(await invoke()).toEqual({ ran: 1, before: '2027-01-04', after: '2027-01-04' });
    set('2027-01-05');
    expect(await invoke()).toMatchObject({ ran: 2, before: '2027-01-05' });
  });

  it('leaves to what runs the day on which it began', async () => {
    const { invoke, set } = start('2027-01-04');
    await invoke();
    const long = invoke(500);
    set('2027-01-05');
    expect(await invoke()).toEqual({ ran: 1, before: '2027-01-05', after: '2027-01-05' });
    expect(await long).toEqual({ ran: 2, before: '2027-01-04', after: '2027-01-04' });
  });
});
