import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp } from './support.ts';

// These tests need the check by CloudFormation's schemas, which `setup.ts` turns off; it is turned off again
// afterwards, because a worker runs more files.
const before = process.env['CDK_VALIDATION'];
beforeAll(() => {
  delete process.env['CDK_VALIDATION'];
});
afterAll(() => {
  process.env['CDK_VALIDATION'] = before;
});

describe('cdk-nag', () => {
  it.each([
    ['as it is by default', {}],
    ['that keeps nothing', { naam: 'ontwikkel', gegevens: 'weggooien' }],
    ['in a fixed account with domain, certificates and budget', COMPLETE],
  ] as const)('has no findings about the app %s', (_name, environment) => {
    expect(
      new AwsSolutionsChecks().validateScope(
        createTrialApp({ environment: trialEnvironment(environment) }).app,
      ).violations,
    ).toEqual([]);
  });

  it.each([
    ['the ordinary app', {}],
    ['the app in a fixed account', COMPLETE],
  ] as const)('lets the synthesis of %s pass', (_name, environment) => {
    expect(() => createTrialApp({ environment: trialEnvironment(environment) }).app.synth()).not.toThrow();
  });

  it('makes the synthesis fail on a queue without TLS and without dead letters', () => {
    const { app } = createTrialApp();
    new Queue(new Stack(app, 'Wrong'), 'Queue');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS4/);
  });

  it('makes the synthesis fail on a permission on everything', () => {
    const { app } = createTrialApp();
    const role = new Role(new Stack(app, 'Wrong'), 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: ['dynamodb:*'], resources: ['*'] }),
    );
    expect(() => app.synth()).toThrow(/AwsSolutions-IAM5\[Resource::\*\]/);
  });

  it('accepts no finding without a written reason', () => {
    const reasons = createTrialApp()
      .app.node.findAll()
      .flatMap(({ node }) =>
        node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap(({ data }) => Object.entries(data as Record<string, string>)),
      );
    expect(reasons.length).toBeGreaterThan(0);
    for (const [rule, reason] of reasons) expect(reason.length, rule).toBeGreaterThan(40);
  });
});

describe('the schemas of CloudFormation', () => {
  it('are checked at every synthesis, which fails on an unknown value', () => {
    const { app } = createTrialApp();
    new CfnResource(new Stack(app, 'Wrong'), 'Table', {
      type: 'AWS::DynamoDB::GlobalTable',
      properties: { BillingMode: 'FREE', Replicas: [], AttributeDefinitions: [], KeySchema: [] },
    });
    expect(() => app.synth()).toThrow(/FREE/);
  });
});
