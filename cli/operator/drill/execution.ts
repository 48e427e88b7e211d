import { type Alarm, findAlarms, fired, livingNamespaces } from './alarms.ts';
import { type Cause, type Clients, cause, setState } from './means.ts';
import { inWords, type Means, meansFor, type Outcome } from './plan.ts';

/** What the drill needs of time, so that a test need not wait. */
export interface Clock {
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<unknown>;
}

export interface DrillOptions {
  readonly clients: Clients;
  readonly clock: Clock;
  /** The function that fails for an alarm on all of them. */
  readonly anyFunction?: string;
  /** How long alarms may take to go off, and then to come back. */
  readonly waitOffMs: number;
  readonly waitBackMs: number;
  readonly announce: (rule: string) => void;
  /** Stop, but clean up: the operator interrupted. */
  readonly aborted: () => boolean;
}

export interface Report {
  readonly uitkomsten: readonly Outcome[];
  /** On before the drill: really something the matter, or still new. */
  readonly alAan: readonly string[];
}

interface Drilled {
  readonly alarm: string;
  readonly means: Means;
  readonly cause: Cause;
}

const INTERVAL_MS = 10_000;

const text = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');

/** The real cause, or the state set when that cannot be made here; the reason says which. */
const begin = async (clients: Clients, { naam }: Alarm, means: Means): Promise<Drilled> => {
  try {
    return { alarm: naam, means, cause: await cause(clients, naam, means) };
  } catch (error) {
    if (means.kind === 'set state') throw error;
    const set: Means = {
      kind: 'set state',
      why: `${inWords(means)} could not be made (${text(error)})`,
    };
    return { alarm: naam, means: set, cause: await cause(clients, naam, set) };
  }
};

/** Repeats until it holds or time is up. */
const until = async (
  { clock, aborted }: DrillOptions,
  ms: number,
  isRight: () => Promise<boolean>,
): Promise<void> => {
  const end = clock.now().getTime() + ms;
  while (!(await isRight()) && clock.now().getTime() < end && !aborted()) await clock.sleep(INTERVAL_MS);
};

/** Which of these went off, by their history: CloudWatch takes a state that was set back within a minute. */
const waitUntilOff = async (
  options: DrillOptions,
  since: Date,
  names: readonly string[],
): Promise<ReadonlySet<string>> => {
  let off: ReadonlySet<string> = new Set();
  await until(options, options.waitOffMs, async () => {
    // Asking for the alarms makes an emulator evaluate them; CloudWatch does so by itself.
    const alarms = await findAlarms(options.clients.cloudwatch);
    const nowOn = alarms.filter(({ stand }) => stand === 'ALARM').map(({ naam }) => naam);
    off = new Set([...off, ...nowOn, ...(await fired(options.clients.cloudwatch, since))]);
    return names.every((name) => off.has(name));
  });
  return off;
};

/** Takes the causes away and waits; what has not come back by then is set back. */
const undo = async (
  options: DrillOptions,
  drilled: readonly Drilled[],
): Promise<ReadonlyMap<string, Outcome['terug']>> => {
  const { cloudwatch } = options.clients;
  for (const { alarm, means } of drilled) {
    if (means.kind === 'set state') await setState(cloudwatch, alarm, 'OK');
  }
  const to = async (): Promise<ReadonlySet<string>> =>
    new Set((await findAlarms(cloudwatch)).filter(({ stand }) => stand === 'ALARM').map(({ naam }) => naam));
  let stillOn: ReadonlySet<string> = new Set();
  const clean = new Set<string>();
  await until(options, options.waitBackMs, async () => {
    for (const { alarm, cause: made } of drilled) if (await made.undo()) clean.add(alarm);
    stillOn = await to();
    return drilled.every(({ alarm }) => clean.has(alarm) && !stillOn.has(alarm));
  });
  for (const { alarm } of drilled) if (stillOn.has(alarm)) await setState(cloudwatch, alarm, 'OK');
  const how = ({ alarm, means }: Drilled): Outcome['terug'] => {
    if (!clean.has(alarm)) return 'DRILL MESSAGE LEFT';
    return stillOn.has(alarm) || means.kind === 'set state' ? 'set back' : 'by itself';
  };
  return new Map(drilled.map((one) => [one.alarm, how(one)]));
};

/** Makes every alarm happen, waits for each, cleans up and waits for them to come back. */
export const run = async (options: DrillOptions): Promise<Report> => {
  const { clients, clock, announce } = options;
  const alarms = await findAlarms(clients.cloudwatch);
  const alAan = alarms.filter(({ stand }) => stand === 'ALARM').map(({ naam }) => naam);
  const toPractise = alarms.filter(({ stand }) => stand !== 'ALARM');
  const living = await livingNamespaces(
    clients.cloudwatch,
    alarms.map(({ namespace }) => namespace),
  );
  const since = clock.now();
  const drilled: Drilled[] = [];
  let off: ReadonlySet<string> = new Set();
  let back: ReadonlyMap<string, Outcome['terug']> = new Map();
  try {
    announce(`${toPractise.length} alarms are made to happen`);
    for (const alarm of toPractise) {
      if (options.aborted()) break;
      drilled.push(await begin(clients, alarm, meansFor(alarm, living, options.anyFunction)));
    }
    announce('waiting until each has gone off');
    off = await waitUntilOff(
      options,
      since,
      drilled.map(({ alarm }) => alarm),
    );
  } finally {
    announce('cleaning up, and waiting until each is back');
    back = await undo(options, drilled);
  }
  return {
    alAan,
    uitkomsten: drilled.map(({ alarm, means }) => ({
      alarm,
      middel: inWords(means),
      afgegaan: off.has(alarm),
      terug: back.get(alarm) ?? 'DRILL MESSAGE LEFT',
    })),
  };
};
