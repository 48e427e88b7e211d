import { Aws } from 'aws-cdk-lib';
import { AccountPrincipal, ArnPrincipal, type IPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type Kanaal, kanaalWachtrij } from '../contracts/partnerkanaal.ts';
import type { Omgeving } from './omgevingen/omgeving.ts';
import type { GemeenteKanalen } from './opties.ts';

/**
 * What a partner with an AWS account of its own may do here: read its queue, and have SQS decrypt what lies in it. Both
 * halves name the partner's own principals; nothing else of the hub knows them.
 */

/** Who reads which channel. */
export type Lezer = { readonly kanaal: Kanaal; readonly principals: readonly string[] };

/** Taking messages, and no more: the dead letters are for who runs the hub. */
const LEZEN = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
] as const;

const alsPrincipals = (principals: readonly string[]): IPrincipal[] =>
  principals.map((principal) =>
    principal.startsWith('arn:') ? new ArnPrincipal(principal) : new AccountPrincipal(principal),
  );

/** The readers that an environment names; each one that no gemeente has is an error. */
export const lezersVan = (
  { wachtrijToegang = {} }: Pick<Omgeving, 'wachtrijToegang'>,
  gemeenten: readonly GemeenteKanalen[],
): readonly Lezer[] => {
  const bestaat = new Set(
    gemeenten.flatMap(({ gemeentecode, partners }) =>
      partners.map(({ sleutel }): Kanaal => `${gemeentecode}/${sleutel}`),
    ),
  );
  const lezers = Object.entries(wachtrijToegang).flatMap(([gemeentecode, partners]) =>
    Object.entries(partners).map(
      ([partner, { principals }]): Lezer => ({ kanaal: `${gemeentecode}/${partner}`, principals }),
    ),
  );
  const onbekend = lezers.filter(({ kanaal }) => !bestaat.has(kanaal)).map(({ kanaal }) => kanaal);
  if (onbekend.length > 0) {
    throw new Error(`wachtrijToegang noemt partners zonder wachtrij: ${onbekend.join(', ')}`);
  }
  return lezers;
};

/** Lets a partner take messages from its queue. */
export const laatLezen = (wachtrij: Queue, principals: readonly string[]): void => {
  wachtrij.addToResourcePolicy(
    new PolicyStatement({
      sid: 'PartnerMagLezen',
      principals: alsPrincipals(principals),
      actions: [...LEZEN],
      resources: [wachtrij.queueArn],
    }),
  );
};

/**
 * Lets SQS use the key when this partner reads this queue, and at no other moment: SQS tells the key which queue it is
 * about (the encryption context `aws:sqs:arn`).
 */
export const laatOntsleutelen = ({ kanaal, principals }: Lezer): PolicyStatement =>
  new PolicyStatement({
    sid: `PartnerLeest${kanaal.replaceAll(/[^0-9a-z]/g, '')}`,
    principals: alsPrincipals(principals),
    actions: ['kms:Decrypt'],
    // In the policy of a key '*' means: this key.
    resources: ['*'],
    conditions: {
      StringEquals: {
        'kms:ViaService': `sqs.${Aws.REGION}.amazonaws.com`,
        'kms:EncryptionContext:aws:sqs:arn': `arn:${Aws.PARTITION}:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:${kanaalWachtrij(kanaal)}`,
      },
    },
  });
