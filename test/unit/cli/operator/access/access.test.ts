import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../../adapters/memory/table.ts';
import { createAdmissions } from '../../../../../adapters/table/admissions.ts';
import { createKanalen } from '../../../../../adapters/table/kanalen.ts';
import { admit, listAccess, withdraw } from '../../../../../cli/operator/access/access.ts';

const ENTRA = { uitgever: 'entra-gennep', client: 'c0a80101' };

/** A hub with a user pool that numbers its clients. */
const startMeans = () => {
  const table = memoryTable();
  const admissions = createAdmissions(table);
  const removed: string[] = [];
  let made = 0;
  const clients = {
    create: async () => ({ client: `client-${++made}`, secret: `geheim-${made}` }),
    remove: async (client: string) => void removed.push(client),
  };
  return {
    means: { admissions, clients, tokenUrl: 'https://tokens.hub.example/oauth2/token' },
    removed,
    table,
  };
};

describe('hub partner', () => {
  it('toelaten makes a client for the organisation, and shows its secret once', async () => {
    const { means } = startMeans();
    const lines = await admit(means, 'taalschool-0907');
    expect(lines).toContain('CLIENT_SECRET=geheim-1');
    expect(await means.admissions.organisationOf({ uitgever: 'eigen', client: 'client-1' })).toBe(
      'taalschool-0907',
    );
    expect((await listAccess(means.admissions, 100)).join('\n')).not.toContain('geheim-1');
  });

  it('toelaten takes a client that exists at another issuer, and needs no user pool for that', async () => {
    const { means } = startMeans();
    const lines = await admit({ admissions: means.admissions }, 'taalschool', ENTRA);
    expect(lines).toHaveLength(1);
    expect(await means.admissions.organisationOf(ENTRA)).toBe('taalschool-0907');
    await expect(admit({ admissions: means.admissions }, 'taalschool')).rejects.toThrow('--uitgever');
  });

  it('toelaten gives no client to a second organisation, and no withdrawn one back', async () => {
    const { means } = startMeans();
    await admit(means, 'taalschool-0907', ENTRA);
    await expect(admit(means, 'balk-0907', ENTRA)).rejects.toThrow('use a new one');
    await withdraw(means, 'taalschool-0907', ENTRA);
    await expect(admit(means, 'taalschool-0907', ENTRA)).rejects.toThrow('use a new one');
  });

  it('intrekken of a client leaves the other one of the organisation, and removes it from the user pool', async () => {
    const { means, removed } = startMeans();
    await admit(means, 'taalschool-0907');
    await admit(means, 'taalschool-0907');
    await withdraw(means, 'taalschool-0907', { client: 'client-1' });
    expect(removed).toEqual(['client-1']);
    expect(await means.admissions.organisationOf({ uitgever: 'eigen', client: 'client-1' })).toBeUndefined();
    expect(await means.admissions.organisationOf({ uitgever: 'eigen', client: 'client-2' })).toBe(
      'taalschool-0907',
    );
    await expect(withdraw(means, 'balk-0907', { client: 'client-2' })).rejects.toThrow('has no client');
  });

  it('intrekken shuts an organisation or one token out, and toelaten lets the organisation in again', async () => {
    const { means } = startMeans();
    await withdraw(means, 'taalschool-0907', {});
    await withdraw(means, 'coa', { kenmerk: 'jti-1' });
    expect(await means.admissions.isShutOut('taalschool-0907')).toBe(true);
    expect(await means.admissions.isShutOut('coa')).toBe(false);
    expect(await means.admissions.isShutOut('coa', 'jti-1')).toBe(true);
    expect(await admit(means, 'taalschool-0907')).toContain('It was shut out, and is let in again.');
    const list = (await listAccess(means.admissions, 200)).join('\n');
    expect(list).toMatch(/coa +token jti-1 shut out since .* by beheer/);
    expect(list).not.toMatch(/taalschool-0907 +shut out/);
  });

  it('lijst names whom a gemeente shut out, and toelaten says that only that gemeente lets it in', async () => {
    const { means, table } = startMeans();
    const how = { sinds: '2026-06-01T12:00:00.000Z', door: 'gemeente-0907' };
    await createKanalen(table).shutOut('0907/taalschool', how);
    expect((await admit(means, 'taalschool-0907')).join('\n')).toContain('gemeente-0907 shut it out');
    expect(await means.admissions.isShutOut('taalschool-0907')).toBe(true);
    expect((await listAccess(means.admissions, 200)).join('\n')).toMatch(
      /taalschool-0907 +shut out since .* by gemeente-0907/,
    );
  });

  it('knows no organisation that the hub does not know', async () => {
    await expect(admit(startMeans().means, 'onbekend')).rejects.toThrow('no organisation called onbekend');
  });
});
