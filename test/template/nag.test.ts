import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp } from './support.ts';

// Hier hoort de toets aan de schema's van CloudFormation wel aan te staan; zie `support.ts`. Daarna gaat zij weer uit:
// een worker draait meer bestanden.
const before = process.env['CDK_VALIDATION'];
beforeAll(() => {
  delete process.env['CDK_VALIDATION'];
});
afterAll(() => {
  process.env['CDK_VALIDATION'] = before;
});

describe('cdk-nag', () => {
  it.each([
    ['zoals zij standaard is', {}],
    ['die niets bewaart', { naam: 'ontwikkel', gegevens: 'weggooien' }],
    ['in een vast account met domein, certificaten en budget', COMPLETE],
  ] as const)('heeft niets aan te merken op de app %s', (_name, environment) => {
    expect(
      new AwsSolutionsChecks().validateScope(createTrialApp({ omgeving: trialEnvironment(environment) }).app)
        .violations,
    ).toEqual([]);
  });

  it.each([
    ['de gewone app', {}],
    ['de app in een vast account', COMPLETE],
  ] as const)('laat de synthese van %s door', (_name, environment) => {
    expect(() => createTrialApp({ omgeving: trialEnvironment(environment) }).app.synth()).not.toThrow();
  });

  it('laat de synthese mislukken op een wachtrij zonder TLS en zonder dode brieven', () => {
    const { app } = createTrialApp();
    new Queue(new Stack(app, 'Slecht'), 'Wachtrij');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS4/);
  });

  it('laat de synthese mislukken op een recht op alles', () => {
    const { app } = createTrialApp();
    const role = new Role(new Stack(app, 'Slecht'), 'Rol', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: ['dynamodb:*'], resources: ['*'] }),
    );
    expect(() => app.synth()).toThrow(/AwsSolutions-IAM5\[Resource::\*\]/);
  });

  it('aanvaardt geen bevinding zonder uitgeschreven reden', () => {
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

describe('schema van CloudFormation', () => {
  it('wordt bij elke synthese getoetst, zodat een onbekende waarde de uitrol niet haalt', () => {
    const { app } = createTrialApp();
    new CfnResource(new Stack(app, 'Slecht'), 'Tabel', {
      type: 'AWS::DynamoDB::GlobalTable',
      properties: { BillingMode: 'GRATIS', Replicas: [], AttributeDefinitions: [], KeySchema: [] },
    });
    expect(() => app.synth()).toThrow(/GRATIS/);
  });
});
