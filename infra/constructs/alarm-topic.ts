import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/**
 * Makes the topic of all alarms. It is encrypted, takes messages over TLS only and has one subscriber by e-mail. The
 * address is required, because an alarm without a subscriber warns nobody.
 */
export const createAlarmTopic = (scope: Construct, id: string, key: IKey, emailadres: string): Topic => {
  const topic = new Topic(scope, id, {
    displayName: 'Alarmen inburgeringshub',
    masterKey: key,
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmenMelden',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  new CfnSubscription(scope, `${id}Abonnee`, {
    topicArn: topic.topicArn,
    protocol: 'email',
    endpoint: emailadres,
  });
  return topic;
};
