import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import type { Construct } from 'constructs';
import { currentTable, type LogboekTable, type Table } from '../constructs/table.ts';
import type { Environment } from '../environments/environment.ts';

/** The properties of the trail stack. */
export type TrailStackProps = StackProps & {
  /** The name of the bucket, in the account of the log archive, that the trail writes to. */
  readonly bucketName: string;
  readonly environment: Environment;
  readonly table: Table;
  readonly logboek: LogboekTable;
};

/**
 * A trail of who read or wrote which item of the table that is in use or of the logbook, the operators of the account included. Its bucket lies in another
 * account: whoever may do everything in the account of the hub can end the trail, and not take back what it told.
 *
 * It is a stack of its own, because most organisations have a trail already that this can be left to.
 */
export class TrailStack extends Stack {
  constructor(scope: Construct, id: string, props: TrailStackProps) {
    const { bucketName, environment, table, logboek, ...stackProps } = props;
    super(scope, id, stackProps);
    new CfnTrail(this, 'Spoor', {
      // The policy of the bucket names it before it is there.
      trailName: this.stackName,
      s3BucketName: bucketName,
      isLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: false,
      advancedEventSelectors: [
        {
          name: 'Items van de inburgeringshub',
          fieldSelectors: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: ['AWS::DynamoDB::Table'] },
            { field: 'resources.ARN', equalTo: [currentTable(this, table, environment).arn, logboek.arn] },
          ],
        },
      ],
    });
  }
}
