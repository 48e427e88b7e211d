import { dimensionOf, EMITTERS, METRIC_NAMESPACE, SOURCES } from '../../contracts/internal/metrics.ts';
import { gemeenteProfiles } from '../../domain/gemeenten/index.ts';
import type { StackName, Templates } from './support.ts';

/** Een metriek zoals een alarm of dashboard haar noemt; waarden van dimensies kunnen verwijzingen zijn. */
export type Named = {
  readonly namespace: string;
  readonly naam: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
};

const LAMBDA = ['Errors', 'Throttles', 'Invocations', 'Duration'];
const TABLE = [
  'ConsumedReadCapacityUnits',
  'ConsumedWriteCapacityUnits',
  'ReadThrottleEvents',
  'WriteThrottleEvents',
];

/** Wat AWS per soort bron uitzendt, onder welke dimensies; de eerste wijst de bron aan. */
const FROM_AWS: Readonly<
  Record<string, readonly { type: string; dimensions: readonly string[]; metrieken: readonly string[] }[]>
> = {
  'AWS/SQS': [
    {
      type: 'AWS::SQS::Queue',
      dimensions: ['QueueName'],
      metrieken: [
        'ApproximateNumberOfMessagesVisible',
        'ApproximateAgeOfOldestMessage',
        'NumberOfMessagesSent',
      ],
    },
  ],
  'AWS/Events': [{ type: 'AWS::Events::Rule', dimensions: ['RuleName'], metrieken: ['Invocations'] }],
  'AWS/Lambda': [{ type: 'AWS::Lambda::Function', dimensions: ['FunctionName'], metrieken: LAMBDA }],
  'AWS/DynamoDB': [
    { type: 'AWS::DynamoDB::GlobalTable', dimensions: ['TableName'], metrieken: TABLE },
    {
      type: 'AWS::DynamoDB::GlobalTable',
      dimensions: ['TableName', 'GlobalSecondaryIndexName'],
      metrieken: TABLE,
    },
  ],
};

const VALUES = { bron: SOURCES, gemeente: gemeenteProfiles.map(({ gemeentecode }) => gemeentecode) } as const;

/** Eigen metrieken per dienst, met elke combinatie van dimensies waaronder die dienst ze telt. */
export const OWN: readonly Named[] = Object.entries(EMITTERS).flatMap(([fn, names]) =>
  names.flatMap((name) => {
    const dimension = dimensionOf(name);
    const service = `inburgeringshub-${fn}`;
    return (dimension === undefined ? [{}] : VALUES[dimension].map((value) => ({ [dimension]: value }))).map(
      (meer) => ({ namespace: METRIC_NAMESPACE, naam: name, dimensions: { service, ...meer } }),
    );
  }),
);

const equal = (one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => other[name] === value);

/** Waarom niets in de app deze metriek uitzendt, of niets als dat wel zo is. */
export const objectionTo = (
  templates: Templates,
  stack: StackName,
  { namespace, naam, dimensions }: Named,
): string | undefined => {
  const what = `${namespace} ${naam}`;
  if (namespace === METRIC_NAMESPACE) {
    return OWN.some((own) => own.naam === naam && equal(own.dimensions, dimensions))
      ? undefined
      : `geen functie zendt ${what} uit met ${JSON.stringify(dimensions)}`;
  }
  if (namespace === 'AWS/ApiGateway') {
    const names = templates.sources('AWS::ApiGateway::RestApi').map((api) => api.bron.Properties['Name']);
    const exists = Object.keys(dimensions).join() === 'ApiName' && names.includes(dimensions['ApiName']);
    const knows = ['Count', '4XXError', '5XXError', 'Latency'].includes(naam);
    return exists && knows ? undefined : `geen API zendt ${what} uit`;
  }
  const soort = FROM_AWS[namespace]?.find(
    (candidate) =>
      candidate.metrieken.includes(naam) &&
      candidate.dimensions.toSorted().join() === Object.keys(dimensions).toSorted().join(),
  );
  const [pointer] = soort?.dimensions ?? [];
  if (soort === undefined || pointer === undefined) return `onbekende metriek ${what}`;
  const source = templates.sourceOf(templates.targetOf(stack, dimensions[pointer]));
  if (source?.Type !== soort.type) return `de bron van ${what} bestaat niet`;
  const index = dimensions['GlobalSecondaryIndexName'];
  return index === undefined || JSON.stringify(source.Properties).includes(`"IndexName":"${String(index)}"`)
    ? undefined
    : `de tabel heeft geen index ${String(index)}`;
};
