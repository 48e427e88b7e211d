import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Afnemer, maakAfnemer } from './afnemer.ts';
import { eigenMetriek, maakAlarm } from './alarmen.ts';
import type { FunctieBasis } from './functie.ts';
import { BEZORGING_NAMEN } from './namen.ts';

/**
 * How often an order is taken up before it is a dead letter. Waiting for a receiver is done by visibility, and each wait
 * counts as a try; an order that waits longer than a quarter of an hour leaves the queue (functions/webhook).
 */
const MAX_POGINGEN = 100;

/** Longer than the waits by visibility of one message together: what is older than this does not move. */
const MAX_LEEFTIJD = Duration.hours(1);

/**
 * The function that delivers at webhooks, with its FIFO queue of orders. No rule leads there: functions put orders in it
 * themselves. One group per partner and zaak, so that one invocation at a time works on what must stay in order.
 */
export class Bezorger extends Construct implements Afnemer {
  readonly functie: LambdaFunctie;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;

  constructor(scope: Construct, id: string, basis: FunctieBasis) {
    super(scope, id);
    const gemaakt = maakAfnemer(this, {
      basis,
      naam: 'webhook',
      omschrijving: 'Bezorgt berichten van partners op het adres van hun abonnement',
      // Five receivers that each take the whole of their twenty seconds, one after the other, and some room.
      timeout: Duration.seconds(120),
      maxPogingen: MAX_POGINGEN,
      maxLeeftijd: MAX_LEEFTIJD,
      fifo: BEZORGING_NAMEN,
    });
    maakAlarm(this, 'WaarschuwingAlarm', basis.alarmOnderwerp, {
      metriek: eigenMetriek('webhook', 'AbonnementGewaarschuwd'),
      drempel: 1,
      omschrijving:
        'De ontvanger van een abonnement is in storing, is gestopt (410) of heeft geparkeerde berichten; de tijdlijn van het abonnement zegt wat',
    });
    this.functie = gemaakt.functie;
    this.wachtrij = gemaakt.wachtrij;
    this.dodeBrieven = gemaakt.dodeBrieven;
  }
}
