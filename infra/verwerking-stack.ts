import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { Match } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { BRON_HUB, BRON_INKOMEND, TYPE_ZAAK_BIJGEWERKT } from '../contracts/intern.ts';
import { eigenMetriek, maakAlarm } from './alarmen.ts';
import { Bewaking } from './bewaking.ts';
import { Bezorger } from './bezorger.ts';
import { maakBeheerDashboard } from './dashboards.ts';
import { type FunctieBasis, maakFunctie } from './functie.ts';
import { type GegevensStack, sleutelUitArn } from './gegevens-stack.ts';
import { Herstel } from './herstel.ts';
import {
  koppelBezorging,
  koppelBus,
  koppelGeheim,
  koppelPartnerKanalen,
  koppelTabel,
  koppelUitstel,
} from './koppelingen.ts';
import { HUB_BRON, HUB_OIN, STANDAARD_BASIS_URL } from './namen.ts';
import type { Omgeving } from './omgevingen/omgeving.ts';
import type { CodeVoor } from './opties.ts';
import { maakParameters, type Parameters } from './parameters.ts';
import { HubApi } from './rest-api.ts';
import { hersteldeTabel, type Tabel } from './tabel.ts';
import { geefUit } from './uitvoer.ts';
import { Verwerker } from './verwerker.ts';

/** How often a message is tried that depends on the hub alone. */
const MAX_POGINGEN = 5;

/** DUO can be away for long; the function waits ever longer between two tries. */
const MAX_POGINGEN_DUO = 1000;

/** What the processing stack must know. */
export type VerwerkingStackProps = StackProps & {
  readonly gegevens: GegevensStack;
  readonly codeVoor: CodeVoor;
  readonly omgeving: Omgeving;
};

const inkomend = (voorvoegsel: string): EventPattern => ({
  source: [BRON_INKOMEND],
  detailType: Match.prefix(voorvoegsel),
});

/** Everything that does something: functions, their own queues, rules, API and watch. */
export class VerwerkingStack extends Stack {
  readonly #gegevens: GegevensStack;
  readonly #basis: FunctieBasis;
  readonly #bezorger: Bezorger;
  readonly #tabel: Tabel;
  /** Address by which the hub is known outside. */
  readonly #basisUrl: string;

  constructor(scope: Construct, id: string, props: VerwerkingStackProps) {
    const { gegevens, codeVoor, omgeving, ...stackProps } = props;
    super(scope, id, stackProps);
    const { domein } = omgeving;
    this.#gegevens = gegevens;
    this.#tabel =
      omgeving.hersteldeTabel === undefined ? gegevens.tabel : hersteldeTabel(this, omgeving.hersteldeTabel);
    this.#basisUrl = domein === undefined ? STANDAARD_BASIS_URL : `https://${domein.naam}`;
    this.#basis = {
      codeVoor,
      sleutel: sleutelUitArn(this, gegevens.sleutelArn),
      alarmOnderwerp: gegevens.alarmOnderwerp,
      omgeving,
    };
    const parameters = maakParameters(this, omgeving);

    this.#bezorger = this.#maakBezorger();
    const api = this.#maakApi(parameters);
    const verwerkers = {
      coa: this.#maakBron('Coa', 'coa', 'nl.tvs.', 'Verwerkt berichten van COA'),
      brp: this.#maakBron('Brp', 'brp', 'nl.brp.', 'Verwerkt berichten van de BRP'),
      duo: this.#maakDuo(parameters),
      partnerberichten: this.#maakPartnerberichten(),
    };
    const bewaking = this.#maakBewaking();
    const herstel = new Herstel(this, 'Herstel', {
      basis: this.#basis,
      verwerkers,
      bezorger: this.#bezorger,
      bewaking,
      kanalen: gegevens.kanalen,
    });
    maakBeheerDashboard(this, {
      api: api.api,
      tabel: this.#tabel,
      functies: {
        api: api.functie,
        coa: verwerkers.coa.functie,
        brp: verwerkers.brp.functie,
        duo: verwerkers.duo.functie,
        partnerberichten: verwerkers.partnerberichten.functie,
        webhook: this.#bezorger.functie,
        bewaking: bewaking.functie,
        herstel: herstel.functie,
      },
      verwerkers,
      bezorger: this.#bezorger,
      aanroepen: { bewaking: bewaking.dodeBrieven, herstel: herstel.dodeBrieven },
    });
    if (omgeving.hersteldeTabel !== undefined) {
      new CfnOutput(this, 'HersteldeTabelNaam', {
        value: omgeving.hersteldeTabel,
        description: 'Teruggezette tabel die de functies gebruiken in plaats van die van de gegevensstack',
      });
    }
    new CfnOutput(this, 'ApiUrl', {
      value: domein === undefined ? api.api.url : `${this.#basisUrl}/v1/`,
      description: 'Adres van de API',
    });
  }

  #maakApi(parameters: Parameters): HubApi {
    const scope = new Construct(this, 'Api');
    const functie = maakFunctie(scope, this.#basis, {
      naam: 'api',
      omschrijving: 'Neemt berichten aan en beantwoordt vragen over zaken',
      // A partner may wait twenty seconds for messages (`wacht`); the gateway itself gives up after twenty-nine.
      timeout: Duration.seconds(28),
    });
    koppelTabel(functie, this.#tabel, this.#basis.sleutel, {
      tabel: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
      index: true,
    });
    this.#koppelBusEnGeheim(functie);
    this.#koppelWebhookGeheim(functie);
    koppelBezorging(functie, this.#bezorger.wachtrij, this.#basis.sleutel);
    functie.addEnvironment('HUB_BASIS_URL', this.#basisUrl);
    functie.addEnvironment('GEMEENTEN', this.#basis.omgeving.gemeenten.join(','));
    functie.addEnvironment('TOKEN_UITGEVER', parameters.tokenUitgever);
    functie.addEnvironment('TOKEN_PUBLIEK', parameters.tokenPubliek);
    functie.addEnvironment('TOKEN_JWKS_URL', parameters.tokenJwksUrl);
    geefUit(scope, 'FunctieNaam', functie.functionName, 'Functie achter de API');
    const { sleutel, alarmOnderwerp, omgeving } = this.#basis;
    return new HubApi(scope, 'Gateway', {
      functie,
      sleutel,
      alarmOnderwerp,
      basisUrl: this.#basisUrl,
      omgeving,
    });
  }

  /** A processor of the messages of one source, which writes on the timeline and says what happened. */
  #maakBron(
    id: string,
    naam: 'coa' | 'brp' | 'duo',
    voorvoegsel: string,
    omschrijving: string,
    eigen: {
      readonly timeout?: Duration;
      readonly maxPogingen?: number;
      readonly maxLeeftijd?: Duration;
    } = {},
  ): Verwerker {
    const verwerker = new Verwerker(this, id, {
      basis: this.#basis,
      naam,
      omschrijving,
      timeout: eigen.timeout ?? Duration.seconds(30),
      bus: this.#gegevens.bus,
      patroon: inkomend(voorvoegsel),
      maxPogingen: eigen.maxPogingen ?? MAX_POGINGEN,
      maxLeeftijd: eigen.maxLeeftijd ?? Duration.minutes(15),
    });
    koppelTabel(verwerker.functie, this.#tabel, this.#basis.sleutel, {
      tabel: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    });
    this.#koppelBusEnGeheim(verwerker.functie);
    maakAlarm(verwerker, 'QuarantaineAlarm', this.#basis.alarmOnderwerp, {
      metriek: eigenMetriek(naam, 'InQuarantaine'),
      drempel: 1,
      omschrijving: `Functie ${naam} heeft een bericht in quarantaine gezet`,
    });
    return verwerker;
  }

  #maakDuo(parameters: Parameters): Verwerker {
    const verwerker = this.#maakBron('Duo', 'duo', 'nl.duo.', 'Haalt bij DUO op wat gemeld is', {
      timeout: Duration.seconds(60),
      maxPogingen: MAX_POGINGEN_DUO,
      maxLeeftijd: Duration.hours(4),
    });
    const { functie, wachtrij } = verwerker;
    koppelUitstel(functie, wachtrij);
    functie.addEnvironment('DUO_BASIS_URL', parameters.duoBasisUrl);
    functie.addEnvironment('DUO_OIN', parameters.duoOin);
    functie.addEnvironment('HUB_OIN', HUB_OIN);
    const { certificaatGeheimArn } = this.#basis.omgeving.duo ?? {};
    if (certificaatGeheimArn === undefined) return verwerker;
    const geheim = Secret.fromSecretCompleteArn(this, 'DuoCertificaat', certificaatGeheimArn);
    koppelGeheim(functie, 'DUO_CERTIFICAAT_GEHEIM_ID', geheim, this.#basis.sleutel);
    return verwerker;
  }

  #maakPartnerberichten(): Verwerker {
    const verwerker = new Verwerker(this, 'Partnerberichten', {
      basis: this.#basis,
      naam: 'partnerberichten',
      omschrijving: 'Stuurt elke partner wat hij van een zaak mag weten',
      // Six times this is when a message comes again: within the five minutes that FIFO queues drop a repetition.
      timeout: Duration.seconds(45),
      bus: this.#gegevens.bus,
      patroon: { source: [BRON_HUB], detailType: [TYPE_ZAAK_BIJGEWERKT], detail: { teVersturen: [true] } },
      maxPogingen: MAX_POGINGEN,
      maxLeeftijd: Duration.minutes(15),
    });
    const { functie, wachtrij } = verwerker;
    koppelTabel(functie, this.#tabel, this.#basis.sleutel, {
      tabel: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    });
    koppelPartnerKanalen(functie, wachtrij, this.#basis.sleutel);
    koppelUitstel(functie, wachtrij);
    koppelBezorging(functie, this.#bezorger.wachtrij, this.#basis.sleutel);
    functie.addEnvironment('HUB_BRON', HUB_BRON);
    functie.addEnvironment('HUB_BASIS_URL', this.#basisUrl);
    return verwerker;
  }

  /** The one that delivers at webhooks; and at queues, what a partner has sent to it again. */
  #maakBezorger(): Bezorger {
    const bezorger = new Bezorger(this, 'Webhook', this.#basis);
    const { functie, wachtrij } = bezorger;
    const { sleutel, omgeving } = this.#basis;
    koppelTabel(functie, this.#tabel, sleutel, {
      tabel: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
      index: true,
    });
    koppelBus(functie, this.#gegevens.bus);
    koppelBezorging(functie, wachtrij, sleutel);
    koppelUitstel(functie, wachtrij, 'BEZORGING_WACHTRIJ_URL');
    koppelPartnerKanalen(functie, wachtrij, sleutel, 'BEZORGING_WACHTRIJ_URL');
    this.#koppelWebhookGeheim(functie);
    functie.addEnvironment('HUB_BASIS_URL', this.#basisUrl);
    const { certificaatGeheimArn } = omgeving.webhook ?? {};
    if (certificaatGeheimArn === undefined) return bezorger;
    const geheim = Secret.fromSecretCompleteArn(this, 'WebhookCertificaat', certificaatGeheimArn);
    koppelGeheim(functie, 'WEBHOOK_CERTIFICAAT_GEHEIM_ID', geheim, sleutel);
    return bezorger;
  }

  /** What reads and writes abonnementen: the key of their secrets, and where messages may go. */
  #koppelWebhookGeheim(functie: LambdaFunctie): void {
    koppelGeheim(functie, 'WEBHOOK_GEHEIM_ID', this.#gegevens.webhookGeheim, this.#basis.sleutel);
    if (this.#basis.omgeving.loopback === true) functie.addEnvironment('LOOPBACK_TOEGESTAAN', 'ja');
  }

  #maakBewaking(): Bewaking {
    const bewaking = new Bewaking(this, 'Bewaking', this.#basis);
    const { functie } = bewaking;
    koppelTabel(functie, this.#tabel, this.#basis.sleutel, {
      tabel: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      index: true,
    });
    koppelBus(functie, this.#gegevens.bus);
    koppelBezorging(functie, this.#bezorger.wachtrij, this.#basis.sleutel);
    functie.addEnvironment('GEMEENTEN', this.#basis.omgeving.gemeenten.join(','));
    functie.addEnvironment('WACHT_ALARM_NA', `P${this.#basis.omgeving.alarmNaDagen.wachtend}D`);
    return bewaking;
  }

  #koppelBusEnGeheim(functie: LambdaFunctie): void {
    koppelBus(functie, this.#gegevens.bus);
    koppelGeheim(functie, 'SLEUTEL_GEHEIM_ID', this.#gegevens.geheim, this.#basis.sleutel);
  }
}
