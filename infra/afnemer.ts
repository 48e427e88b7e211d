import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarmOpDodeBrieven, alarmOpLeeftijd } from './alarmen.ts';
import { type FunctieBasis, maakFunctie } from './functie.ts';
import { koppelVerwerking } from './koppelingen.ts';
import type { FunctieNaam } from './namen.ts';
import { geefUit } from './uitvoer.ts';
import { FIFO, maakWachtrij } from './wachtrij.ts';

/** Six times the timeout, as Lambda advises: a message does not come back while it is still being processed. */
const ZICHTBAARHEID_FACTOR = 6;

/** How many messages Lambda gets at a time. */
const PARTIJ = 10;

/** What differs per function that takes its work from a queue. */
export type AfnemerOpties = {
  readonly basis: FunctieBasis;
  readonly naam: FunctieNaam;
  readonly omschrijving: string;
  readonly timeout: Duration;
  /** After this many tries a message goes to the dead letters. */
  readonly maxPogingen: number;
  /** How old the oldest message may become before the alarm goes off. */
  readonly maxLeeftijd: Duration;
  /** Both queues keep the order within a group, under these names; without it they are standard queues. */
  readonly fifo?: { readonly wachtrij: string; readonly dodeBrieven: string };
};

/** A queue, its dead letters, and the function that takes batches of ten from it. */
export type Afnemer = {
  readonly functie: LambdaFunctie;
  readonly wachtrij: Queue;
  readonly dodeBrieven: Queue;
};

/**
 * Everything of a function that takes its work from a queue of its own: queue, dead letters, the mapping that reports per
 * message what failed, and the alarms on all of it. How messages get into the queue is up to the scope.
 */
export const maakAfnemer = (scope: Construct, opties: AfnemerOpties): Afnemer => {
  const { basis, naam, fifo } = opties;
  const { sleutel, alarmOnderwerp } = basis;

  const dodeBrieven = maakWachtrij(scope, 'DodeBrieven', {
    sleutel,
    ...(fifo && { ...FIFO, queueName: fifo.dodeBrieven }),
  });
  const wachtrij = maakWachtrij(scope, 'Wachtrij', {
    sleutel,
    ...(fifo && { ...FIFO, queueName: fifo.wachtrij }),
    visibilityTimeout: Duration.seconds(ZICHTBAARHEID_FACTOR * opties.timeout.toSeconds()),
    deadLetterQueue: { queue: dodeBrieven, maxReceiveCount: opties.maxPogingen },
  });
  const functie = maakFunctie(scope, basis, {
    naam,
    omschrijving: opties.omschrijving,
    timeout: opties.timeout,
  });
  koppelVerwerking(functie, wachtrij, sleutel);
  new EventSourceMapping(scope, 'Koppeling', {
    target: functie,
    eventSourceArn: wachtrij.queueArn,
    batchSize: PARTIJ,
    reportBatchItemFailures: true,
  });

  alarmOpDodeBrieven(
    scope,
    'DodeBrievenAlarm',
    alarmOnderwerp,
    dodeBrieven,
    `Functie ${naam}: een bericht is na ${opties.maxPogingen} pogingen nog niet verwerkt`,
  );
  alarmOpLeeftijd(scope, 'LeeftijdAlarm', alarmOnderwerp, wachtrij, {
    maximaal: opties.maxLeeftijd,
    omschrijving: `Functie ${naam}: het oudste bericht wacht te lang`,
  });
  geefUit(scope, 'FunctieNaam', functie.functionName, `Functie ${naam}`);
  geefUit(scope, 'WachtrijUrl', wachtrij.queueUrl, `Wachtrij van functie ${naam}`);
  geefUit(scope, 'DodeBrievenUrl', dodeBrieven.queueUrl, `Dode brieven van functie ${naam}`);
  return { functie, wachtrij, dodeBrieven };
};
