import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { APP_STACK_PREFIX } from '../infra/names.ts';
import { errorCode, userError } from './errors.ts';
import { createSend, type Send } from './http.ts';

/** The AWS services that a command of an operator calls directly, by the name that the embedded cloud gives them. */
export type Service =
  | 'dynamodb'
  | 'sqs'
  | 'events'
  | 'secretsmanager'
  | 'lambda'
  | 'cloudwatch'
  | 'cloudformation'
  | 'cognito-idp';

/** The settings that every client of the AWS SDK takes. */
export interface ClientConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A running hub as AWS services: the hub on this machine, or the stacks in an account. */
export interface Rollout {
  readonly kind: 'local' | 'aws';
  /** Outputs of all stacks by key, for example `TabelNaam` or `Kanaal0907taalschoolUrl`. */
  readonly uitvoer: Readonly<Record<string, string>>;
  /** The settings for a client of this service. Throws when the local hub does not offer the service. */
  clientConfig(service: Service): ClientConfig;
}

/** The output of the stacks with this key. Throws an error with the key when this hub has no such output. */
export const outputOf = ({ uitvoer }: Rollout, key: string): string => {
  const value = uitvoer[key];
  if (value === undefined) throw userError(`this hub has no output ${key}: is it of an older version?`);
  return value;
};

/** The name of the table that the functions use: a restored table, or otherwise the table of the data stack. */
export const tableOf = (rollout: Rollout): string =>
  rollout.uitvoer['HersteldeTabelNaam'] ?? outputOf(rollout, 'TabelNaam');

const Local = z.object({
  endpoints: z.record(z.string(), z.string()),
  outputs: z.record(z.string(), z.string()),
});

/** The embedded cloud takes any credentials. */
const LOCAL_ADMISSION = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'lokaal', secretAccessKey: 'lokaal' },
} as const;

/** The hub that runs on this machine, at the address that `hub start` printed. Throws when no local hub answers there. */
export const localRollout = async (url: string, send: Send = createSend()): Promise<Rollout> => {
  const { status, body } = await send(`${url.replace(/\/+$/, '')}/_lokaal`, { method: 'GET' });
  const parsed = Local.safeParse(body);
  if (status !== 200 || !parsed.success) {
    throw userError(`${url} is not a local hub: for one in an AWS account give --aws`);
  }
  const { endpoints, outputs } = parsed.data;
  return {
    kind: 'local',
    uitvoer: outputs,
    clientConfig: (service) => {
      const endpoint = endpoints[service];
      if (endpoint === undefined) throw userError(`the local hub has no ${service}: this needs --aws`);
      return { endpoint, ...LOCAL_ADMISSION };
    },
  };
};

/** The hub in an AWS account. Without `config` the AWS SDK reads account and region from the environment. Throws without stacks. */
export const awsRollout = async (config: ClientConfig = {}): Promise<Rollout> => {
  const cloudformation = new CloudFormationClient(config);
  const stacks: Stack[] = [];
  try {
    for await (const { Stacks = [] } of paginateDescribeStacks({ client: cloudformation }, {}))
      stacks.push(...Stacks.filter(({ StackName }) => StackName?.startsWith(APP_STACK_PREFIX) === true));
  } catch (error) {
    // The text of the error names accounts and users, so only the kind of error is shown.
    const reason = errorCode(error) ?? (error instanceof Error ? error.name : 'unknown reason');
    const brackets = reason === 'Error' ? '' : ` (${reason})`;
    throw userError(
      `cannot read the stacks${brackets}: are AWS credentials and region in the environment?`,
      error,
    );
  } finally {
    cloudformation.destroy();
  }
  if (stacks.length === 0) throw userError(`no stack ${APP_STACK_PREFIX}… in this account and region`);
  const outputs = stacks.flatMap(({ Outputs = [] }) =>
    Outputs.flatMap(({ OutputKey, OutputValue }) =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue] as const],
    ),
  );
  return { kind: 'aws', uitvoer: Object.fromEntries(outputs), clientConfig: () => config };
};
