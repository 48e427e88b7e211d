import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The longest that SQS allows: two weeks to mend a failure before anything is lost. */
export const BEWAARTERMIJN = Duration.days(14);

/** All that differs per queue; encryption, TLS and retention are fixed. */
export type WachtrijOpties = Omit<
  QueueProps,
  'encryption' | 'encryptionMasterKey' | 'enforceSSL' | 'retentionPeriod' | 'removalPolicy'
> & { readonly sleutel: IKey; readonly bewaren?: boolean };

/** Makes a queue as every queue of the hub is: our own key, TLS only, fourteen days. */
export const maakWachtrij = (scope: Construct, id: string, opties: WachtrijOpties): Queue => {
  const { sleutel, bewaren, ...rest } = opties;
  return new Queue(scope, id, {
    ...rest,
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: sleutel,
    enforceSSL: true,
    retentionPeriod: BEWAARTERMIJN,
    removalPolicy: bewaren === true ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
};
