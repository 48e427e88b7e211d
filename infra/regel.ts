import type { EventBus, EventPattern, IRuleTarget } from 'aws-cdk-lib/aws-events';
import { Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Van welke bus, op welk patroon, naar welke wachtrij, en waarheen als dat niet lukt. */
export type RegelOpties = {
  readonly bus: EventBus;
  readonly patroon: EventPattern;
  readonly omschrijving: string;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;
};

/** Laat EventBridge in een wachtrij schrijven, en alleen namens deze ene regel. */
export const staRegelToe = (wachtrij: Queue, regel: Rule): void => {
  wachtrij.addToResourcePolicy(
    new PolicyStatement({
      sid: 'RegelMagSturen',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [wachtrij.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': regel.ruleArn } },
    }),
  );
};

/**
 * Een regel die gebeurtenissen van de bus in een wachtrij zet.
 *
 * Het doel is met de hand geschreven omdat dat van de CDK ook een sleutel met jokertekens openzet; het
 * sleutelbeleid staat hier al in `sleutel.ts`.
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
