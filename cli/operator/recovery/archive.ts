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
import { BRON_HUB } from '../../../contracts/intern.ts';
import { compilePattern } from '../../../local/events/pattern.ts';
import type { Herhaler, Toestand } from './repeat-plan.ts';

/** The archive of a hub, and the rules that take what it announced. */
export interface Archief {
  readonly arn: string;
  readonly busArn: string;
  readonly events: number;
  readonly regels: readonly { readonly naam: string; readonly arn: string }[];
  readonly wachtrijen: readonly string[];
}

const Patroon = z.record(z.string(), z.unknown());

/** Whether a rule takes announcements of this type; what it asks of their content is left to EventBridge. */
export const neemtType = (patroon: string | undefined, type: string): boolean => {
  if (patroon === undefined) return false;
  const { detail: _, ...kop } = Patroon.parse(JSON.parse(patroon));
  return compilePattern(kop)({ source: BRON_HUB, 'detail-type': type });
};

const alleRegels = async (events: EventBridgeClient, EventBusName: string): Promise<readonly Rule[]> => {
  const regels: Rule[] = [];
  let NextToken: string | undefined;
  do {
    const bladzij = await events.send(new ListRulesCommand({ EventBusName, NextToken }));
    regels.push(...(bladzij.Rules ?? []));
    NextToken = bladzij.NextToken;
  } while (NextToken !== undefined);
  return regels;
};

/** Finds the archive and, for this type, the rules with the queues behind them. */
export const vindArchief = async (
  { events, sqs }: { readonly events: EventBridgeClient; readonly sqs: SQSClient },
  { archief, bus }: { readonly archief: string; readonly bus: string },
  type: string,
): Promise<Archief> => {
  const { ArchiveArn, EventSourceArn, EventCount } = await events.send(
    new DescribeArchiveCommand({ ArchiveName: archief }),
  );
  if (ArchiveArn === undefined || EventSourceArn === undefined) throw userError(`no archive ${archief}`);
  const regels = (await alleRegels(events, bus)).flatMap(({ Name, Arn, EventPattern, State }) =>
    Name !== undefined && Arn !== undefined && State !== 'DISABLED' && neemtType(EventPattern, type)
      ? [{ naam: Name, arn: Arn }]
      : [],
  );
  if (regels.length === 0) throw userError(`no rule takes announcements of type ${type}`);
  const doelen = await Promise.all(
    regels.map(async ({ naam }) => {
      const { Targets = [] } = await events.send(
        new ListTargetsByRuleCommand({ Rule: naam, EventBusName: bus }),
      );
      return Targets.flatMap(({ Arn }) => (Arn?.split(':')[2] === 'sqs' ? [Arn.split(':').at(-1)] : []));
    }),
  );
  const wachtrijen = await Promise.all(
    [...new Set(doelen.flat())].map(async (QueueName) => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      return QueueUrl ?? '';
    }),
  );
  return { arn: ArchiveArn, busArn: EventSourceArn, events: EventCount ?? 0, regels, wachtrijen };
};

const TOESTANDEN: Readonly<Record<string, Toestand>> = {
  COMPLETED: 'klaar',
  FAILED: 'mislukt',
  CANCELLED: 'mislukt',
  CANCELLING: 'mislukt',
};

/** Replays by EventBridge itself, for the rules of this archive only. */
export const maakHerhaler = (
  { events, sqs }: { readonly events: EventBridgeClient; readonly sqs: SQSClient },
  archief: Archief,
): Herhaler => ({
  async start(ReplayName, { van, tot }) {
    await events.send(
      new StartReplayCommand({
        ReplayName,
        EventSourceArn: archief.arn,
        EventStartTime: van,
        EventEndTime: tot,
        Destination: { Arn: archief.busArn, FilterArns: archief.regels.map(({ arn }) => arn) },
      }),
    );
  },
  async toestand(ReplayName) {
    const { State } = await events.send(new DescribeReplayCommand({ ReplayName }));
    return TOESTANDEN[State ?? ''] ?? 'loopt';
  },
  async onverwerkt() {
    const aantallen = await Promise.all(
      archief.wachtrijen.map(async (QueueUrl) => {
        const { Attributes } = await sqs.send(
          new GetQueueAttributesCommand({
            QueueUrl,
            AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
          }),
        );
        const { ApproximateNumberOfMessages: zichtbaar, ApproximateNumberOfMessagesNotVisible: onderhanden } =
          Attributes ?? {};
        return Number(zichtbaar ?? 0) + Number(onderhanden ?? 0);
      }),
    );
    return aantallen.reduce((som, aantal) => som + aantal, 0);
  },
});
