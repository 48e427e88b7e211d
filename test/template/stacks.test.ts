import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { expectProperties } from './expect-resource.ts';
import { createTrialApp } from './support.ts';

/** The stacks of an app with everything that an environment can ask for, held against the table of infra/README.md. */

const text = readFileSync(join(import.meta.dirname, '../../infra/README.md'), 'utf8');
const rows = [...text.matchAll(/^\| `(Inburgeringshub[\w<>]+)` \| ([^|]+) \| ([^|]+) \|/gm)].map(
  ([, name = '', made = '', holds = '']) => ({ name, made, holds }),
);

/** The word of the table for each kind of resource that somebody looks for a stack of. */
const WORDS: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'key',
  'AWS::DynamoDB::GlobalTable': 'table',
  'AWS::Events::EventBus': 'bus',
  'AWS::SecretsManager::Secret': 'secret',
  'AWS::SNS::Topic': 'topic',
  'AWS::SQS::Queue': 'queue',
  'AWS::Lambda::Function': 'functions',
  'AWS::ApiGateway::RestApi': 'REST API',
  'AWS::CloudWatch::Alarm': 'alarm',
  'AWS::CloudWatch::Dashboard': 'dashboard',
  'AWS::Events::Archive': 'archive',
  'AWS::Backup::BackupPlan': 'backup',
  'AWS::CloudTrail::Trail': 'trail',
  'AWS::Cognito::UserPool': 'user pool',
  'AWS::Budgets::Budget': 'budget',
};

const { app, data, processing, archive, gemeenten, trail } = createTrialApp({
  environment: trialEnvironment(COMPLETE),
});
const stacks = app.node.children.filter((child) => Stack.isStack(child));
const nameOf = (stack: Stack): string => stack.stackName.replace(/\d{4}$/, '<code>');

describe('the table of the stacks', () => {
  it('names every stack that an app can have, and no other', () => {
    expect(rows.map(({ name }) => name).toSorted()).toEqual([...new Set(stacks.map(nameOf))].toSorted());
  });

  it('says which are always there', () => {
    const always = rows.filter(({ made }) => made === 'always').map(({ name }) => name);
    expect(always.toSorted()).toEqual([data, processing, archive].map(nameOf).toSorted());
    expect(rows.find(({ made }) => made === 'for each gemeente')?.name).toBe(gemeenten.map(nameOf)[0]);
  });

  it.each(stacks.map((stack) => [stack.stackName, stack] as const))('says what %s holds', (_name, stack) => {
    const { Resources = {} } = Template.fromStack(stack).toJSON() as {
      readonly Resources?: Readonly<Record<string, { readonly Type: string }>>;
    };
    const held = new Set(Object.values(Resources).flatMap(({ Type }) => WORDS[Type] ?? []));
    const { holds = '' } = rows.find(({ name }) => name === nameOf(stack)) ?? {};
    expect([...held].filter((word) => !holds.includes(word))).toEqual([]);
    expect(held.size).toBeGreaterThan(0);
  });
});

describe('the trail of who touched the tables', () => {
  it('takes every read and every write of an item of the table or the logbook, and nothing else', () => {
    if (trail === undefined) throw new Error('there is no stack with the trail');
    const template = Template.fromStack(trail);
    expectProperties(template, 'AWS::CloudTrail::Trail', {
      IsLogging: true,
      EnableLogFileValidation: true,
      S3BucketName: COMPLETE.spoor.bucket,
      // The bucket lies in another account, whose policy names the trail before it is there.
      TrailName: 'InburgeringshubSpoor',
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.type', Equals: ['AWS::DynamoDB::Table'] },
            { Field: 'resources.ARN', Equals: [Match.anyValue(), Match.anyValue()] },
          ],
        },
      ],
    });
    // Without `readOnly` a selector takes reads and writes.
    expect(JSON.stringify(template.toJSON())).not.toContain('readOnly');
    expect(JSON.stringify(template.toJSON())).toMatch(/Gegevens.*Tabel/);
  });

  it('is absent when the environment names no bucket', () => {
    expect(createTrialApp().trail).toBeUndefined();
  });
});
