import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** The longest that SQS allows: two weeks to mend a failure before anything is lost. */
export const RETENTION = Duration.days(14);

/**
 * How every FIFO queue of the hub is: high throughput, and deduplication within a group by the id that the sender gives.
 * Never by content: two events with the same content are two messages.
 */
export const FIFO = {
  fifo: true,
  contentBasedDeduplication: false,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
} as const satisfies QueueProps;

/** All that differs per queue; encryption, TLS and retention are fixed. */
export type QueueOptions = Omit<
  QueueProps,
  'encryption' | 'encryptionMasterKey' | 'enforceSSL' | 'retentionPeriod' | 'removalPolicy'
> & { readonly sleutel: IKey; readonly keep?: boolean };

/** Makes a queue as every queue of the hub is: our own key, TLS only, fourteen days. */
export const createQueue = (scope: Construct, id: string, options: QueueOptions): Queue => {
  const { sleutel, keep, ...rest } = options;
  return new Queue(scope, id, {
    ...rest,
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: sleutel,
    enforceSSL: true,
    retentionPeriod: RETENTION,
    removalPolicy: keep === true ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
};
