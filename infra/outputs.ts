import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Gives a value as an output of the stack, under a name that a human can read and that does not change: the name of
 * the construct with the suffix, without the hash that the CDK adds otherwise.
 */
export const giveOut = (construct: Construct, suffix: string, value: string, description: string): void => {
  new CfnOutput(Stack.of(construct), `${construct.node.id}-${suffix}`, {
    value: value,
    description: description,
  });
};
