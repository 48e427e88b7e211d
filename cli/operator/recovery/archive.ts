import {
  DescribeArchiveCommand,
  DescribeReplayCommand,
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { userError } from '../../../client/errors.ts';
import { SOURCE_HUB } from '../../../contracts/internal/bus-events.ts';
import { compilePattern } from '../../../local/events/pattern.ts';
import type { Replayer, State } from './repeat-plan.ts';

/** The archive of a hub, and the rules that take what it announced. */
export interface Archive {
  readonly arn: string;
  readonly busArn: string;
  readonly events: number;
  readonly rules: readonly { readonly naam: string; readonly arn: string }[];
  readonly wachtrijen: readonly string[];
}

const Pattern = z.record(z.string(), z.unknown());

/** Whether a rule takes announcements of this type; what it asks of their content is left to EventBridge. */
export const takesType = (pattern: string | undefined, type: string): boolean => {
  if (pattern === undefined) return false;
  const { detail: _, ...head } = Pattern.parse(JSON.parse(pattern));
  return compilePattern(head)({ source: SOURCE_HUB, 'detail-type': type });
};

const allLines = async (events: EventBridgeClient, EventBusName: string): Promise<readonly Rule[]> => {
  const rules: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand({ EventBusName, NextToken }));
    rules.push(...(page.Rules ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules;
};

/** Finds the archive and, for this type, the rules with the queues behind them. */
export const findArchive = async (
  { events, sqs }: { readonly events: EventBridgeClient; readonly sqs: SQSClient },
  { archief, bus }: { readonly archief: string; readonly bus: string },
  type: string,
): Promise<Archive> => {
  const { ArchiveArn, EventSourceArn, EventCount } = await events.send(
    new DescribeArchiveCommand({ ArchiveName: archief }),
  );
  if (ArchiveArn === undefined || EventSourceArn === undefined) throw userError(`no archive ${archief}`);
  const rules = (await allLines(events, bus)).flatMap(({ Name, Arn, EventPattern, State }) =>
    Name !== undefined && Arn !== undefined && State !== 'DISABLED' && takesType(EventPattern, type)
      ? [{ naam: Name, arn: Arn }]
      : [],
  );
  if (rules.length === 0) throw userError(`no rule takes announcements of type ${type}`);
  const targets = await Promise.all(
    rules.map(async ({ naam }) => {
      const { Targets = [] } = await events.send(
        new ListTargetsByRuleCommand({ Rule: naam, EventBusName: bus }),
      );
      return Targets.flatMap(({ Arn }) => (Arn?.split(':')[2] === 'sqs' ? [Arn.split(':').at(-1)] : []));
    }),
  );
  const queues = await Promise.all(
    [...new Set(targets.flat())].map(async (QueueName) => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      return QueueUrl ?? '';
    }),
  );
  return { arn: ArchiveArn, busArn: EventSourceArn, events: EventCount ?? 0, rules, wachtrijen: queues };
};

const STATES: Readonly<Record<string, State>> = {
  COMPLETED: 'done',
  FAILED: 'failed',
  CANCELLED: 'failed',
  CANCELLING: 'failed',
};

/** Replays by EventBridge itself, for the rules of this archive only. */
export const createReplayer = (
  { events, sqs }: { readonly events: EventBridgeClient; readonly sqs: SQSClient },
  archive: Archive,
): Replayer => ({
  async start(ReplayName, { van, tot }) {
    await events.send(
      new StartReplayCommand({
        ReplayName,
        EventSourceArn: archive.arn,
        EventStartTime: van,
        EventEndTime: tot,
        Destination: { Arn: archive.busArn, FilterArns: archive.rules.map(({ arn }) => arn) },
      }),
    );
  },
  async state(ReplayName) {
    const { State } = await events.send(new DescribeReplayCommand({ ReplayName }));
    return STATES[State ?? ''] ?? 'running';
  },
  async unprocessed() {
    const counts = await Promise.all(
      archive.wachtrijen.map(async (QueueUrl) => {
        const { Attributes } = await sqs.send(
          new GetQueueAttributesCommand({
            QueueUrl,
            AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
          }),
        );
        const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: inProgress } =
          Attributes ?? {};
        return Number(visible ?? 0) + Number(inProgress ?? 0);
      }),
    );
    return counts.reduce((som, count) => som + count, 0);
  },
});
