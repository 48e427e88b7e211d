import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { createTrialApp } from './support.ts';

const { trail } = createTrialApp({ environment: trialEnvironment(COMPLETE) });

describe('the trail of who touched the table', () => {
  it('takes every read and every write of an item of the table, and nothing else', () => {
    if (trail === undefined) throw new Error('there is no stack with the trail');
    const template = Template.fromStack(trail);
    template.hasResourceProperties('AWS::CloudTrail::Trail', {
      IsLogging: true,
      EnableLogFileValidation: true,
      S3BucketName: COMPLETE.spoor.bucket,
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.type', Equals: ['AWS::DynamoDB::Table'] },
            { Field: 'resources.ARN', Equals: [Match.anyValue()] },
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
