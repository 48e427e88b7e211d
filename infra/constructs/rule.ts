import type { EventBus, EventPattern, IRuleTarget } from 'aws-cdk-lib/aws-events';
import { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** From which bus, on which pattern, to which queue, and where to when that fails. */
export type RuleOptions = {
  readonly bus: EventBus;
  readonly pattern: EventPattern;
  readonly description: string;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;
};

/** Lets EventBridge write to a queue, on behalf of this one rule only. */
export const allowRule = (queue: Queue, rule: Rule): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: `${rule.node.id}MagSturen`,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
    }),
  );
};

/**
 * A rule that puts events of the bus in a queue.
 *
 * The target is written by hand because the CDK's own also opens the key with wildcards; the policy of the key stands
 * in `key.ts` already.
 */
export const createRuleToQueue = (scope: Construct, id: string, options: RuleOptions): Rule => {
  const { wachtrij, dodeBrieven } = options;
  const target: IRuleTarget = {
    bind: () => ({ arn: wachtrij.queueArn, deadLetterConfig: { arn: dodeBrieven.queueArn } }),
  };
  const rule = new Rule(scope, id, {
    description: options.description,
    eventBus: options.bus,
    eventPattern: options.pattern,
    targets: [target],
  });
  allowRule(wachtrij, rule);
  allowRule(dodeBrieven, rule);
  return rule;
};
