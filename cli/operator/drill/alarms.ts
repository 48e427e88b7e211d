import {
  type CloudWatchClient,
  ListMetricsCommand,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { APP_STACK_PREFIX } from '../../../infra/namen.ts';

/** An alarm as it was deployed: the drill knows no names, it asks which there are. */
export interface Alarm {
  readonly naam: string;
  readonly naamruimte: string;
  readonly metriek: string;
  readonly dimensies: Readonly<Record<string, string>>;
  readonly drempel: number;
  readonly stand: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
}

/** Every alarm of the hub's stacks: CloudFormation begins their names with that of the stack. */
export const vindAlarmen = async (client: CloudWatchClient): Promise<readonly Alarm[]> => {
  const alarmen: Alarm[] = [];
  const vraag = { AlarmNamePrefix: APP_STACK_PREFIX };
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, vraag)) {
    for (const { AlarmName, Namespace, MetricName, Dimensions, Threshold, StateValue } of MetricAlarms) {
      if (AlarmName === undefined || Namespace === undefined || MetricName === undefined) continue;
      alarmen.push({
        naam: AlarmName,
        naamruimte: Namespace,
        metriek: MetricName,
        dimensies: Object.fromEntries((Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
        drempel: Threshold ?? 0,
        stand: StateValue ?? 'INSUFFICIENT_DATA',
      });
    }
  }
  return alarmen;
};

/** Alarms that went to ALARM since this moment, also those that are back already. To the second, as endpoints keep it. */
export const gingenAf = async (client: CloudWatchClient, sinds: Date): Promise<ReadonlySet<string>> => {
  const namen = new Set<string>();
  const StartDate = new Date(Math.floor(sinds.getTime() / 1000) * 1000);
  const vraag = { HistoryItemType: 'StateUpdate', StartDate } as const;
  for await (const { AlarmHistoryItems = [] } of paginateDescribeAlarmHistory({ client }, vraag)) {
    for (const { AlarmName, HistorySummary } of AlarmHistoryItems) {
      if (AlarmName !== undefined && HistorySummary?.endsWith('to ALARM') === true) namen.add(AlarmName);
    }
  }
  return namen;
};

/** Of these namespaces, those that something in this account publishes in. An emulator may lack one. */
export const levendeNaamruimten = async (
  client: CloudWatchClient,
  naamruimten: readonly string[],
): Promise<ReadonlySet<string>> => {
  const levend = await Promise.all(
    [...new Set(naamruimten)].map(async (Namespace) => {
      const { Metrics = [] } = await client.send(new ListMetricsCommand({ Namespace }));
      return Metrics.length > 0 ? [Namespace] : [];
    }),
  );
  return new Set(levend.flat());
};
