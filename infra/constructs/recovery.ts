import { Duration, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { giveOut } from '../outputs.ts';
import { bindKey, bindRecovery } from './bindings.ts';
import type { Consumer } from './consumer.ts';
import { createFunction, type FunctionContext } from './function.ts';
import type { Processor } from './processor.ts';
import { createQueue } from './queue.ts';
import type { Watch } from './watch.ts';

/** The constructs whose dead letters the function may move back. */
export type RecoveryOptions = {
  readonly context: FunctionContext;
  readonly processors: Readonly<Record<string, Processor>>;
  readonly deliverer: Consumer;
  /** Functions that are invoked without a queue, with where their failed invocations go. */
  readonly invoked: Readonly<Record<'bewaking' | 'mailen', Pick<Watch, 'fn' | 'deadLetters'>>>;
};

/**
 * The function that moves dead letters back. It is deployed before it is needed, but it cannot run: its reserved
 * concurrency is 0 until an operator raises that, and nothing else invokes it (`functions/herstel/README.md`).
 */
export class Recovery extends Construct {
  readonly fn: LambdaFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, options: RecoveryOptions) {
    super(scope, id);
    const { context, processors, deliverer, invoked } = options;
    const { key } = context;
    this.deadLetters = createQueue(this, 'DodeBrieven', { key });
    this.fn = createFunction(this, context, {
      name: 'herstel',
      description: 'Zet dode brieven terug waar zij horen; staat uit tot een beheerder haar aanzet',
      timeout: Duration.minutes(15),
      deadLetters: this.deadLetters,
      reservedConcurrency: 0,
    });
    bindRecovery(this.fn, {
      queues: [...Object.values(processors), deliverer].map(({ queue }) => queue),
      deadLetters: [
        ...Object.values(processors).flatMap((processor) => [
          processor.deadLetters,
          processor.ruleDeadLetters,
        ]),
        deliverer.deadLetters,
        ...Object.values(invoked).map(({ deadLetters }) => deadLetters),
      ],
      functions: Object.values(invoked).map(({ fn }) => fn),
    });
    bindKey(this.fn, key, 'sqs', ['Decrypt', 'GenerateDataKey']);
    this.fn.addEnvironment(
      'HERSTEL_PLEKKEN',
      Stack.of(this).toJsonString({
        verwerkers: Object.fromEntries(
          // An environment holds four kilobytes: the names of these stand in the order that `Places` has.
          Object.entries(processors).map(([name, { queue, deadLetters, ruleDeadLetters }]) => [
            name,
            [queue.queueName, deadLetters.queueName, ruleDeadLetters.queueName],
          ]),
        ),
        bezorging: {
          wachtrij: deliverer.queue.queueName,
          dodeBrieven: deliverer.deadLetters.queueName,
        },
        functies: Object.fromEntries(
          Object.entries(invoked).map(([name, { fn, deadLetters }]) => [
            name,
            { functie: fn.functionName, dodeBrieven: deadLetters.queueName },
          ]),
        ),
      }),
    );
    giveOut(this, 'FunctieNaam', this.fn.functionName, 'Functie die dode brieven terugzet; staat uit');
    giveOut(this, 'DodeBrievenUrl', this.deadLetters.queueUrl, 'Mislukte aanroepen van het herstel');
  }
}
