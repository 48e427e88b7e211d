import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';

/** How many outputs CloudFormation takes in one stack. The CDK guards the number of resources, but not this one. */
const MAX_OUTPUTS = 200;

/** How long the policy of a key may be, in characters. The count includes references, so it is a little too high. */
const MAX_KEY_POLICY = 32_768;

/**
 * Makes the synthesis fail when a stack gets more outputs than CloudFormation takes, or more readers than fit in the
 * policy of the key. Otherwise only the deployment would fail.
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
      ];
    },
  });
