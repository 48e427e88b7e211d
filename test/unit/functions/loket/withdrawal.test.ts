import { describe, expect, it } from 'vitest';
import { createAdmissions } from '../../../../adapters/table/admissions.ts';
import { PATHS } from '../../../../functions/loket/paths.ts';
import type { TokenContent } from '../../../../functions/shared/rest/dependencies.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { below, cookiesOf, documentOf, NOW, textsOf, trialLoket } from './support.ts';

/** A gemeente takes rights away from a person whom an issuer names and who is signed in already. */

const GEMEENTE = 'gemeente-0907';
const PAGE = below(PATHS.medewerkers);
const INBOX = below(PATHS.inbox);
const MINUTE_MS = 60_000;
const IRIS = { naam: 'Iris Inval', adres: 'Iris@mage.example', organisatie: 'mage-0907' };
const OF_IRIS: TokenContent = {
  holder: { sleutel: 'mage-0907' },
  adres: 'iris@mage.example',
  scopes: ['berichten:lezen'],
  persoon: { uitgever: 'proef', kenmerk: 'onderwerp' },
};

/** A beheerder of the gemeente beside Iris, whom the issuer names for MaGe. Each of their steps is a minute after the last. */
const begun = async (content: TokenContent = OF_IRIS) => {
  const hub = hubInMemory(() => ({}));
  let now = NOW;
  const loket = trialLoket(hub, {
    clock: { now: () => now, sleep: async () => undefined },
    signIn: {
      begin: async () => ({ address: 'https://login.example', sealed: 'x' }),
      end: async () => ({ idToken: 'een token', naam: 'Iris Inval' }),
    },
    checkIdToken: async () => content,
  });
  const beheerder = await loket.signedIn(GEMEENTE, { medewerker: 'b3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b' });
  const passes = (until?: string): void => {
    now = until === undefined ? new Date(now.getTime() + MINUTE_MS) : new Date(until);
  };
  const submit = (path: string, form: Readonly<Record<string, string>>, cookie = beheerder) => {
    passes();
    return loket.submit(PAGE, path, form, cookie);
  };
  const back = () => {
    passes();
    return loket.get('/loket/terug');
  };
  return {
    hub,
    loket,
    beheerder,
    back,
    passes,
    submit,
    signIn: async (): Promise<string> =>
      cookiesOf(await back())
        .map((cookie) => cookie.split(';')[0] ?? '')
        .find((cookie) => cookie.startsWith('loket=')) ?? '',
    add: (form: Readonly<Record<string, string>> = IRIS) => submit(PAGE, form),
    /** By the first button for it. */
    stop: async (cookie = beheerder) => {
      const page = documentOf(await loket.get(PAGE, cookie));
      const button = [...page.querySelectorAll('tbody button')].find(
        ({ textContent }) => textContent === 'Stop',
      );
      return submit(`${PAGE}/beeindigen`, { wie: button?.getAttribute('value') ?? '' }, cookie);
    },
    reads: async (cookie: string): Promise<boolean> => (await loket.get(INBOX, cookie)).statusCode === 200,
  };
};

describe('who came in by an issuer', () => {
  it('before they were put on the list, is out once they are ended there', async () => {
    const { signIn, add, stop, back, reads } = await begun();
    const session = await signIn();
    expect(await reads(session)).toBe(true);
    await add();
    await stop();
    expect((await back()).statusCode).toBe(403);
    expect(await reads(session)).toBe(false);
  });

  it('while the list had them for another organisation, is out once they are ended for this one', async () => {
    const { signIn, add, stop, reads } = await begun();
    await add({ ...IRIS, organisatie: 'taalmaatjes-0907' });
    const session = await signIn();
    expect(await reads(session)).toBe(true);
    await stop();
    expect(await reads(session)).toBe(true);
    await add();
    await stop();
    expect(await reads(session)).toBe(false);
  });

  it('and is on no list, goes on when somebody else is ended', async () => {
    const { signIn, add, stop, reads } = await begun();
    const session = await signIn();
    await add({ ...IRIS, naam: 'Sem', adres: 'sem@mage.example' });
    await stop();
    expect(await reads(session)).toBe(true);
  });

  it('and was ended, gets no session from before back when they are let in anew', async () => {
    const { signIn, add, stop, reads } = await begun();
    await add();
    const session = await signIn();
    expect(await reads(session)).toBe(true);
    await stop();
    await add();
    expect(await reads(session)).toBe(false);
    expect(await reads(await signIn())).toBe(true);
  });

  it('before they were put on the list for the first time, goes on, as a beheerder does who adds herself', async () => {
    const { signIn, add, reads } = await begun();
    const session = await signIn();
    await add();
    expect(await reads(session)).toBe(true);
  });

  it('and stood in until a day that is past, is out once they are ended after it', async () => {
    const { loket, beheerder, signIn, add, stop, submit, passes, back, reads } = await begun();
    await add({ ...IRIS, tot: '2025-09-09' });
    expect(textsOf(await loket.get(PAGE, beheerder), 'h2')).not.toContain('Klaar met invallen');
    passes('2025-09-10T09:00:00Z');
    // The day is of the list alone: an issuer may say that somebody goes on.
    const session = await signIn();
    expect(await reads(session)).toBe(true);
    const own = await loket.signedIn(GEMEENTE, { since: new Date('2025-09-10T09:00:00Z') });
    const page = await loket.get(PAGE, own);
    expect(textsOf(page, 'section').find((text) => text.startsWith('Klaar met invallen'))).toMatch(
      /Iris Inval.*9 september 2025 Stop$/,
    );
    const wie = documentOf(page).querySelector('tbody button')?.getAttribute('value') ?? '';
    expect((await submit(`${PAGE}/link`, { wie }, own)).statusCode).toBe(404);
    await stop(own);
    expect((await back()).statusCode).toBe(403);
    expect(await reads(session)).toBe(false);
    const after = await loket.get(PAGE, own);
    expect(textsOf(after, 'tbody button')).toEqual([]);
    expect(textsOf(after, 'section').at(-1)).toMatch(/^Gestopt.*Iris Inval/);
  });

  it('goes on with a session that holds no address, as one of before it did', async () => {
    const { loket, add, stop, reads } = await begun();
    await add();
    await stop();
    expect(await reads(await loket.signedIn('mage-0907', { scopes: OF_IRIS.scopes as never }))).toBe(true);
  });
});

describe('a session for an organisation that was shut out', () => {
  const SCHOOL = 'taalschool-0907';

  /** Two sessions that begin now, of the partner and of its gemeente, and what time it is. */
  const signedIn = async () => {
    const hub = hubInMemory(() => ({}));
    let now = NOW;
    const passes = (): void => {
      now = new Date(now.getTime() + MINUTE_MS);
    };
    const loket = trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined } });
    /** Asks the table anew, as another instance of the function does, and as one does after five seconds. */
    const reads = async (cookie: string, path = INBOX): Promise<boolean> =>
      (await trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined } }).get(path, cookie))
        .statusCode === 200;
    return { hub, loket, passes, reads, now: () => now, session: await loket.signedIn(SCHOOL) };
  };

  it('by its gemeente, counts no more when that lets it in again, and one from afterwards does', async () => {
    const { loket, passes, reads, now, session } = await signedIn();
    const desk = await loket.signedIn(GEMEENTE);
    const home = below(PATHS.partners);
    expect(await reads(session)).toBe(true);
    passes();
    await loket.submit(home, `${home}/stilzetten`, { partner: 'taalschool', reden: 'misbruik' }, desk);
    expect(await reads(session)).toBe(false);
    passes();
    await loket.submit(home, `${home}/taalschool/toelaten`, {}, desk);
    passes();
    expect(await reads(session)).toBe(false);
    expect(await reads(await loket.signedIn(SCHOOL, { since: now() }))).toBe(true);
    // Of another organisation nothing ended.
    expect(await reads(desk, home)).toBe(true);
  });

  it('by an operator, counts no more when that lets it in again, and one from afterwards does', async () => {
    const { hub, loket, passes, reads, now, session } = await signedIn();
    const admissions = createAdmissions(hub.table, () => now().getTime());
    passes();
    await admissions.shutOut(SCHOOL, 'beheer');
    expect(await reads(session)).toBe(false);
    passes();
    await admissions.letIn(SCHOOL);
    passes();
    expect(await reads(session)).toBe(false);
    expect(await reads(await loket.signedIn(SCHOOL, { since: now() }))).toBe(true);
  });

  it('goes on when a token of it was shut out that is not its own', async () => {
    const { hub, passes, reads, now, session } = await signedIn();
    passes();
    await createAdmissions(hub.table, () => now().getTime()).shutOut(SCHOOL, 'beheer', 'jti-1');
    expect(await reads(session)).toBe(true);
  });
});
