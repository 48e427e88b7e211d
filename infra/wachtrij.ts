import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Het langste wat SQS toestaat: twee weken om een storing op te lossen voordat er iets verloren gaat. */
export const BEWAARTERMIJN = Duration.days(14);

/** Alles wat per wachtrij verschilt; versleuteling, TLS en bewaartermijn liggen vast. */
export type WachtrijOpties = Omit<
  QueueProps,
  'encryption' | 'encryptionMasterKey' | 'enforceSSL' | 'retentionPeriod' | 'removalPolicy'
> & { readonly sleutel: IKey; readonly bewaren?: boolean };

/** Maakt een wachtrij zoals elke wachtrij van de hub is: eigen sleutel, alleen TLS, veertien dagen. */
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
