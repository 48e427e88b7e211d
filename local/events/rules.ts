import { randomUUID } from 'node:crypto';
import type { RunnableFunction } from '../functions/pool.ts';
import type { QueueEngine } from '../queues/engine.ts';
import type { Resource } from '../template/deployment.ts';
import { ACCOUNT, REGION } from '../template/identity.ts';
import { type BusRule, type EventEnvelope, eventTime } from './bus.ts';
import { compilePattern } from './pattern.ts';
import { parseRate } from './schedule.ts';

type RuleResource = Resource<'AWS::Events::Rule'>;
type Target = NonNullable<RuleResource['properties']['Targets']>[number];
type Deliver = (event: EventEnvelope) => void;

export interface RuleTargets {
  readonly queues: QueueEngine;
  readonly findFunction: (arn: string) => RunnableFunction | undefined;
  /** Hands an event to a function without waiting. Retries follow those of an asynchronous invocation. */
  readonly invokeLater: (target: RunnableFunction, event: unknown) => void;
  /** The clock by which a scheduled event has its time. */
  readonly now: () => number;
}

export interface Schedule {
  readonly periodMs: number;
  readonly run: () => void;
}

const busName = (nameOrArn: string | undefined): string => nameOrArn?.split('event-bus/').at(-1) ?? 'default';

/** Makes what the target receives: the event, a part of it, or a constant. */
function payloadOf(target: Target): (event: EventEnvelope) => string {
  if (target.Input !== undefined) {
    const constant = target.Input;
    return () => constant;
  }
  if (target.InputPath === undefined) return (event) => JSON.stringify(event);
  const [root, ...steps] = target.InputPath.split('.');
  if (root !== '$' || steps.some((step) => !/^[\w-]+$/.test(step))) {
    throw new Error(`unknown InputPath ${target.InputPath}`);
  }
  return (event) => {
    const part = steps.reduce<unknown>(
      (value, step) => (value as Record<string, unknown> | null | undefined)?.[step],
      event,
    );
    return JSON.stringify(part ?? null);
  };
}

function deliveryTo(target: Target, { queues, findFunction, invokeLater }: RuleTargets): Deliver {
  const payload = payloadOf(target);
  const queue = queues.byArn(target.Arn);
  if (queue) {
    const groupId = target.SqsParameters?.MessageGroupId;
    if (queue.isFifo() && groupId === undefined)
      throw new Error(`FIFO target ${target.Id} has no MessageGroupId`);
    if (queue.isFifo() && queue.attributes['ContentBasedDeduplication'] !== 'true') {
      throw new Error(`FIFO target ${target.Id} needs content-based deduplication`);
    }
    return (event) => queues.send(target.Arn, payload(event), groupId);
  }
  const runnable = findFunction(target.Arn);
  if (!runnable) throw new Error(`target ${target.Id} is neither a queue nor a function of this app`);
  return (event) => invokeLater(runnable, JSON.parse(payload(event)));
}

function scheduleOf(
  rule: RuleResource,
  expression: string,
  deliver: readonly Deliver[],
  now: () => number,
): Schedule {
  return {
    periodMs: parseRate(expression),
    run: () => {
      const event: EventEnvelope = {
        version: '0',
        id: randomUUID(),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: ACCOUNT,
        time: eventTime(now()),
        region: REGION,
        resources: [rule.arn],
        detail: {},
      };
      for (const to of deliver) to(event);
    },
  };
}

/** The enabled rules of an app: those that match events and those that run on a schedule. */
export function rulesOf(
  resources: readonly RuleResource[],
  buses: ReadonlySet<string>,
  targets: RuleTargets,
): { readonly rules: readonly BusRule[]; readonly schedules: readonly Schedule[] } {
  const compiled = resources.map((rule) => {
    try {
      return { ...compileRule(rule, buses, targets), isEnabled: rule.properties.State !== 'DISABLED' };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`stack ${rule.stack}, resource ${rule.logicalId}: ${reason}`, { cause: error });
    }
  });
  const enabled = compiled.filter(({ isEnabled }) => isEnabled);
  return {
    rules: enabled.flatMap(({ rule }) => rule ?? []),
    schedules: enabled.flatMap(({ schedule }) => schedule ?? []),
  };
}

/** A rule of an app as it runs here: on events, on a schedule, or on both. */
function compileRule(
  rule: RuleResource,
  buses: ReadonlySet<string>,
  targets: RuleTargets,
): { readonly rule: BusRule | undefined; readonly schedule: Schedule | undefined } {
  const { name, arn, properties } = rule;
  const { EventPattern: pattern, ScheduleExpression: expression, EventBusName, Targets = [] } = properties;
  const bus = busName(EventBusName);
  if (!buses.has(bus)) throw new Error(`no event bus ${bus}`);
  if (expression !== undefined && bus !== 'default') {
    throw new Error('a schedule runs on the default bus only');
  }
  const deliver = Targets.map((target) => deliveryTo(target, targets));
  const shown = Targets.map(({ Id, Arn }) => ({ Id, Arn }));
  return {
    rule:
      pattern === undefined
        ? undefined
        : { name, arn, bus, matches: compilePattern(pattern), pattern, targets: shown, deliver },
    schedule: expression === undefined ? undefined : scheduleOf(rule, expression, deliver, targets.now),
  };
}
