import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { createIdentityOf, type IdentitySettings } from '../../../../functions/shared/duo-identity.ts';

const GENNEP = '0907' as Gemeentecode;
const HUB_OIN = '00000099000000001000';
const secrets: Readonly<Record<string, string>> = {
  hub: JSON.stringify({ cert: 'cert of the hub', key: 'key' }),
  gennep: JSON.stringify({ cert: 'cert of Gennep', key: 'key', ca: 'ca' }),
};

const identityOf = (settings: Partial<IdentitySettings> = {}) =>
  createIdentityOf({
    hubOin: HUB_OIN,
    secretId: 'hub',
    secretPerGemeente: { [GENNEP]: 'gennep' },
    fetchSecret: async (secretId) => secrets[secretId] ?? '',
    ...settings,
  });

describe('the organisation as which the hub asks DUO', () => {
  it('is the gemeente with its own certificate when it has one', async () => {
    expect(await identityOf()(GENNEP)).toEqual({
      oin: '00000099000009070000',
      certificate: { cert: 'cert of Gennep', key: 'key', ca: 'ca' },
    });
  });

  it('is the gemeente with the certificate of the hub when it has none', async () => {
    expect(await identityOf()('0796' as Gemeentecode)).toEqual({
      oin: '00000099000007960000',
      certificate: { cert: 'cert of the hub', key: 'key' },
    });
  });

  it('is the hub when the gemeente is not known', async () => {
    expect(await identityOf()(undefined)).toMatchObject({
      oin: HUB_OIN,
      certificate: { cert: 'cert of the hub' },
    });
  });

  it('has no certificate where none is given', async () => {
    const without = identityOf({ secretId: undefined, secretPerGemeente: {} });
    expect(await without(GENNEP)).toEqual({ oin: '00000099000009070000' });
    expect(await without(undefined)).toEqual({ oin: HUB_OIN });
  });
});
