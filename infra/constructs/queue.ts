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

/** The longest that SQS allows, so that operators have two weeks to mend a failure before a message is lost. */
export const RETENTION = Duration.days(14);

/**
 * The properties of every FIFO queue of the hub. It has high throughput, and deduplicates within a group by the id that
 * the sender gives. It does not deduplicate by content, because two events with the same content are two messages.
 */
export const FIFO = {
  fifo: true,
  contentBasedDeduplication: false,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
} as const satisfies QueueProps;

/** What differs between queues. Encryption, TLS and retention are the same for all. */
export type QueueOptions = Omit<
  QueueProps,
  'encryption' | 'encryptionMasterKey' | 'enforceSSL' | 'retentionPeriod' | 'removalPolicy'
> & { readonly key: IKey; readonly keep?: boolean };

/** Makes a queue of the hub: encrypted with the key of the hub, over TLS only, with a retention of fourteen days. */
export const createQueue = (scope: Construct, id: string, options: QueueOptions): Queue => {
  const { key, keep, ...rest } = options;
  return new Queue(scope, id, {
    ...rest,
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: key,
    enforceSSL: true,
    retentionPeriod: RETENTION,
    removalPolicy: keep === true ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
};
