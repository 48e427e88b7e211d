import { Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Metric,
  Row,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { FINDINGS, METRIC_NAMESPACE, type MetricName, SOURCES } from '../../contracts/internal/metrics.ts';
import { known } from '../../domain/known.ts';
import { APP_NAME, type FunctionName } from '../names.ts';
import { ownMetric, WINDOW } from './alarms.ts';
import type { Consumer } from './consumer.ts';
import type { Processor } from './processor.ts';
import type { Table } from './table.ts';

/** The one dashboard: CloudWatch charges for each. Every metric comes from the construct that emits it, as in `alarms.ts`. */

const HEIGHT = 6;
const HIGHEST = { statistic: 'Maximum', period: WINDOW } as const;
const SUM = { statistic: 'Sum', period: WINDOW } as const;

const graph = (title: string, left: readonly IMetric[], width: number): IWidget =>
  new GraphWidget({ title, left: [...left], width, height: HEIGHT, leftYAxis: { min: 0, showUnits: false } });

/** A row of graphs of the same width. */
const row = (...widgets: readonly (readonly [title: string, metrics: readonly IMetric[]])[]): IWidget =>
  new Row(...widgets.map(([title, metrics]) => graph(title, metrics, Math.floor(24 / widgets.length))));

const visible = (queue: IQueue, label: string): IMetric =>
  queue.metricApproximateNumberOfMessagesVisible({ ...HIGHEST, label });
const age = (queue: IQueue, label: string): IMetric =>
  queue.metricApproximateAgeOfOldestMessage({ ...HIGHEST, label });

const createDashboard = (scope: Construct, id: string, name: string, widgets: readonly IWidget[]): void => {
  new Dashboard(scope, id, {
    dashboardName: `${APP_NAME}-${name}`,
    defaultInterval: Duration.days(7),
    widgets: widgets.map((widget) => [widget]),
  });
};

/** What is counted for each gemeente, however many there are. */
const ofGemeenten = (metricName: MetricName): IMetric =>
  new MathExpression({
    expression: `SEARCH('{${METRIC_NAMESPACE},gemeente,service} MetricName="${metricName}"', 'Sum', ${WINDOW.toSeconds()})`,
    usingMetrics: {},
    label: '',
    period: WINDOW,
  });

/** A metric of every queue of a partner, however many there are: CloudWatch finds them by their names. */
const ofPartners = (metricName: string, statistic: 'Maximum' | 'Sum', dead = false): IMetric =>
  new MathExpression({
    expression: `SEARCH('{AWS/SQS,QueueName} ${APP_NAME} fifo ${dead ? '' : 'NOT '}brieven NOT bezorging MetricName="${metricName}"', '${statistic}', ${WINDOW.toSeconds()})`,
    usingMetrics: {},
    label: '',
    period: WINDOW,
  });

/** The resources that the dashboard of the operators shows. */
export type OperationsDashboardOptions = {
  readonly api: RestApi;
  readonly table: Table;
  readonly functions: Readonly<Record<FunctionName, LambdaFunction>>;
  readonly processors: Readonly<
    Record<'coa' | 'brp' | 'duo' | 'duomeldingen' | 'meldingen' | 'partnerberichten' | 'wissen', Processor>
  >;
  readonly deliverer: Consumer;
  /** Dead letters of the functions that are invoked without a queue, by their name on the dashboard. */
  readonly invocations: Readonly<Record<string, IQueue>>;
};

const tableMetric = (table: Table, metricName: string, label: string, index?: string): IMetric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: {
      TableName: table.name,
      ...known({ GlobalSecondaryIndexName: index }),
    },
    ...SUM,
    label,
  });

/** Makes the dashboard of the operators, which shows what comes in, what waits, what goes out and what fails. */
export const createOperationsDashboard = (scope: Construct, options: OperationsDashboardOptions): void => {
  const { api, table, functions, processors, deliverer, invocations } = options;
  const consumers: Readonly<Record<string, Consumer>> = { ...processors, webhook: deliverer };
  const perFunction = (metric: (fn: LambdaFunction, label: string) => IMetric): readonly IMetric[] =>
    Object.entries(functions).map(([name, fn]) => metric(fn, name));
  const perConsumer = (metric: (consumer: Consumer, label: string) => IMetric): readonly IMetric[] =>
    Object.entries(consumers).map(([name, consumer]) => metric(consumer, name));
  const perSource = (metric: (source: (typeof SOURCES)[number]) => IMetric): readonly IMetric[] =>
    SOURCES.map(metric);
  createDashboard(scope, 'Dashboard', 'beheer', [
    row(
      [
        'Aangeboden berichten per bron',
        perSource((source) => processors[source].queue.metricNumberOfMessagesSent({ ...SUM, label: source })),
      ],
      ['Wat de bewaking vond', FINDINGS.map((name) => ownMetric('bewaking', name).with({ label: name }))],
      [
        'Bijzonderheden',
        [
          ownMetric('coa', 'InQuarantaine').with({ label: 'in quarantaine' }),
          ownMetric('webhook', 'AbonnementGewaarschuwd').with({ label: 'waarschuwingen abonnementen' }),
        ],
      ],
      ['Raadplegingen per gemeente, gewogen', [ofGemeenten('Raadplegingen')]],
    ),
    row(
      [
        'API: verzoeken en fouten',
        [
          api.metricCount({ ...SUM, label: 'verzoeken' }),
          api.metricClientError({ ...SUM, label: '4xx' }),
          api.metricServerError({ ...SUM, label: '5xx' }),
        ],
      ],
      [
        'API: antwoordtijd (milliseconden)',
        [
          api.metricLatency({ statistic: 'p50', period: WINDOW, label: 'p50' }),
          api.metricLatency({ statistic: 'p95', period: WINDOW, label: 'p95' }),
        ],
      ],
    ),
    row(
      ['Fouten per functie', perFunction((fn, label) => fn.metricErrors({ ...SUM, label }))],
      [
        'Duur per functie (p95, milliseconden)',
        perFunction((fn, label) => fn.metricDuration({ statistic: 'p95', period: WINDOW, label })),
      ],
      ['Afgeknepen per functie', perFunction((fn, label) => fn.metricThrottles({ ...SUM, label }))],
    ),
    row(
      ['Berichten op de wachtrij', perConsumer(({ queue }, label) => visible(queue, label))],
      ['Oudste bericht (seconden)', perConsumer(({ queue }, label) => age(queue, label))],
      [
        'Dode brieven',
        [
          ...perConsumer(({ deadLetters }, label) => visible(deadLetters, label)),
          ...Object.entries(processors).map(([name, { ruleDeadLetters }]) =>
            visible(ruleDeadLetters, `regel ${name}`),
          ),
          ...Object.entries(invocations).map(([name, deadLetters]) => visible(deadLetters, name)),
        ],
      ],
    ),
    row(
      [
        'Tabel: gebruikte eenheden',
        [
          tableMetric(table, 'ConsumedReadCapacityUnits', 'lezen'),
          tableMetric(table, 'ConsumedWriteCapacityUnits', 'schrijven'),
          tableMetric(table, 'ConsumedReadCapacityUnits', 'lezen van de index', table.index),
          tableMetric(table, 'ConsumedWriteCapacityUnits', 'schrijven van de index', table.index),
        ],
      ],
      [
        'Tabel: afgeknepen',
        [
          tableMetric(table, 'ReadThrottleEvents', 'lezen'),
          tableMetric(table, 'WriteThrottleEvents', 'schrijven'),
          tableMetric(table, 'ReadThrottleEvents', 'lezen van de index', table.index),
          tableMetric(table, 'WriteThrottleEvents', 'schrijven van de index', table.index),
        ],
      ],
      ['Aanroepen per functie', perFunction((fn, label) => fn.metricInvocations({ ...SUM, label }))],
    ),
    row(
      ['Partners: verzonden', [ofPartners('NumberOfMessagesSent', 'Sum')]],
      ['Partners: nog op te halen', [ofPartners('ApproximateNumberOfMessagesVisible', 'Maximum')]],
      ['Partners: oudste bericht (seconden)', [ofPartners('ApproximateAgeOfOldestMessage', 'Maximum')]],
      ['Partners: dode brieven', [ofPartners('ApproximateNumberOfMessagesVisible', 'Maximum', true)]],
    ),
    new TextWidget({
      markdown: [
        'Wat de bewaking vond, en zaken en termijnen per gemeente, noemt het log van bewaking: zie de vragen in `docs/operations.md`.',
        `Uitgaven: zie Budgets in de console; wat de hub hoort te kosten staat in \`docs/kosten.md\`. Stack: ${Stack.of(scope).stackName}.`,
      ].join('\n\n'),
      width: 24,
      height: 3,
    }),
  ]);
};
