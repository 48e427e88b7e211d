import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  CfnBasePathMapping,
  CfnRestApi,
  DomainName,
  EndpointAccessMode,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { known } from '../../domain/known.ts';
import type { Environment } from '../environments/environment.ts';
import { APP_NAME } from '../names.ts';
import { giveOut } from '../outputs.ts';
import { createAlarm, WINDOW } from './alarms.ts';
import { addGatewayResponses } from './gateway-responses.ts';

/** The major version in the path. It is the name of the stage, and the base path on a domain of the hub's own. */
export const MAJOR_VERSION = 'v1';

/**
 * The API takes this many requests a second of everybody together, with bursts. It is far above what one organisation may
 * ask (`domain/limits.ts`), so that whoever asks too much is refused by the function, and does not use up the others' share.
 */
const REQUESTS_PER_SECOND = 1000;
const BURST = 2000;

/** Refused calls in five minutes before it is an alarm: a connection that broke makes fewer. */
const REFUSALS_PER_WINDOW = 50;

/** TLS 1.3, or TLS 1.2 with only the ciphers that the NCSC rates as good. */
const TLS_POLICY = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;

/**
 * What the access log says of a request: enough to find it again, and no values of the path, query, content or caller.
 */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    httpMethod: AccessLogField.contextHttpMethod(),
    resourcePath: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    responseLatency: AccessLogField.contextResponseLatency(),
  }),
);

/** The resources that the API uses. */
export type HubApiOptions = {
  readonly fn: LambdaFunction;
  /** The function that answers `GET /berichten`. */
  readonly pullFn: LambdaFunction;
  /** The function of the pages for people, `/loket` and everything below it. */
  readonly loketFn: LambdaFunction;
  readonly key: IKey;
  readonly alarmTopic: ITopic;
  readonly baseUrl: string;
  readonly environment: Environment;
};

/**
 * The REST API. One function handles every path, except for the call that may wait, which has a function of its own.
 * `gateway-responses.ts` shapes the answers that the gateway gives by itself. It is no HTTP API, because the answers of the gateway can only be shaped in a REST API.
 */
export class HubApi extends Construct {
  readonly api: RestApi;
  readonly fn: LambdaFunction;
  readonly pullFn: LambdaFunction;
  readonly loketFn: LambdaFunction;

  constructor(scope: Construct, id: string, options: HubApiOptions) {
    super(scope, id);
    const { fn, pullFn } = options;
    this.fn = fn;
    this.pullFn = pullFn;
    this.loketFn = options.loketFn;
    const { domein } = options.environment;
    const accessLog = new LogGroup(this, 'Toegangslog', {
      encryptionKey: options.key,
      retention: options.environment.bewaarDagen.logs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'RestApi', {
      restApiName: APP_NAME,
      description: 'API van de inburgeringshub',
      endpointTypes: [EndpointType.REGIONAL],
      // With mutual TLS the default address would let a client in without its certificate.
      disableExecuteApiEndpoint: domein?.truststore !== undefined,
      cloudWatchRole: true,
      deployOptions: {
        stageName: MAJOR_VERSION,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: ACCESS_LOG,
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        throttlingRateLimit: REQUESTS_PER_SECOND,
        throttlingBurstLimit: BURST,
      },
    });
    const raw = this.api.node.defaultChild;
    if (!(raw instanceof CfnRestApi)) throw new Error('the RestApi has no CfnRestApi');
    raw.securityPolicy = TLS_POLICY;
    raw.endpointAccessMode = EndpointAccessMode.STRICT;

    // The processing stack has an output for the address, which is also right with a domain of the hub's own.
    this.api.node.tryRemoveChild('Endpoint');

    const integration = new LambdaIntegration(fn, { scopePermissionToMethod: false });
    this.api.root.addMethod('ANY', integration);
    this.api.root.addProxy({ anyMethod: true, defaultIntegration: integration });
    addPull(this.api, pullFn, integration);
    addLoket(this.api, options.loketFn);
    addGatewayResponses(this.api, options.baseUrl);
    if (domein !== undefined) createDomain(this, this.api, domein);
    createAlarm(this, 'FoutenAlarm', options.alarmTopic, {
      metric: this.api.metricServerError({ period: WINDOW, statistic: 'Sum' }),
      threshold: 1,
      description: 'De API gaf een 5xx-antwoord',
    });
    // Everything that was refused, also what a source sends that is not as agreed.
    createAlarm(this, 'WeigeringenAlarm', options.alarmTopic, {
      metric: this.api.metricClientError({ period: WINDOW, statistic: 'Sum' }),
      threshold: REFUSALS_PER_WINDOW,
      description: `De API weigerde in vijf minuten ${REFUSALS_PER_WINDOW} verzoeken of meer: iemand probeert deuren, of een aansluiting is stuk`,
    });
    justify(this.api);
  }
}

/**
 * Sends `GET /berichten` to a function of its own. The gateway takes a path for that of the resource that fits best, so
 * that resource also has to send on what is not for that function: other methods, and everything below it.
 */
const addPull = (api: RestApi, fn: LambdaFunction, others: LambdaIntegration): void => {
  const berichten = api.root.addResource('berichten');
  berichten.addMethod('GET', new LambdaIntegration(fn, { allowTestInvoke: false }));
  berichten.addMethod('ANY', others);
  berichten.addProxy({ anyMethod: true, defaultIntegration: others });
};

/** Sends the pages for people to a function of their own. */
const addLoket = (api: RestApi, fn: LambdaFunction): void => {
  const integration = new LambdaIntegration(fn, { allowTestInvoke: false });
  const loket = api.root.addResource('loket');
  loket.addMethod('ANY', integration);
  loket.addProxy({ anyMethod: true, defaultIntegration: integration });
};

type Host = Pick<NonNullable<Environment['domein']>, 'naam' | 'certificaatArn' | 'truststore'>;

/** A host name of the hub, which sends what is below the base path to the API. */
const createHost = (
  scope: Construct,
  api: RestApi,
  { naam, certificaatArn, truststore }: Host,
  prefix = '',
): DomainName => {
  const name = new DomainName(scope, `${prefix}Domein`, {
    domainName: naam,
    certificate: Certificate.fromCertificateArn(scope, `${prefix}Certificaat`, certificaatArn),
    endpointType: EndpointType.REGIONAL,
    ...(truststore === undefined
      ? { securityPolicy: TLS_POLICY, endpointAccessMode: EndpointAccessMode.STRICT }
      : {
          // API Gateway does not offer mutual TLS with the newer TLS policies.
          securityPolicy: SecurityPolicy.TLS_1_2,
          mtls: {
            bucket: Bucket.fromBucketName(scope, 'Truststore', truststore.bucket),
            key: truststore.sleutel,
            ...known({ version: truststore.versie }),
          },
        }),
  });
  new CfnBasePathMapping(scope, `${prefix}Basispad`, {
    domainName: name.domainName,
    basePath: MAJOR_VERSION,
    restApiId: api.restApiId,
    stage: api.deploymentStage.stageName,
  });
  return name;
};

/**
 * The host name of the API, and that of the pages when they have one. Through the latter a call of the API comes without a client
 * certificate: its functions refuse it where one is demanded (`CLIENTCERTIFICAAT_VERPLICHT`).
 */
const createDomain = (
  scope: Construct,
  api: RestApi,
  { loket, ...own }: NonNullable<Environment['domein']>,
): void => {
  const name = createHost(scope, api, own);
  giveOut(name, 'Doel', name.domainNameAliasDomainName, 'Waar het DNS-record van de API naar verwijst');
  if (loket === undefined) return;
  const pages = createHost(scope, api, loket, 'Loket');
  giveOut(pages, 'Doel', pages.domainNameAliasDomainName, 'Waar het DNS-record van het loket naar verwijst');
};

const justify = (api: RestApi): void => {
  Validations.of(api).acknowledge(
    {
      id: 'AwsSolutions-APIG2',
      reason:
        'De functie toetst elk verzoek aan zijn contract en meldt alle fouten tegelijk; de gateway kan alleen de eerste melden.',
    },
    {
      id: 'AwsSolutions-APIG3',
      reason:
        'Geen WAF: wie de API aanroept heeft een token; van de bladzijden van het loket zijn voor een vreemde alleen de eerste en de formulieren om aan te melden open, met een tempo per netwerkadres over alle instanties samen, en zonder SQL. De stage begrenst het aantal verzoeken. Wie meer openstelt, hoort dit opnieuw af te wegen.',
    },
    {
      id: 'AwsSolutions-APIG4',
      reason:
        'De functie controleert het JWT zelf (uitgever, publiek, geldigheid, rechten), zodat dezelfde code lokaal en op AWS waakt.',
    },
    {
      id: 'AwsSolutions-COG4',
      reason:
        'De gateway toetst geen tokens van Cognito: organisaties hebben een eigen uitgever, en mensen melden zich bij de functie van het loket aan, die hun sessie zelf bewaakt.',
    },
    {
      id: 'AwsSolutions-APIG6',
      reason:
        'Het uitvoeringslog van de gateway kan inhoud van verzoeken en dus persoonsgegevens bevatten; het toegangslog en het log van de functie volstaan.',
    },
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason:
        'API Gateway eist deze beheerde policy op de rol van het account; een eigen, smallere wordt geweigerd.',
    },
  );
};
