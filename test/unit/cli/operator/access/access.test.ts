import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../../adapters/memory/table.ts';
import { type Admissions, createAdmissions } from '../../../../../adapters/table/admissions.ts';
import { createKanalen } from '../../../../../adapters/table/kanalen.ts';
import {
  type Access,
  accessLines,
  admit,
  admittedLines,
  listAccess,
  withdraw,
} from '../../../../../cli/operator/access/access.ts';
import { PLAIN } from '../../../../../cli/print/paint.ts';

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

const linesOf = (found: readonly Access[]): string => accessLines(found, 200, PLAIN).join('\n');

describe('hub partner', () => {
  it('toelaten makes a client for the organisation, and shows its secret once', async () => {
    const { means } = startMeans();
    const admitted = await admit(means, 'taalschool-0907');
    expect(admitted).toMatchObject({
      organisatie: 'taalschool-0907',
      client: 'client-1',
      geheim: 'geheim-1',
    });
    const lines = admittedLines(admitted, 60, PLAIN);
    expect(lines).toEqual(expect.arrayContaining(['CLIENT_ID=client-1', 'CLIENT_SECRET=geheim-1']));
    expect(await means.admissions.organisationOf({ uitgever: 'eigen', client: 'client-1' })).toBe(
      'taalschool-0907',
    );
    expect(JSON.stringify(await listAccess(means.admissions))).not.toContain('geheim-1');
  });

  it('toelaten takes a client that exists at another issuer, and needs no user pool for that', async () => {
    const { means } = startMeans();
    const admitted = await admit({ admissions: means.admissions }, 'taalschool', ENTRA);
    expect(admittedLines(admitted, 200, PLAIN)).toHaveLength(1);
    expect(await means.admissions.organisationOf(ENTRA)).toBe('taalschool-0907');
    await expect(admit({ admissions: means.admissions }, 'taalschool')).rejects.toThrow('--uitgever');
  });

  it('toelaten lets in again who was shut out, also of a hub without a user pool, as one on this machine', async () => {
    const { admissions } = startMeans().means;
    await withdraw({ admissions }, 'taalschool-0907', {});
    const admitted = await admit({ admissions }, 'taalschool-0907');
    expect(admittedLines(admitted, 200, PLAIN)).toEqual([
      'taalschool-0907 (Taalschool Nederlands de Baas) was shut out, and is let in again',
    ]);
    await expect(admit({ admissions }, 'taalschool-0907')).rejects.toThrow('--uitgever');
  });

  it('toelaten that fails takes the client away again that nobody saw the secret of, and tells what failed', async () => {
    const { means, removed } = startMeans();
    const failing = (admissions: Partial<Admissions>) => ({
      ...means,
      admissions: { ...means.admissions, ...admissions },
    });
    const away = (): Promise<never> => Promise.reject(new Error('the table is away'));
    for (const admissions of [{ admitClient: away }, { letIn: away }, { shutOutByGemeente: away }])
      await expect(admit(failing(admissions), 'taalschool-0907')).rejects.toThrow('the table is away');
    expect(removed).toEqual(['client-1', 'client-2', 'client-3']);
    await expect(admit(failing({ letIn: away }), 'taalschool-0907', ENTRA)).rejects.toThrow('away');
    expect(removed).toHaveLength(3);
  });

  it('toelaten names the client that it could neither let in nor take away', async () => {
    const { means } = startMeans();
    const stuck = {
      ...means,
      admissions: { ...means.admissions, admitClient: () => Promise.reject(new Error('the table is away')) },
      clients: { ...means.clients, remove: () => Promise.reject(new Error('the user pool is away')) },
    };
    await expect(admit(stuck, 'taalschool-0907')).rejects.toThrow(/the table is away.*client client-1/);
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
    const admitted = await admit(means, 'taalschool-0907');
    expect(admittedLines(admitted, 200, PLAIN)).toContain('It was shut out, and is let in again.');
    const list = linesOf(await listAccess(means.admissions));
    expect(list).toMatch(/coa +token jti-1 shut out since .* by beheer/);
    expect(list).not.toMatch(/taalschool-0907 +shut out/);
  });

  it('lijst names whom a gemeente shut out, and toelaten says that only that gemeente lets it in', async () => {
    const { means, table } = startMeans();
    const how = { sinds: '2026-06-01T12:00:00.000Z', door: 'gemeente-0907' };
    await createKanalen(table).shutOut('0907/taalschool', how);
    expect(admittedLines(await admit(means, 'taalschool-0907'), 200, PLAIN).join('\n')).toContain(
      'gemeente-0907 shut it out',
    );
    expect(await means.admissions.isShutOut('taalschool-0907')).toBe(true);
    expect(linesOf(await listAccess(means.admissions))).toMatch(
      /taalschool-0907 +shut out since .* by gemeente-0907/,
    );
  });

  it('knows no organisation that the hub does not know', async () => {
    await expect(admit(startMeans().means, 'onbekend')).rejects.toThrow('no organisation called onbekend');
  });
});
