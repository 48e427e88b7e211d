import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import { APP_STACK_PREFIX } from '../infra/names.ts';
import { errorCode, userError } from './errors.ts';
import { createSend, type Send } from './http.ts';

/** The services that an operator's command talks to directly, by the name that the embedded cloud gives them. */
export type Service =
  | 'dynamodb'
  | 'sqs'
  | 'events'
  | 'secretsmanager'
  | 'lambda'
  | 'cloudwatch'
  | 'cloudformation'
  | 'cognito-idp';

/** What every client of the AWS SDK can be made with. */
export interface ClientConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A hub that runs, seen with the AWS protocols: the one on this machine, or the stacks in an account. */
export interface Rollout {
  readonly kind: 'local' | 'aws';
  /** Outputs of all stacks by key, for example `TabelNaam` or `Kanaal0907taalschoolUrl`. */
  readonly uitvoer: Readonly<Record<string, string>>;
  /** What a client of the SDK needs. Throws when the local hub does not offer this service. */
  clientConfig(service: Service): ClientConfig;
}

/** One output of the stacks; an error that names it when this hub has none. */
export const outputOf = ({ uitvoer }: Rollout, key: string): string => {
  const value = uitvoer[key];
  if (value === undefined) throw userError(`this hub has no output ${key}: is it of an older version?`);
  return value;
};

/** The table that the functions use: that of the data stack, or a restored one. */
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

/** The hub that runs on this machine, at the address that `hub start` printed. */
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

/** The hub in an account: that of the environment, as the AWS SDK reads it, unless told otherwise. */
export const awsRollout = async (config: ClientConfig = {}): Promise<Rollout> => {
  const cloudformation = new CloudFormationClient(config);
  const stacks: Stack[] = [];
  try {
    for await (const { Stacks = [] } of paginateDescribeStacks({ client: cloudformation }, {}))
      stacks.push(...Stacks.filter(({ StackName }) => StackName?.startsWith(APP_STACK_PREFIX) === true));
  } catch (error) {
    // What the service answered names accounts and users; the kind of error is enough.
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
