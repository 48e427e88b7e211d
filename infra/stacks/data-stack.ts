import { CfnOutput, type RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { createAlarmTopic } from '../constructs/alarm-topic.ts';
import { createKey, createSecretsKey } from '../constructs/key.ts';
import type { Reader } from '../constructs/partner-access.ts';
import { createLogboekTable, createTable, type LogboekTable, type Table } from '../constructs/table.ts';
import type { Environment } from '../environments/environment.ts';
import { cfnLabels } from '../labels.ts';
import { APP_NAME } from '../names.ts';
import { emailadresOfAlarms } from '../parameters.ts';
import { keeps, removalPolicy as removalPolicyValue } from '../protection.ts';

/** Length of a generated secret in characters. */
const SECRET_LENGTH = 64;

/** The properties of the data stack. */
export type DataStackProps = StackProps & {
  readonly environment: Environment;
  /** The partners that read their queue themselves. The policy of the key names them. */
  readonly readers: readonly Reader[];
};

/**
 * Everything that holds data of all gemeenten together: key, table and secrets, with the bus and the alarm topic. The
 * queues of the partners lie in the stacks of their gemeenten.
 *
 * This stack seldom changes and is protected where the environment keeps its data. The stack with the functions can be
 * deployed again or removed without touching the timelines.
 */
export class DataStack extends Stack {
  /** The key of the data. */
  readonly keyArn: string;
  readonly secretsKeyArn: string;
  readonly table: Table;
  readonly logboek: LogboekTable;
  readonly bus: EventBus;
  readonly hmacSecret: { readonly secretArn: string };
  /** The secret that encrypts the secrets of abonnementen. */
  readonly webhookSecret: { readonly secretArn: string };
  readonly alarmTopic: Topic;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    const { environment, readers, ...stackProps } = props;
    const keep = keeps(environment);
    super(scope, id, stackProps);
    const removalPolicy = removalPolicyValue(environment);

    this.keyArn = createKey(this, 'Sleutel', removalPolicy, readers).keyArn;
    const key = keyFromArn(this, this.keyArn);
    this.secretsKeyArn = createSecretsKey(this, 'GeheimenSleutel', removalPolicy).keyArn;
    const secretsKey = secretsKeyFromArn(this, this.secretsKeyArn);

    const options = { key, removalPolicy, deletionProtection: keep, labels: cfnLabels(environment) };
    this.table = createTable(this, 'Tabel', options);
    this.logboek = createLogboekTable(this, 'Logboek', options);
    this.bus = new EventBus(this, 'Bus', { eventBusName: APP_NAME, kmsKey: key });
    this.bus.applyRemovalPolicy(removalPolicy);
    this.hmacSecret = createSecret(this, 'HmacGeheim', secretsKey, removalPolicy, HMAC_SECRET);
    this.webhookSecret = createSecret(this, 'WebhookGeheim', secretsKey, removalPolicy, WEBHOOK_SECRET);
    const emailadres = emailadresOfAlarms(this, environment.alarmEmailadres);
    this.alarmTopic = createAlarmTopic(this, 'Alarmen', key, emailadres);

    // The exports also exist when the functions use a restored table, because an export in use cannot be removed.
    this.exportValue(this.table.name);
    this.exportValue(this.table.arn);
    new CfnOutput(this, 'TabelNaam', {
      value: this.table.name,
      description: 'Tabel met alle tijdlijnen',
    });
    new CfnOutput(this, 'LogboekTabelNaam', {
      value: this.logboek.name,
      description: 'Tabel met wie wat las en zocht',
    });
    new CfnOutput(this, 'Omgeving', {
      value: environment.naam,
      description: 'Naam van de omgeving',
    });
    new CfnOutput(this, 'GeheimArn', {
      value: this.hmacSecret.secretArn,
      description: 'Geheim waarvan de opzoeksleutels afhangen',
    });
    new CfnOutput(this, 'WebhookGeheimArn', {
      value: this.webhookSecret.secretArn,
      description: 'Geheim met de sleutels waaronder de geheimen van abonnementen staan',
    });
    new CfnOutput(this, 'SleutelArn', {
      value: this.keyArn,
      description: 'Sleutel van de hub; een partner die zijn wachtrij zelf leest noemt haar in zijn rechten',
    });
    new CfnOutput(this, 'GeheimenSleutelArn', {
      value: this.secretsKeyArn,
      description: 'Sleutel van de geheimen; ook voor de clientcertificaten van de hub',
    });
    new CfnOutput(this, 'BusNaam', { value: this.bus.eventBusName, description: 'Bus van de hub' });
  }
}

/**
 * A reference to the key, through which its policy cannot change. So the whole policy stands in `key.ts`, and the
 * stacks do not refer to each other in a circle.
 */
export const keyFromArn = (scope: Construct, keyArn: string): IKey =>
  Key.fromKeyArn(scope, 'SleutelVerwijzing', keyArn);

/** The same for the key of the secrets. */
export const secretsKeyFromArn = (scope: Construct, keyArn: string): IKey =>
  Key.fromKeyArn(scope, 'GeheimenSleutelVerwijzing', keyArn);

/** What a generated secret is for, and why it is not rotated automatically. */
type SecretExplanation = { readonly description: string; readonly whyNotRotated: string };

const HMAC_SECRET: SecretExplanation = {
  description: 'Sleutel waarmee BSN en V-nummer tot opzoeksleutels gehasht worden',
  whyNotRotated:
    'Elke opzoeksleutel in de tabel is met dit geheim gehasht: wisselen betekent alle zaken omsleutelen, dus nooit vanzelf.',
};

const WEBHOOK_SECRET: SecretExplanation = {
  description: 'Sleutel waarmee de geheimen van abonnementen versleuteld in de tabel staan',
  whyNotRotated:
    'Onder de sleutels in dit geheim staan de ondertekensleutels van ontvangers: een nieuwe komt erbij met `hub verzegelen`, dat alles opnieuw versleutelt voor een oude weg mag.',
};

/** Makes a generated secret. It takes the ARN from an attribute, because emulators differ in what `Ref` gives. */
const createSecret = (
  scope: Construct,
  id: string,
  key: IKey,
  removalPolicy: RemovalPolicy,
  { description, whyNotRotated }: SecretExplanation,
): { readonly secretArn: string } => {
  const secret = new Secret(scope, id, {
    description,
    encryptionKey: key,
    generateSecretString: { passwordLength: SECRET_LENGTH, excludePunctuation: true },
    removalPolicy,
  });
  Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: whyNotRotated });
  const source = secret.node.defaultChild;
  if (!(source instanceof CfnSecret)) throw new Error('the Secret has no CfnSecret');
  return { secretArn: source.attrId };
};
