import { CfnOutput, type RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { createAlarmTopic } from '../constructs/alarm-topic.ts';
import { createKey } from '../constructs/key.ts';
import type { Reader } from '../constructs/partner-access.ts';
import { createTable, type Table } from '../constructs/table.ts';
import type { Environment } from '../environments/environment.ts';
import { cfnLabels } from '../labels.ts';
import { APP_NAME } from '../names.ts';
import { alarmAdres } from '../parameters.ts';
import { keeps, removalPolicy as removalPolicyValue } from '../protection.ts';

/** Length of a generated key in characters. */
const SECRET_LENGTH = 64;

/** What the data stack must know. */
export type DataStackProps = StackProps & {
  readonly omgeving: Environment;
  /** Partners that read their queue themselves: the key must know them. */
  readonly readers: readonly Reader[];
};

/**
 * Everything that remembers something for all gemeenten together: key, table, bus, secrets and the alarm topic. What the
 * partners have still to fetch lies in the stacks of their gemeenten.
 *
 * This stack seldom changes and is protected where the environment keeps its data; the stack with the functions can be
 * deployed again or removed without touching what stands on the timelines.
 */
export class DataStack extends Stack {
  readonly keyArn: string;
  readonly table: Table;
  readonly bus: EventBus;
  readonly geheim: { readonly secretArn: string };
  /** What the secrets of the abonnementen are encrypted with. */
  readonly webhookSecret: { readonly secretArn: string };
  readonly alarmTopic: Topic;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    const { omgeving, readers, ...stackProps } = props;
    const keep = keeps(omgeving);
    super(scope, id, stackProps);
    const removalPolicy = removalPolicyValue(omgeving);

    this.keyArn = createKey(this, 'Sleutel', removalPolicy, readers).keyArn;
    const key = keyFromArn(this, this.keyArn);

    this.table = createTable(this, 'Tabel', {
      sleutel: key,
      removalPolicy,
      deletionProtection: keep,
      labels: cfnLabels(omgeving),
    });
    this.bus = new EventBus(this, 'Bus', { eventBusName: APP_NAME, kmsKey: key });
    this.bus.applyRemovalPolicy(removalPolicy);
    this.geheim = createSecret(this, 'HmacGeheim', key, removalPolicy, HMAC_SECRET);
    this.webhookSecret = createSecret(this, 'WebhookGeheim', key, removalPolicy, WEBHOOK_SECRET);
    const belong = alarmAdres(this, omgeving.alarmEmailadres);
    this.alarmTopic = createAlarmTopic(this, 'Alarmen', key, belong);

    // Exported also when the functions use a restored table: an export that is in use cannot go.
    this.exportValue(this.table.naam);
    this.exportValue(this.table.arn);
    new CfnOutput(this, 'TabelNaam', {
      value: this.table.naam,
      description: 'Tabel met alle tijdlijnen',
    });
    new CfnOutput(this, 'Omgeving', {
      value: omgeving.naam,
      description: 'Naam van de omgeving',
    });
    new CfnOutput(this, 'GeheimArn', {
      value: this.geheim.secretArn,
      description: 'Geheim waarvan de opzoeksleutels afhangen',
    });
    new CfnOutput(this, 'SleutelArn', {
      value: this.keyArn,
      description: 'Sleutel van de hub; een partner die zijn wachtrij zelf leest noemt haar in zijn rechten',
    });
    new CfnOutput(this, 'BusNaam', { value: this.bus.eventBusName, description: 'Bus van de hub' });
  }
}

/**
 * The key as a reference, without a way to change its policy. So that policy stays in one place (`sleutel.ts`) and the
 * stacks do not come to refer to each other in a circle.
 */
export const keyFromArn = (scope: Construct, keyArn: string): IKey =>
  Key.fromKeyArn(scope, 'SleutelVerwijzing', keyArn);

/** What a generated secret is for, and why nothing rotates it by itself. */
type SecretExplanation = { readonly description: string; readonly whyNotSwitch: string };

const HMAC_SECRET: SecretExplanation = {
  description: 'Sleutel waarmee BSN en V-nummer tot opzoeksleutels gehasht worden',
  whyNotSwitch:
    'Elke opzoeksleutel in de tabel is met dit geheim gehasht: wisselen betekent alle zaken omsleutelen, dus nooit vanzelf.',
};

const WEBHOOK_SECRET: SecretExplanation = {
  description: 'Sleutel waarmee de geheimen van abonnementen versleuteld in de tabel staan',
  whyNotSwitch:
    'Met dit geheim zijn de ondertekensleutels van ontvangers versleuteld: na een wissel is geen daarvan nog te lezen, en moet elk abonnement een nieuw geheim krijgen.',
};

/** A generated secret. Its ARN by the attribute: what a bare reference gives is not the same on every cloud. */
const createSecret = (
  scope: Construct,
  id: string,
  key: IKey,
  removalPolicy: RemovalPolicy,
  { description, whyNotSwitch }: SecretExplanation,
): { readonly secretArn: string } => {
  const secret = new Secret(scope, id, {
    description: description,
    encryptionKey: key,
    generateSecretString: { passwordLength: SECRET_LENGTH, excludePunctuation: true },
    removalPolicy,
  });
  Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: whyNotSwitch });
  const source = secret.node.defaultChild;
  if (!(source instanceof CfnSecret)) throw new Error('Secret zonder CfnSecret');
  return { secretArn: source.attrId };
};
