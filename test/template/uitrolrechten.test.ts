import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { proefOmgeving, VOLLEDIG } from '../omgeving.ts';
import { alsLijst, maakProefApp } from './hulp.ts';

const BELEID = join(import.meta.dirname, '..', '..', 'docs', 'voorbeelden', 'cloudformation-rechten.json');

describe('what CloudFormation may make', () => {
  const { Statement } = JSON.parse(readFileSync(BELEID, 'utf8')) as {
    Statement: readonly { Action: string | readonly string[]; Resource: string | readonly string[] }[];
  };

  it('is every service of the stacks, and no other', () => {
    const { gegevens, verwerking, archief, kosten } = maakProefApp({ omgeving: proefOmgeving(VOLLEDIG) });
    const types = [gegevens, verwerking, archief, kosten].flatMap((stack) =>
      stack === undefined
        ? []
        : Object.values<{ Type: string }>(Template.fromStack(stack).toJSON()['Resources']).map(
            ({ Type }) => Type,
          ),
    );
    const nodig = new Set(types.map((type) => type.split('::')[1]?.toLowerCase()));
    const mag = Statement.flatMap(({ Action }) => alsLijst(Action)).map(
      (actie) => String(actie).split(':')[0],
    );
    // Not in a template: the code of the functions and the truststore in S3, the certificate in ACM.
    expect(new Set(mag)).toEqual(new Set([...nodig, 's3', 'acm']));
  });

  it('touches no role but those of the hub', () => {
    for (const { Action, Resource } of Statement) {
      if (!alsLijst(Action).some((actie) => String(actie).startsWith('iam:'))) continue;
      expect(String(Resource)).toMatch(
        /^arn:aws:iam::<ACCOUNT>:role\/(Inburgeringshub\*|aws-service-role\/\*)$/,
      );
    }
  });
});
