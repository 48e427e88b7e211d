import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';

/** How many outputs CloudFormation takes in one stack. The CDK guards the number of resources, but not this one. */
const MAX_OUTPUTS = 200;

/** How long the policy of a key may be, in characters. The count includes references, so it is a little too high. */
const MAX_KEY_POLICY = 32_768;

/** How many bytes the environment of a function may have, with names and values. */
export const LARGEST_ENVIRONMENT = 4096;

/** No ARN or address of the hub is longer than this. */
const LONG = 'x'.repeat(140);
/** SQS takes no longer name of a queue. */
const LONGEST_QUEUE_NAME = 'x'.repeat(80);
const FROM_AWS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '123456789012',
};

/** A value of a template as CloudFormation fills it in, with every reference at its longest. */
const atLongest = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(atLongest);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return FROM_AWS[String(value.Ref)] ?? LONG;
  if ('Fn::GetAtt' in value && [value['Fn::GetAtt']].flat()[1] === 'QueueName') return LONGEST_QUEUE_NAME;
  if ('Fn::GetAtt' in value || 'Fn::ImportValue' in value) return LONG;
  if ('Fn::Join' in value) {
    const [between, parts] = value['Fn::Join'] as [string, unknown[]];
    return parts.map(atLongest).join(between);
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, atLongest(part)]));
};

/** How many characters a part of a template takes in AWS, at most. */
export const largestSize = (value: unknown): number => JSON.stringify(atLongest(value)).length;

/** What is wrong with the environment of a function: it names the variable that takes the most. */
const faultsOfEnvironment = (variables: Readonly<Record<string, unknown>>): readonly string[] => {
  const characters = largestSize(variables);
  if (characters <= LARGEST_ENVIRONMENT) return [];
  const lengths = Object.entries(variables).map(([name, value]) => ({
    name,
    length: largestSize(value),
  }));
  const [longest] = lengths.toSorted((one, other) => other.length - one.length);
  return [
    `de omgeving van ${variables['POWERTOOLS_SERVICE_NAME']} telt ${characters} tekens, meer dan de ${LARGEST_ENVIRONMENT} van Lambda; het meeste daarvan is ${longest?.name}`,
  ];
};

/**
 * Makes the synthesis fail when a stack gets more outputs than CloudFormation takes, more readers than fit in the policy of
 * the key, or a function with more in its environment than Lambda takes. Otherwise only the deployment would fail.
 */
export const watchBounds = (stack: Stack): void =>
  stack.node.addValidation({
    validate: () => {
      const parts = stack.node.findAll().filter((part) => Stack.of(part) === stack);
      const outputs = parts.filter((part) => part instanceof CfnOutput).length;
      const policy = parts.flatMap((part) =>
        part instanceof CfnKey ? [JSON.stringify(stack.resolve(part.keyPolicy)).length] : [],
      );
      return [
        ...(outputs <= MAX_OUTPUTS
          ? []
          : [
              `${outputs} uitvoeren is meer dan de ${MAX_OUTPUTS} van CloudFormation: te veel partners in één gemeente`,
            ]),
        ...(Math.max(0, ...policy) <= MAX_KEY_POLICY
          ? []
          : ['het beleid van de sleutel wordt te lang: te veel partners met wachtrijToegang in één hub']),
        ...parts.flatMap((part) =>
          part instanceof CfnFunction
            ? faultsOfEnvironment(stack.resolve(part.environment)?.variables ?? {})
            : [],
        ),
      ];
    },
  });
