import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Makes an output of the stack. Its name is the id of the construct with the suffix, without the hash that the CDK
 * adds, so that people can read it and it does not change.
 */
export const giveOut = (construct: Construct, suffix: string, value: string, description: string): void => {
  new CfnOutput(Stack.of(construct), `${construct.node.id}-${suffix}`, {
    value,
    description,
  });
};
