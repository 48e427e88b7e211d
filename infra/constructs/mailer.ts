import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { giveOut } from '../outputs.ts';
import { bindKey, bindMail, bindReturnedMails, bindTable } from './bindings.ts';
import { createFunction, type FunctionContext } from './function.ts';
import { createQueue } from './queue.ts';
import { TABLE_RIGHTS } from './rights.ts';
import { invokeEvery } from './schedule.ts';
import type { Table } from './table.ts';

/**
 * The function that mails people of partners that there is something to read. It is invoked every minute where the environment
 * names a sender; elsewhere nothing invokes it and it may send nothing. The watch looks into its dead letters.
 */
export class Mailer extends Construct {
  readonly fn: LambdaFunction;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, context: FunctionContext, table: Table) {
    super(scope, id);
    const { key, environment } = context;
    this.deadLetters = createQueue(this, 'DodeBrieven', { key });
    this.fn = createFunction(this, context, {
      name: 'mailen',
      description: 'Mailt wie in het loket leest dat er een bericht is',
      timeout: Duration.seconds(60),
      deadLetters: this.deadLetters,
    });
    bindKey(this.fn, key, 'sqs', ['Decrypt', 'GenerateDataKey']);
    bindTable(this.fn, table, key, TABLE_RIGHTS.mailen);
    if (environment.mail !== undefined) {
      bindMail(this.fn, environment.mail.afzender);
      bindReturnedMails(this.fn);
      invokeEvery(this, 'Schema', {
        fn: this.fn,
        deadLetters: this.deadLetters,
        every: Duration.minutes(1),
        input: {},
        description: 'Laat elke minuut mailen wie iets nieuws te lezen heeft',
      });
    }
    giveOut(this, 'FunctieNaam', this.fn.functionName, 'Functie die mailt');
    giveOut(this, 'DodeBrievenUrl', this.deadLetters.queueUrl, 'Mislukte aanroepen van het mailen');
  }
}
