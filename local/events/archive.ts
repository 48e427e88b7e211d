import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import { type Operations, serviceError } from '../aws-json.ts';
import type { Resource } from '../template/deployment.ts';
import { ACCOUNT, REGION } from '../template/identity.ts';
import { openArchiveStore } from './archive-store.ts';
import type { EventEnvelope } from './bus.ts';
import { compilePattern, type Matcher } from './pattern.ts';

export interface Archives {
  readonly operations: Operations;
  /** Keeps an event in the archives of its bus whose pattern it matches. A replayed event is not kept again. */
  keep(bus: string, event: EventEnvelope): void;
  /** How many replays run now. */
  replaying(): number;
  close(): Promise<void>;
}

/** Puts a replayed event on a bus again, for the rules with these ARNs or for all. */
export type Redeliver = (bus: string, event: EventEnvelope, rules: ReadonlySet<string> | undefined) => void;

const replaySchema = z.object({
  ReplayName: z.string(),
  ReplayArn: z.string(),
  Description: z.string().optional(),
  EventSourceArn: z.string(),
  Destination: z.object({ Arn: z.string(), FilterArns: z.array(z.string()).optional() }),
  EventStartTime: z.number(),
  EventEndTime: z.number(),
  EventLastReplayedTime: z.number().optional(),
  ReplayStartTime: z.number(),
  ReplayEndTime: z.number().optional(),
  State: z.enum(['STARTING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'CANCELLED', 'FAILED']),
  StateReason: z.string().optional(),
});
type Replay = z.infer<typeof replaySchema>;

const startInput = replaySchema
  .pick({
    Description: true,
    EventSourceArn: true,
    Destination: true,
    EventStartTime: true,
    EventEndTime: true,
  })
  .extend({ ReplayName: z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/) });
const replayInput = z.object({ ReplayName: z.string() });
const listInput = z.object({
  NamePrefix: z.string().optional(),
  EventSourceArn: z.string().optional(),
  State: z.string().optional(),
});
const archiveInput = z.object({ ArchiveName: z.string() });

interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly bus: string;
  readonly pattern: unknown;
  readonly matches: Matcher;
  readonly retentionDays: number;
}

const DAY_MS = 86_400_000;
const SWEEP_MS = 60 * 60 * 1000;
const busOf = (arn: string): string => arn.split('event-bus/').at(-1) ?? arn;
const seconds = (): number => Date.now() / 1000;
const FINISHED: readonly Replay['State'][] = ['COMPLETED', 'CANCELLED', 'FAILED'];

const parse = <Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw serviceError(
    'ValidationException',
    `invalid: ${parsed.error.issues.map(({ path }) => path.join('.'))}`,
  );
};

const archiveOf = ({ name, arn, properties }: Resource<'AWS::Events::Archive'>): Archive => ({
  name,
  arn,
  busArn: properties.SourceArn,
  bus: busOf(properties.SourceArn),
  pattern: properties.EventPattern,
  matches: properties.EventPattern === undefined ? () => true : compilePattern(properties.EventPattern),
  retentionDays: properties.RetentionDays ?? 0,
});

/** The archives of an app and their replays. */
export function createArchives(
  resources: readonly Resource<'AWS::Events::Archive'>[],
  redeliver: Redeliver,
  dataDir?: string,
): Archives {
  const archives = resources.map(archiveOf);
  if (archives.length === 0) {
    return { operations: {}, keep: () => undefined, replaying: () => 0, close: async () => undefined };
  }
  const store = openArchiveStore(dataDir);
  const replays = new Map<string, Replay>();
  const running = new Map<string, Promise<void>>();
  let closing = false;

  const save = (replay: Replay): void => {
    replays.set(replay.ReplayName, replay);
    store.saveReplay(replay.ReplayName, replay);
  };
  for (const kept of store.replays()) {
    const replay = replaySchema.parse(kept);
    const interrupted = !FINISHED.includes(replay.State);
    save(interrupted ? { ...replay, State: 'FAILED', StateReason: 'The embedded cloud stopped.' } : replay);
  }
  const sweep = (): void => {
    for (const { name, retentionDays } of archives) {
      if (retentionDays > 0) store.forget(name, Date.now() - retentionDays * DAY_MS);
    }
  };
  sweep();
  const sweeper = setInterval(sweep, SWEEP_MS).unref();

  const replayOf = (name: string): Replay => {
    const found = replays.get(name);
    if (!found) throw serviceError('ResourceNotFoundException', `Replay ${name} does not exist.`);
    return found;
  };
  const archiveBy = (test: (archive: Archive) => boolean, name: string): Archive => {
    const found = archives.find(test);
    if (!found) throw serviceError('ResourceNotFoundException', `Archive ${name} does not exist.`);
    return found;
  };
  const cancelled = (name: string): boolean => closing || replayOf(name).State === 'CANCELLING';

  const play = async (
    archive: Archive,
    { ReplayName: name, Destination, ...period }: Replay,
  ): Promise<void> => {
    const rules = Destination.FilterArns?.length ? new Set(Destination.FilterArns) : undefined;
    const [from, to] = [period.EventStartTime * 1000, period.EventEndTime * 1000];
    save({ ...replayOf(name), State: 'RUNNING' });
    let page = store.page(archive.name, from, to);
    while (page.length > 0 && !cancelled(name)) {
      for (const { event } of page) redeliver(archive.bus, { ...event, 'replay-name': name }, rules);
      const last = page.at(-1);
      if (last) save({ ...replayOf(name), EventLastReplayedTime: last.time / 1000 });
      await nextTurn();
      if (closing) return;
      page = store.page(archive.name, from, to, last);
    }
    save({
      ...replayOf(name),
      State: cancelled(name) ? 'CANCELLED' : 'COMPLETED',
      ReplayEndTime: seconds(),
    });
  };

  const startReplay = (input: unknown): unknown => {
    const given = parse(startInput, input);
    const archive = archiveBy(({ arn }) => arn === given.EventSourceArn, given.EventSourceArn);
    if (replays.has(given.ReplayName)) {
      throw serviceError('ResourceAlreadyExistsException', `Replay ${given.ReplayName} already exists.`);
    }
    if (given.Destination.Arn !== archive.busArn) {
      throw serviceError('ValidationException', 'The destination must be the event bus of the archive.');
    }
    if (given.EventEndTime <= given.EventStartTime) {
      throw serviceError('ValidationException', 'EventEndTime must be after EventStartTime.');
    }
    const replay: Replay = {
      ...given,
      ReplayArn: `arn:aws:events:${REGION}:${ACCOUNT}:replay/${given.ReplayName}`,
      ReplayStartTime: seconds(),
      State: 'STARTING',
    };
    save(replay);
    const played = nextTurn()
      .then(() => play(archive, replay))
      .catch((error: unknown) => {
        const StateReason = error instanceof Error ? error.message : 'delivery failed';
        if (!closing) save({ ...replayOf(replay.ReplayName), State: 'FAILED', StateReason });
      })
      .finally(() => running.delete(replay.ReplayName));
    running.set(replay.ReplayName, played);
    const { ReplayArn, State, ReplayStartTime } = replay;
    return { ReplayArn, State, ReplayStartTime };
  };

  const cancelReplay = (input: unknown): unknown => {
    const replay = replayOf(parse(replayInput, input).ReplayName);
    if (FINISHED.includes(replay.State)) {
      throw serviceError('IllegalStatusException', `Replay ${replay.ReplayName} is not running.`);
    }
    save({ ...replay, State: 'CANCELLING' });
    return { ReplayArn: replay.ReplayArn, State: 'CANCELLING' };
  };

  const listReplays = (input: unknown): unknown => {
    const { NamePrefix = '', EventSourceArn, State } = parse(listInput, input);
    return {
      Replays: [...replays.values()].filter(
        (replay) =>
          replay.ReplayName.startsWith(NamePrefix) &&
          (EventSourceArn === undefined || replay.EventSourceArn === EventSourceArn) &&
          (State === undefined || replay.State === State),
      ),
    };
  };

  const describeArchive = (input: unknown): unknown => {
    const { ArchiveName } = parse(archiveInput, input);
    const { name, arn, busArn, pattern, retentionDays } = archiveBy(
      (archive) => archive.name === ArchiveName,
      ArchiveName,
    );
    const { events, bytes } = store.count(name);
    return {
      ArchiveName: name,
      ArchiveArn: arn,
      EventSourceArn: busArn,
      ...(pattern === undefined ? {} : { EventPattern: JSON.stringify(pattern) }),
      State: 'ENABLED',
      RetentionDays: retentionDays,
      EventCount: events,
      SizeBytes: bytes,
    };
  };

  return {
    operations: {
      'AWSEvents.StartReplay': startReplay,
      'AWSEvents.DescribeReplay': (input) => replayOf(parse(replayInput, input).ReplayName),
      'AWSEvents.CancelReplay': cancelReplay,
      'AWSEvents.ListReplays': listReplays,
      'AWSEvents.DescribeArchive': describeArchive,
    },
    keep: (bus, event) => {
      if (event['replay-name'] !== undefined) return;
      for (const archive of archives) {
        if (archive.bus === bus && archive.matches(event)) store.keep(archive.name, event);
      }
    },
    replaying: () => running.size,
    close: async () => {
      clearInterval(sweeper);
      closing = true;
      await Promise.all(running.values());
      store.close();
    },
  };
}
