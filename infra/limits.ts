import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';

/** How many outputs CloudFormation takes in one stack. The CDK guards the 500 resources, but not these. */
const MAX_OUTPUT = 200;

/** How long the policy of a key may be, in characters; counted with its references, so a little too early. */
const MAX_KEY_POLICY = 32_768;

/**
 * Makes the synthesis fail, and not the deployment, when a stack gets more outputs than CloudFormation takes, or
 * more readers than fit in the policy of the key.
 */
export const watchBounds = (stack: Stack): void =>
  stack.node.addValidation({
    validate: () => {
      const parts = stack.node.findAll().filter((part) => Stack.of(part) === stack);
      const execute = parts.filter((part) => part instanceof CfnOutput).length;
      const policy = parts.flatMap((part) =>
        part instanceof CfnKey ? [JSON.stringify(stack.resolve(part.keyPolicy)).length] : [],
      );
      return [
        ...(execute <= MAX_OUTPUT
          ? []
          : [
              `${execute} uitvoeren is meer dan de ${MAX_OUTPUT} van CloudFormation: te veel partners in één gemeente`,
            ]),
        ...(Math.max(0, ...policy) <= MAX_KEY_POLICY
          ? []
          : ['het beleid van de sleutel wordt te lang: te veel partners met wachtrijToegang in één hub']),
      ];
    },
  });
