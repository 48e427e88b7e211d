import { CfnOutput, Stack } from 'aws-cdk-lib';

/** How many outputs CloudFormation takes in one stack. The CDK guards the 500 resources, but not these. */
const MAX_UITVOER = 200;

/** Makes the synthesis fail, and not the deployment, when a stack gets more outputs than CloudFormation takes. */
export const bewaakGrenzen = (stack: Stack): void =>
  stack.node.addValidation({
    validate: () => {
      const aantal = stack.node
        .findAll()
        .filter((deel) => deel instanceof CfnOutput && Stack.of(deel) === stack).length;
      return aantal <= MAX_UITVOER
        ? []
        : [
            `${aantal} uitvoeren is meer dan de ${MAX_UITVOER} van CloudFormation: te veel partners in één hub`,
          ];
    },
  });
