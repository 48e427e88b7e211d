import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { proefOmgeving, VOLLEDIG } from '../omgeving.ts';
import { maakProefApp } from './hulp.ts';

// Hier hoort de toets aan de schema's van CloudFormation wel aan te staan; zie `hulp.ts`.
delete process.env['CDK_VALIDATION'];

describe('cdk-nag', () => {
  it.each([
    ['zoals zij standaard is', {}],
    ['die niets bewaart', { naam: 'ontwikkel', gegevens: 'weggooien' }],
    ['in een vast account met domein, certificaten en budget', VOLLEDIG],
  ] as const)('heeft niets aan te merken op de app %s', (_naam, omgeving) => {
    expect(
      new AwsSolutionsChecks().validateScope(maakProefApp({ omgeving: proefOmgeving(omgeving) }).app)
        .violations,
    ).toEqual([]);
  });

  it.each([
    ['de gewone app', {}],
    ['de app in een vast account', VOLLEDIG],
  ] as const)('laat de synthese van %s door', (_naam, omgeving) => {
    expect(() => maakProefApp({ omgeving: proefOmgeving(omgeving) }).app.synth()).not.toThrow();
  });

  it('laat de synthese mislukken op een wachtrij zonder TLS en zonder dode brieven', () => {
    const { app } = maakProefApp();
    new Queue(new Stack(app, 'Slecht'), 'Wachtrij');
    expect(() => app.synth()).toThrow(/AwsSolutions-SQS4/);
  });

  it('laat de synthese mislukken op een recht op alles', () => {
    const { app } = maakProefApp();
    const rol = new Role(new Stack(app, 'Slecht'), 'Rol', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    rol.addToPolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: ['dynamodb:*'], resources: ['*'] }));
    expect(() => app.synth()).toThrow(/AwsSolutions-IAM5\[Resource::\*\]/);
  });

  it('aanvaardt geen bevinding zonder uitgeschreven reden', () => {
    const redenen = maakProefApp()
      .app.node.findAll()
      .flatMap(({ node }) =>
        node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap(({ data }) => Object.entries(data as Record<string, string>)),
      );
    expect(redenen.length).toBeGreaterThan(0);
    for (const [regel, reden] of redenen) expect(reden.length, regel).toBeGreaterThan(40);
  });
});

describe('schema van CloudFormation', () => {
  it('wordt bij elke synthese getoetst, zodat een onbekende waarde de uitrol niet haalt', () => {
    const { app } = maakProefApp();
    new CfnResource(new Stack(app, 'Slecht'), 'Tabel', {
      type: 'AWS::DynamoDB::GlobalTable',
      properties: { BillingMode: 'GRATIS', Replicas: [], AttributeDefinitions: [], KeySchema: [] },
    });
    expect(() => app.synth()).toThrow(/GRATIS/);
  });
});
