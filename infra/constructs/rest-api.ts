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
import type { Environment } from '../environments/environment.ts';
import { APP_NAME } from '../names.ts';
import { giveOut } from '../outputs.ts';
import { createAlarm, WINDOW } from './alarms.ts';
import { addGatewayResponses } from './gateway-responses.ts';

/** Major version in the path: the name of the stage, and the base path on a domain of its own. */
const MAJOR_VERSION = 'v1';

/** Requests a second, and the burst above that. A whole country on one day stays far below it. */
const REQUESTS_PER_SECONDE = 100;
const OUTLIER = 200;

/** TLS 1.3, or 1.2 with only the ciphers that the NCSC calls good. */
const TLS_POLICY = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;

/** Only what is needed to find a request again: no path with values, no query, no content, no caller. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    httpMethod: AccessLogField.contextHttpMethod(),
    resourcePath: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    responseLatency: AccessLogField.contextResponseLatency(),
  }),
);

/** What the API must know. */
export type HubApiOptions = {
  readonly functie: LambdaFunction;
  readonly sleutel: IKey;
  readonly alarmTopic: ITopic;
  readonly basisUrl: string;
  readonly omgeving: Environment;
};

/**
 * The REST API: one function behind every path, with answers of our own for all that the gateway handles by itself.
 *
 * A REST API and not an HTTP API, because only the former lets the gateway's own answers be shaped.
 */
export class HubApi extends Construct {
  readonly api: RestApi;
  readonly functie: LambdaFunction;

  constructor(scope: Construct, id: string, options: HubApiOptions) {
    super(scope, id);
    const { functie } = options;
    this.functie = functie;
    const { domein } = options.omgeving;
    const accessLog = new LogGroup(this, 'Toegangslog', {
      encryptionKey: options.sleutel,
      retention: options.omgeving.bewaarDagen.logs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'RestApi', {
      restApiName: APP_NAME,
      description: 'API van de inburgeringshub',
      endpointTypes: [EndpointType.REGIONAL],
      // With mutual TLS the default address would be a back door without a certificate.
      disableExecuteApiEndpoint: domein?.truststore !== undefined,
      cloudWatchRole: true,
      deployOptions: {
        stageName: MAJOR_VERSION,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: ACCESS_LOG,
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        throttlingRateLimit: REQUESTS_PER_SECONDE,
        throttlingBurstLimit: OUTLIER,
      },
    });
    const raw = this.api.node.defaultChild;
    if (!(raw instanceof CfnRestApi)) throw new Error('RestApi zonder CfnRestApi');
    raw.securityPolicy = TLS_POLICY;
    raw.endpointAccessMode = EndpointAccessMode.STRICT;

    // The stack outputs the address itself, and that one is also right with a domain of its own.
    this.api.node.tryRemoveChild('Endpoint');

    const integration = new LambdaIntegration(functie, { scopePermissionToMethod: false });
    this.api.root.addMethod('ANY', integration);
    this.api.root.addProxy({ anyMethod: true, defaultIntegration: integration });
    addGatewayResponses(this.api, options.basisUrl);
    if (domein !== undefined) createDomain(this, this.api, domein);
    createAlarm(this, 'FoutenAlarm', options.alarmTopic, {
      metriek: this.api.metricServerError({ period: WINDOW, statistic: 'Sum' }),
      drempel: 1,
      description: 'De API gaf een 5xx-antwoord',
    });
    justify(this.api);
  }
}

const createDomain = (scope: Construct, api: RestApi, domain: NonNullable<Environment['domein']>): void => {
  const { truststore } = domain;
  const name = new DomainName(scope, 'Domein', {
    domainName: domain.naam,
    certificate: Certificate.fromCertificateArn(scope, 'Certificaat', domain.certificaatArn),
    endpointType: EndpointType.REGIONAL,
    ...(truststore === undefined
      ? { securityPolicy: TLS_POLICY, endpointAccessMode: EndpointAccessMode.STRICT }
      : {
          // API Gateway cannot do mutual TLS together with the newer TLS policies.
          securityPolicy: SecurityPolicy.TLS_1_2,
          mtls: {
            bucket: Bucket.fromBucketName(scope, 'Truststore', truststore.bucket),
            key: truststore.sleutel,
            ...(truststore.versie === undefined ? {} : { version: truststore.versie }),
          },
        }),
  });
  giveOut(name, 'Doel', name.domainNameAliasDomainName, 'Waar het DNS-record van de API naar verwijst');
  new CfnBasePathMapping(scope, 'Basispad', {
    domainName: name.domainName,
    basePath: MAJOR_VERSION,
    restApiId: api.restApiId,
    stage: api.deploymentStage.stageName,
  });
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
        'Geen WAF: alle aanroepers zijn bekende organisaties met een token (en desgewenst een clientcertificaat), er is geen webpagina of SQL, en de stage begrenst het aantal verzoeken. Wie de API breder openstelt, hoort dit opnieuw af te wegen.',
    },
    {
      id: 'AwsSolutions-APIG4',
      reason:
        'De functie controleert het JWT zelf (uitgever, publiek, geldigheid, rechten), zodat dezelfde code lokaal en op AWS waakt.',
    },
    {
      id: 'AwsSolutions-COG4',
      reason:
        'Geen Cognito: de aanroepers zijn organisaties met een token van hun eigen uitgever, geen gebruikers.',
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
