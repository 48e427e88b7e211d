import { beforeEach, describe, expect, it } from 'vitest';
import { agenda } from '../../../../cli/gemeente/agenda.ts';
import { dag, keysOfRole } from '../../../../cli/gemeente/dag.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import { findGemeente } from '../../../../domain/gemeenten/index.ts';
import { caught } from '../../../hub/test-hub.ts';
import { partnerDag } from './day-lists.ts';

/** Which partner is meant by a role that is the key of one as well, and where partners follow each other. */

const GEMEENTE = { gemeente: '9999' };
const partners = findGemeente('9999')?.partners ?? [];
const asked: unknown[] = [];
/** What the hub plays. */
let today: string;
const hub = {
  url: 'http://127.0.0.1:1',
  callLocal: async () => {
    const nu = `${today}T12:00:00Z`;
    return { status: 200, body: { nu, voorMs: Date.parse(nu) - Date.now() } };
  },
  partnerDag: async (key: string) => {
    asked.push(key);
    return partnerDag;
  },
  agenda: async (key: string) => {
    asked.push(key);
    return '';
  },
} as unknown as HubClient;

const shown = async (rol: string, options: { readonly nu?: string; readonly json?: boolean } = {}) => {
  asked.length = 0;
  await dag(hub, { ...GEMEENTE, rol, ...options }, caught().output);
  return [...asked];
};

beforeEach(() => {
  today = '2026-06-01';
});

describe('a role of partner', () => {
  it('is that of each partner who has it, also where it is the key of one of them', async () => {
    expect(await shown('corporatie')).toEqual(['corporatie', 'corporatie-2']);
    expect(await shown('corporatie-2')).toEqual(['corporatie-2']);
  });

  it('is the one with that key where there can be one alone', async () => {
    expect(await shown('corporatie', { json: true })).toEqual(['corporatie']);
    expect(await shown('corporatie-2', { json: true })).toEqual(['corporatie-2']);
    asked.length = 0;
    await agenda(hub, { ...GEMEENTE, rol: 'corporatie' }, caught().output);
    expect(asked).toEqual(['corporatie']);
  });

  it('is whoever has it on a day, also where the one before has it for its key', () => {
    const [taal] = partners.filter(({ rol }) => rol === 'taalschool');
    if (taal === undefined) throw new Error('the Oefengemeente has every role');
    const following = [
      { ...taal, valid: { from: '2025-01-01', until: '2026-12-31' } },
      { ...taal, sleutel: 'taal-oost', valid: { from: '2027-01-01' } },
    ];
    const on = (day: string, rol = 'taalschool') => keysOfRole(following, rol, day);
    expect([on('2026-06-01'), on('2027-02-01')]).toEqual([['taalschool'], ['taal-oost']]);
    expect([on('2024-06-01'), on('2026-06-01', 'taal-oost')]).toEqual([['taalschool'], ['taal-oost']]);
  });

  it('is looked up on the day of the hub, which may play another date, or on that of --nu', async () => {
    // Before any contract of the Oefengemeente began a role is nobody's, and this one is a key still.
    today = '2021-06-01';
    expect(await shown('corporatie')).toEqual(['corporatie']);
    expect(await shown('corporatie', { nu: '2026-06-01' })).toEqual(['corporatie', 'corporatie-2']);
    today = '2026-06-01';
    expect(await shown('corporatie', { nu: '2021-06-01' })).toEqual(['corporatie']);
  });
});
