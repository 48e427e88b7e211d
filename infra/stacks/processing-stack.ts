import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { Match } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { SOURCE_HUB, SOURCE_INBOUND, TYPE_ZAAK_UPDATED } from '../../contracts/internal/bus-events.ts';
import { HUB_OIN } from '../../domain/organisations.ts';
import { createAlarm, ownMetric } from '../constructs/alarms.ts';
import {
  bindBus,
  bindDelivery,
  bindPartnerKanalen,
  bindPostponement,
  bindSecret,
  bindSecretPerGemeente,
  bindTable,
} from '../constructs/bindings.ts';
import { createOperationsDashboard } from '../constructs/dashboards.ts';
import { Deliverer } from '../constructs/deliverer.ts';
import { createFunction, type FunctionBasis } from '../constructs/function.ts';
import { Processor } from '../constructs/processor.ts';
import { Recovery } from '../constructs/recovery.ts';
import { HubApi } from '../constructs/rest-api.ts';
import { restoredTable, type Table } from '../constructs/table.ts';
import { Watch } from '../constructs/watch.ts';
import type { Environment } from '../environments/environment.ts';
import { HUB_SOURCE, STANDARD_BASIS_URL } from '../names.ts';
import type { CodeFor } from '../options.ts';
import { giveOut } from '../outputs.ts';
import { createParameters, type Parameters } from '../parameters.ts';
import { type DataStack, keyFromArn } from './data-stack.ts';

/** How often a message is tried that depends on the hub alone. */
const MAX_ATTEMPTS = 5;

/** DUO can be away for long; the function waits ever longer between two tries. */
const MAX_ATTEMPTS_DUO = 1000;

/** What the processing stack must know. */
export type ProcessingStackProps = StackProps & {
  readonly gegevens: DataStack;
  readonly codeFor: CodeFor;
  readonly omgeving: Environment;
};

const inbound = (voorvoegsel: string): EventPattern => ({
  source: [SOURCE_INBOUND],
  detailType: Match.prefix(voorvoegsel),
});

/** Everything that does something: functions, their own queues, rules, API and watch. */
export class ProcessingStack extends Stack {
  readonly #gegevens: DataStack;
  readonly #basis: FunctionBasis;
  readonly #bezorger: Deliverer;
  readonly #tabel: Table;
  /** Address by which the hub is known outside. */
  readonly #basisUrl: string;

  constructor(scope: Construct, id: string, props: ProcessingStackProps) {
    const { gegevens, codeFor, omgeving, ...stackProps } = props;
    super(scope, id, stackProps);
    const { domein } = omgeving;
    this.#gegevens = gegevens;
    this.#tabel =
      omgeving.hersteldeTabel === undefined ? gegevens.table : restoredTable(this, omgeving.hersteldeTabel);
    this.#basisUrl = domein === undefined ? STANDARD_BASIS_URL : `https://${domein.naam}`;
    this.#basis = {
      codeFor,
      sleutel: keyFromArn(this, gegevens.keyArn),
      alarmTopic: gegevens.alarmTopic,
      omgeving,
    };
    const parameters = createParameters(this, omgeving);

    this.#bezorger = this.#maakBezorger();
    const api = this.#maakApi(parameters);
    const processors = {
      coa: this.#maakBron('Coa', 'coa', 'nl.tvs.', 'Verwerkt berichten van COA'),
      brp: this.#maakBron('Brp', 'brp', 'nl.brp.', 'Verwerkt berichten van de BRP'),
      duo: this.#maakDuo(parameters),
      partnerberichten: this.#maakPartnerberichten(),
    };
    const watch = this.#maakBewaking();
    const recovery = new Recovery(this, 'Herstel', {
      basis: this.#basis,
      verwerkers: processors,
      deliverer: this.#bezorger,
      bewaking: watch,
      kanalen: gegevens.kanalen,
    });
    createOperationsDashboard(this, {
      api: api.api,
      table: this.#tabel,
      functies: {
        api: api.functie,
        coa: processors.coa.functie,
        brp: processors.brp.functie,
        duo: processors.duo.functie,
        partnerberichten: processors.partnerberichten.functie,
        webhook: this.#bezorger.functie,
        bewaking: watch.functie,
        herstel: recovery.functie,
      },
      verwerkers: processors,
      deliverer: this.#bezorger,
      aanroepen: { bewaking: watch.dodeBrieven, herstel: recovery.dodeBrieven },
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
    const fn = createFunction(scope, this.#basis, {
      naam: 'api',
      description: 'Neemt berichten aan en beantwoordt vragen over zaken',
      // A partner may wait twenty seconds for messages (`wacht`); the gateway itself gives up after twenty-nine.
      timeout: Duration.seconds(28),
    });
    bindTable(fn, this.#tabel, this.#basis.sleutel, {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
      index: true,
    });
    this.#koppelBusEnGeheim(fn);
    this.#koppelWebhookGeheim(fn);
    bindDelivery(fn, this.#bezorger.wachtrij, this.#basis.sleutel);
    fn.addEnvironment('HUB_BASIS_URL', this.#basisUrl);
    fn.addEnvironment('GEMEENTEN', this.#basis.omgeving.gemeenten.join(','));
    fn.addEnvironment('TOKEN_UITGEVER', parameters.tokenIssuer);
    fn.addEnvironment('TOKEN_PUBLIEK', parameters.tokenAudience);
    fn.addEnvironment('TOKEN_JWKS_URL', parameters.tokenJwksUrl);
    giveOut(scope, 'FunctieNaam', fn.functionName, 'Functie achter de API');
    const { sleutel, alarmTopic, omgeving } = this.#basis;
    return new HubApi(scope, 'Gateway', {
      functie: fn,
      sleutel,
      alarmTopic,
      basisUrl: this.#basisUrl,
      omgeving,
    });
  }

  /** A processor of the messages of one source, which writes on the timeline and says what happened. */
  #maakBron(
    id: string,
    name: 'coa' | 'brp' | 'duo',
    voorvoegsel: string,
    description: string,
    own: {
      readonly timeout?: Duration;
      readonly maxAttempts?: number;
      readonly maxAge?: Duration;
    } = {},
  ): Processor {
    const processor = new Processor(this, id, {
      basis: this.#basis,
      naam: name,
      description,
      timeout: own.timeout ?? Duration.seconds(30),
      bus: this.#gegevens.bus,
      pattern: inbound(voorvoegsel),
      maxAttempts: own.maxAttempts ?? MAX_ATTEMPTS,
      maxAge: own.maxAge ?? Duration.minutes(15),
    });
    bindTable(processor.functie, this.#tabel, this.#basis.sleutel, {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    });
    this.#koppelBusEnGeheim(processor.functie);
    createAlarm(processor, 'QuarantaineAlarm', this.#basis.alarmTopic, {
      metriek: ownMetric(name, 'InQuarantaine'),
      drempel: 1,
      description: `Functie ${name} heeft een bericht in quarantaine gezet`,
    });
    return processor;
  }

  #maakDuo(parameters: Parameters): Processor {
    const processor = this.#maakBron('Duo', 'duo', 'nl.duo.', 'Haalt bij DUO op wat gemeld is', {
      timeout: Duration.seconds(60),
      maxAttempts: MAX_ATTEMPTS_DUO,
      maxAge: Duration.hours(4),
    });
    const { functie, wachtrij } = processor;
    bindPostponement(functie, wachtrij);
    functie.addEnvironment('DUO_BASIS_URL', parameters.duoBasisUrl);
    functie.addEnvironment('DUO_OIN', parameters.duoOin);
    functie.addEnvironment('HUB_OIN', HUB_OIN);
    const { certificaatGeheimArn, gemeenten = {} } = this.#basis.omgeving.duo ?? {};
    if (certificaatGeheimArn !== undefined) {
      const secret = Secret.fromSecretCompleteArn(this, 'DuoCertificaat', certificaatGeheimArn);
      bindSecret(functie, 'DUO_CERTIFICAAT_GEHEIM_ID', secret, this.#basis.sleutel);
    }
    const perGemeente = Object.entries(gemeenten).map(
      ([gemeentecode, { certificaatGeheimArn: arn }]) =>
        [gemeentecode, Secret.fromSecretCompleteArn(this, `DuoCertificaat${gemeentecode}`, arn)] as const,
    );
    if (perGemeente.length > 0) {
      const secrets = Object.fromEntries(perGemeente);
      bindSecretPerGemeente(functie, 'DUO_CERTIFICAAT_PER_GEMEENTE', secrets, this.#basis.sleutel);
    }
    return processor;
  }

  #maakPartnerberichten(): Processor {
    const processor = new Processor(this, 'Partnerberichten', {
      basis: this.#basis,
      naam: 'partnerberichten',
      description: 'Stuurt elke partner wat hij van een zaak mag weten',
      // Six times this is when a message comes again: within the five minutes that FIFO queues drop a repetition.
      timeout: Duration.seconds(45),
      bus: this.#gegevens.bus,
      pattern: { source: [SOURCE_HUB], detailType: [TYPE_ZAAK_UPDATED], detail: { teVersturen: [true] } },
      maxAttempts: MAX_ATTEMPTS,
      maxAge: Duration.minutes(15),
    });
    const { functie, wachtrij } = processor;
    bindTable(functie, this.#tabel, this.#basis.sleutel, {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
    });
    bindPartnerKanalen(functie, wachtrij, this.#basis.sleutel);
    bindPostponement(functie, wachtrij);
    bindDelivery(functie, this.#bezorger.wachtrij, this.#basis.sleutel);
    functie.addEnvironment('HUB_BRON', HUB_SOURCE);
    functie.addEnvironment('HUB_BASIS_URL', this.#basisUrl);
    return processor;
  }

  /** The one that delivers at webhooks; and at queues, what a partner has sent to it again. */
  #maakBezorger(): Deliverer {
    const deliverer = new Deliverer(this, 'Webhook', this.#basis);
    const { functie, wachtrij } = deliverer;
    const { sleutel, omgeving } = this.#basis;
    bindTable(functie, this.#tabel, sleutel, {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
      index: true,
    });
    bindBus(functie, this.#gegevens.bus);
    bindDelivery(functie, wachtrij, sleutel);
    bindPostponement(functie, wachtrij, 'BEZORGING_WACHTRIJ_URL');
    bindPartnerKanalen(functie, wachtrij, sleutel, 'BEZORGING_WACHTRIJ_URL');
    this.#koppelWebhookGeheim(functie);
    functie.addEnvironment('HUB_BASIS_URL', this.#basisUrl);
    const { certificaatGeheimArn } = omgeving.webhook ?? {};
    if (certificaatGeheimArn === undefined) return deliverer;
    const secret = Secret.fromSecretCompleteArn(this, 'WebhookCertificaat', certificaatGeheimArn);
    bindSecret(functie, 'WEBHOOK_CERTIFICAAT_GEHEIM_ID', secret, sleutel);
    return deliverer;
  }

  /** What reads and writes abonnementen: the key of their secrets, and where messages may go. */
  #koppelWebhookGeheim(fn: LambdaFunction): void {
    bindSecret(fn, 'WEBHOOK_GEHEIM_ID', this.#gegevens.webhookSecret, this.#basis.sleutel);
    if (this.#basis.omgeving.loopback === true) fn.addEnvironment('LOOPBACK_TOEGESTAAN', 'ja');
  }

  #maakBewaking(): Watch {
    const watch = new Watch(this, 'Bewaking', this.#basis);
    const { functie } = watch;
    bindTable(functie, this.#tabel, this.#basis.sleutel, {
      table: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      index: true,
    });
    bindBus(functie, this.#gegevens.bus);
    bindDelivery(functie, this.#bezorger.wachtrij, this.#basis.sleutel);
    functie.addEnvironment('GEMEENTEN', this.#basis.omgeving.gemeenten.join(','));
    functie.addEnvironment('WACHT_ALARM_NA', `P${this.#basis.omgeving.alarmNaDagen.wachtend}D`);
    return watch;
  }

  #koppelBusEnGeheim(fn: LambdaFunction): void {
    bindBus(fn, this.#gegevens.bus);
    bindSecret(fn, 'SLEUTEL_GEHEIM_ID', this.#gegevens.geheim, this.#basis.sleutel);
  }
}
