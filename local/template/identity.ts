import { createHash } from 'node:crypto';
import type { TemplateResource } from './assembly.ts';

export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';

/** What expressions can read of a resource: its physical name, its `Ref` and its attributes. */
export interface Identity {
  readonly name: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Naming {
  /** The property in which a template can choose the name. */
  readonly property?: string;
  /** Makes the name that CloudFormation would generate. */
  readonly generate?: (stack: string, logicalId: string, resource: TemplateResource) => string;
  readonly identify: (name: string, properties: Readonly<Record<string, unknown>>) => Omit<Identity, 'name'>;
}

const digest = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

const generated = (stack: string, logicalId: string, longest: number): string => {
  const name = `${stack}-${logicalId}`;
  return name.length <= longest ? name : `${name.slice(0, longest - 9)}-${digest(name, 8)}`;
};

/** The naming of each type. `queueUrl` gives the URL at which this machine serves a queue. */
function namings(queueUrl: (name: string) => string): Readonly<Record<string, Naming>> {
  const table: Naming = {
    property: 'TableName',
    identify: (name) => ({
      ref: name,
      attributes: { Arn: arn('dynamodb', `table/${name}`), TableId: digest(name, 12) },
    }),
  };
  const opaque: Naming = {
    generate: (stack, logicalId) => digest(`${stack}/${logicalId}`, 10),
    identify: (name) => ({ ref: name, attributes: { Id: name } }),
  };
  return {
    'AWS::DynamoDB::Table': table,
    'AWS::DynamoDB::GlobalTable': table,
    'AWS::SQS::Queue': {
      property: 'QueueName',
      generate: (stack, logicalId, resource) =>
        generated(stack, logicalId, 75) + (resource.Properties?.['FifoQueue'] ? '.fifo' : ''),
      identify: (name) => ({
        ref: queueUrl(name),
        attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: queueUrl(name) },
      }),
    },
    'AWS::Events::EventBus': {
      property: 'Name',
      identify: (name) => ({
        ref: name,
        attributes: { Arn: arn('events', `event-bus/${name}`), Name: name },
      }),
    },
    'AWS::Events::Rule': {
      property: 'Name',
      identify: (name) => ({ ref: name, attributes: { Arn: arn('events', `rule/${name}`) } }),
    },
    'AWS::Events::Archive': {
      property: 'ArchiveName',
      generate: (stack, logicalId) => generated(stack, logicalId, 48),
      identify: (name) => ({
        ref: name,
        attributes: { Arn: arn('events', `archive/${name}`), ArchiveName: name },
      }),
    },
    'AWS::SecretsManager::Secret': {
      property: 'Name',
      // The CDK takes a generated name of a secret apart as <logical id>-<random>, so it must have that form.
      generate: (stack, logicalId) => `${logicalId}-${digest(`${stack}/${logicalId}`, 12)}`,
      identify: (name) => {
        const secretArn = arn('secretsmanager', `secret:${name}-${digest(name, 6)}`);
        return { ref: secretArn, attributes: { Id: secretArn, Arn: secretArn } };
      },
    },
    'AWS::Lambda::Function': {
      property: 'FunctionName',
      generate: (stack, logicalId) => generated(stack, logicalId, 64),
      identify: (name) => ({ ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } }),
    },
    'AWS::Lambda::EventSourceMapping': opaque,
    'AWS::ApiGateway::RestApi': {
      ...opaque,
      identify: (name) => ({ ref: name, attributes: { RootResourceId: `${name}-root`, RestApiId: name } }),
    },
    'AWS::ApiGateway::Resource': {
      ...opaque,
      identify: (name) => ({ ref: name, attributes: { ResourceId: name } }),
    },
    'AWS::ApiGateway::Method': opaque,
    'AWS::ApiGateway::Deployment': {
      ...opaque,
      identify: (name) => ({ ref: name, attributes: { DeploymentId: name } }),
    },
    'AWS::ApiGateway::Stage': { property: 'StageName', identify: (name) => ({ ref: name, attributes: {} }) },
    'AWS::ApiGateway::GatewayResponse': opaque,
  };
}

/**
 * The identity of a resource that is not made here, such as a role or a key. Every attribute of it is a made-up ARN.
 */
const skippedIdentity = (type: string, name: string): Identity => {
  const service = type.split('::')[1]?.toLowerCase() ?? 'aws';
  const made = arn(service, name);
  return { name, ref: name, attributes: new Proxy({}, { get: () => made }) as Record<string, string> };
};

/**
 * Gives resources the identity that CloudFormation would. Names are known before anything is created, so that
 * references need no order of creation.
 */
export function createIdentifier(
  queueUrl: (name: string) => string,
): (
  stack: string,
  logicalId: string,
  resource: TemplateResource,
  chosen: (property: string) => unknown,
) => Identity {
  const perType = namings(queueUrl);
  return (stack, logicalId, resource, chosen) => {
    const naming = perType[resource.Type];
    if (!naming) return skippedIdentity(resource.Type, generated(stack, logicalId, 64));
    const given = naming.property === undefined ? undefined : chosen(naming.property);
    const name =
      typeof given === 'string'
        ? given
        : (naming.generate?.(stack, logicalId, resource) ?? generated(stack, logicalId, 200));
    return { name, ...naming.identify(name, resource.Properties ?? {}) };
  };
}
