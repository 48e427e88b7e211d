import { describe, expect, it } from 'vitest';
import { createMedewerkers, type MedewerkerPlace } from '../../../../adapters/table/medewerkers.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { PATHS } from '../../../../functions/loket/paths.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { cookiesOf, documentOf, NOW, trialLoket } from './support.ts';

/** A person chooses between organisations after signing in at an issuer that names no organisation. */

const ADDRESS = 'merel@mage.example';
const MAGE: MedewerkerPlace = {
  gemeentecode: '0907' as Gemeentecode,
  id: 'c3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b',
  organisatie: 'mage-0907',
};
const TAALMAATJES: MedewerkerPlace = { ...MAGE, organisatie: 'taalmaatjes-0907' };
const MINUTE_MS = 60_000;

/** Merel, on the list for these, came back from the issuer of her gemeente. */
const begun = async (...places: readonly MedewerkerPlace[]) => {
  const hub = hubInMemory(() => ({}));
  let now = NOW;
  const medewerkers = createMedewerkers(hub.table, ['0907', '9999'] as Gemeentecode[]);
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
    checkIdToken: async () => ({ adres: ADDRESS, scopes: [], gemeenten: ['0907' as Gemeentecode] }),
  });
  const back = await loket.get('/loket/terug');
  const cookie = cookiesOf(back)
    .map((one) => one.split(';')[0] ?? '')
    .find((one) => one.startsWith('loket-namens='));
  const page = await loket.get('/loket/namens', cookie);
  const mark = documentOf(page).querySelector('input[name=kenmerk]')?.getAttribute('value') ?? '';
  const choose = (organisatie: string, { own = cookie, kenmerk = mark } = {}) =>
    loket.post('/loket/namens', { organisatie, kenmerk }, own);
  const passes = (ms: number): void => {
    now = new Date(now.getTime() + ms);
  };
  return { loket, medewerkers, back, page, choose, passes, now: () => now };
};

describe('somebody whom only the list names', () => {
  it('for one organisation, comes in for that one without a question', async () => {
    const { back } = await begun(MAGE);
    expect([back.statusCode, back.headers?.['Location']]).toEqual([303, PATHS.start]);
  });

  it('for two organisations, is asked for which of them, and comes in for that one alone', async () => {
    const { loket, back, page, choose } = await begun(MAGE, TAALMAATJES);
    // What it came back with is in no address any more.
    expect([back.statusCode, back.headers?.['Location']]).toEqual([303, PATHS.chooseOrganisation]);
    expect(page.statusCode).toBe(200);
    const buttons = [...documentOf(page).querySelectorAll('main button')];
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
    ['an organisation that is not among them', 'balk-0907', {}],
    ['a gemeente that is not among them', 'gemeente-0907', {}],
    ['no cookie of this browser', 'mage-0907', { own: '' }],
    ['a cookie that the hub did not seal', 'mage-0907', { own: 'loket-namens=eyJhbGciOiJub25lIn0.e30.' }],
    ['the mark of another choice', 'mage-0907', { kenmerk: 'AAAA' }],
  ])('does not come in with %s', async (_, organisatie, own) => {
    const { loket, choose } = await begun(MAGE, TAALMAATJES);
    expect((await choose(organisatie, own)).statusCode).toBe(403);
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

  it('chooses once: what was sent before brings nobody in again', async () => {
    const { choose } = await begun(MAGE, TAALMAATJES);
    expect((await choose('mage-0907')).statusCode).toBe(303);
    expect((await choose('taalmaatjes-0907')).statusCode).toBe(403);
  });

  it('chooses among the organisations of gemeenten for which the issuer may speak', async () => {
    const elsewhere = { ...MAGE, gemeentecode: '9999' as Gemeentecode, organisatie: 'mage-9999' };
    const { page, choose } = await begun(MAGE, TAALMAATJES, elsewhere);
    expect(documentOf(page).querySelectorAll('main button')).toHaveLength(2);
    expect((await choose('mage-9999')).statusCode).toBe(403);
  });

  it('sees no page to choose on without having signed in', async () => {
    const { loket } = await begun(MAGE);
    expect((await loket.get('/loket/namens')).statusCode).toBe(403);
  });

  it('leaves the choice behind when they sign out', async () => {
    const { loket } = await begun(MAGE, TAALMAATJES);
    const session = await loket.signedIn('mage-0907', { medewerker: MAGE.id, lijst: true });
    const out = await loket.submit('/loket/postvak', '/loket/afmelden', {}, session);
    expect(cookiesOf(out).join()).toMatch(/loket-namens=;/);
  });

  it('chooses at a pace of its own, which whoever asks for links at the same address does not use up', async () => {
    const { loket, choose } = await begun(MAGE, TAALMAATJES);
    for (let times = 0; times < 12; times++) await loket.post('/loket/link/vragen', { adres: 'niets' });
    expect((await loket.post('/loket/link/vragen', { adres: 'niets' })).statusCode).toBe(429);
    expect((await choose('mage-0907')).statusCode).toBe(303);
  });

  it('chooses within ten minutes', async () => {
    const { choose, passes } = await begun(MAGE, TAALMAATJES);
    passes(11 * MINUTE_MS);
    expect((await choose('mage-0907')).statusCode).toBe(403);
  });
});
