import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { SOURCE_HUB, TYPE_ZAAK_ERASE } from '../../contracts/internal/bus-events.ts';
import type { FunctionContext } from './function.ts';
import { Processor } from './processor.ts';
import { allowRule } from './rule.ts';

/** How often everything is looked after of which the term is over, or of which an order was lost. */
const SWEEP = Duration.hours(1);

/**
 * The function that erases persons, with its queue of orders. A schedule puts an order of its own in that queue: to look
 * after what is past its term. When that did not come to its end for three hours, the watch finds it.
 */
export const createErasure = (scope: Construct, context: FunctionContext, bus: EventBus): Processor => {
  const processor = new Processor(scope, 'Wissen', {
    context,
    name: 'wissen',
    description: 'Wist personen, op verzoek en als hun bewaartermijn voorbij is',
    timeout: Duration.minutes(2),
    bus,
    pattern: { source: [SOURCE_HUB], detailType: [TYPE_ZAAK_ERASE] },
    maxAttempts: 5,
    maxAge: Duration.hours(1),
  });
  const { queue, ruleDeadLetters } = processor;
  const rule = new Rule(processor, 'Schema', {
    description: 'Laat wissen wat zijn bewaartermijn voorbij is',
    schedule: Schedule.rate(SWEEP),
    targets: [
      {
        bind: () => ({
          arn: queue.queueArn,
          input: RuleTargetInput.fromObject({ detail: { taak: 'opruimen' } }),
          deadLetterConfig: { arn: ruleDeadLetters.queueArn },
        }),
      },
    ],
  });
  allowRule(queue, rule);
  allowRule(ruleDeadLetters, rule);
  return processor;
};
