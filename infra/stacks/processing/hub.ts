import type { Stack } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { bindSecret } from '../../constructs/bindings.ts';
import type { FunctionContext } from '../../constructs/function.ts';
import type { Table } from '../../constructs/table.ts';
import type { Parameters } from '../../parameters.ts';
import type { DataStack } from '../data-stack.ts';

/** What the functions of one hub are made with, and bound to. */
export interface Hub {
  readonly stack: Stack;
  readonly context: FunctionContext;
  readonly data: DataStack;
  /** The table of the data stack, or the one that was restored from a backup. */
  readonly table: Table;
  /** The key of the secrets. */
  readonly secretsKey: IKey;
  readonly parameters: Parameters;
  /** The hub's own user pool for people, when the environment has one. */
  readonly people: IUserPool | undefined;
  /** The public base URL. */
  readonly baseUrl: string;
}

/** Gives a function the secret by which it makes pseudonyms of numbers: who takes messages in, and who looks up. */
export const bindPseudonyms = (fn: LambdaFunction, { data, secretsKey }: Hub): void =>
  bindSecret(fn, 'SLEUTEL_GEHEIM_ID', data.hmacSecret, secretsKey);

/** Gives a function what it needs for abonnementen: the key of their secrets, and whether loopback is allowed. */
export const bindWebhookSecret = (fn: LambdaFunction, { data, secretsKey, context }: Hub): void => {
  bindSecret(fn, 'WEBHOOK_GEHEIM_ID', data.webhookSecret, secretsKey);
  if (context.environment.loopback === true) fn.addEnvironment('LOOPBACK_TOEGESTAAN', 'ja');
};

/** The keys that a certificate of the environment can be encrypted with: that of the secrets, or of the data before. */
export const certificateKeys = ({ secretsKey, context }: Hub): readonly IKey[] => [secretsKey, context.key];
