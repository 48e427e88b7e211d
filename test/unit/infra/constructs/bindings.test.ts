import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import { bindMail } from '../../../../infra/constructs/bindings.ts';

it('a function that sends mails may do so from one address alone', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '000000000000', region: 'eu-west-1' } });
  const fn = new LambdaFunction(stack, 'Fn', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = () => undefined'),
  });
  bindMail(fn, 'inburgeringshub@hub.example');
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const arn = (name: string) => ({
    'Fn::Join': [
      '',
      [
        'arn:',
        { Ref: 'AWS::Partition' },
        ':ses:',
        { Ref: 'AWS::Region' },
        ':',
        { Ref: 'AWS::AccountId' },
        `:identity/${name}`,
      ],
    ],
  });
  expect(policy?.['Properties'].PolicyDocument.Statement).toEqual([
    {
      Action: 'ses:SendEmail',
      Effect: 'Allow',
      Resource: [arn('inburgeringshub@hub.example'), arn('hub.example')],
      Condition: { StringEquals: { 'ses:FromAddress': 'inburgeringshub@hub.example' } },
    },
  ]);
});
