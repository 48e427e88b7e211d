import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { EmbeddedCloud } from '../../../local/cloud.ts';

/** Hand-written assemblies for the tests of the embedded cloud. */

export interface TemporaryDirectory {
  readonly path: string;
  remove(): void;
}

export function temporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), 'cloud-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

interface TestStack {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

/** Writes an assembly of stacks in the given order of dependency, and functions by name. */
export function writeAssembly(
  directory: string,
  stacks: Readonly<Record<string, TestStack>>,
  functions: Readonly<Record<string, string>> = {},
): string {
  const assembly = join(directory, 'cdk.out');
  mkdirSync(assembly, { recursive: true });
  const files: Record<string, unknown> = {};
  for (const [name, code] of Object.entries(functions)) {
    mkdirSync(join(assembly, `asset.${name}`), { recursive: true });
    writeFileSync(join(assembly, `asset.${name}`, 'index.mjs'), code);
    files[name] = {
      source: { path: `asset.${name}`, packaging: 'zip' },
      destinations: { here: { bucketName: 'assets', objectKey: `${name}.zip` } },
    };
  }
  writeFileSync(join(assembly, 'assets.json'), JSON.stringify({ version: '1', files }));
  const names = Object.keys(stacks);
  for (const name of names) {
    writeFileSync(join(assembly, `${name}.template.json`), JSON.stringify(stacks[name]));
  }
  const artifacts = Object.fromEntries([
    ['assets', { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } }],
    ...names.map((name, index) => [
      name,
      {
        type: 'aws:cloudformation:stack',
        dependencies: ['assets', ...names.slice(0, index)],
        properties: { templateFile: `${name}.template.json`, stackName: name },
      },
    ]),
  ]);
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ version: '1', artifacts }));
  return assembly;
}

/** A function resource over the code of that name. */
export const lambda = (
  name: string,
  variables: Readonly<Record<string, unknown>> = {},
  properties: Readonly<Record<string, unknown>> = {},
) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Timeout: 10,
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Environment: { Variables: variables },
    ...properties,
  },
});

export const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };

export const mapping = (
  queue: string,
  target: string,
  properties: Readonly<Record<string, unknown>> = {},
) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] },
    FunctionName: { Ref: target },
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ...properties,
  },
});

/** A REST API with one proxy function behind every path. */
export const proxyApi = (target: string) => ({
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
  Proxy: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      PathPart: '{proxy+}',
    },
  },
  ProxyAny: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { Ref: 'Proxy' },
      HttpMethod: 'ANY',
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: {
          'Fn::Join': [
            '',
            [
              'arn:aws:apigateway:',
              { Ref: 'AWS::Region' },
              ':lambda:path/2015-03-31/functions/',
              { 'Fn::GetAtt': [target, 'Arn'] },
              '/invocations',
            ],
          ],
        },
      },
    },
  },
  Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'v1' },
  },
});

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const region = 'eu-west-1';

/** The AWS SDK's own clients, pointed at an embedded cloud. */
export function clientsOf({ endpoints }: EmbeddedCloud) {
  return {
    dynamodb: new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials }),
    sqs: new SQSClient({ endpoint: endpoints.sqs, region, credentials }),
    events: new EventBridgeClient({ endpoint: endpoints.events, region, credentials }),
    secrets: new SecretsManagerClient({ endpoint: endpoints.secretsmanager, region, credentials }),
  };
}

/** Source that makes the SDK loadable from an asset outside the project. */
export const importFrom = (moduleName: string): string => JSON.stringify(import.meta.resolve(moduleName));
