import {
  type CloudWatchClient,
  ListMetricsCommand,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { APP_STACK_PREFIX } from '../../../infra/names.ts';

/** An alarm as it was deployed: the drill knows no names, it asks which there are. */
export interface Alarm {
  readonly naam: string;
  readonly namespace: string;
  readonly metriek: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly drempel: number;
  readonly stand: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
}

/** Every alarm of the hub's stacks: CloudFormation begins their names with that of the stack. */
export const findAlarms = async (client: CloudWatchClient): Promise<readonly Alarm[]> => {
  const alarms: Alarm[] = [];
  const query = { AlarmNamePrefix: APP_STACK_PREFIX };
  for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, query)) {
    for (const { AlarmName, Namespace, MetricName, Dimensions, Threshold, StateValue } of MetricAlarms) {
      if (AlarmName === undefined || Namespace === undefined || MetricName === undefined) continue;
      alarms.push({
        naam: AlarmName,
        namespace: Namespace,
        metriek: MetricName,
        dimensions: Object.fromEntries((Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
        drempel: Threshold ?? 0,
        stand: StateValue ?? 'INSUFFICIENT_DATA',
      });
    }
  }
  return alarms;
};

/** Alarms that went to ALARM since this moment, also those that are back already. To the second, as endpoints keep it. */
export const fired = async (client: CloudWatchClient, since: Date): Promise<ReadonlySet<string>> => {
  const names = new Set<string>();
  const StartDate = new Date(Math.floor(since.getTime() / 1000) * 1000);
  const query = { HistoryItemType: 'StateUpdate', StartDate } as const;
  for await (const { AlarmHistoryItems = [] } of paginateDescribeAlarmHistory({ client }, query)) {
    for (const { AlarmName, HistorySummary } of AlarmHistoryItems) {
      if (AlarmName !== undefined && HistorySummary?.endsWith('to ALARM') === true) names.add(AlarmName);
    }
  }
  return names;
};

/** Of these namespaces, those that something in this account publishes in. An emulator may lack one. */
export const livingNamespaces = async (
  client: CloudWatchClient,
  namespaces: readonly string[],
): Promise<ReadonlySet<string>> => {
  const living = await Promise.all(
    [...new Set(namespaces)].map(async (Namespace) => {
      const { Metrics = [] } = await client.send(new ListMetricsCommand({ Namespace }));
      return Metrics.length > 0 ? [Namespace] : [];
    }),
  );
  return new Set(living.flat());
};
