import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { Match } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { SOURCE_HUB, SOURCE_INBOUND, TYPE_ZAAK_UPDATED } from '../../contracts/internal/bus-events.ts';
import type { TokenIssuer } from '../../contracts/internal/token-issuer.ts';
import {
  bindBus,
  bindCounts,
  bindDelivery,
  bindLogboek,
  bindPartnerKanalen,
  bindPostponement,
  bindSecret,
  bindTable,
} from '../constructs/bindings.ts';
import { createOperationsDashboard } from '../constructs/dashboards.ts';
import { Deliverer } from '../constructs/deliverer.ts';
import { bindDuo, type DuoOptions } from '../constructs/duo.ts';
import { createErasure } from '../constructs/erasure.ts';
import { createFunction, type FunctionContext } from '../constructs/function.ts';
import { createHubAlarms } from '../constructs/hub-alarms.ts';
import { Loket } from '../constructs/loket.ts';
import { Mailer } from '../constructs/mailer.ts';
import { Processor } from '../constructs/processor.ts';
import { Recovery } from '../constructs/recovery.ts';
import { HubApi } from '../constructs/rest-api.ts';
import { BUS_RIGHTS, TABLE_RIGHTS } from '../constructs/rights.ts';
import { restoredTable, type Table } from '../constructs/table.ts';
import { Watch } from '../constructs/watch.ts';
import { bindWatchQueues } from '../constructs/watch-queues.ts';
import type { Environment } from '../environments/environment.ts';
import { DEFAULT_BASE_URL, HUB_SOURCE } from '../names.ts';
import type { CodeFor } from '../options.ts';
import { giveOut } from '../outputs.ts';
import { createParameters, type Parameters } from '../parameters.ts';
import { type DataStack, keyFromArn, secretsKeyFromArn } from './data-stack.ts';

/** How often a message is tried when its processing depends on the hub alone. */
const MAX_ATTEMPTS = 5;

/** How often a message is tried when DUO may be away. The function waits longer after each try. */
const MAX_ATTEMPTS_DUO = 1000;

/** A partner may wait twenty seconds for messages (`wacht`). The gateway gives up after twenty-nine. */
const API_TIMEOUT = Duration.seconds(28);

/** The properties of the processing stack. */
export type ProcessingStackProps = StackProps & {
  readonly data: DataStack;
  readonly codeFor: CodeFor;
  readonly environment: Environment;
  /** The issuer of the hub's own user pool, when the environment has one. */
  readonly ownIssuer: TokenIssuer | undefined;
};

const inbound = (prefix: string): EventPattern => ({
  source: [SOURCE_INBOUND],
  detailType: Match.prefix(prefix),
});

/** Everything that runs: the functions with their queues and rules, the API and the watch. */
export class ProcessingStack extends Stack {
  readonly #data: DataStack;
  readonly #context: FunctionContext;
  readonly #deliverer: Deliverer;
  readonly #table: Table;
  readonly #secretsKey: IKey;
  /** The public base URL of the hub. */
  readonly #baseUrl: string;

  constructor(scope: Construct, id: string, props: ProcessingStackProps) {
    const { data, codeFor, environment, ownIssuer, ...stackProps } = props;
    super(scope, id, stackProps);
    const { domein } = environment;
    this.#data = data;
    this.#table =
      environment.hersteldeTabel === undefined ? data.table : restoredTable(this, environment.hersteldeTabel);
    this.#secretsKey = secretsKeyFromArn(this, data.secretsKeyArn);
    this.#baseUrl = domein === undefined ? DEFAULT_BASE_URL : `https://${domein.naam}`;
    this.#context = {
      codeFor,
      key: keyFromArn(this, data.keyArn),
      alarmTopic: data.alarmTopic,
      environment,
    };
    const parameters = createParameters(this, environment, ownIssuer);

    this.#deliverer = this.#createDeliverer();
    const mailer = new Mailer(this, 'Mailen', this.#context, this.#table);
    const api = this.#createApi(parameters, mailer);
    const processors = {
      coa: this.#createSource('Coa', 'coa', 'nl.tvs.', 'Verwerkt berichten van COA'),
      brp: this.#createSource('Brp', 'brp', 'nl.brp.', 'Verwerkt berichten van de BRP'),
      meldingen: this.#createSource(
        'Meldingen',
        'meldingen',
        'nl.inburgeringszaken.',
        'Verwerkt wat een gemeente of partner zelf meldt',
      ),
      duo: this.#createDuo(parameters),
      duomeldingen: this.#createDuomeldingen(parameters),
      partnerberichten: this.#createPartnerberichten(),
      wissen: this.#createErasure(),
    };
    const watch = this.#createWatch();
    const recovery = new Recovery(this, 'Herstel', {
      context: this.#context,
      processors,
      deliverer: this.#deliverer,
      invoked: { bewaking: watch, mailen: mailer },
    });
    bindWatchQueues(watch.fn, {
      processors,
      deliverer: this.#deliverer,
      invocations: { herstel: recovery.deadLetters, mailen: mailer.deadLetters },
    });
    createHubAlarms(this, this.#context);
    createOperationsDashboard(this, {
      api: api.api,
      table: this.#table,
      functions: {
        api: api.fn,
        ophalen: api.pullFn,
        loket: api.loketFn,
        coa: processors.coa.fn,
        brp: processors.brp.fn,
        meldingen: processors.meldingen.fn,
        duo: processors.duo.fn,
        duomeldingen: processors.duomeldingen.fn,
        partnerberichten: processors.partnerberichten.fn,
        webhook: this.#deliverer.fn,
        mailen: mailer.fn,
        bewaking: watch.fn,
        herstel: recovery.fn,
        wissen: processors.wissen.fn,
      },
      processors,
      deliverer: this.#deliverer,
      invocations: {
        bewaking: watch.deadLetters,
        mailen: mailer.deadLetters,
        herstel: recovery.deadLetters,
      },
    });
    if (environment.hersteldeTabel !== undefined) {
      new CfnOutput(this, 'HersteldeTabelNaam', {
        value: environment.hersteldeTabel,
        description: 'Teruggezette tabel die de functies gebruiken in plaats van die van de gegevensstack',
      });
    }
    new CfnOutput(this, 'ApiUrl', {
      value: domein === undefined ? api.api.url : `${this.#baseUrl}/v1/`,
      description: 'Adres van de API',
    });
  }

  #createApi(parameters: Parameters, mailer: Mailer): HubApi {
    const scope = new Construct(this, 'Api');
    const fn = createFunction(scope, this.#context, {
      name: 'api',
      description: 'Neemt berichten aan en beantwoordt vragen over zaken',
      timeout: API_TIMEOUT,
      reservedConcurrency: this.#context.environment.apiTegelijk,
    });
    bindTable(fn, this.#table, this.#context.key, TABLE_RIGHTS.api);
    bindLogboek(fn, this.#data.logboek);
    bindBus(fn, this.#data.bus, BUS_RIGHTS.api);
    this.#bindPseudonyms(fn);
    this.#bindWebhookSecret(fn);
    bindDelivery(fn, this.#deliverer.queue, this.#context.key);
    // To see whether anything was ever taken from the queue of a partner that chooses another door.
    bindCounts(fn, []);
    this.#bindCallers(fn, parameters);
    fn.addEnvironment('DUO_OIN', parameters.duoOin);
    giveOut(scope, 'FunctieNaam', fn.functionName, 'Functie achter de API');
    const { key, alarmTopic, environment } = this.#context;
    const loket = this.#createLoket(parameters);
    const hubApi = new HubApi(scope, 'Gateway', {
      fn,
      pullFn: this.#createPull(parameters),
      loketFn: loket.fn,
      key,
      alarmTopic,
      baseUrl: this.#baseUrl,
      environment,
    });
    loket.bindAddress(hubApi.api, mailer.fn);
    return hubApi;
  }

  #createLoket(parameters: Parameters): Loket {
    return new Loket(this, 'Loket', {
      context: this.#context,
      table: this.#table,
      logboek: this.#data.logboek,
      bus: this.#data.bus,
      pseudonyms: { secret: this.#data.hmacSecret, key: this.#secretsKey },
      delivery: this.#deliverer.queue,
      issuer: parameters.loketIssuer,
      timeout: API_TIMEOUT,
    });
  }

  /**
   * Makes the function of the one call that may wait. It has a concurrency of its own, so that however many partners wait,
   * none of them holds the place of a message that comes in.
   */
  #createPull(parameters: Parameters): LambdaFunction {
    const { key, environment } = this.#context;
    const scope = new Construct(this, 'Ophalen');
    const fn = createFunction(scope, this.#context, {
      name: 'ophalen',
      description: 'Laat partners hun berichten ophalen, en erop wachten',
      timeout: API_TIMEOUT,
      reservedConcurrency: environment.ophalenTegelijk,
    });
    bindTable(fn, this.#table, key, TABLE_RIGHTS.ophalen);
    bindLogboek(fn, this.#data.logboek, ['PutItem']);
    this.#bindCallers(fn, parameters);
    return fn;
  }

  /** Tells a function behind the REST API whose tokens it takes, and where its problems live. */
  #bindCallers(fn: LambdaFunction, parameters: Parameters): void {
    fn.addEnvironment('HUB_BASIS_URL', this.#baseUrl);
    fn.addEnvironment('TOKEN_UITGEVERS', this.toJsonString(parameters.tokenIssuers));
    if (this.#context.environment.domein?.truststore !== undefined) {
      fn.addEnvironment('CLIENTCERTIFICAAT_VERPLICHT', 'ja');
    }
  }

  /** Makes the processor of the messages of one source. It may write on the timelines and publish on the bus. */
  #createSource(
    id: string,
    name: 'coa' | 'brp' | 'duo' | 'meldingen',
    prefix: string,
    description: string,
    own: {
      readonly timeout?: Duration;
      readonly maxAttempts?: number;
      readonly maxAge?: Duration;
      readonly waitsForOthers?: true;
    } = {},
  ): Processor {
    const processor = new Processor(this, id, {
      context: this.#context,
      name,
      description,
      timeout: own.timeout ?? Duration.seconds(30),
      bus: this.#data.bus,
      pattern: inbound(prefix),
      maxAttempts: own.maxAttempts ?? MAX_ATTEMPTS,
      maxAge: own.maxAge ?? Duration.minutes(15),
      ...(own.waitsForOthers && { waitsForOthers: true }),
    });
    bindTable(processor.fn, this.#table, this.#context.key, TABLE_RIGHTS[name]);
    bindBus(processor.fn, this.#data.bus, BUS_RIGHTS[name]);
    this.#bindPseudonyms(processor.fn);
    return processor;
  }

  #createDuo(parameters: Parameters): Processor {
    const processor = this.#createSource('Duo', 'duo', 'nl.duo.', 'Haalt bij DUO op wat gemeld is', {
      timeout: Duration.seconds(60),
      maxAttempts: MAX_ATTEMPTS_DUO,
      maxAge: Duration.hours(4),
      waitsForOthers: true,
    });
    bindDuo(processor, this.#duo(parameters));
    return processor;
  }

  /** Makes the function that tells DUO what a gemeente decided. It reaches timelines alone, and no secret but certificates. */
  #createDuomeldingen(parameters: Parameters): Processor {
    const processor = new Processor(this, 'Duomeldingen', {
      context: this.#context,
      name: 'duomeldingen',
      description: 'Meldt aan DUO wat een gemeente besloot',
      timeout: Duration.seconds(60),
      bus: this.#data.bus,
      pattern: { source: [SOURCE_HUB], detailType: [TYPE_ZAAK_UPDATED], detail: { teMelden: [true] } },
      maxAttempts: MAX_ATTEMPTS_DUO,
      maxAge: Duration.hours(4),
      waitsForOthers: true,
    });
    bindTable(processor.fn, this.#table, this.#context.key, TABLE_RIGHTS.duomeldingen);
    bindBus(processor.fn, this.#data.bus, BUS_RIGHTS.duomeldingen);
    bindDuo(processor, this.#duo(parameters));
    return processor;
  }

  #duo(parameters: Parameters): DuoOptions {
    const { environment } = this.#context;
    return { parameters, environment, certificateKeys: this.#certificateKeys };
  }

  #createPartnerberichten(): Processor {
    const processor = new Processor(this, 'Partnerberichten', {
      context: this.#context,
      name: 'partnerberichten',
      description: 'Stuurt elke partner wat hij van een zaak mag weten',
      // A message returns after six times this. FIFO queues drop a repetition within five minutes, so it is in time.
      timeout: Duration.seconds(45),
      bus: this.#data.bus,
      pattern: { source: [SOURCE_HUB], detailType: [TYPE_ZAAK_UPDATED], detail: { teVersturen: [true] } },
      maxAttempts: MAX_ATTEMPTS,
      maxAge: Duration.minutes(15),
    });
    const { fn, queue } = processor;
    bindTable(fn, this.#table, this.#context.key, TABLE_RIGHTS.partnerberichten);
    bindPartnerKanalen(fn, queue, this.#context.key);
    bindPostponement(fn, queue);
    bindDelivery(fn, this.#deliverer.queue, this.#context.key);
    fn.addEnvironment('HUB_BRON', HUB_SOURCE);
    fn.addEnvironment('HUB_BASIS_URL', this.#baseUrl);
    return processor;
  }

  /** Makes the function that erases persons: the only one that may delete from the table. */
  #createErasure(): Processor {
    const erasure = createErasure(this, this.#context, this.#data.bus);
    bindTable(erasure.fn, this.#table, this.#context.key, TABLE_RIGHTS.wissen);
    bindLogboek(erasure.fn, this.#data.logboek, ['PutItem']);
    bindBus(erasure.fn, this.#data.bus, BUS_RIGHTS.wissen);
    this.#bindPseudonyms(erasure.fn);
    return erasure;
  }

  /** Makes the function that delivers at webhooks, and that sends herleveringen to the queues of partners. */
  #createDeliverer(): Deliverer {
    const deliverer = new Deliverer(this, 'Webhook', this.#context);
    const { fn, queue } = deliverer;
    const { key, environment } = this.#context;
    bindTable(fn, this.#table, key, TABLE_RIGHTS.webhook);
    bindBus(fn, this.#data.bus, BUS_RIGHTS.webhook);
    bindDelivery(fn, queue, key);
    bindPostponement(fn, queue, 'BEZORGING_WACHTRIJ_URL');
    bindPartnerKanalen(fn, queue, key, 'BEZORGING_WACHTRIJ_URL');
    this.#bindWebhookSecret(fn);
    fn.addEnvironment('HUB_BASIS_URL', this.#baseUrl);
    const { certificaatGeheimArn } = environment.webhook ?? {};
    if (certificaatGeheimArn === undefined) return deliverer;
    const secret = Secret.fromSecretCompleteArn(this, 'WebhookCertificaat', certificaatGeheimArn);
    bindSecret(fn, 'WEBHOOK_CERTIFICAAT_GEHEIM_ID', secret, ...this.#certificateKeys);
    return deliverer;
  }

  /** Gives a function what it needs for abonnementen: the key of their secrets, and whether loopback is allowed. */
  #bindWebhookSecret(fn: LambdaFunction): void {
    bindSecret(fn, 'WEBHOOK_GEHEIM_ID', this.#data.webhookSecret, this.#secretsKey);
    if (this.#context.environment.loopback === true) fn.addEnvironment('LOOPBACK_TOEGESTAAN', 'ja');
  }

  #createWatch(): Watch {
    const watch = new Watch(this, 'Bewaking', this.#context);
    const { fn } = watch;
    bindTable(fn, this.#table, this.#context.key, TABLE_RIGHTS.bewaking);
    bindBus(fn, this.#data.bus, BUS_RIGHTS.bewaking);
    bindDelivery(fn, this.#deliverer.queue, this.#context.key);
    const { alarmNaDagen, stilteDagen } = this.#context.environment;
    fn.addEnvironment('WACHT_ALARM_NA', `P${alarmNaDagen.wachtend}D`);
    fn.addEnvironment('PARTNER_ALARM_NA', `P${alarmNaDagen.partner}D`);
    const silence = Object.entries(stilteDagen).map(([source, days]) => [source, `P${days}D`]);
    fn.addEnvironment('STILTE_ALARM_NA', JSON.stringify(Object.fromEntries(silence)));
    return watch;
  }

  /** Gives a function the secret by which it makes pseudonyms of numbers: who takes messages in, and who looks up. */
  #bindPseudonyms(fn: LambdaFunction): void {
    bindSecret(fn, 'SLEUTEL_GEHEIM_ID', this.#data.hmacSecret, this.#secretsKey);
  }

  /** The keys that a certificate of the environment can be encrypted with: that of the secrets, or of the data before. */
  get #certificateKeys(): readonly IKey[] {
    return [this.#secretsKey, this.#context.key];
  }
}
