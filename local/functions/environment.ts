import { REGION } from '../template/identity.ts';

/** Where the AWS protocols are served on this machine. */
export interface Endpoints {
  readonly dynamodb: string;
  readonly sqs: string;
  readonly events: string;
  readonly secretsmanager: string;
  readonly lambda: string;
  readonly ses: string;
}

/**
 * The environment that Lambda gives every function beside the variables of the template. The endpoint variables are
 * those of the AWS SDK; on Lambda they are absent, and the SDK finds the service by region.
 */
export function lambdaEnvironment(
  settings: {
    readonly name: string;
    readonly handler: string;
    readonly memorySize: number;
    readonly directory: string;
  },
  endpoints: Endpoints,
): Readonly<Record<string, string>> {
  return {
    _HANDLER: settings.handler,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_EVENTBRIDGE: endpoints.events,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.secretsmanager,
    AWS_ENDPOINT_URL_LAMBDA: endpoints.lambda,
    AWS_ENDPOINT_URL_SESV2: endpoints.ses,
    LAMBDA_TASK_ROOT: settings.directory,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}
