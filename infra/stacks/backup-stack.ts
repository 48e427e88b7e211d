import { Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { currentTable, type LogboekTable, type Table } from '../constructs/table.ts';
import type { BackupCopy, Environment } from '../environments/environment.ts';
import { removalPolicy } from '../protection.ts';
import { keyFromArn } from './data-stack.ts';

/** The properties of the backup stack. */
export type BackupStackProps = StackProps & {
  readonly environment: Environment;
  readonly copy: BackupCopy;
  readonly table: Table;
  readonly logboek: LogboekTable;
  readonly keyArn: string;
};

/** The policy of AWS by which its Backup service reads what it is to back up. */
const BACKUP_POLICY = 'service-role/AWSBackupServiceRolePolicyForBackup';

/**
 * A backup of the table that is in use and of the logbook every night, and a copy of each in a vault of another account. The
 * point-in-time recovery lies in the account of the hub: who may do everything there can end it. The copies are out of that reach.
 *
 * It is a stack of its own, so that an account that may have no backup plans leaves it out.
 */
export class BackupStack extends Stack {
  constructor(scope: Construct, id: string, props: BackupStackProps) {
    const { environment, copy, table, logboek, keyArn, ...stackProps } = props;
    super(scope, id, stackProps);
    const deleteAfter = Duration.days(copy.bewaarDagen);
    const vault = new BackupVault(this, 'Kluis', {
      encryptionKey: keyFromArn(this, keyArn),
      removalPolicy: removalPolicy(environment),
    });
    const plan = new BackupPlan(this, 'Plan', {
      backupVault: vault,
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: 'elke-nacht',
          scheduleExpression: Schedule.cron({ hour: '2', minute: '0' }),
          deleteAfter,
          copyActions: [
            {
              destinationBackupVault: BackupVault.fromBackupVaultArn(this, 'AndereKluis', copy.kluisArn),
              deleteAfter,
            },
          ],
        }),
      ],
    });
    const role = new Role(this, 'Rol', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      description: 'Rechten waarmee AWS Backup de tabel kopieert',
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(BACKUP_POLICY)],
    });
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${BACKUP_POLICY}]`,
      reason:
        'De rechten die AWS zelf voor zijn back-updienst bijhoudt; alleen die dienst kan deze rol aannemen.',
    });
    const tables = [currentTable(this, table, environment), logboek];
    plan.addSelection('Tabel', { resources: tables.map(({ arn }) => BackupResource.fromArn(arn)), role });
  }
}
