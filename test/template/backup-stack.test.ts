import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { COMPLETE, trialEnvironment } from '../environment.ts';
import { expectProperties } from './expect-resource.ts';
import { createTrialApp } from './support.ts';

const { backup } = createTrialApp({ environment: trialEnvironment(COMPLETE) });

describe('the copy in another account', () => {
  it('is made every night, and kept as long here as there', () => {
    if (backup === undefined) throw new Error('there is no stack with the backup');
    const kept = { DeleteAfterDays: 35 };
    expectProperties(Template.fromStack(backup), 'AWS::Backup::BackupPlan', {
      BackupPlan: {
        BackupPlanRule: [
          {
            ScheduleExpression: 'cron(0 2 * * ? *)',
            Lifecycle: kept,
            CopyActions: [{ DestinationBackupVaultArn: COMPLETE.reservekopie.kluisArn, Lifecycle: kept }],
          },
        ],
      },
    });
  });

  it('is absent when the environment names no vault', () => {
    expect(createTrialApp().backup).toBeUndefined();
  });

  it('that would lie in the account of the hub itself makes the environment invalid', () => {
    const kluisArn = `arn:aws:backup:eu-central-1:${COMPLETE.account}:backup-vault:hub`;
    expect(() => trialEnvironment({ ...COMPLETE, reservekopie: { kluisArn, bewaarDagen: 35 } })).toThrow(
      'reservekopie.kluisArn: ligt in het account van de hub zelf',
    );
  });
});
