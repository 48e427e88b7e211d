import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { Geheimkluis } from './rekey-steps.ts';

const HUIDIG = 'AWSCURRENT';
const WACHTEND = 'AWSPENDING';

/** The secret in Secrets Manager; its labels say how far a re-keying came. */
export const maakKluis = (client: SecretsManagerClient, SecretId: string): Geheimkluis => ({
  async versies() {
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
    const met = (label: string) =>
      Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes(label))?.[0];
    const huidig = met(HUIDIG);
    if (huidig === undefined) throw new Error('het geheim heeft geen huidige versie');
    const wachtend = met(WACHTEND);
    return { huidig, ...(wachtend === undefined ? {} : { wachtend }) };
  },
  async lees(VersionId) {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId, VersionId }));
    if (SecretString === undefined) throw new Error('deze versie van het geheim is geen tekst');
    return SecretString;
  },
  async legKlaar(SecretString) {
    await client.send(new PutSecretValueCommand({ SecretId, SecretString, VersionStages: [WACHTEND] }));
  },
  async wissel(RemoveFromVersionId, MoveToVersionId) {
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: HUIDIG,
        RemoveFromVersionId,
        MoveToVersionId,
      }),
    );
  },
  async rondAf(RemoveFromVersionId) {
    await client.send(
      new UpdateSecretVersionStageCommand({ SecretId, VersionStage: WACHTEND, RemoveFromVersionId }),
    );
  },
});
