import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesOfRun } from '../runs.ts';
import type { Scenario } from './outcomes.ts';
import { everyFault, type Fault, outsideCalls } from './outside-calls.ts';
import { scenarios } from './scenarios.ts';

/**
 * Any call to the outside may fail, before or after its effect. The stored items and the received messages are the same in the end.
 */

const FUNCTIONS = join(import.meta.dirname, '..', '..', 'functions');

const play = async (scenario: Scenario, fault?: Fault) => {
  const { outside, made } = outsideCalls(fault);
  return { outcome: await scenario(outside), made };
};

it('every function is among them', () => {
  const functions = readdirSync(FUNCTIONS).filter((name) => existsSync(join(FUNCTIONS, name, 'handler.ts')));
  expect([...new Set(Object.keys(scenarios).map((name) => name.split(':')[0]))].toSorted()).toEqual(
    functions.toSorted(),
  );
});

describe.each(Object.entries(scenarios))('%s', (_, scenario) => {
  it('ends the same when one call to the outside fails, whichever it is', async () => {
    const { outcome: expected, made } = await play(scenario);
    const faults = everyFault(made);
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of casesOfRun(faults)) {
      const { outcome } = await play(scenario, fault);
      expect({ fault, name: made[fault.call], outcome }).toEqual({
        fault,
        name: made[fault.call],
        outcome: expected,
      });
    }
  });
});
