import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp, toList } from './support.ts';

const POLICY = join(import.meta.dirname, '..', '..', 'docs', 'voorbeelden', 'cloudformation-rechten.json');

describe('the permissions of CloudFormation', () => {
  const { Statement } = JSON.parse(readFileSync(POLICY, 'utf8')) as {
    Statement: readonly { Action: string | readonly string[]; Resource: string | readonly string[] }[];
  };

  it('cover every service of the stacks, and no other', () => {
    const { data, gemeenten, processing, archive, costs, backup, tokens, people, trail } = createTrialApp({
      environment: trialEnvironment(COMPLETE),
    });
    const types = [data, ...gemeenten, processing, archive, costs, backup, tokens, people, trail].flatMap(
      (stack) =>
        stack === undefined
          ? []
          : Object.values<{ Type: string }>(Template.fromStack(stack).toJSON()['Resources']).map(
              ({ Type }) => Type,
            ),
    );
    const prefixes: Readonly<Record<string, string>> = { cognito: 'cognito-idp' };
    const needed = new Set(
      types.map((type) => type.split('::')[1]?.toLowerCase() ?? '').map((name) => prefixes[name] ?? name),
    );
    const may = Statement.flatMap(({ Action }) => toList(Action)).map(
      (action) => String(action).split(':')[0],
    );
    // The templates do not hold the code of the functions and the truststore in S3, nor the certificate in ACM.
    // A vault is made with an action of the storage behind it, and AWS::DynamoDB::GlobalTable asks for those of scaling.
    expect(new Set(may)).toEqual(
      new Set([...needed, 's3', 'acm', 'backup-storage', 'application-autoscaling']),
    );
  });

  it('cover no role but those of the hub', () => {
    for (const { Action, Resource } of Statement) {
      if (!toList(Action).some((action) => String(action).startsWith('iam:'))) continue;
      expect(String(Resource)).toMatch(
        /^arn:aws:iam::<ACCOUNT>:role\/(Inburgeringshub\*|aws-service-role\/\*)$/,
      );
    }
  });
});
