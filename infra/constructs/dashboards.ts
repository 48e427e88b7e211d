import { Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  Row,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { SOURCES } from '../../contracts/internal/metrics.ts';
import { APP_NAME, type FunctionName } from '../names.ts';
import { ownMetric, WINDOW } from './alarms.ts';
import type { Consumer } from './consumer.ts';
import type { PartnerKanaal } from './partner-kanaal.ts';
import type { Processor } from './processor.ts';
import type { Table } from './table.ts';

/** What people watch. Every metric comes from the construct that emits it, as in `alarmen.ts`. */

const HEIGHT = 6;
/** How often the watch counts terms: a narrower period would show gaps. */
const COUNT_PERIOD = Duration.hours(6);

const highest = { statistic: 'Maximum', period: WINDOW } as const;
const som = { statistic: 'Sum', period: WINDOW } as const;

const graph = (title: string, left: readonly IMetric[], width: number): IWidget =>
  new GraphWidget({ title, left: [...left], width, height: HEIGHT, leftYAxis: { min: 0, showUnits: false } });

/** Widgets side by side, each as wide as the others. */
const row = (...widgets: readonly (readonly [title: string, metrieken: readonly IMetric[]])[]): IWidget =>
  new Row(...widgets.map(([title, metrics]) => graph(title, metrics, Math.floor(24 / widgets.length))));

const visible = (queue: IQueue, label: string): IMetric =>
  queue.metricApproximateNumberOfMessagesVisible({ ...highest, label });
const age = (queue: IQueue, label: string): IMetric =>
  queue.metricApproximateAgeOfOldestMessage({ ...highest, label });

const createDashboard = (scope: Construct, id: string, name: string, widgets: readonly IWidget[]): void => {
  new Dashboard(scope, id, {
    dashboardName: `${APP_NAME}-${name}`,
    defaultInterval: Duration.days(7),
    widgets: widgets.map((widget) => [widget]),
  });
};

/** What a gemeente asks: are its partners served, and are its terms met? */
export const createGemeenteDashboard = (
  scope: Construct,
  gemeentecode: string,
  kanalen: readonly PartnerKanaal[],
): void => {
  const telling = (
    name: 'Zaken' | 'TermijnenOverschreden' | 'TermijnenNetOverschreden' | 'TermijnenVerstreken',
    label: string,
  ) => ownMetric('bewaking', name, gemeentecode).with({ period: COUNT_PERIOD, label });
  const termijnen = [
    telling('TermijnenOverschreden', 'wettelijk overschreden'),
    telling('TermijnenNetOverschreden', 'sinds gisteren overschreden'),
    telling('TermijnenVerstreken', 'lokaal verstreken'),
  ];
  const partnerName = ({ kanaal }: PartnerKanaal): string => kanaal.split('/').at(-1) ?? kanaal;
  const perKanaal = (metric: (kanaal: PartnerKanaal, label: string) => IMetric): readonly IMetric[] =>
    kanalen.map((kanaal) => metric(kanaal, partnerName(kanaal)));
  createDashboard(scope, `Dashboard-${gemeentecode}`, gemeentecode, [
    new SingleValueWidget({
      title: 'Zaken en termijnen',
      metrics: [telling('Zaken', 'zaken, ook vervallen'), ...termijnen],
      width: 24,
      height: 4,
    }),
    graph('Zaken met een termijn die voorbij is', termijnen, 24),
    row(
      [
        'Geparkeerde berichten aan partners',
        [ownMetric('bewaking', 'Geparkeerd', gemeentecode).with({ label: 'geparkeerd' })],
      ],
      [
        'Oudste bericht dat zijn partner nog niet heeft (seconden)',
        [ownMetric('bewaking', 'OudsteKlaargezet', gemeentecode).with({ label: 'oudste klaargezet' })],
      ],
    ),
    ...(kanalen.length === 0
      ? [new TextWidget({ markdown: 'Deze gemeente heeft nog geen partners.', width: 24, height: 2 })]
      : [
          row(
            [
              'Verzonden berichten per partner',
              perKanaal(({ wachtrij }, label) => wachtrij.metricNumberOfMessagesSent({ ...som, label })),
            ],
            ['Nog op te halen per partner', perKanaal(({ wachtrij }, label) => visible(wachtrij, label))],
          ),
          row(
            [
              'Oudste bericht per partner (seconden)',
              perKanaal(({ wachtrij }, label) => age(wachtrij, label)),
            ],
            ['Dode brieven per partner', perKanaal(({ dodeBrieven }, label) => visible(dodeBrieven, label))],
          ),
        ]),
  ]);
};

/** What the operator's dashboard shows. */
export type OperationsDashboardOptions = {
  readonly api: RestApi;
  readonly table: Table;
  readonly functies: Readonly<Record<FunctionName, LambdaFunction>>;
  readonly verwerkers: Readonly<Record<'coa' | 'brp' | 'duo' | 'partnerberichten', Processor>>;
  readonly deliverer: Consumer;
  /** Dead letters of functions that no queue feeds. */
  readonly aanroepen: Readonly<Record<string, IQueue>>;
};

const tableMetric = (table: Table, metricName: string, label: string, index?: string): IMetric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: {
      TableName: table.naam,
      ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }),
    },
    ...som,
    label,
  });

/** What an operator asks: does everything come in, move on and go out, and what does it cost? */
export const createOperationsDashboard = (scope: Construct, options: OperationsDashboardOptions): void => {
  const { api, table, functies, verwerkers, deliverer, aanroepen } = options;
  const consumers: Readonly<Record<string, Consumer>> = { ...verwerkers, webhook: deliverer };
  const perFunction = (metric: (fn: LambdaFunction, label: string) => IMetric): readonly IMetric[] =>
    Object.entries(functies).map(([name, fn]) => metric(fn, name));
  const perConsumer = (metric: (consumer: Consumer, label: string) => IMetric): readonly IMetric[] =>
    Object.entries(consumers).map(([name, consumer]) => metric(consumer, name));
  const perSource = (metric: (source: (typeof SOURCES)[number]) => IMetric): readonly IMetric[] =>
    SOURCES.map(metric);
  createDashboard(scope, 'Dashboard', 'beheer', [
    row(
      [
        'Aangeboden berichten per bron',
        perSource((source) =>
          verwerkers[source].wachtrij.metricNumberOfMessagesSent({ ...som, label: source }),
        ),
      ],
      [
        'Stilte per bron (seconden sinds iets nieuws)',
        perSource((source) => ownMetric('bewaking', 'Stilte', source).with({ label: source })),
      ],
      [
        'Blijft liggen',
        [
          ...perSource((source) =>
            ownMetric(source, 'InQuarantaine').with({ label: `quarantaine ${source}` }),
          ),
          ownMetric('bewaking', 'Wachtend').with({ label: 'wacht op een persoon' }),
          ownMetric('bewaking', 'LangWachtend').with({ label: 'wacht te lang' }),
          ownMetric('bewaking', 'OnverwerkteOntvangsten').with({ label: 'onverwerkt na een uur' }),
        ],
      ],
    ),
    row(
      [
        'API: verzoeken en fouten',
        [
          api.metricCount({ ...som, label: 'verzoeken' }),
          api.metricClientError({ ...som, label: '4xx' }),
          api.metricServerError({ ...som, label: '5xx' }),
        ],
      ],
      [
        'API: antwoordtijd (milliseconden)',
        [
          api.metricLatency({ statistic: 'p50', period: WINDOW, label: 'p50' }),
          api.metricLatency({ statistic: 'p95', period: WINDOW, label: 'p95' }),
        ],
      ],
      [
        'Bijzonderheden',
        [
          ownMetric('duo', 'GenegeerdeDuoVelden').with({ label: 'onbekende velden van DUO' }),
          ownMetric('webhook', 'BezorgdBijWebhook').with({ label: 'bezorgd op webhooks' }),
          ownMetric('webhook', 'AbonnementGewaarschuwd').with({ label: 'waarschuwingen abonnementen' }),
          ...perSource((source) =>
            ownMetric('api', 'BronNietBijgehouden', source).with({ label: `niet bijgehouden: ${source}` }),
          ),
        ],
      ],
    ),
    row(
      ['Fouten per functie', perFunction((fn, label) => fn.metricErrors({ ...som, label }))],
      [
        'Duur per functie (p95, milliseconden)',
        perFunction((fn, label) => fn.metricDuration({ statistic: 'p95', period: WINDOW, label })),
      ],
      ['Afgeknepen per functie', perFunction((fn, label) => fn.metricThrottles({ ...som, label }))],
    ),
    row(
      ['Berichten op de wachtrij', perConsumer(({ wachtrij }, label) => visible(wachtrij, label))],
      ['Oudste bericht (seconden)', perConsumer(({ wachtrij }, label) => age(wachtrij, label))],
      [
        'Dode brieven',
        [
          ...perConsumer(({ dodeBrieven }, label) => visible(dodeBrieven, label)),
          ...Object.entries(verwerkers).map(([name, { regelDodeBrieven }]) =>
            visible(regelDodeBrieven, `regel ${name}`),
          ),
          ...Object.entries(aanroepen).map(([name, deadLetters]) => visible(deadLetters, name)),
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
      ['Aanroepen per functie', perFunction((fn, label) => fn.metricInvocations({ ...som, label }))],
    ),
    new TextWidget({
      markdown: [
        `Wachtrijen van partners en termijnen staan op het dashboard van hun gemeente (\`${APP_NAME}-0907\` en zo verder).`,
        `Uitgaven: zie Budgets in de console; wat de hub hoort te kosten staat in \`docs/kosten.md\`. Stack: ${Stack.of(scope).stackName}.`,
      ].join('\n\n'),
      width: 24,
      height: 3,
    }),
  ]);
};
