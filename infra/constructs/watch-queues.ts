import { Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { bindCounts } from './bindings.ts';
import type { Consumer } from './consumer.ts';
import type { Processor } from './processor.ts';

/** The queues that the watch looks into, by the names that `hub redrive` gives them. Its own dead letters have an alarm. */
export type WatchQueuesOptions = {
  readonly processors: Readonly<Record<string, Processor>>;
  readonly deliverer: Consumer;
  /** Dead letters of functions that are invoked without a queue. */
  readonly invocations: Readonly<Record<string, IQueue>>;
};

/** Tells the watch of every queue of a function, and lets it count what lies there and in the queues of partners. */
export const bindWatchQueues = (
  watch: LambdaFunction,
  { processors, deliverer, invocations }: WatchQueuesOptions,
): void => {
  const consumers: readonly (readonly [string, Consumer])[] = [
    ...Object.entries(processors),
    ['webhook', deliverer],
  ];
  const places = {
    ...Object.fromEntries(
      consumers.map(([name, { queue, deadLetters, maxAge }]) => [
        name,
        [deadLetters.queueName, queue.queueName, maxAge.toSeconds()],
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(processors).map(([name, { ruleDeadLetters }]) => [
        `${name}-regel`,
        [ruleDeadLetters.queueName],
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(invocations).map(([name, deadLetters]) => [name, [deadLetters.queueName]]),
    ),
  };
  watch.addEnvironment('WACHTRIJEN', Stack.of(watch).toJsonString(places));
  bindCounts(watch, [
    ...consumers.flatMap(([, { queue, deadLetters }]) => [queue, deadLetters]),
    ...Object.values(processors).map(({ ruleDeadLetters }) => ruleDeadLetters),
    ...Object.values(invocations),
  ]);
};
