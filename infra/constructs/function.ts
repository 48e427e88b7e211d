import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../../contracts/internal/metrics.ts';
import type { Environment } from '../environments/environment.ts';
import { type FunctionName, serviceName } from '../names.ts';
import type { CodeFor } from '../options.ts';
import { createAlarm, WINDOW } from './alarms.ts';

/** What every function of the hub shares. */
export type FunctionBasis = {
  readonly codeFor: CodeFor;
  readonly sleutel: IKey;
  readonly alarmTopic: ITopic;
  readonly omgeving: Environment;
};

/** What differs per function. */
export type FunctionOptions = {
  readonly naam: FunctionName;
  readonly description: string;
  readonly timeout: Duration;
  /** Where an asynchronous invocation goes that fails even when repeated. */
  readonly dodeBrieven?: IQueue;
  /** Reserved concurrency; 0 keeps the function from running at all. */
  readonly gereserveerd?: number;
};

const MEMORY_MB = 512;

/** The role of a function: write to its own log group, no more; the rest follows from the koppelingen. */
const createRole = (scope: Construct, name: FunctionName, logGroup: LogGroup): Role => {
  const role = new Role(scope, 'Rol', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `Rechten van functie ${name}`,
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }),
  );
  return role;
};

/**
 * The one factory of functions: arm64, Node 24, an encrypted log group of its own with a retention, the shared
 * environment, and alarms on errors and on throttled invocations.
 */
export const createFunction = (
  scope: Construct,
  basis: FunctionBasis,
  options: FunctionOptions,
): LambdaFunction => {
  const { naam } = options;
  const logGroup = new LogGroup(scope, 'Logs', {
    encryptionKey: basis.sleutel,
    retention: basis.omgeving.bewaarDagen.logs,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const fn = new LambdaFunction(scope, 'Functie', {
    description: options.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: basis.codeFor(naam),
    handler: 'index.handler',
    timeout: options.timeout,
    memorySize: MEMORY_MB,
    role: createRole(scope, naam, logGroup),
    logGroup: logGroup,
    ...(options.dodeBrieven === undefined ? {} : { deadLetterQueue: options.dodeBrieven }),
    ...(options.gereserveerd === undefined ? {} : { reservedConcurrentExecutions: options.gereserveerd }),
    environment: {
      POWERTOOLS_SERVICE_NAME: serviceName(naam),
      POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
      LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--enable-source-maps',
    },
  });
  createAlarm(scope, 'FoutenAlarm', basis.alarmTopic, {
    metriek: fn.metricErrors({ period: WINDOW }),
    drempel: 1,
    description: `Functie ${naam} is met een fout gestopt`,
  });
  createAlarm(scope, 'AfgeknepenAlarm', basis.alarmTopic, {
    metriek: fn.metricThrottles({ period: WINDOW }),
    drempel: 1,
    windows: 3,
    description: `Functie ${naam} wordt een kwartier lang afgeknepen`,
  });
  return fn;
};
