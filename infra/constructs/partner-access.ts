import { Aws } from 'aws-cdk-lib';
import { AccountPrincipal, ArnPrincipal, type IPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type Kanaal, kanaalQueue } from '../../contracts/internal/queue-names.ts';
import { queueKeys } from '../../domain/regievoerder/kanaal.ts';
import type { Environment } from '../environments/environment.ts';
import type { GemeenteKanalen } from '../options.ts';
import { settingsError } from '../settings-error.ts';

/**
 * What a partner with an AWS account of its own may do here: read its queue, and have SQS decrypt what lies in it. Both
 * permissions name the principals of the partner, which get no others.
 */

/** The principals that read the queue of a kanaal. */
export type Reader = { readonly kanaal: Kanaal; readonly principals: readonly string[] };

/** The actions on its queue that a partner needs. It gets none on its dead letters, which operators handle. */
const READ = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
] as const;

const toPrincipals = (principals: readonly string[]): IPrincipal[] =>
  principals.map((principal) =>
    principal.startsWith('arn:') ? new ArnPrincipal(principal) : new AccountPrincipal(principal),
  );

/** The readers that an environment names. It throws when a gemeente does not have one of those partners. */
export const readersOf = (
  { wachtrijToegang = {} }: Pick<Environment, 'wachtrijToegang'>,
  gemeenten: readonly GemeenteKanalen[],
): readonly Reader[] => {
  const exists = new Set(
    gemeenten.flatMap((gemeente) =>
      queueKeys(gemeente).map((receiver): Kanaal => `${gemeente.gemeentecode}/${receiver}`),
    ),
  );
  const readers = Object.entries(wachtrijToegang).flatMap(([gemeentecode, partners]) =>
    Object.entries(partners).map(
      ([partner, { principals }]): Reader => ({ kanaal: `${gemeentecode}/${partner}`, principals }),
    ),
  );
  const unknown = readers.filter(({ kanaal }) => !exists.has(kanaal)).map(({ kanaal }) => kanaal);
  if (unknown.length > 0) {
    throw settingsError(`wachtrijToegang noemt partners zonder wachtrij: ${unknown.join(', ')}`);
  }
  return readers;
};

/** Lets a partner take messages from its queue. */
export const allowRead = (queue: Queue, principals: readonly string[]): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'PartnerMagLezen',
      principals: toPrincipals(principals),
      actions: [...READ],
      resources: [queue.queueArn],
    }),
  );
};

/**
 * Lets SQS use the key when this partner reads this queue, and at no other moment. SQS names the queue in the
 * encryption context `aws:sqs:arn`.
 */
export const allowDecrypt = ({ kanaal, principals }: Reader): PolicyStatement =>
  new PolicyStatement({
    sid: `PartnerLeest${kanaal.replaceAll(/[^0-9a-z]/g, '')}`,
    principals: toPrincipals(principals),
    actions: ['kms:Decrypt'],
    // In the policy of a key '*' is that key.
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:ViaService': `sqs.${Aws.REGION}.amazonaws.com`,
        'kms:EncryptionContext:aws:sqs:arn': `arn:${Aws.PARTITION}:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:${kanaalQueue(kanaal)}`,
      },
    },
  });
