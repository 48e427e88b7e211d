import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../../../adapters/memory/table.ts';
import { createLimits, type Entrance } from '../../../../../../adapters/table/limits.ts';
import { createTable, type Table } from '../../../../../../adapters/table/table.ts';
import { PACE } from '../../../../../../domain/limits.ts';
import { findOrganisation, type Organisation } from '../../../../../../domain/organisations.ts';
import { IN_ADVANCE, LARGEST_LEASE, LEASE_MS } from '../../../../../../domain/pace.ts';
import { createPace } from '../../../../../../functions/shared/rest/http/pace.ts';
import { problemOf } from '../../../../../../functions/shared/rest/http/problems.ts';
import { runs } from '../../../../../runs.ts';
import { withinRights } from '../../../../../within-rights.ts';

/** The pace of one organisation over many instances of a function, which share a table and nothing else. */

const organisation = (sleutel: string): Organisation => {
  const found = findOrganisation(sleutel);
  if (found === undefined) throw new Error(sleutel);
  return found;
};
const SCHOOL = organisation('taalschool-0907');
const OTHER = organisation('intos-0907');
const { burst, perMinute } = PACE.partner;
const PER_SECOND = perMinute / 60;

/** The table of these instances, with the calls that were made of it. */
const countedTable = () => {
  const table = memoryTable();
  const made: string[] = [];
  const counted: Pick<Table, 'read' | 'insert' | 'replace' | 'add'> = {
    read: (...args) => {
      made.push('read');
      return table.read(...args);
    },
    insert: table.insert,
    replace: (...args) => {
      made.push('write');
      return table.replace(...args);
    },
    add: (...args) => {
      made.push('write');
      return table.add(...args);
    },
  };
  return { table, made, counted, writes: () => made.filter((call) => call === 'write').length };
};

const START = Date.parse('2025-06-20T08:32:00Z');

/** Instances on one table; the clock of each may be off by so much. */
const startInstances = (count: number, aheadMs: (nth: number) => number = () => 0) => {
  const shared = countedTable();
  const log: unknown[] = [];
  const clock = { ms: START };
  const create = (nth: number, entrance: Extract<Entrance, 'api' | 'loket'> = 'api') =>
    createPace(
      {
        limits: createLimits(withinRights(entrance, { ...shared.table, ...shared.counted })),
        clock: { now: () => new Date(clock.ms + aheadMs(nth)) },
        log: { error: (rule) => log.push(rule) },
      },
      entrance,
    );
  const instances = Array.from({ length: count }, (_, nth) => create(nth));
  /** Whether the request was let through, or else in how many seconds it may come again. */
  const ask = async (nth: number, who = SCHOOL): Promise<true | number> => {
    try {
      await instances[nth % count]?.(who);
      return true;
    } catch (error) {
      const { kind, headers } = problemOf(error);
      expect(kind).toBe('te-veel-verzoeken');
      return Number(headers?.['Retry-After']);
    }
  };
  const askAll = (times: number, who = SCHOOL) =>
    Promise.all(Array.from({ length: times }, (_, nth) => ask(nth, who)));
  return { ...shared, clock, ask, askAll, create, log };
};

const letThrough = (answers: readonly (true | number)[]): number =>
  answers.filter((answer) => answer === true).length;

describe('an organisation that calls many instances at once', () => {
  it('gets one pace of all of them, and of each no more than what it lets through in advance beside it', async () => {
    const { askAll, clock } = startInstances(200);
    const flood = letThrough(await askAll(10_000));
    expect(flood).toBeGreaterThanOrEqual(burst);
    expect(flood).toBeLessThanOrEqual(burst + 200 * IN_ADVANCE);
    clock.ms += 1000;
    const next = letThrough(await askAll(10_000));
    expect(next).toBeGreaterThan(0);
    expect(next).toBeLessThanOrEqual(PER_SECOND);
  });

  it('keeps nobody else from being answered, and costs the others nothing', async () => {
    const { askAll, made } = startInstances(50);
    await askAll(10_000);
    made.length = 0;
    expect(letThrough(await askAll(100, OTHER))).toBe(100);
    expect(made).toEqual([]);
  });

  it('costs at most one write for each lease, and none for a request that is refused', async () => {
    const { askAll, made, writes, clock } = startInstances(20);
    await askAll(10_000);
    // Each instance asks for 1, 2, 2, 3, 4, 6 … at a time (`test/unit/domain/pace.test.ts`).
    expect(writes()).toBeLessThanOrEqual(burst / 8);
    made.length = 0;
    expect(letThrough(await askAll(5000))).toBe(0);
    expect(made).toEqual([]);
    clock.ms += 1000;
    await askAll(5000);
    clock.ms += 1;
    made.length = 0;
    expect(letThrough(await askAll(5000))).toBe(0);
    expect(made).toEqual([]);
  });

  it('is told when to come, and is let through then', async () => {
    const { askAll, ask, clock } = startInstances(3);
    const answers = await askAll(3000);
    expect([...new Set(answers)].toSorted()).toEqual([1, true]);
    clock.ms += 1000;
    expect(await ask(0)).toBe(true);
  });

  it('has all of its pace again after a while', async () => {
    const { askAll, clock } = startInstances(5);
    await askAll(5000);
    clock.ms += (burst / PER_SECOND) * 1000 + LEASE_MS;
    expect(letThrough(await askAll(burst))).toBeGreaterThanOrEqual((burst * 2) / 3);
    const one = startInstances(1);
    expect(letThrough(await one.askAll(burst + 10))).toBe(burst);
  });

  it('has a pace for its programme and one for its people', async () => {
    const { askAll, create } = startInstances(1);
    await askAll(3000);
    await expect(create(0)(SCHOOL)).resolves.toBeUndefined();
    const people = create(0, 'loket');
    for (let page = 0; page < 10; page++) await expect(people(SCHOOL)).resolves.toBeUndefined();
  });

  it('leaves one item for each, with nothing of anybody in it, which ends by itself', async () => {
    const { askAll, table } = startInstances(4);
    await askAll(100);
    expect(table.alles()).toEqual([
      {
        pk: 'LIMIET#taalschool-0907',
        sk: 'TEMPO#api',
        vrijVanaf: expect.any(Number),
        verlooptOp: expect.any(Number),
      },
    ]);
    const [item] = table.alles();
    expect(Number(item?.['verlooptOp']) * 1000).toBeGreaterThan(Number(item?.['vrijVanaf']));
  });
});

describe('an organisation that calls seldom', () => {
  it('costs no call of the table at all', async () => {
    const { ask, made, clock } = startInstances(2);
    for (let minute = 0; minute < 60; minute++) {
      expect(await ask(0)).toBe(true);
      expect(await ask(0)).toBe(true);
      clock.ms += 60_000;
    }
    expect(made).toEqual([]);
  });

  it('costs one write for ever more requests when it calls steadily', async () => {
    const { ask, writes, clock } = startInstances(1);
    for (let request = 0; request < 1000; request++) {
      expect(await ask(0)).toBe(true);
      clock.ms += 100;
    }
    expect(writes()).toBeLessThanOrEqual(11 + 1000 / LARGEST_LEASE);
  });
});

describe('instances with clocks that differ', () => {
  it('let no more through in any time than the pace, what each lets through in advance and what the clocks differ', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.record({ pause: fc.nat(3000), requests: fc.nat(1500) }), { maxLength: 6 }),
        async (ahead, rounds) => {
          const { askAll, clock } = startInstances(ahead.length, (nth) => ahead[nth] ?? 0);
          let through = 0;
          for (const { pause, requests } of rounds) {
            clock.ms += pause;
            through += letThrough(await askAll(requests));
          }
          const tookMs = clock.ms - START;
          const differMs = Math.max(...ahead) - Math.min(...ahead);
          const inAdvance = ahead.length * IN_ADVANCE * (Math.floor(tookMs / LEASE_MS) + 1);
          const atMost = burst + ((tookMs + differMs) * PER_SECOND) / 1000 + inAdvance;
          expect(through).toBeLessThanOrEqual(atMost);
        },
      ),
      { numRuns: runs(12) },
    );
  });

  it('let everything through of who keeps to its pace, whichever instance it comes to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(7), { minLength: 1, maxLength: 300 }),
        async (ahead, order) => {
          const { ask, clock } = startInstances(ahead.length, (nth) => ahead[nth] ?? 0);
          for (const nth of order) {
            expect(await ask(nth)).toBe(true);
            clock.ms += 1000 / PER_SECOND;
          }
        },
      ),
      { numRuns: runs(40) },
    );
  });

  it.each([
    ['ahead', 1],
    ['behind', -1],
  ] as const)('are not shut by one that is a day %s', async (_, sign) => {
    const { ask } = startInstances(2, (nth) => (nth === 0 ? sign * 24 * 3600_000 : 0));
    for (let request = 0; request < 500; request++) expect(await ask(request)).toBe(true);
  });
});

it('a clock that goes back shuts nobody out until it is there again', async () => {
  const { askAll, clock, ask } = startInstances(1);
  await askAll(burst + 1);
  expect(await ask(0)).toBe(1);
  clock.ms -= 24 * 3600_000;
  expect(await ask(0)).toBe(true);
});

describe('when the table does not answer', () => {
  const throttled = Object.assign(new Error('rustig aan'), { name: 'ThrottlingException' });
  const conflict = new ConditionalCheckFailedException({ message: 'busy', $metadata: {} });
  const client = mockClient(DynamoDBClient);
  const start = () => {
    const log: string[] = [];
    const pace = createPace(
      {
        limits: createLimits(createTable('hub', new DynamoDBClient({ region: 'eu-west-1' }))),
        clock: { now: () => new Date(START) },
        log: { error: (rule, data) => log.push(`${rule}: ${data['organisatie']}`) },
      },
      'api',
    );
    return { log, pace };
  };

  it.each([
    ['its read is throttled', () => client.on(GetItemCommand).rejects(throttled)],
    [
      'its write is throttled',
      () => client.on(GetItemCommand).resolves({}).on(UpdateItemCommand).rejects(throttled),
    ],
    [
      'others keep being first',
      () => client.on(GetItemCommand).resolves({}).on(UpdateItemCommand).rejects(conflict),
    ],
    [
      'it takes too long',
      () => client.on(GetItemCommand).rejects(Object.assign(new Error('te laat'), { name: 'TimeoutError' })),
    ],
  ])('a request is let through and the log says so: %s', async (_, fail) => {
    client.reset();
    fail();
    const { pace, log } = start();
    for (let request = 0; request < 20; request++) await pace(SCHOOL);
    expect(new Set(log)).toEqual(new Set(['tempo niet bijgehouden: taalschool-0907']));
    // It tries again with fewer and fewer calls, and counts what it let through once it can.
    expect(log.length).toBeLessThan(9);
    client.reset();
    client.on(GetItemCommand).resolves({}).on(UpdateItemCommand).resolves({});
    for (let request = 0; request < 40; request++) await pace(SCHOOL);
    expect(client.commandCalls(UpdateItemCommand).length).toBeGreaterThan(0);
    expect(log.length).toBeLessThan(9);
  });

  it('a right that is missing is no such thing: the request fails', async () => {
    client.reset();
    client.on(GetItemCommand).rejects(Object.assign(new Error('nee'), { name: 'AccessDeniedException' }));
    const { pace } = start();
    for (let request = 0; request < IN_ADVANCE; request++) await pace(SCHOOL);
    await expect(pace(SCHOOL)).rejects.toThrow('nee');
  });

  it('a number in the past is replaced under the condition that nobody else did so', async () => {
    client.reset();
    client
      .on(GetItemCommand)
      .resolves({ Item: { pk: { S: 'x' }, sk: { S: 'x' }, vrijVanaf: { N: '1000' } } })
      .on(PutItemCommand)
      .resolves({});
    const { pace } = start();
    for (let request = 0; request <= IN_ADVANCE; request++) await pace(SCHOOL);
    const [put] = client.commandCalls(PutItemCommand).map(({ args }) => args[0].input);
    expect(put).toMatchObject({
      ConditionExpression: '#vrijVanaf = :vrijVanaf',
      ExpressionAttributeValues: { ':vrijVanaf': { N: '1000' } },
    });
  });
});
