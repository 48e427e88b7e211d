import { describe, expect, it } from 'vitest';
import { createMedewerkers, type MedewerkerPlace } from '../../../../adapters/table/medewerkers.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { PATHS } from '../../../../functions/loket/paths.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { cookiesOf, documentOf, NOW, trialLoket } from './support.ts';

/** Choosing between organisations, of who signed in at an issuer that names none of them. */

const ADDRESS = 'merel@mage.example';
const MAGE: MedewerkerPlace = {
  gemeentecode: '0907' as Gemeentecode,
  id: 'c3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b',
  organisatie: 'mage-0907',
};
const TAALMAATJES: MedewerkerPlace = {
  ...MAGE,
  id: 'd4c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b',
  organisatie: 'taalmaatjes-0907',
};
const MINUTE_MS = 60_000;

/** Merel, on the list for these, came back from the issuer of her gemeente. */
const begun = async (...places: readonly MedewerkerPlace[]) => {
  const hub = hubInMemory(() => ({}));
  let now = NOW;
  const medewerkers = createMedewerkers(hub.table, ['0907' as Gemeentecode]);
  for (const place of places)
    await medewerkers.add({
      ...place,
      naam: 'Merel',
      adres: ADDRESS,
      isBeheerder: false,
      sinds: NOW.toISOString(),
    });
  const loket = trialLoket(hub, {
    clock: { now: () => now, sleep: async () => undefined },
    signIn: {
      begin: async () => ({ address: 'https://login.example', sealed: 'x' }),
      end: async () => ({ idToken: 'een token', naam: 'Merel Merknaam' }),
    },
    checkIdToken: async () => ({ adres: ADDRESS, scopes: [] }),
  });
  const back = await loket.get('/loket/terug');
  const cookie = cookiesOf(back)
    .map((one) => one.split(';')[0] ?? '')
    .find((one) => one.startsWith('loket-namens='));
  const choose = (organisatie: string, own = cookie) => loket.post('/loket/namens', { organisatie }, own);
  const passes = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  return { loket, medewerkers, back, choose, passes, now: () => now };
};

describe('somebody whom only the list names', () => {
  it('for one organisation, comes in for that one without a question', async () => {
    const { back } = await begun(MAGE);
    expect([back.statusCode, back.headers?.['Location']]).toEqual([303, PATHS.start]);
  });

  it('for two organisations, is asked for which of them, and comes in for that one alone', async () => {
    const { loket, back, choose } = await begun(MAGE, TAALMAATJES);
    expect(back.statusCode).toBe(200);
    const buttons = [...documentOf(back).querySelectorAll('main button')];
    expect(buttons.map((button) => button.getAttribute('value'))).toEqual(['mage-0907', 'taalmaatjes-0907']);
    expect(buttons[0]?.textContent).toBe('Kringloopwinkel MaGe (Gemeente Gennep)');
    const chosen = await choose('taalmaatjes-0907');
    expect([chosen.statusCode, chosen.headers?.['Location']]).toEqual([303, PATHS.start]);
    const [done, session] = cookiesOf(chosen);
    expect(done).toMatch(/^loket-namens=; .*Max-Age=0/);
    const inbox = await loket.get('/loket/postvak', session?.split(';')[0]);
    expect(inbox.body).toContain('Merel Merknaam, ');
    expect(inbox.body).not.toContain('Kringloopwinkel');
  });

  it.each([
    ['an organisation that was not among them', 'balk-0907', undefined],
    ['a gemeente that was not among them', 'gemeente-0907', undefined],
    ['no cookie of this browser', 'mage-0907', ''],
    ['a cookie that the hub did not seal', 'mage-0907', 'loket-namens=eyJhbGciOiJub25lIn0.e30.'],
  ])('does not come in with %s', async (_, organisatie, cookie) => {
    const { loket, choose } = await begun(MAGE, TAALMAATJES);
    const answer = await (cookie === undefined ? choose(organisatie) : choose(organisatie, cookie));
    expect(answer.statusCode).toBe(403);
    expect(JSON.stringify(loket.log)).not.toMatch(/Merel|@/);
  });

  it('does not come in when they were ended meanwhile, also when they were let in anew', async () => {
    const { choose, medewerkers, passes, now } = await begun(MAGE, TAALMAATJES);
    passes(MINUTE_MS);
    await medewerkers.end(MAGE, now());
    expect((await choose('mage-0907')).statusCode).toBe(403);
    passes(MINUTE_MS);
    await medewerkers.add({
      ...MAGE,
      naam: 'Merel',
      adres: ADDRESS,
      isBeheerder: false,
      sinds: now().toISOString(),
    });
    expect((await choose('mage-0907')).statusCode).toBe(403);
    expect((await choose('taalmaatjes-0907')).statusCode).toBe(303);
  });

  it('chooses within ten minutes', async () => {
    const { choose, passes } = await begun(MAGE, TAALMAATJES);
    passes(11 * MINUTE_MS);
    expect((await choose('mage-0907')).statusCode).toBe(403);
  });
});
