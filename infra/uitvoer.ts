import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Geeft een waarde als uitvoer van de stack, onder een naam die een mens kan lezen en die niet verandert:
 * de naam van het construct met het achtervoegsel, zonder de hash die de CDK anders toevoegt.
 */
export const geefUit = (
  construct: Construct,
  achtervoegsel: string,
  waarde: string,
  omschrijving: string,
): void => {
  new CfnOutput(Stack.of(construct), `${construct.node.id}-${achtervoegsel}`, {
    value: waarde,
    description: omschrijving,
  });
};
