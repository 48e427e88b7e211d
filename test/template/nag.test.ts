import { CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { leesKeuzes } from '../../infra/opties.ts';
import { maakProefApp } from './hulp.ts';

// Hier hoort de toets aan de schema's van CloudFormation wel aan te staan; zie `hulp.ts`.
delete process.env['CDK_VALIDATION'];

const certificateArn = 'arn:aws:acm:eu-central-1:123456789012:certificate/0907';

describe('cdk-nag', () => {
  it.each([
    ['zoals zij standaard is', {}],
    ['voor ontwikkeling', { omgeving: 'ontwikkel' }],
    [
      'met domein en certificaten',
      {
        domein: {
          domainName: 'hub.gennep.example',
          certificateArn,
          truststore: { bucket: 'truststore-gennep', key: 'ca.pem' },
        },
        duoCertificaatGeheimArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:duo-AbCdEf',
      },
    ],
  ] as const)('heeft niets aan te merken op de app %s', (_naam, opties) => {
    expect(new AwsSolutionsChecks().validateScope(maakProefApp(opties).app).violations).toEqual([]);
  });

  it('laat de synthese van de gewone app door', () => {
    expect(() => maakProefApp().app.synth()).not.toThrow();
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

describe('keuzes uit de context', () => {
  const keuzes = (context: Record<string, string>) => {
    const { app } = maakProefApp();
    const stack = new Stack(app, 'Keuzes');
    for (const [sleutel, waarde] of Object.entries(context)) stack.node.setContext(sleutel, waarde);
    return () => leesKeuzes(stack.node);
  };

  it('zijn standaard die van productie', () => {
    expect(keuzes({})()).toEqual({ omgeving: 'productie' });
  });

  it('leveren een domein met truststore', () => {
    const context = {
      omgeving: 'ontwikkel',
      domeinnaam: 'hub.gennep.example',
      certificaatArn: certificateArn,
      truststoreBucket: 'truststore-gennep',
      truststoreSleutel: 'ca.pem',
    };
    expect(keuzes(context)()).toEqual({
      omgeving: 'ontwikkel',
      domein: {
        domainName: 'hub.gennep.example',
        certificateArn,
        truststore: { bucket: 'truststore-gennep', key: 'ca.pem' },
      },
    });
  });

  it.each([
    ['een onbekende omgeving', { omgeving: 'acceptatie' }],
    ['een domein zonder certificaat', { domeinnaam: 'hub.gennep.example' }],
    ['een truststore zonder domein', { truststoreBucket: 'bucket', truststoreSleutel: 'ca.pem' }],
  ])('weigeren %s', (_naam, context) => {
    expect(keuzes(context)).toThrow();
  });
});
