import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { createTable } from '../../adapters/table/table.ts';
import { localRollout } from '../../client/deployment.ts';
import { createHubClient, type HubClient } from '../../client/hub-client.ts';
import { isDuoStep, type Step } from '../../client/scenario/parse.ts';
import { readScenario } from '../../client/scenario/read.ts';
import { runScenario } from '../../client/scenario/run.ts';
import { known } from '../../domain/known.ts';
import { OWN_GEMEENTEN } from '../../infra/gemeenten/profiles.ts';
import type { Invocation } from '../../local/cloud.ts';
import { type LocalHub, startLocalHub } from '../../local/hub.ts';
import { vNummer } from '../huishoudens.ts';
import { lifeCourse } from '../life-course.ts';
import type { ScheduledTask } from './fixed.ts';
import { createObserver } from './observer.ts';
import { type Counter, createCounter, perItem, together, type Usage } from './usage.ts';

/** A replay, and the use of each accepted message. */
export interface Replay {
  readonly naam: string;
  readonly accepted: number;
  readonly perBericht: Usage;
}

/** The use of one replay of all scenarios. */
export interface Measurement {
  readonly examples: readonly Replay[];
  readonly life: Replay;
  /** The use of one read of a timeline, on average over the life of the zaak. */
  readonly raadpleging: Usage;
  /** The use of all scheduled runs in a month, in a hub of one gemeente with few zaken. */
  readonly clockPerMonth: Usage;
}

const EXAMPLES = join(import.meta.dirname, '../../examples');
const FILES = ['een-huishouden', 'rommelig', 'twaalf-huishoudens'];
/** About the number of commits of a zaak in three years. */
const BERICHTEN_OF_ONE_LIFE = 80;
const PERSOON = 5_000;
/** The number of messages after which the timeline is read again. */
const READ_AFTER = 20;
const TICKS = 5;
/** The number of runs of the watch that complete the lists of zaken of one gemeente (functions/bewaking/lists.ts). */
const LISTS_OF_ONE = 2;

const QueueMessage = z.looseObject({ eventSource: z.literal('aws:sqs'), eventSourceARN: z.string() });
const Batch = z.looseObject({ Records: z.array(QueueMessage) });

/** CloudWatch adds this to every line (CloudWatch Logs, PutLogEvents). */
const BYTES_PER_LINE = 26;

const countInvocation = (counter: Counter, { event, milliseconds, memorySize }: Invocation): void => {
  counter.count('aanroepen', 1);
  counter.count('aanroepMs', milliseconds);
  counter.count('megabyteAanroepen', memorySize);
  const batch = Batch.safeParse(event);
  if (!batch.success) return;
  const { length, 0: first } = batch.data.Records;
  counter.request('SQS ReceiveMessage, DeleteMessageBatch by Lambda');
  if (first?.eventSourceARN.endsWith('.fifo') === true) {
    // A function sent these messages to the queue, and that call is counted at the function.
    counter.count('sqsFifo', 2);
    counter.count('sqsSleutelverzoeken', length + 1);
    return;
  }
  // EventBridge sends each message on its own. Lambda receives and deletes them together.
  counter.count('sqsStandaard', length + 2);
  counter.count('sqsSleutelverzoeken', 2 * length + 1);
};

/** A hub whose calls are counted. */
interface Measured {
  readonly hub: LocalHub;
  readonly client: HubClient;
  readonly counter: Counter;
  /** Throws when a call was made of which the price is unknown. */
  check(): void;
  /** Sends a step and waits until the hub has dealt with it: each message comes alone, as most do. */
  send(step: Step): Promise<boolean>;
  stop(): Promise<void>;
}

const startMeasured = async (gemeenten?: string): Promise<Measured> => {
  const counter = createCounter();
  const errors: unknown[] = [];
  const observer = createObserver(counter, (error) => errors.push(error));
  const hub = await startLocalHub({
    port: 0,
    ...known({ gemeenten }),
    between: observer.between,
    onInvocation: (invocation) => countInvocation(counter, invocation),
    onLog: (_, line) => counter.count('logBytes', Buffer.byteLength(line) + BYTES_PER_LINE),
  });
  const client = createHubClient({ url: hub.url });
  const check = (): void => {
    if (errors.length > 0) throw new Error('a call could not be counted', { cause: errors[0] });
  };
  return {
    hub,
    client,
    counter,
    check,
    send: async (step) => {
      let accepted = false;
      await runScenario(client, [step], {
        settle: hub.settled,
        onStep: (_number, _step, { status }) => {
          accepted = status === (isDuoStep(step) ? 201 : 202);
        },
      });
      await hub.settled();
      counter.count('apiVerzoeken', 1);
      check();
      return accepted;
    },
    stop: async () => {
      await hub.stop();
      observer.close();
    },
  };
};

const sendAll = async (measured: Measured, steps: readonly Step[]): Promise<number> => {
  let accepted = 0;
  for (const step of steps) if (await measured.send(step)) accepted += 1;
  return accepted;
};

const playExample = async (measured: Measured, name: string): Promise<Replay> => {
  const steps = readScenario(join(EXAMPLES, `${name}.jsonl`));
  measured.counter.take();
  const accepted = await sendAll(measured, steps);
  return { naam: name, accepted, perBericht: perItem(measured.counter.take(), accepted) };
};

/** Plays the life of one zaak and reads its timeline now and then. The use of the reads is kept apart. */
const playLife = async (measured: Measured): Promise<Pick<Measurement, 'life' | 'raadpleging'>> => {
  const { client, counter } = measured;
  const steps = lifeCourse(PERSOON, BERICHTEN_OF_ONE_LIFE);
  const berichten: Usage[] = [];
  const reads: Usage[] = [];
  let accepted = 0;
  counter.take();
  for (let begin = 0; begin < steps.length; begin += READ_AFTER) {
    accepted += await sendAll(measured, steps.slice(begin, begin + READ_AFTER));
    berichten.push(counter.take());
    const [zaak] = await client.find({ vNummer: vNummer(PERSOON) });
    if (zaak === undefined) throw new Error('the koppeling made no zaak');
    counter.take();
    const tijdlijn = await client.tijdlijn(zaak.zaakId);
    counter.count('apiVerzoeken', 1);
    counter.count('uitBytes', Buffer.byteLength(JSON.stringify(tijdlijn)));
    reads.push(counter.take());
  }
  return {
    life: { naam: 'leven van een zaak', accepted, perBericht: perItem(together(berichten), accepted) },
    raadpleging: perItem(together(reads), reads.length),
  };
};

/** An order as the function gets it from its queue. */
const fromQueue = (input: unknown) => ({
  Records: [
    {
      messageId: 'klok',
      receiptHandle: 'klok',
      body: JSON.stringify(input),
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:klok',
    },
  ],
});

/**
 * Tells the watch that no messages of version 0.1.0 are left to move. The watch only looks for these in the first hour of a hub, so
 * that search is no part of a usual month.
 */
const withoutOldPost = async ({ url, outputs }: LocalHub): Promise<void> => {
  const client = new DynamoDBClient((await localRollout(url)).clientConfig('dynamodb'));
  await createTable(String(outputs['TabelNaam']), client).write([
    { pk: 'LIJSTEN', sk: 'POSTVAK', versie: 1_000_000, ronde: 1, begonnen: '2020-01-01T00:00:00.000Z' },
  ]);
  client.destroy();
};

/** The sum of these runs, each with the time of the fastest run, so that other work of this machine does not count. */
const steady = (ticks: readonly Usage[]): Usage => {
  const all = together(ticks);
  const fastest = Math.min(...ticks.map(({ sizes }) => sizes.aanroepMs));
  return { ...all, sizes: { ...all.sizes, aanroepMs: fastest * ticks.length } };
};

/** Measures the use of all scheduled runs in a month. */
const measureClock = async (
  { hub, counter, check }: Measured,
  tasks: readonly ScheduledTask[],
): Promise<Usage> => {
  const perMonth: Usage[] = [];
  await withoutOldPost(hub);
  // The orders by queue come last, because they erase zaken that the other runs still have to read.
  const ordered = tasks.toSorted((one, other) => Number(one.byQueue) - Number(other.byQueue));
  for (const { functionOutput, byQueue, input, perMonth: time } of ordered) {
    const name = hub.outputs[functionOutput];
    if (name === undefined) throw new Error(`the stacks have no output ${functionOutput}`);
    const tick = async (): Promise<void> => {
      const outcome = await hub.invoke(name, byQueue ? fromQueue(input) : input);
      check();
      if (!outcome.ok) throw new Error(`${functionOutput} failed`, { cause: outcome.errorMessage });
    };
    // The first runs do the work that a new hub and the replay leave, which is no part of a quiet month. A run completes at most
    // one list of zaken.
    for (let n = 0; n <= LISTS_OF_ONE; n += 1) await tick();
    await hub.settled();
    counter.take();
    const ticks: Usage[] = [];
    for (let n = 0; n < TICKS; n += 1) {
      await tick();
      ticks.push(counter.take());
    }
    perMonth.push(perItem(steady(ticks), TICKS / time));
  }
  return together(perMonth);
};

/** The profile of the gemeente in the measured hub of one gemeente. */
const ONE_GEMEENTE = '0907-gennep.json';

/** Measures the scheduled runs in a hub of one gemeente, after the first messages of the life of a zaak. */
const measureClockOfOne = async (clock: readonly ScheduledTask[]): Promise<Usage> => {
  const folder = mkdtempSync(join(tmpdir(), 'inburgeringshub-kosten-'));
  copyFileSync(join(import.meta.dirname, '../..', OWN_GEMEENTEN, ONE_GEMEENTE), join(folder, ONE_GEMEENTE));
  const measured = await startMeasured(folder);
  try {
    await sendAll(measured, lifeCourse(PERSOON, READ_AFTER));
    return await measureClock(measured, clock);
  } finally {
    await measured.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Replays the scenario files and the life of a zaak on the embedded cloud, one message at a time, and counts. */
export const measureUsage = async (
  clock: readonly ScheduledTask[],
  say: (text: string) => void,
): Promise<Measurement> => {
  say('the watch of one gemeente');
  const clockPerMonth = await measureClockOfOne(clock);
  const measured = await startMeasured();
  try {
    const examples: Replay[] = [];
    for (const name of FILES) {
      say(`examples/${name}.jsonl`);
      examples.push(await playExample(measured, name));
    }
    say(`the life of a zaak, ${BERICHTEN_OF_ONE_LIFE} messages`);
    const life = await playLife(measured);
    return { examples, ...life, clockPerMonth };
  } finally {
    await measured.stop();
  }
};
