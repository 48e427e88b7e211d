import { COUNTED_PER, EMITTERS, METRIC_NAMESPACE, METRIC_SERVICE } from '../../contracts/internal/metrics.ts';
import { type StackName, type Templates, TWO_TIMES_TWO } from './support.ts';

/** A metric as an alarm or a dashboard names it. The values of its dimensions can be references. */
export type Named = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
};

const LAMBDA = ['Errors', 'Throttles', 'Invocations', 'Duration'];
const TABLE = [
  'ConsumedReadCapacityUnits',
  'ConsumedWriteCapacityUnits',
  'ReadThrottleEvents',
  'WriteThrottleEvents',
];

/**
 * The metrics that AWS emits of each type of resource, and their dimensions. The first dimension names the resource.
 */
const FROM_AWS: Readonly<
  Record<string, readonly { type: string; dimensions: readonly string[]; metrics: readonly string[] }[]>
> = {
  'AWS/SQS': [
    {
      type: 'AWS::SQS::Queue',
      dimensions: ['QueueName'],
      metrics: [
        'ApproximateNumberOfMessagesVisible',
        'ApproximateAgeOfOldestMessage',
        'NumberOfMessagesSent',
      ],
    },
  ],
  'AWS/Events': [{ type: 'AWS::Events::Rule', dimensions: ['RuleName'], metrics: ['Invocations'] }],
  'AWS/Lambda': [{ type: 'AWS::Lambda::Function', dimensions: ['FunctionName'], metrics: LAMBDA }],
  'AWS/DynamoDB': [
    { type: 'AWS::DynamoDB::GlobalTable', dimensions: ['TableName'], metrics: TABLE },
    {
      type: 'AWS::DynamoDB::GlobalTable',
      dimensions: ['TableName', 'GlobalSecondaryIndexName'],
      metrics: TABLE,
    },
  ],
};

/** The metrics of the hub, which each of its functions counts under the one service, some for each gemeente. */
export const OWN: readonly Named[] = [...new Set(Object.values(EMITTERS).flat())].flatMap((name) => {
  const isApart = name in COUNTED_PER;
  const apart = isApart ? TWO_TIMES_TWO.map(({ gemeentecode }) => ({ gemeente: gemeentecode })) : [{}];
  return apart.map((dimensions) => ({
    namespace: METRIC_NAMESPACE,
    name,
    dimensions: { service: METRIC_SERVICE, ...dimensions },
  }));
});

const equal = (one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => other[name] === value);

/** Why nothing in the app emits this metric; undefined when something does. */
export const objectionTo = (
  templates: Templates,
  stack: StackName,
  { namespace, name, dimensions }: Named,
): string | undefined => {
  const what = `${namespace} ${name}`;
  if (namespace === METRIC_NAMESPACE) {
    return OWN.some((own) => own.name === name && equal(own.dimensions, dimensions))
      ? undefined
      : `no function emits ${what} with ${JSON.stringify(dimensions)}`;
  }
  if (namespace === 'AWS/ApiGateway') {
    const names = templates.sources('AWS::ApiGateway::RestApi').map((api) => api.source.Properties['Name']);
    const exists = Object.keys(dimensions).join() === 'ApiName' && names.includes(dimensions['ApiName']);
    const knows = ['Count', '4XXError', '5XXError', 'Latency'].includes(name);
    return exists && knows ? undefined : `no API emits ${what}`;
  }
  // Lambda counts these over all functions of the account in the region as well, without a dimension.
  if (namespace === 'AWS/Lambda' && Object.keys(dimensions).length === 0) {
    return ['Errors', 'Throttles'].includes(name) ? undefined : `unknown metric ${what}`;
  }
  const emitted = FROM_AWS[namespace]?.find(
    (candidate) =>
      candidate.metrics.includes(name) &&
      candidate.dimensions.toSorted().join() === Object.keys(dimensions).toSorted().join(),
  );
  const [pointer] = emitted?.dimensions ?? [];
  if (emitted === undefined || pointer === undefined) return `unknown metric ${what}`;
  const source = templates.sourceOf(templates.targetOf(stack, dimensions[pointer]));
  if (source?.Type !== emitted.type) return `the resource of ${what} does not exist`;
  const index = dimensions['GlobalSecondaryIndexName'];
  return index === undefined || JSON.stringify(source.Properties).includes(`"IndexName":"${String(index)}"`)
    ? undefined
    : `the table has no index ${String(index)}`;
};
