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
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { maakAlarm, VENSTER } from './alarmen.ts';
import { voegGatewayAntwoordenToe } from './gateway-antwoorden.ts';
import { APP_NAAM } from './namen.ts';
import type { Omgeving } from './omgevingen/omgeving.ts';
import { geefUit } from './uitvoer.ts';

/** Major version in the path: the name of the stage, and the base path on a domain of its own. */
const HOOFDVERSIE = 'v1';

/** Requests a second, and the burst above that. A whole country on one day stays far below it. */
const VERZOEKEN_PER_SECONDE = 100;
const UITSCHIETER = 200;

/** TLS 1.3, or 1.2 with only the ciphers that the NCSC calls good. */
const TLS_BELEID = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;

/** Only what is needed to find a request again: no path with values, no query, no content, no caller. */
const TOEGANGSLOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    httpMethod: AccessLogField.contextHttpMethod(),
    resourcePath: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    responseLatency: AccessLogField.contextResponseLatency(),
  }),
);

/** What the API must know. */
export type HubApiOpties = {
  readonly functie: LambdaFunctie;
  readonly sleutel: IKey;
  readonly alarmOnderwerp: ITopic;
  readonly basisUrl: string;
  readonly omgeving: Omgeving;
};

/**
 * The REST API: one function behind every path, with answers of our own for all that the gateway handles by itself.
 *
 * A REST API and not an HTTP API, because only the former lets the gateway's own answers be shaped.
 */
export class HubApi extends Construct {
  readonly api: RestApi;
  readonly functie: LambdaFunctie;

  constructor(scope: Construct, id: string, opties: HubApiOpties) {
    super(scope, id);
    const { functie } = opties;
    this.functie = functie;
    const { domein } = opties.omgeving;
    const toegangslog = new LogGroup(this, 'Toegangslog', {
      encryptionKey: opties.sleutel,
      retention: opties.omgeving.bewaarDagen.logs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new RestApi(this, 'RestApi', {
      restApiName: APP_NAAM,
      description: 'API van de inburgeringshub',
      endpointTypes: [EndpointType.REGIONAL],
      // With mutual TLS the default address would be a back door without a certificate.
      disableExecuteApiEndpoint: domein?.truststore !== undefined,
      cloudWatchRole: true,
      deployOptions: {
        stageName: HOOFDVERSIE,
        accessLogDestination: new LogGroupLogDestination(toegangslog),
        accessLogFormat: TOEGANGSLOG,
        loggingLevel: MethodLoggingLevel.OFF,
        dataTraceEnabled: false,
        throttlingRateLimit: VERZOEKEN_PER_SECONDE,
        throttlingBurstLimit: UITSCHIETER,
      },
    });
    const ruw = this.api.node.defaultChild;
    if (!(ruw instanceof CfnRestApi)) throw new Error('RestApi zonder CfnRestApi');
    ruw.securityPolicy = TLS_BELEID;
    ruw.endpointAccessMode = EndpointAccessMode.STRICT;

    // The stack outputs the address itself, and that one is also right with a domain of its own.
    this.api.node.tryRemoveChild('Endpoint');

    const integratie = new LambdaIntegration(functie, { scopePermissionToMethod: false });
    this.api.root.addMethod('ANY', integratie);
    this.api.root.addProxy({ anyMethod: true, defaultIntegration: integratie });
    voegGatewayAntwoordenToe(this.api, opties.basisUrl);
    if (domein !== undefined) maakDomein(this, this.api, domein);
    maakAlarm(this, 'FoutenAlarm', opties.alarmOnderwerp, {
      metriek: this.api.metricServerError({ period: VENSTER, statistic: 'Sum' }),
      drempel: 1,
      omschrijving: 'De API gaf een 5xx-antwoord',
    });
    verantwoord(this.api);
  }
}

const maakDomein = (scope: Construct, api: RestApi, domein: NonNullable<Omgeving['domein']>): void => {
  const { truststore } = domein;
  const naam = new DomainName(scope, 'Domein', {
    domainName: domein.naam,
    certificate: Certificate.fromCertificateArn(scope, 'Certificaat', domein.certificaatArn),
    endpointType: EndpointType.REGIONAL,
    ...(truststore === undefined
      ? { securityPolicy: TLS_BELEID, endpointAccessMode: EndpointAccessMode.STRICT }
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
  geefUit(naam, 'Doel', naam.domainNameAliasDomainName, 'Waar het DNS-record van de API naar verwijst');
  new CfnBasePathMapping(scope, 'Basispad', {
    domainName: naam.domainName,
    basePath: HOOFDVERSIE,
    restApiId: api.restApiId,
    stage: api.deploymentStage.stageName,
  });
};

const verantwoord = (api: RestApi): void => {
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
