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
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { BRONNEN } from '../contracts/metrieken.ts';
import type { Afnemer } from './afnemer.ts';
import { eigenMetriek, VENSTER } from './alarmen.ts';
import { APP_NAAM, type FunctieNaam } from './namen.ts';
import type { PartnerKanaal } from './partner-kanaal.ts';
import type { Tabel } from './tabel.ts';
import type { Verwerker } from './verwerker.ts';

/** What people watch. Every metric comes from the construct that emits it, as in `alarmen.ts`. */

const HOOGTE = 6;
/** How often the watch counts terms: a narrower period would show gaps. */
const TELPERIODE = Duration.hours(6);

const hoogste = { statistic: 'Maximum', period: VENSTER } as const;
const som = { statistic: 'Sum', period: VENSTER } as const;

const grafiek = (title: string, left: readonly IMetric[], width: number): IWidget =>
  new GraphWidget({ title, left: [...left], width, height: HOOGTE, leftYAxis: { min: 0, showUnits: false } });

/** Widgets side by side, each as wide as the others. */
const rij = (...widgets: readonly (readonly [titel: string, metrieken: readonly IMetric[]])[]): IWidget =>
  new Row(...widgets.map(([titel, metrieken]) => grafiek(titel, metrieken, Math.floor(24 / widgets.length))));

const zichtbaar = (wachtrij: IQueue, label: string): IMetric =>
  wachtrij.metricApproximateNumberOfMessagesVisible({ ...hoogste, label });
const leeftijd = (wachtrij: IQueue, label: string): IMetric =>
  wachtrij.metricApproximateAgeOfOldestMessage({ ...hoogste, label });

const maakDashboard = (scope: Construct, id: string, naam: string, widgets: readonly IWidget[]): void => {
  new Dashboard(scope, id, {
    dashboardName: `${APP_NAAM}-${naam}`,
    defaultInterval: Duration.days(7),
    widgets: widgets.map((widget) => [widget]),
  });
};

/** What a gemeente asks: are its partners served, and are its terms met? */
export const maakGemeenteDashboard = (
  scope: Construct,
  gemeentecode: string,
  kanalen: readonly PartnerKanaal[],
): void => {
  const telling = (
    naam: 'Zaken' | 'TermijnenOverschreden' | 'TermijnenNetOverschreden' | 'TermijnenVerstreken',
    label: string,
  ) => eigenMetriek('bewaking', naam, gemeentecode).with({ period: TELPERIODE, label });
  const termijnen = [
    telling('TermijnenOverschreden', 'wettelijk overschreden'),
    telling('TermijnenNetOverschreden', 'sinds gisteren overschreden'),
    telling('TermijnenVerstreken', 'lokaal verstreken'),
  ];
  const partnerNaam = ({ kanaal }: PartnerKanaal): string => kanaal.split('/').at(-1) ?? kanaal;
  const perKanaal = (metriek: (kanaal: PartnerKanaal, label: string) => IMetric): readonly IMetric[] =>
    kanalen.map((kanaal) => metriek(kanaal, partnerNaam(kanaal)));
  maakDashboard(scope, `Dashboard-${gemeentecode}`, gemeentecode, [
    new SingleValueWidget({
      title: 'Zaken en termijnen',
      metrics: [telling('Zaken', 'zaken, ook vervallen'), ...termijnen],
      width: 24,
      height: 4,
    }),
    grafiek('Zaken met een termijn die voorbij is', termijnen, 24),
    rij(
      [
        'Geparkeerde berichten aan partners',
        [eigenMetriek('bewaking', 'Geparkeerd', gemeentecode).with({ label: 'geparkeerd' })],
      ],
      [
        'Oudste bericht dat zijn partner nog niet heeft (seconden)',
        [eigenMetriek('bewaking', 'OudsteKlaargezet', gemeentecode).with({ label: 'oudste klaargezet' })],
      ],
    ),
    ...(kanalen.length === 0
      ? [new TextWidget({ markdown: 'Deze gemeente heeft nog geen partners.', width: 24, height: 2 })]
      : [
          rij(
            [
              'Verzonden berichten per partner',
              perKanaal(({ wachtrij }, label) => wachtrij.metricNumberOfMessagesSent({ ...som, label })),
            ],
            ['Nog op te halen per partner', perKanaal(({ wachtrij }, label) => zichtbaar(wachtrij, label))],
          ),
          rij(
            [
              'Oudste bericht per partner (seconden)',
              perKanaal(({ wachtrij }, label) => leeftijd(wachtrij, label)),
            ],
            [
              'Dode brieven per partner',
              perKanaal(({ dodeBrieven }, label) => zichtbaar(dodeBrieven, label)),
            ],
          ),
        ]),
  ]);
};

/** What the operator's dashboard shows. */
export type BeheerDashboardOpties = {
  readonly api: RestApi;
  readonly tabel: Tabel;
  readonly functies: Readonly<Record<FunctieNaam, LambdaFunctie>>;
  readonly verwerkers: Readonly<Record<'coa' | 'brp' | 'duo' | 'partnerberichten', Verwerker>>;
  readonly bezorger: Afnemer;
  /** Dead letters of functions that no queue feeds. */
  readonly aanroepen: Readonly<Record<string, IQueue>>;
};

const tabelMetriek = (tabel: Tabel, metricName: string, label: string, index?: string): IMetric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: {
      TableName: tabel.naam,
      ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }),
    },
    ...som,
    label,
  });

/** What an operator asks: does everything come in, move on and go out, and what does it cost? */
export const maakBeheerDashboard = (scope: Construct, opties: BeheerDashboardOpties): void => {
  const { api, tabel, functies, verwerkers, bezorger, aanroepen } = opties;
  const afnemers: Readonly<Record<string, Afnemer>> = { ...verwerkers, webhook: bezorger };
  const perFunctie = (metriek: (functie: LambdaFunctie, label: string) => IMetric): readonly IMetric[] =>
    Object.entries(functies).map(([naam, functie]) => metriek(functie, naam));
  const perAfnemer = (metriek: (afnemer: Afnemer, label: string) => IMetric): readonly IMetric[] =>
    Object.entries(afnemers).map(([naam, afnemer]) => metriek(afnemer, naam));
  const perBron = (metriek: (bron: (typeof BRONNEN)[number]) => IMetric): readonly IMetric[] =>
    BRONNEN.map(metriek);
  maakDashboard(scope, 'Dashboard', 'beheer', [
    rij(
      [
        'Aangeboden berichten per bron',
        perBron((bron) => verwerkers[bron].wachtrij.metricNumberOfMessagesSent({ ...som, label: bron })),
      ],
      [
        'Stilte per bron (seconden sinds iets nieuws)',
        perBron((bron) => eigenMetriek('bewaking', 'Stilte', bron).with({ label: bron })),
      ],
      [
        'Blijft liggen',
        [
          ...perBron((bron) => eigenMetriek(bron, 'InQuarantaine').with({ label: `quarantaine ${bron}` })),
          eigenMetriek('bewaking', 'Wachtend').with({ label: 'wacht op een persoon' }),
          eigenMetriek('bewaking', 'LangWachtend').with({ label: 'wacht te lang' }),
          eigenMetriek('bewaking', 'OnverwerkteOntvangsten').with({ label: 'onverwerkt na een uur' }),
        ],
      ],
    ),
    rij(
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
          api.metricLatency({ statistic: 'p50', period: VENSTER, label: 'p50' }),
          api.metricLatency({ statistic: 'p95', period: VENSTER, label: 'p95' }),
        ],
      ],
      [
        'Bijzonderheden',
        [
          eigenMetriek('duo', 'GenegeerdeDuoVelden').with({ label: 'onbekende velden van DUO' }),
          eigenMetriek('webhook', 'BezorgdBijWebhook').with({ label: 'bezorgd op webhooks' }),
          eigenMetriek('webhook', 'AbonnementGewaarschuwd').with({ label: 'waarschuwingen abonnementen' }),
          ...perBron((bron) =>
            eigenMetriek('api', 'BronNietBijgehouden', bron).with({ label: `niet bijgehouden: ${bron}` }),
          ),
        ],
      ],
    ),
    rij(
      ['Fouten per functie', perFunctie((functie, label) => functie.metricErrors({ ...som, label }))],
      [
        'Duur per functie (p95, milliseconden)',
        perFunctie((functie, label) => functie.metricDuration({ statistic: 'p95', period: VENSTER, label })),
      ],
      ['Afgeknepen per functie', perFunctie((functie, label) => functie.metricThrottles({ ...som, label }))],
    ),
    rij(
      ['Berichten op de wachtrij', perAfnemer(({ wachtrij }, label) => zichtbaar(wachtrij, label))],
      ['Oudste bericht (seconden)', perAfnemer(({ wachtrij }, label) => leeftijd(wachtrij, label))],
      [
        'Dode brieven',
        [
          ...perAfnemer(({ dodeBrieven }, label) => zichtbaar(dodeBrieven, label)),
          ...Object.entries(verwerkers).map(([naam, { regelDodeBrieven }]) =>
            zichtbaar(regelDodeBrieven, `regel ${naam}`),
          ),
          ...Object.entries(aanroepen).map(([naam, dodeBrieven]) => zichtbaar(dodeBrieven, naam)),
        ],
      ],
    ),
    rij(
      [
        'Tabel: gebruikte eenheden',
        [
          tabelMetriek(tabel, 'ConsumedReadCapacityUnits', 'lezen'),
          tabelMetriek(tabel, 'ConsumedWriteCapacityUnits', 'schrijven'),
          tabelMetriek(tabel, 'ConsumedReadCapacityUnits', 'lezen van de index', tabel.index),
          tabelMetriek(tabel, 'ConsumedWriteCapacityUnits', 'schrijven van de index', tabel.index),
        ],
      ],
      [
        'Tabel: afgeknepen',
        [
          tabelMetriek(tabel, 'ReadThrottleEvents', 'lezen'),
          tabelMetriek(tabel, 'WriteThrottleEvents', 'schrijven'),
          tabelMetriek(tabel, 'ReadThrottleEvents', 'lezen van de index', tabel.index),
          tabelMetriek(tabel, 'WriteThrottleEvents', 'schrijven van de index', tabel.index),
        ],
      ],
      ['Aanroepen per functie', perFunctie((functie, label) => functie.metricInvocations({ ...som, label }))],
    ),
    new TextWidget({
      markdown: [
        `Wachtrijen van partners en termijnen staan op het dashboard van hun gemeente (\`${APP_NAAM}-0907\` en zo verder).`,
        `Uitgaven: zie Budgets in de console; wat de hub hoort te kosten staat in \`docs/kosten.md\`. Stack: ${Stack.of(scope).stackName}.`,
      ].join('\n\n'),
      width: 24,
      height: 3,
    }),
  ]);
};
