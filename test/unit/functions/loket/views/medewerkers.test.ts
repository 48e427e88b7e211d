import { describe, expect, it } from 'vitest';
import { createLinkMails } from '../../../../../adapters/table/link-mails.ts';
import { createMedewerkers } from '../../../../../adapters/table/medewerkers.ts';
import type { Gemeentecode } from '../../../../../contracts/base-types.ts';
import { PATHS } from '../../../../../functions/loket/paths.ts';
import { type HubInMemory, hubInMemory } from '../../hub-in-memory.ts';
import { below, cookiesOf, documentOf, NOW, type TrialLoket, textsOf, trialLoket } from '../support.ts';

/** Who may speak for whom as data: the list of a gemeente, and signing in by a link from a mail. */

const GEMEENTE = 'gemeente-0907';
const PAGE = below(PATHS.medewerkers);
const BEHEERDER = 'b3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a2b';
const MAGE = { naam: 'Merel Merknaam', adres: 'Merel@MaGe.example', organisatie: 'mage-0907' };

const begun = async (own: Parameters<typeof trialLoket>[1] = {}) => {
  const hub = hubInMemory(() => ({}));
  const loket = trialLoket(hub, own);
  const cookie = await loket.signedIn(GEMEENTE, { medewerker: BEHEERDER });
  return { hub, loket, cookie };
};

const add = (loket: TrialLoket, cookie: string, form: Readonly<Record<string, string>> = MAGE) =>
  loket.submit(PAGE, PAGE, form, cookie);

const linkIn = ({ mails }: TrialLoket): URL => {
  const text = mails.at(-1)?.text ?? '';
  return new URL(/https:\S+\?k=\S+/.exec(text)?.[0] ?? 'https://none.example');
};

/** Opens the last link that was mailed, as a browser does: with the cookie that it is given, and the field of the form. */
const opened = async (loket: TrialLoket, link = linkIn(loket)) => {
  const page = await loket.get(below(link.pathname), undefined, Object.fromEntries(link.searchParams));
  const cookie = String(cookiesOf(page)[0]).split(';')[0] ?? '';
  const k = documentOf(page).querySelector('input[name=k]')?.getAttribute('value') ?? '';
  return { page, cookie, k };
};

const sessionOf = (answer: Awaited<ReturnType<TrialLoket['get']>>): string =>
  cookiesOf(answer)
    .map((cookie) => cookie.split(';')[0] ?? '')
    .find((cookie) => cookie.startsWith('loket=')) ?? '';

const signIn = async (loket: TrialLoket): Promise<string> => {
  const { cookie, k } = await opened(loket);
  return sessionOf(await loket.post('/loket/link', { k }, cookie));
};

const entriesOf = (hub: HubInMemory) =>
  createMedewerkers(hub.table, ['0907' as Gemeentecode]).list('0907' as Gemeentecode);

/** The value of the button with this text in the row of somebody. */
const buttonOf = async (loket: TrialLoket, cookie: string, text: 'Stop' | 'Stuur link'): Promise<string> =>
  [...documentOf(await loket.get(PAGE, cookie)).querySelectorAll('tbody button')]
    .find(({ textContent }) => textContent === text)
    ?.getAttribute('value') ?? '';

describe('a beheerder of a gemeente', () => {
  it('adds somebody, who gets a link, signs in with it and speaks for that partner', async () => {
    const { hub, loket, cookie } = await begun();
    const added = await add(loket, cookie);
    expect(added.headers?.['Location']).toBe(`${PATHS.medewerkers}?gedaan=uitgenodigd`);
    expect(loket.mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['Merel@MaGe.example', 'Uw link voor de Inburgeringshub'],
    ]);
    const session = await signIn(loket);
    const inbox = await loket.get('/loket/postvak', session);
    expect(inbox.statusCode).toBe(200);
    expect(inbox.body).toContain('Merel Merknaam, Kringloopwinkel MaGe');
    const [entry] = await entriesOf(hub);
    expect(entry).toMatchObject({ ...MAGE, isBeheerder: false, sinds: NOW.toISOString() });
    // Of a partner nobody manages the list, and no partner sees it.
    expect((await loket.get(PAGE, session)).statusCode).toBe(404);
  });

  it('reads to whom no mail comes, and what to do; of another address that is not said', async () => {
    const { hub, loket, cookie } = await begun();
    await add(loket, cookie);
    const text = async () => textsOf(await loket.get(PAGE, cookie), 'main').join();
    expect(await text()).not.toContain('komt niet aan');
    const [entry] = await entriesOf(hub);
    if (entry === undefined) throw new Error('nobody was added');
    const links = createLinkMails(hub.table);
    const comesBack = async () => {
      const mail = await links.read(entry);
      if (mail === undefined) throw new Error('no link went');
      await links.found(entry, mail, true, NOW);
    };
    await comesBack();
    const page = await loket.get(PAGE, cookie);
    expect(textsOf(page, 'tbody td')).toContain('Merel@MaGe.example (mail komt niet aan)');
    expect(textsOf(page, '[role=alert]')[0]).toContain(
      'Mail met een link komt niet aan bij: Merel Merknaam.',
    );
    // Somebody is another address once they are ended and added anew.
    await links.sent(entry, 'oud@mage.example', NOW);
    await comesBack();
    expect(await text()).not.toContain('komt niet aan');
  });

  it('is sent a link also when nobody can be told later whether it came back', async () => {
    const { loket, cookie } = await begun({
      linkMails: {
        sent: async () => {
          throw new Error('away');
        },
        returned: async () => new Map(),
      },
    });
    expect((await add(loket, cookie)).headers?.['Location']).toBe(`${PATHS.medewerkers}?gedaan=uitgenodigd`);
    expect(loket.mails).toHaveLength(1);
    expect(loket.log.map(([line]) => line)).toContain('link wordt niet nagezien');
    expect(JSON.stringify(loket.log)).not.toContain('mage.example');
  });

  it('lets somebody go in one click: their next request is nobody’s, and no link lets them in', async () => {
    const { hub, loket, cookie } = await begun();
    await add(loket, cookie);
    const session = await signIn(loket);
    await loket.submit(PAGE, `${PAGE}/link`, { wie: await buttonOf(loket, cookie, 'Stuur link') }, cookie);
    const later = await opened(loket);
    const ended = await loket.submit(
      PAGE,
      `${PAGE}/beeindigen`,
      { wie: await buttonOf(loket, cookie, 'Stop') },
      cookie,
    );
    expect(ended.headers?.['Location']).toBe(`${PATHS.medewerkers}?gedaan=gestopt`);
    expect((await loket.get('/loket/postvak', session)).headers?.['Location']).toBe(PATHS.start);
    expect((await loket.post('/loket/link', { k: later.k }, later.cookie)).statusCode).toBe(403);
    const sent = loket.mails.length;
    await loket.post('/loket/link/vragen', { adres: MAGE.adres });
    expect(loket.mails).toHaveLength(sent);
    expect((await entriesOf(hub))[0]?.beeindigdOp).toBe(NOW.toISOString());
    // Who comes back is the same person in the logbook.
    const [before] = await entriesOf(hub);
    await add(loket, cookie);
    const after = await entriesOf(hub);
    expect(after.map(({ id, beeindigdOp }) => [id, beeindigdOp])).toEqual([[before?.id, undefined]]);
  });

  it('leaves in the logbook and the log who let in and ended whom, by ids alone', async () => {
    const { hub, loket, cookie } = await begun();
    await add(loket, cookie);
    await loket.submit(PAGE, `${PAGE}/beeindigen`, { wie: await buttonOf(loket, cookie, 'Stop') }, cookie);
    const [entry] = await entriesOf(hub);
    const records = loket.logboek.all().map(({ verwerking }) => JSON.parse(verwerking));
    expect(records.map(({ activity, name, subject, party }) => [activity, name, subject, party])).toEqual(
      ['medewerker toelaten', 'medewerker beëindigen'].map((name) => [
        'toegang',
        name,
        { id: entry?.id, soort: 'medewerker' },
        { role: 'bron', key: GEMEENTE, medewerker: BEHEERDER },
      ]),
    );
    const written = JSON.stringify([loket.logboek.all(), loket.log]);
    expect(written).not.toMatch(/merel|mage\.example/i);
    expect(written).not.toContain(linkIn(loket).searchParams.get('k'));
  });

  it('changes nothing when the logbook cannot be written', async () => {
    const { hub, loket, cookie } = await begun({
      logboek: {
        write: async () => {
          throw Object.assign(new Error('away'), { name: 'ThrottlingException' });
        },
      },
    });
    expect((await add(loket, cookie)).statusCode).toBe(503);
    expect(await entriesOf(hub)).toEqual([]);
    expect(loket.mails).toEqual([]);
  });

  it('cannot end herself, so that somebody is left who manages the list', async () => {
    const { hub, loket, cookie } = await begun();
    await add(loket, cookie, {
      naam: 'Bas',
      adres: 'bas@gennep.example',
      organisatie: GEMEENTE,
      beheerder: 'ja',
    });
    const own = await signIn(loket);
    const wie = await buttonOf(loket, own, 'Stop');
    const answer = await loket.submit(PAGE, `${PAGE}/beeindigen`, { wie }, own);
    expect(answer.headers?.['Location']).toBe(`${PATHS.medewerkers}?gedaan=zelf`);
    expect((await entriesOf(hub))[0]).not.toHaveProperty('beeindigdOp');
  });

  it('leafs through a long list, of which nobody is left out or there twice, and which begins anew where its place is gone', async () => {
    const { hub, loket, cookie } = await begun();
    const list = createMedewerkers(hub.table, ['0907' as Gemeentecode]);
    const people = Array.from({ length: 95 }, (_, number) => `Persoon ${String(number).padStart(2, '0')}`);
    for (const [number, naam] of people.entries())
      await list.add({
        gemeentecode: '0907' as Gemeentecode,
        id: `b3c1d2e4-6a1d-4f53-9b27-3c5d7e9f1a${number + 10}`,
        organisatie: 'mage-0907',
        naam,
        adres: `persoon${number}@mage.example`,
        isBeheerder: false,
        sinds: NOW.toISOString(),
      });
    const seen: string[] = [];
    const counts: string[] = [];
    let query: Readonly<Record<string, string>> | undefined = {};
    while (query !== undefined) {
      const page = await loket.get(PAGE, cookie, query);
      seen.push(...textsOf(page, 'tbody th'));
      counts.push(...textsOf(page, 'main p').filter((text) => text.startsWith('U ziet')));
      const next = [...documentOf(page).querySelectorAll('main a')].find(
        ({ textContent }) => textContent === 'Volgende bladzijde',
      );
      const address = next?.getAttribute('href');
      query = address && Object.fromEntries(new URL(address, 'https://hub.example').searchParams);
      expect(address ?? '').not.toMatch(/persoon|mage\.example/i);
    }
    expect(seen).toEqual(people);
    expect(counts).toEqual([
      'U ziet 1 tot en met 40 van 95.',
      'U ziet 41 tot en met 80 van 95.',
      'U ziet 81 tot en met 95 van 95.',
    ]);
    const gone = await loket.get(PAGE, cookie, { na: 'niemand mage-0907' });
    expect(textsOf(gone, 'tbody th').slice(0, 1)).toEqual(['Persoon 00']);
  });

  it('sees for whom one person speaks alone, until a second is there', async () => {
    const { loket, cookie } = await begun();
    await add(loket, cookie);
    expect(textsOf(await loket.get(PAGE, cookie), '.utrecht-alert--info')[0]).toContain(
      'Kringloopwinkel MaGe',
    );
    await add(loket, cookie, { ...MAGE, naam: 'Sem', adres: 'sem@mage.example' });
    expect(textsOf(await loket.get(PAGE, cookie), '.utrecht-alert--info')).toEqual([]);
  });

  it('lets somebody in anew, to whom neither a session nor a link from before comes back', async () => {
    let now = NOW;
    const { loket, cookie } = await begun({ clock: { now: () => now, sleep: async () => undefined } });
    await add(loket, cookie);
    const session = await signIn(loket);
    await loket.submit(PAGE, `${PAGE}/link`, { wie: await buttonOf(loket, cookie, 'Stuur link') }, cookie);
    const old = linkIn(loket);
    now = new Date(now.getTime() + 1_000);
    await loket.submit(PAGE, `${PAGE}/beeindigen`, { wie: await buttonOf(loket, cookie, 'Stop') }, cookie);
    now = new Date(now.getTime() + 1_000);
    await add(loket, cookie);
    expect((await loket.get('/loket/postvak', session)).headers?.['Location']).toBe(PATHS.start);
    const before = await opened(loket, old);
    expect((await loket.post('/loket/link', { k: before.k }, before.cookie)).statusCode).toBe(403);
    expect((await loket.get('/loket/postvak', await signIn(loket))).statusCode).toBe(200);
  });

  it('lets somebody stand in for a colleague until a day, after which they are nobody', async () => {
    let now = NOW;
    const { hub, loket, cookie } = await begun({ clock: { now: () => now, sleep: async () => undefined } });
    await add(loket, cookie);
    const [merel] = await entriesOf(hub);
    const standIn = { ...MAGE, naam: 'Sem', adres: 'sem@mage.example', vervangt: merel?.id ?? '' };
    const undated = await add(loket, cookie, standIn);
    expect([undated.statusCode, textsOf(undated, '#tot-fout')]).toEqual([
      400,
      ['vul in tot en met welke dag iemand invalt'],
    ]);
    await add(loket, cookie, { ...standIn, tot: '2025-09-09' });
    const rows = textsOf(await loket.get(PAGE, cookie), 'tbody tr');
    expect(rows.find((row) => row.startsWith('Sem'))).toContain('vervangt Merel Merknaam, tot en met');
    const session = await signIn(loket);
    expect((await loket.get('/loket/postvak', session)).statusCode).toBe(200);
    now = new Date('2025-09-09T21:59:00Z');
    const late = await loket.signedIn('mage-0907', { since: now, medewerker: merel?.id ?? '', lijst: true });
    expect((await loket.get('/loket/postvak', late)).statusCode).toBe(200);
    const sem = (await entriesOf(hub)).find(({ naam }) => naam === 'Sem')?.id ?? '';
    now = new Date('2025-09-09T22:01:00Z');
    const after = await loket.signedIn('mage-0907', { since: now, medewerker: sem, lijst: true });
    expect((await loket.get('/loket/postvak', after)).headers?.['Location']).toBe(PATHS.start);
  });

  it('has the name of who stood in erased five years after that day, as of who is ended, and not of who goes on', async () => {
    let now = NOW;
    const { hub, loket, cookie } = await begun({ clock: { now: () => now, sleep: async () => undefined } });
    const expires = async () =>
      (await hub.table.partition('MEDEWERKER#0907')).map(
        ({ verlooptOp }) => verlooptOp && Number(verlooptOp),
      );
    const fiveYearsAfter = (day: string) => Date.parse(day) / 1000 + 5 * 366 * 24 * 3600;
    await add(loket, cookie, { ...MAGE, tot: '2025-09-20' });
    expect(await expires()).toEqual([fiveYearsAfter('2025-09-20')]);
    await loket.submit(PAGE, `${PAGE}/beeindigen`, { wie: await buttonOf(loket, cookie, 'Stop') }, cookie);
    expect(await expires()).toEqual([fiveYearsAfter(NOW.toISOString())]);
    now = new Date(NOW.getTime() + 60_000);
    await add(loket, cookie);
    expect(await expires()).toEqual([undefined]);
  });

  const WRONG = {
    'no name': [{ naam: '  ' }, 'naam'],
    'no address': [{ adres: 'merel' }, 'adres'],
    'an organisation of another gemeente': [{ organisatie: 'taalschool-9999' }, 'organisatie'],
    'a source': [{ organisatie: 'coa' }, 'organisatie'],
    'a day that is past': [{ tot: '2025-09-08' }, 'tot'],
    'a day that does not exist': [{ tot: '2025-02-30' }, 'tot'],
    'a colleague who is not there': [{ vervangt: BEHEERDER, tot: '2025-12-01' }, 'vervangt'],
  } as const;
  it.each(Object.entries(WRONG))(
    'is told beside the field of %s, and nobody is added',
    async (_, [form, field]) => {
      const { hub, loket, cookie } = await begun();
      const answer = await add(loket, cookie, { ...MAGE, ...form });
      expect(answer.statusCode).toBe(400);
      expect(textsOf(answer, `#${field}-fout`)[0]).toMatch(/\S/);
      expect(documentOf(answer).querySelector(`#${field}`)?.getAttribute('aria-invalid')).toBe('true');
      expect(await entriesOf(hub)).toEqual([]);
    },
  );

  it('adds nobody twice for one organisation, however the address is typed', async () => {
    const { loket, cookie } = await begun();
    await add(loket, cookie);
    const again = await add(loket, cookie, { ...MAGE, adres: ' merel@mage.EXAMPLE ' });
    expect(textsOf(again, '#adres-fout')).toEqual(['staat al op de lijst']);
    const other = await add(loket, cookie, { ...MAGE, organisatie: 'balk-0907' });
    expect(other.statusCode).toBe(303);
  });
});

describe('the list of a gemeente', () => {
  const READERS = [
    ['a colleague without that right', GEMEENTE, ['zaken:lezen', 'abonnementen:beheren'], 403],
    ['a partner', 'mage-0907', undefined, 404],
    ['who operates the hub', 'beheer', undefined, 404],
  ] as const;
  it.each(READERS)('is not for %s', async (_, organisatie, scopes, status) => {
    const { loket } = await begun();
    const reader = await loket.signedIn(organisatie, scopes === undefined ? {} : { scopes });
    expect((await loket.get(PAGE, reader)).statusCode).toBe(status);
    const home = await loket.get('/loket', reader);
    const page = await loket.get(below(home.headers?.['Location'] as string), reader);
    expect(textsOf(page, 'nav a')).not.toContain('Medewerkers');
    for (const path of [PAGE, `${PAGE}/beeindigen`, `${PAGE}/link`]) {
      const kenmerk = documentOf(page).querySelector('input[name=kenmerk]')?.getAttribute('value') ?? '';
      expect((await loket.post(path, { ...MAGE, kenmerk }, reader)).statusCode).toBe(status);
    }
    expect(loket.mails).toEqual([]);
  });

  it('does not exist for the beheerder of another gemeente, who can end or invite nobody of it', async () => {
    const { hub, loket, cookie } = await begun();
    await add(loket, cookie);
    const other = await loket.signedIn('gemeente-9999');
    expect(textsOf(await loket.get(PAGE, other), 'main').join()).not.toContain('Merel');
    const wie = await buttonOf(loket, cookie, 'Stop');
    for (const path of [`${PAGE}/beeindigen`, `${PAGE}/link`])
      expect((await loket.submit(PAGE, path, { wie }, other)).statusCode).toBe(404);
    expect((await entriesOf(hub))[0]).not.toHaveProperty('beeindigdOp');
  });

  it('gives a colleague of the gemeente its pages, and to manage the list only as a beheerder', async () => {
    const { loket, cookie } = await begun();
    await add(loket, cookie, { naam: 'Cas', adres: 'cas@gennep.example', organisatie: GEMEENTE });
    const session = await signIn(loket);
    expect((await loket.get('/loket/vandaag', session)).statusCode).toBe(200);
    expect((await loket.get(PAGE, session)).statusCode).toBe(403);
  });
});

describe('a link', () => {
  it('that is opened signs nobody in, also when a programme opens it first', async () => {
    const { loket, cookie } = await begun();
    await add(loket, cookie);
    for (let times = 0; times < 3; times++) {
      const { page } = await opened(loket);
      expect(page.statusCode).toBe(200);
      expect(sessionOf(page)).toBe('');
      expect(page.headers?.['Referrer-Policy']).toBe('strict-origin');
    }
    expect(await signIn(loket)).not.toBe('');
  });

  it('works once', async () => {
    const { loket, cookie } = await begun();
    await add(loket, cookie);
    const { cookie: own, k } = await opened(loket);
    const answers = await Promise.all([1, 2].map(() => loket.post('/loket/link', { k }, own)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 403]);
    expect((await loket.post('/loket/link', { k }, own)).statusCode).toBe(403);
  });

  it('is not used up by a press that fell, so that the next one signs in', async () => {
    const { hub, loket, cookie } = await begun();
    await add(loket, cookie);
    const { cookie: own, k } = await opened(loket);
    const list = createMedewerkers(hub.table, ['0907' as Gemeentecode]);
    let falls = true;
    const slow = trialLoket(hub, {
      medewerkers: {
        ...list,
        find: async (place) => {
          if (falls) throw Object.assign(new Error('too much'), { name: 'ThrottlingException' });
          return list.find(place);
        },
      },
    });
    expect((await slow.post('/loket/link', { k }, own)).statusCode).toBe(503);
    falls = false;
    expect(sessionOf(await slow.post('/loket/link', { k }, own))).not.toBe('');
    expect((await slow.post('/loket/link', { k }, own)).statusCode).toBe(403);
  });

  it('works for ten minutes', async () => {
    let now = NOW;
    const { loket, cookie } = await begun({ clock: { now: () => now, sleep: async () => undefined } });
    await add(loket, cookie);
    now = new Date(NOW.getTime() + 10 * 60_000 + 1);
    const { cookie: own, k } = await opened(loket);
    expect((await loket.post('/loket/link', { k }, own)).statusCode).toBe(403);
  });

  it('signs in nobody in a browser that did not open it, and nobody with a made up one', async () => {
    const { loket, cookie } = await begun();
    await add(loket, cookie);
    const { k } = await opened(loket);
    expect((await loket.post('/loket/link', { k })).statusCode).toBe(403);
    const other = await opened(loket, new URL('https://hub.example/v1/loket/link?k=verzonnen'));
    expect((await loket.post('/loket/link', { k }, other.cookie)).statusCode).toBe(403);
    expect((await loket.post('/loket/link', { k: 'verzonnen' }, other.cookie)).statusCode).toBe(403);
    expect((await loket.post('/loket/link', {}, other.cookie)).statusCode).toBe(403);
  });

  it('stands in the table as a digest alone', async () => {
    const { hub, loket, cookie } = await begun();
    await add(loket, cookie);
    expect(JSON.stringify(hub.table.alles())).not.toContain(linkIn(loket).searchParams.get('k'));
  });

  it('can be asked for anew, with the same answer for an address that nobody has', async () => {
    const slept: number[] = [];
    const { loket, cookie } = await begun({
      clock: { now: () => NOW, sleep: async (ms) => void slept.push(ms) },
    });
    await add(loket, cookie);
    const known = await loket.post('/loket/link/vragen', { adres: ' MEREL@mage.example' });
    const unknown = await loket.post('/loket/link/vragen', { adres: 'niemand@mage.example' });
    const wrong = await loket.post('/loket/link/vragen', { adres: 'geen adres' });
    expect([unknown, wrong]).toEqual([known, known]);
    expect(slept).toEqual([2000, 2000, 2000]);
    expect(loket.mails.map(({ to }) => to)).toEqual(['Merel@MaGe.example', 'Merel@MaGe.example']);
    expect(await signIn(loket)).not.toBe('');
  });

  it('is mailed to one person twenty times a day at most, and the answer stays the same', async () => {
    let minutes = 0;
    const { loket, cookie } = await begun({
      clock: { now: () => new Date(NOW.getTime() + minutes * 60_000), sleep: async () => undefined },
    });
    await add(loket, cookie);
    const answers = new Set<string>();
    for (; minutes < 25; minutes++)
      answers.add((await loket.post('/loket/link/vragen', { adres: MAGE.adres })).body);
    expect(answers.size).toBe(1);
    expect(loket.mails).toHaveLength(1 + 20);
  });

  it('is asked for by one network address no faster than its pace', async () => {
    const { loket } = await begun();
    const ask = async () => (await loket.post('/loket/link/vragen', { adres: MAGE.adres })).statusCode;
    const statuses: number[] = [];
    for (let times = 0; times < 11; times++) statuses.push(await ask());
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  });

  it('is answered for in the same words when no mail leaves', async () => {
    const { loket, cookie } = await begun({
      sendMail: async () => {
        throw Object.assign(new Error('merel@mage.example'), { name: 'TooManyRequestsException' });
      },
    });
    await add(loket, cookie);
    const known = await loket.post('/loket/link/vragen', { adres: MAGE.adres });
    expect(await loket.post('/loket/link/vragen', { adres: 'niemand@mage.example' })).toEqual(known);
    expect(JSON.stringify(loket.log)).not.toMatch(/merel/i);
  });

  it('cannot be asked for where no mail is sent, and the first page does not offer it', async () => {
    const { loket, cookie } = await begun({ sendMail: undefined });
    expect((await add(loket, cookie)).headers?.['Location']).toBe(`${PATHS.medewerkers}?gedaan=toegevoegd`);
    expect((await loket.post('/loket/link/vragen', { adres: MAGE.adres })).statusCode).toBe(404);
    expect(textsOf(await loket.get('/loket'), 'button')).toEqual([]);
    expect(textsOf(await loket.get(PAGE, cookie), 'tbody button')).toEqual(['Stop']);
  });
});
