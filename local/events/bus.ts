import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Operations, serviceError } from '../aws-json.ts';
import { ACCOUNT, REGION } from '../template/identity.ts';
import type { Matcher } from './pattern.ts';

/** An event as rules see it and targets receive it. */
export interface EventEnvelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  /** The replay that this event comes from. */
  readonly 'replay-name'?: string;
}

/** A rule of a bus. `deliver` returns once the event is stored at the target, and throws otherwise. */
export interface BusRule {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly matches: Matcher;
  /** The pattern as the template has it, for `ListRules`. */
  readonly pattern: unknown;
  readonly targets: readonly { readonly Id: string; readonly Arn: string }[];
  readonly deliver: readonly ((event: EventEnvelope) => void)[];
}

export interface EventBus {
  readonly operations: Operations;
  /** How many PutEvents calls are not answered yet. */
  dispatching(): number;
  /** Delivers an event that was accepted before, to these rules (by ARN) or to all. */
  redeliver(bus: string, event: EventEnvelope, only?: ReadonlySet<string>): void;
}

const MAXIMUM_ENTRIES = 10;
const MAXIMUM_BYTES = 1_048_576;

const requestSchema = z.object({
  Entries: z
    .array(
      z.object({
        Source: z.string().optional(),
        DetailType: z.string().optional(),
        Detail: z.string().optional(),
        EventBusName: z.string().optional(),
        Resources: z.array(z.string()).optional(),
        Time: z.number().optional(),
      }),
    )
    .min(1),
});

const ruleInput = z.object({ Rule: z.string().optional(), EventBusName: z.string().optional() });

type Entry = z.output<typeof requestSchema>['Entries'][number];
type EntryResult =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** The time of an event, which EventBridge gives in whole seconds. */
export const eventTime = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');

const refused = (ErrorCode: string, ErrorMessage: string): EntryResult => ({ ErrorCode, ErrorMessage });

const busNameOf = (nameOrArn: string | undefined): string =>
  nameOrArn?.split('event-bus/').at(-1) ?? 'default';

function parseDetail(detail: string): unknown {
  try {
    const parsed: unknown = JSON.parse(detail);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    // The message of the parser would quote the content; the caller reports MalformedDetail.
    return undefined;
  }
}

const sizeOf = (entry: Entry): number =>
  [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])].reduce(
    (total, part) => total + Buffer.byteLength(part ?? ''),
    entry.Time === undefined ? 0 : 14,
  );

/** The buses of an app and their rules; `onEvent` sees every event that a bus accepts, and which bus that is. */
export function createEventBus(
  buses: ReadonlySet<string>,
  rules: readonly BusRule[],
  onEvent: (event: EventEnvelope, bus: string) => void = () => undefined,
): EventBus {
  let busy = 0;

  const redeliver: EventBus['redeliver'] = (bus, event, only) => {
    for (const rule of rules) {
      if (rule.bus !== bus || only?.has(rule.arn) === false || !rule.matches(event)) continue;
      for (const deliver of rule.deliver) deliver(event);
    }
  };

  const put = (entry: Entry): EntryResult => {
    const bus = busNameOf(entry.EventBusName);
    if (!buses.has(bus)) return refused('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
    for (const field of ['Source', 'DetailType', 'Detail'] as const) {
      if (!entry[field])
        return refused('InvalidArgument', `Parameter ${field} is not valid. Reason: it is required.`);
    }
    const detail = parseDetail(entry.Detail ?? '');
    if (detail === undefined) return refused('MalformedDetail', 'Detail is malformed.');
    const event: EventEnvelope = {
      version: '0',
      id: randomUUID(),
      'detail-type': entry.DetailType ?? '',
      source: entry.Source ?? '',
      account: ACCOUNT,
      time: eventTime(entry.Time === undefined ? Date.now() : entry.Time * 1000),
      region: REGION,
      resources: entry.Resources ?? [],
      detail,
    };
    try {
      redeliver(bus, event);
      onEvent(event, bus);
      return { EventId: event.id };
    } catch (error) {
      // A target did not store the event, so the sender has to send it again.
      return refused('InternalFailure', error instanceof Error ? error.message : 'delivery failed');
    }
  };

  const putEvents = (input: unknown): unknown => {
    const parsed = requestSchema.safeParse(input);
    if (!parsed.success) throw serviceError('ValidationException', 'Entries is not a list of event entries');
    const entries = parsed.data.Entries;
    if (entries.length > MAXIMUM_ENTRIES) {
      throw serviceError('ValidationException', `at most ${MAXIMUM_ENTRIES} entries in one call`);
    }
    if (entries.reduce((total, entry) => total + sizeOf(entry), 0) > MAXIMUM_BYTES) {
      throw serviceError(
        'ValidationException',
        'Total size of the entries in the request is over the limit.',
      );
    }
    busy += 1;
    try {
      const results = entries.map(put);
      return {
        FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
        Entries: results,
      };
    } finally {
      busy -= 1;
    }
  };

  const listRules = (input: unknown): unknown => {
    const bus = busNameOf(ruleInput.parse(input).EventBusName);
    return {
      Rules: rules
        .filter((rule) => rule.bus === bus)
        .map(({ name, arn, pattern }) => ({
          Name: name,
          Arn: arn,
          EventBusName: bus,
          EventPattern: JSON.stringify(pattern),
          State: 'ENABLED',
        })),
    };
  };
  const listTargets = (input: unknown): unknown => {
    const { Rule, EventBusName } = ruleInput.parse(input);
    const rule = rules.find(({ name, bus }) => name === Rule && bus === busNameOf(EventBusName));
    if (!rule) throw serviceError('ResourceNotFoundException', `Rule ${Rule} does not exist.`);
    return { Targets: rule.targets };
  };

  return {
    operations: {
      'AWSEvents.PutEvents': putEvents,
      'AWSEvents.ListRules': listRules,
      'AWSEvents.ListTargetsByRule': listTargets,
    },
    dispatching: () => busy,
    redeliver,
  };
}
