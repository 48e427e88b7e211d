import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, RecursiveLoop, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../../contracts/internal/metrics.ts';
import { known } from '../../domain/known.ts';
import type { Environment } from '../environments/environment.ts';
import { type FunctionName, serviceName } from '../names.ts';
import type { CodeFor } from '../options.ts';

/** What all functions of the hub share. */
export type FunctionContext = {
  readonly codeFor: CodeFor;
  readonly key: IKey;
  readonly alarmTopic: ITopic;
  readonly environment: Environment;
  /** How many gemeenten the hub is for. */
  readonly gemeenten: number;
};

/** What differs between functions. */
export type FunctionOptions = {
  readonly name: FunctionName;
  readonly description: string;
  readonly timeout: Duration;
  /** The queue for asynchronous invocations that fail on every try. */
  readonly deadLetters?: IQueue;
  /** At most so many invocations run at once; 0 keeps the function from running. */
  readonly reservedConcurrency?: number;
  /** It puts work in the queue that it takes from, on purpose: Lambda would take that for a loop, and stop it after sixteen times. */
  readonly ordersItself?: true;
};

const MEMORY_MB = 512;

/** Makes the role of a function. It may write to its own log group; `bindings.ts` adds the other permissions. */
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
 * Makes a function of the hub: Node 24 on arm64, with an encrypted log group that has a retention, the variables that
 * all functions share. Every function of the hub is made here; `hub-alarms.ts` watches the errors and throttles of all.
 */
export const createFunction = (
  scope: Construct,
  context: FunctionContext,
  options: FunctionOptions,
): LambdaFunction => {
  const { name } = options;
  const logGroup = new LogGroup(scope, 'Logs', {
    encryptionKey: context.key,
    retention: context.environment.bewaarDagen.logs,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const fn = new LambdaFunction(scope, 'Functie', {
    description: options.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: context.codeFor(name),
    handler: 'index.handler',
    timeout: options.timeout,
    memorySize: MEMORY_MB,
    role: createRole(scope, name, logGroup),
    logGroup,
    ...known({ deadLetterQueue: options.deadLetters }),
    ...(options.ordersItself && { recursiveLoop: RecursiveLoop.ALLOW }),
    ...(options.reservedConcurrency === undefined
      ? {}
      : { reservedConcurrentExecutions: options.reservedConcurrency }),
    environment: {
      POWERTOOLS_SERVICE_NAME: serviceName(name),
      POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
      LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--enable-source-maps',
    },
  });
  return fn;
};
