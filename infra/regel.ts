import type { EventBus, EventPattern, IRuleTarget } from 'aws-cdk-lib/aws-events';
import { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** From which bus, on which pattern, to which queue, and where to when that fails. */
export type RegelOpties = {
  readonly bus: EventBus;
  readonly patroon: EventPattern;
  readonly omschrijving: string;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;
};

/** Lets EventBridge write to a queue, on behalf of this one rule only. */
export const staRegelToe = (wachtrij: Queue, regel: Rule): void => {
  wachtrij.addToResourcePolicy(
    new PolicyStatement({
      sid: `${regel.node.id}MagSturen`,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [wachtrij.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': regel.ruleArn } },
    }),
  );
};

/**
 * A rule that puts events of the bus in a queue.
 *
 * The target is written by hand because the CDK's own also opens the key with wildcards; the policy of the key stands
 * in `sleutel.ts` already.
 */
export const maakRegelNaarWachtrij = (scope: Construct, id: string, opties: RegelOpties): Rule => {
  const { wachtrij, dodeBrieven } = opties;
  const doel: IRuleTarget = {
    bind: () => ({ arn: wachtrij.queueArn, deadLetterConfig: { arn: dodeBrieven.queueArn } }),
  };
  const regel = new Rule(scope, id, {
    description: opties.omschrijving,
    eventBus: opties.bus,
    eventPattern: opties.patroon,
    targets: [doel],
  });
  staRegelToe(wachtrij, regel);
  staRegelToe(dodeBrieven, regel);
  return regel;
};
