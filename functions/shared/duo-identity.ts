import type { z } from 'zod';
import type { DuoIdentity } from '../../adapters/duo/connection.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { oinOfGemeente } from '../../domain/organisations.ts';
import { readCertificate } from './certificate.ts';
import type { SecretPerGemeente } from './duo-environment.ts';

/** The gemeente in whose name the hub asks DUO: that of the person, with its own certificate when it has one. */

/** What the environment says about the names of the hub at DUO. */
export interface IdentitySettings {
  readonly hubOin: string;
  /** The secret with the certificate of the hub, which also serves a gemeente without a certificate of its own. */
  readonly secretId: string | undefined;
  readonly secretPerGemeente: z.infer<typeof SecretPerGemeente>;
  readonly fetchSecret: (secretId: string) => Promise<string>;
}

/** The name of a gemeente at DUO; that of the hub when the gemeente is not known. */
export const createIdentityOf =
  ({ hubOin, secretId, secretPerGemeente, fetchSecret }: IdentitySettings) =>
  async (gemeente: Gemeentecode | undefined): Promise<DuoIdentity> => {
    const oin = gemeente === undefined ? hubOin : oinOfGemeente(gemeente);
    const secret = (gemeente === undefined ? undefined : secretPerGemeente[gemeente]) ?? secretId;
    return secret === undefined ? { oin } : { oin, certificate: readCertificate(await fetchSecret(secret)) };
  };
