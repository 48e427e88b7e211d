import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunctie, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { METRIEK_NAAMRUIMTE } from '../contracts/metrieken.ts';
import { maakAlarm, VENSTER } from './alarmen.ts';
import { dienstnaam, type FunctieNaam } from './namen.ts';
import type { Omgeving } from './omgevingen/omgeving.ts';
import type { CodeVoor } from './opties.ts';

/** What every function of the hub shares. */
export type FunctieBasis = {
  readonly codeVoor: CodeVoor;
  readonly sleutel: IKey;
  readonly alarmOnderwerp: ITopic;
  readonly omgeving: Omgeving;
};

/** What differs per function. */
export type FunctieOpties = {
  readonly naam: FunctieNaam;
  readonly omschrijving: string;
  readonly timeout: Duration;
  /** Where an asynchronous invocation goes that fails even when repeated. */
  readonly dodeBrieven?: IQueue;
  /** Reserved concurrency; 0 keeps the function from running at all. */
  readonly gereserveerd?: number;
};

const GEHEUGEN_MB = 512;

/** The role of a function: write to its own log group, no more; the rest follows from the koppelingen. */
const maakRol = (scope: Construct, naam: FunctieNaam, loggroep: LogGroup): Role => {
  const rol = new Role(scope, 'Rol', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `Rechten van functie ${naam}`,
  });
  rol.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [loggroep.logGroupArn],
    }),
  );
  return rol;
};

/**
 * The one factory of functions: arm64, Node 24, an encrypted log group of its own with a retention, the shared
 * environment, and alarms on errors and on throttled invocations.
 */
export const maakFunctie = (scope: Construct, basis: FunctieBasis, opties: FunctieOpties): LambdaFunctie => {
  const { naam } = opties;
  const loggroep = new LogGroup(scope, 'Logs', {
    encryptionKey: basis.sleutel,
    retention: basis.omgeving.bewaarDagen.logs,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const functie = new LambdaFunctie(scope, 'Functie', {
    description: opties.omschrijving,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: basis.codeVoor(naam),
    handler: 'index.handler',
    timeout: opties.timeout,
    memorySize: GEHEUGEN_MB,
    role: maakRol(scope, naam, loggroep),
    logGroup: loggroep,
    ...(opties.dodeBrieven === undefined ? {} : { deadLetterQueue: opties.dodeBrieven }),
    ...(opties.gereserveerd === undefined ? {} : { reservedConcurrentExecutions: opties.gereserveerd }),
    environment: {
      POWERTOOLS_SERVICE_NAME: dienstnaam(naam),
      POWERTOOLS_METRICS_NAMESPACE: METRIEK_NAAMRUIMTE,
      LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--enable-source-maps',
    },
  });
  maakAlarm(scope, 'FoutenAlarm', basis.alarmOnderwerp, {
    metriek: functie.metricErrors({ period: VENSTER }),
    drempel: 1,
    omschrijving: `Functie ${naam} is met een fout gestopt`,
  });
  maakAlarm(scope, 'AfgeknepenAlarm', basis.alarmOnderwerp, {
    metriek: functie.metricThrottles({ period: VENSTER }),
    drempel: 1,
    vensters: 3,
    omschrijving: `Functie ${naam} wordt een kwartier lang afgeknepen`,
  });
  return functie;
};
