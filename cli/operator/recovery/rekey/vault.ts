import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { known } from '../../../../domain/known.ts';
import type { KeyVault } from '../reseal/reseal-steps.ts';
import type { SecretVault } from './rekey-steps.ts';

const CURRENT = 'AWSCURRENT';
const WAITING = 'AWSPENDING';

/** The secret in Secrets Manager; its labels say how far a re-keying came. */
export const createVault = (
  client: SecretsManagerClient,
  SecretId: string,
): SecretVault & {
  /** When the value in use was made; undefined where that is not kept, as on a hub on this machine. */
  currentSince(): Promise<Date | undefined>;
} => ({
  async currentSince() {
    const { CreatedDate } = await client.send(new GetSecretValueCommand({ SecretId }));
    return CreatedDate === undefined || CreatedDate.getTime() === 0 ? undefined : CreatedDate;
  },
  async versions() {
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
    const withOne = (label: string) =>
      Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes(label))?.[0];
    const current = withOne(CURRENT);
    if (current === undefined) throw new Error('het geheim heeft geen huidige versie');
    const waiting = withOne(WAITING);
    return { current, ...known({ pending: waiting }) };
  },
  async read(VersionId) {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId, VersionId }));
    if (SecretString === undefined) throw new Error('deze versie van het geheim is geen tekst');
    return SecretString;
  },
  async makeReady(SecretString) {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString, VersionStages: [WAITING] }));
  },
  async swap(RemoveFromVersionId, MoveToVersionId) {
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: CURRENT,
        RemoveFromVersionId,
        MoveToVersionId,
      }),
    );
  },
  async settle(RemoveFromVersionId) {
    await client.send(
      new UpdateSecretVersionStageCommand({ SecretId, VersionStage: WAITING, RemoveFromVersionId }),
    );
  },
});

/** The secret with the keys of abonnementen. The value before the last one keeps the label AWSPREVIOUS. */
export const createKeyVault = (client: SecretsManagerClient, SecretId: string): KeyVault => ({
  async read() {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    if (SecretString === undefined) throw new Error('het geheim is geen tekst');
    return SecretString;
  },
  async write(SecretString) {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  },
});
