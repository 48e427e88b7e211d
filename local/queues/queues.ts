import type { RunnableFunction } from '../functions/pool.ts';
import type { Deployment, Resource } from '../template/deployment.ts';
import type { QueueEngine } from './engine.ts';
import { createMapping, type Mapping } from './mapping.ts';

/** A mapping as the API of Lambda shows it. */
export interface MappingControl {
  readonly uuid: string;
  readonly queueArn: string;
  readonly functionArn: string;
  enabled(): boolean;
  /** Starts or stops the mapping. When it has stopped, the batches in hand are done. */
  enable(enabled: boolean): Promise<void>;
}

export interface Queues {
  readonly info: Readonly<Record<string, { url: string; arn: string; mappedTo?: string }>>;
  readonly mappings: readonly MappingControl[];
  start(): void;
  stop(): Promise<void>;
  /** Whether every queue with an enabled mapping is empty and no batch of it is in hand. */
  idle(): boolean;
}

type MappingResource = Resource<'AWS::Lambda::EventSourceMapping'>;

function mappingOf(
  { stack, logicalId, properties }: MappingResource,
  engine: QueueEngine,
  find: (nameOrArn: string) => RunnableFunction | undefined,
): Mapping {
  const where = `stack ${stack}, resource ${logicalId}`;
  const queue = engine.byArn(properties.EventSourceArn);
  const target = find(properties.FunctionName);
  if (!queue) throw new Error(`${where}: property EventSourceArn names no queue of this app`);
  if (!target) throw new Error(`${where}: property FunctionName names no function of this app`);
  return createMapping({
    queue,
    deadLetterQueue: engine.byArn,
    invoke: target.invoke,
    batchSize: properties.BatchSize,
    batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
    partialFailures: properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    maximumConcurrency: Math.min(
      properties.ScalingConfig?.MaximumConcurrency ?? target.concurrency,
      target.concurrency,
    ),
  });
}

/** Makes the queues of an app and the mappings that empty them. */
export function createQueues(
  deployment: Deployment,
  engine: QueueEngine,
  find: (nameOrArn: string) => RunnableFunction | undefined,
): Queues {
  const enabled = deployment
    .of('AWS::Lambda::EventSourceMapping')
    .filter((mapping) => mapping.properties.Enabled);
  const consumer = new Map(
    enabled.map(({ properties }) => [properties.EventSourceArn, properties.FunctionName]),
  );
  const resources = deployment.of('AWS::SQS::Queue');
  for (const { name, ref, arn, properties } of resources) {
    engine.create({ name, url: ref, arn, properties, mapped: consumer.has(arn) });
  }
  for (const { stack, logicalId, properties } of resources) {
    const deadLetters = properties.RedrivePolicy?.deadLetterTargetArn;
    if (deadLetters !== undefined && !engine.byArn(deadLetters)) {
      throw new Error(
        `stack ${stack}, resource ${logicalId}: property RedrivePolicy names no queue of this app`,
      );
    }
  }
  const mappings = enabled.map((resource) => mappingOf(resource, engine, find));
  const paused = new Set<Mapping>();
  const running = (): readonly Mapping[] => mappings.filter((mapping) => !paused.has(mapping));
  const controls = enabled.map(({ ref, properties }, index): MappingControl => {
    const mapping = mappings[index];
    if (!mapping) throw new Error(`mapping ${ref} was not made`);
    return {
      uuid: ref,
      queueArn: properties.EventSourceArn,
      functionArn: properties.FunctionName,
      enabled: () => !paused.has(mapping),
      enable: async (wanted) => {
        if (wanted && paused.delete(mapping)) mapping.start();
        if (wanted || paused.has(mapping)) return;
        paused.add(mapping);
        await mapping.stop();
      },
    };
  });
  return {
    info: Object.fromEntries(
      resources.map(({ name, ref, arn }) => {
        const mappedTo = consumer.get(arn);
        return [name, { url: ref, arn, ...(mappedTo === undefined ? {} : { mappedTo }) }];
      }),
    ),
    mappings: controls,
    start: () => {
      for (const mapping of mappings) mapping.start();
    },
    stop: async () => {
      await Promise.all(mappings.map((mapping) => mapping.stop()));
    },
    // Messages in a queue whose mapping is paused wait for an operator, so they do not count.
    idle: () => running().every((mapping) => mapping.idle()),
  };
}
