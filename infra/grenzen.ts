import { CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';

/** How many outputs CloudFormation takes in one stack. The CDK guards the 500 resources, but not these. */
const MAX_UITVOER = 200;

/** How long the policy of a key may be, in characters; counted with its references, so a little too early. */
const MAX_SLEUTELBELEID = 32_768;

/**
 * Makes the synthesis fail, and not the deployment, when a stack gets more outputs than CloudFormation takes, or
 * more readers than fit in the policy of the key.
 */
export const bewaakGrenzen = (stack: Stack): void =>
  stack.node.addValidation({
    validate: () => {
      const delen = stack.node.findAll().filter((deel) => Stack.of(deel) === stack);
      const uitvoeren = delen.filter((deel) => deel instanceof CfnOutput).length;
      const beleid = delen.flatMap((deel) =>
        deel instanceof CfnKey ? [JSON.stringify(stack.resolve(deel.keyPolicy)).length] : [],
      );
      return [
        ...(uitvoeren <= MAX_UITVOER
          ? []
          : [
              `${uitvoeren} uitvoeren is meer dan de ${MAX_UITVOER} van CloudFormation: te veel partners in één hub`,
            ]),
        ...(Math.max(0, ...beleid) <= MAX_SLEUTELBELEID
          ? []
          : ['het beleid van de sleutel wordt te lang: te veel partners met wachtrijToegang in één hub']),
      ];
    },
  });
