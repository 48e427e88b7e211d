import { Duration, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { giveOut } from '../outputs.ts';
import { alarmAtDeadLetters } from './alarms.ts';
import { bindKey, bindRecovery } from './bindings.ts';
import type { Consumer } from './consumer.ts';
import { createFunction, type FunctionBasis } from './function.ts';
import type { Processor } from './processor.ts';
import { createQueue } from './queue.ts';
import type { Watch } from './watch.ts';

/** Whose dead letters it may move back. */
export type RecoveryOptions = {
  readonly basis: FunctionBasis;
  readonly verwerkers: Readonly<Record<string, Processor>>;
  readonly deliverer: Consumer;
  readonly bewaking: Watch;
};

/**
 * Moves dead letters back. It is deployed, so that it was there before the bad night, but it cannot run: nothing
 * invokes it and its reserved concurrency is 0 until an operator raises that (`functions/herstel/README.md`).
 */
export class Recovery extends Construct {
  readonly functie: LambdaFunction;
  readonly dodeBrieven: Queue;

  constructor(scope: Construct, id: string, options: RecoveryOptions) {
    super(scope, id);
    const { basis, verwerkers, deliverer, bewaking } = options;
    const { sleutel, alarmTopic } = basis;
    this.dodeBrieven = createQueue(this, 'DodeBrieven', { sleutel });
    this.functie = createFunction(this, basis, {
      naam: 'herstel',
      description: 'Zet dode brieven terug waar zij horen; staat uit tot een beheerder haar aanzet',
      timeout: Duration.minutes(15),
      dodeBrieven: this.dodeBrieven,
      gereserveerd: 0,
    });
    bindRecovery(this.functie, {
      wachtrijen: [...Object.values(verwerkers), deliverer].map(({ wachtrij }) => wachtrij),
      dodeBrieven: [
        ...Object.values(verwerkers).flatMap((processor) => [
          processor.dodeBrieven,
          processor.regelDodeBrieven,
        ]),
        deliverer.dodeBrieven,
        bewaking.dodeBrieven,
      ],
      functies: [bewaking.functie],
    });
    bindKey(this.functie, sleutel, 'sqs', ['Decrypt', 'GenerateDataKey']);
    this.functie.addEnvironment(
      'HERSTEL_PLEKKEN',
      Stack.of(this).toJsonString({
        verwerkers: Object.fromEntries(
          Object.entries(verwerkers).map(([name, { wachtrij, dodeBrieven, regelDodeBrieven }]) => [
            name,
            {
              wachtrij: wachtrij.queueName,
              dodeBrieven: dodeBrieven.queueName,
              regelDodeBrieven: regelDodeBrieven.queueName,
            },
          ]),
        ),
        bezorging: {
          wachtrij: deliverer.wachtrij.queueName,
          dodeBrieven: deliverer.dodeBrieven.queueName,
        },
        functies: {
          bewaking: {
            functie: bewaking.functie.functionName,
            dodeBrieven: bewaking.dodeBrieven.queueName,
          },
        },
      }),
    );
    alarmAtDeadLetters(
      this,
      'DodeBrievenAlarm',
      alarmTopic,
      this.dodeBrieven,
      'Het terugzetten van dode brieven is mislukt',
    );
    giveOut(this, 'FunctieNaam', this.functie.functionName, 'Functie die dode brieven terugzet; staat uit');
    giveOut(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, 'Mislukte aanroepen van het herstel');
  }
}
