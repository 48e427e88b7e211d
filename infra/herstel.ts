import { Duration, Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Afnemer } from './afnemer.ts';
import { alarmOpDodeBrieven } from './alarmen.ts';
import type { Bewaking } from './bewaking.ts';
import { type FunctieBasis, maakFunctie } from './functie.ts';
import { koppelHerstel, koppelSleutel } from './koppelingen.ts';
import type { PartnerKanaal } from './partner-kanaal.ts';
import { geefUit } from './uitvoer.ts';
import type { Verwerker } from './verwerker.ts';
import { maakWachtrij } from './wachtrij.ts';

/** Whose dead letters it may move back. */
export type HerstelOpties = {
  readonly basis: FunctieBasis;
  readonly verwerkers: Readonly<Record<string, Verwerker>>;
  readonly bezorger: Afnemer;
  readonly bewaking: Bewaking;
  readonly kanalen: readonly PartnerKanaal[];
};

/**
 * Moves dead letters back. It is deployed, so that it was there before the bad night, but it cannot run: nothing
 * invokes it and its reserved concurrency is 0 until an operator raises that (`functions/herstel/README.md`).
 */
export class Herstel extends Construct {
  readonly functie: LambdaFunctie;
  readonly dodeBrieven: Queue;

  constructor(scope: Construct, id: string, opties: HerstelOpties) {
    super(scope, id);
    const { basis, verwerkers, bezorger, bewaking, kanalen } = opties;
    const { sleutel, alarmOnderwerp } = basis;
    this.dodeBrieven = maakWachtrij(this, 'DodeBrieven', { sleutel });
    this.functie = maakFunctie(this, basis, {
      naam: 'herstel',
      omschrijving: 'Zet dode brieven terug waar zij horen; staat uit tot een beheerder haar aanzet',
      timeout: Duration.minutes(15),
      dodeBrieven: this.dodeBrieven,
      gereserveerd: 0,
    });
    koppelHerstel(this.functie, {
      wachtrijen: [...Object.values(verwerkers), bezorger].map(({ wachtrij }) => wachtrij),
      dodeBrieven: [
        ...Object.values(verwerkers).flatMap((verwerker) => [
          verwerker.dodeBrieven,
          verwerker.regelDodeBrieven,
        ]),
        bezorger.dodeBrieven,
        bewaking.dodeBrieven,
      ],
      functies: [bewaking.functie],
    });
    koppelSleutel(this.functie, sleutel, 'sqs', ['Decrypt', 'GenerateDataKey']);
    this.functie.addEnvironment(
      'HERSTEL_PLEKKEN',
      Stack.of(this).toJsonString({
        verwerkers: Object.fromEntries(
          Object.entries(verwerkers).map(([naam, { wachtrij, dodeBrieven, regelDodeBrieven }]) => [
            naam,
            {
              wachtrij: wachtrij.queueName,
              dodeBrieven: dodeBrieven.queueName,
              regelDodeBrieven: regelDodeBrieven.queueName,
            },
          ]),
        ),
        bezorging: {
          wachtrij: bezorger.wachtrij.queueName,
          dodeBrieven: bezorger.dodeBrieven.queueName,
        },
        functies: {
          bewaking: {
            functie: bewaking.functie.functionName,
            dodeBrieven: bewaking.dodeBrieven.queueName,
          },
        },
        kanalen: kanalen.map(({ kanaal }) => kanaal),
      }),
    );
    alarmOpDodeBrieven(
      this,
      'DodeBrievenAlarm',
      alarmOnderwerp,
      this.dodeBrieven,
      'Het terugzetten van dode brieven is mislukt',
    );
    geefUit(this, 'FunctieNaam', this.functie.functionName, 'Functie die dode brieven terugzet; staat uit');
    geefUit(this, 'DodeBrievenUrl', this.dodeBrieven.queueUrl, 'Mislukte aanroepen van het herstel');
  }
}
