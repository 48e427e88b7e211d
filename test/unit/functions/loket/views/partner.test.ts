import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createKanalen } from '../../../../../adapters/table/kanalen.ts';
import { createPostvak } from '../../../../../adapters/table/postvak/postvak.ts';
import { createReplies } from '../../../../../adapters/table/postvak/replies.ts';
import { createZaken } from '../../../../../adapters/table/zaken.ts';
import type { Gemeentecode, ZaakId } from '../../../../../contracts/base-types.ts';
import { toVerwerking } from '../../../../../domain/logboek/view.ts';
import { PATHS } from '../../../../../functions/loket/paths.ts';
import { koppeling } from '../../../domain/support.ts';
import { inbound } from '../../berichten.ts';
import type { HubInMemory } from '../../hub-in-memory.ts';
import { below, documentOf, started, textsOf, trialLoket, WEBHOOK } from '../support.ts';

const GEMEENTE = 'gemeente-0907';

let hub: HubInMemory;
beforeAll(async () => {
  ({ hub } = await started());
});

describe('a partner', () => {
  it('reads what lies ready as a card in plain words, and confirms it by the form on the card', async () => {
    const own = await started();
    const cookie = await own.loket.signedIn('mage-0907');
    const before = await own.loket.get('/loket/postvak', cookie);
    const titles = textsOf(before, 'article h2');
    expect(titles[0]).toMatch(/^(Er komt één persoon|Er komt een gezin van)/);
    const action = documentOf(before).querySelector('article form')?.getAttribute('action') ?? '';
    const seen = await own.loket.submit('/loket/postvak', below(action), {}, cookie);
    expect([seen.statusCode, seen.headers?.['Location']]).toEqual([303, `${PATHS.inbox}?gedaan=gezien`]);
    const after = await own.loket.get('/loket/postvak', cookie, { gedaan: 'gezien' });
    expect(textsOf(after, 'article h2')).toHaveLength(titles.length - 1);
    expect(textsOf(after, '[role=status]')[0]).toContain('gezien');
    const zaakPage = await own.loket.get(`/loket/zaken/${own.zaak}`, await own.loket.signedIn(GEMEENTE));
    expect(textsOf(zaakPage, 'tbody tr').filter((row) => row.startsWith('Kringloopwinkel MaGe'))[0]).toMatch(
      /gezien$/,
    );
  });

  it('is known to its gemeente by the person who confirmed, took up and read, and by no name', async () => {
    const own = await started();
    const MEDEWERKER = '0f8e2c41-6a1d-8f53-9b27-3c5d7e9f1a2b';
    const cookie = await own.loket.signedIn('taalschool-0907', { medewerker: MEDEWERKER, naam: 'Merknaam' });
    const page = await own.loket.get('/loket/postvak', cookie);
    const [up] = [...documentOf(page).querySelectorAll('article form')]
      .map((form) => form.getAttribute('action') ?? '')
      .filter((action) => action.endsWith('opgepakt'));
    expect((await own.loket.submit('/loket/postvak', below(up ?? ''), {}, cookie)).statusCode).toBe(303);
    const read = own.loket.logboek.all().map(({ verwerking }) => JSON.parse(verwerking).party);
    expect(read.length).toBeGreaterThan(0);
    expect(new Set(read.map((party) => party?.medewerker))).toEqual(new Set([MEDEWERKER]));
    const { processings } = await createZaken(own.hub.table, own.hub.pseudonyms).logged(
      own.zaak as ZaakId,
      '0907' as Gemeentecode,
    );
    const byPerson = processings.filter(({ party }) => party?.medewerker === MEDEWERKER);
    expect(byPerson.map(({ name, party }) => [name, party?.role])).toEqual([
      ['bericht bevestigen', 'ontvanger'],
      ['antwoord van een partner vastleggen', 'bron'],
    ]);
    expect(byPerson.map((one) => toVerwerking(one).wie)).toEqual([
      {
        rol: 'ontvanger',
        organisatie: 'Taalschool Nederlands de Baas',
        sleutel: 'taalschool-0907',
        medewerker: MEDEWERKER,
      },
      {
        rol: 'bron',
        organisatie: 'Taalschool Nederlands de Baas',
        sleutel: 'taalschool-0907',
        medewerker: MEDEWERKER,
      },
    ]);
    const zaakPage = await own.loket.get(`/loket/zaken/${own.zaak}`, await own.loket.signedIn(GEMEENTE));
    const row = textsOf(zaakPage, 'tbody tr').find((text) =>
      text.startsWith('Taalschool Nederlands de Baas'),
    );
    expect(row).toContain('gezien door medewerker 0f8e2c41');
    expect(textsOf(zaakPage, 'li p').join()).toContain('volgens een partner, medewerker 0f8e2c41');
    expect(`${zaakPage.body}${JSON.stringify(processings)}${JSON.stringify(own.loket.log)}`).not.toContain(
      'Merknaam',
    );
  });

  it('of which a message lies ready again is waited for anew, whoever confirmed it before', async () => {
    const own = await started();
    const postvak = createPostvak(own.hub.table);
    const { items } = await postvak.list('0907/mage', { places: ['klaargezet'], max: 1 });
    const { id = '' } = JSON.parse(String(items[0]?.tekst));
    const found = async () => {
      const item = await postvak.find('0907/mage', id);
      if (item === undefined) throw new Error('no such message');
      return item;
    };
    await postvak.confirm(await found(), new Date('2025-09-09T09:00:00Z'), 'iemand');
    expect((await found()).bevestigdDoor).toBe('iemand');
    await postvak.redeliver(await found(), 'nog eens', new Date('2025-09-09T10:00:00Z'));
    expect(await found()).not.toHaveProperty('bevestigdDoor');
  });

  it('sees seven cards at once, and that there is more', async () => {
    const own = await started();
    const postvak = createPostvak(own.hub.table);
    const { items } = await postvak.list('0907/mage', { places: ['klaargezet'], max: 1 });
    const [item] = items;
    if (item?.tekst === undefined) throw new Error('nothing lies ready');
    const { tekst } = item;
    const many = Array.from({ length: 25 }, () => {
      const id = randomUUID();
      return { ...item, tekst: tekst.replace(/"id":"[^"]+"/, `"id":"${id}"`) };
    });
    const full = trialLoket(own.hub, {
      postvak: {
        ...postvak,
        list: async (_kanaal, { places = [], max = 0 } = {}) =>
          places.includes('klaargezet')
            ? { items: many.slice(0, max), meer: max < many.length }
            : { items: [], meer: false },
      },
    });
    const page = await full.get('/loket/postvak', await full.signedIn('mage-0907'));
    expect(textsOf(page, 'article')).toHaveLength(7);
    expect(textsOf(page, 'main').join()).toContain('Er ligt nog meer klaar');
    expect(Buffer.byteLength(page.body)).toBeLessThan(50_000);
  });

  it('of which the queue is never read chooses to read here in one click, and what went to the queue goes along', async () => {
    const own = await started();
    const cookie = await own.loket.signedIn('balk-0907');
    const before = await own.loket.get('/loket/postvak', cookie);
    expect(textsOf(before, 'h1')).toEqual(['Wilt u uw berichten hier lezen?']);
    expect(textsOf(before, 'article')).toEqual([]);
    const chosen = await own.loket.submit('/loket/postvak', '/loket/postvak/hier', {}, cookie);
    expect([chosen.statusCode, chosen.headers?.['Location']]).toEqual([303, `${PATHS.inbox}?gedaan=hier`]);
    const { basisdeur } = await createKanalen(own.hub.table).settings('0907/balk');
    expect(basisdeur).toBe('ophalen');
    expect(own.loket.deliveryQueue.offers.map(({ job }) => job.soort)).toEqual(['kanaal', 'herlevering']);
    // A second click while the first is carried out asks for nothing more.
    const again = await own.loket.submit('/loket/postvak', '/loket/postvak/opnieuw', {}, cookie);
    expect(again.statusCode).toBe(303);
    expect(own.loket.deliveryQueue.offers).toHaveLength(2);
    const after = await own.loket.get('/loket/postvak', cookie, { gedaan: 'hier' });
    expect(textsOf(after, '[role=status]')[0]).toContain('U leest uw berichten nu hier');
  });

  it('of which a programme gets the messages is told so, and can choose nothing here', async () => {
    const programme = trialLoket(hub, {
      kanalen: {
        ...createKanalen(hub.table),
        settings: async () => ({ basisdeur: 'wachtrij', abonnementen: [WEBHOOK] }),
      },
    });
    const page = await programme.get('/loket/postvak', await programme.signedIn('balk-0907'));
    expect(textsOf(page, 'main p').join(' ')).toContain('een webhook');
    expect(textsOf(page, 'main button')).toEqual([]);
  });

  it('that got a webhook after its page was shown keeps that as its door', async () => {
    const own = await started();
    const cookie = await own.loket.signedIn('balk-0907');
    const page = await own.loket.get('/loket/postvak', cookie);
    const kenmerk = documentOf(page).querySelector('input[name=kenmerk]')?.getAttribute('value') ?? '';
    const kanalen = createKanalen(own.hub.table);
    const later = trialLoket(own.hub, {
      kanalen: { ...kanalen, settings: async () => ({ basisdeur: 'wachtrij', abonnementen: [WEBHOOK] }) },
    });
    expect((await later.post('/loket/postvak/hier', { kenmerk }, cookie)).statusCode).toBe(303);
    expect((await kanalen.settings('0907/balk')).basisdeur).toBe('wachtrij');
    expect(later.deliveryQueue.offers).toEqual([]);
  });

  it('cannot confirm a message of another partner, and neither can a gemeente', async () => {
    const own = await started();
    const page = await own.loket.get('/loket/postvak', await own.loket.signedIn('mage-0907'));
    const action = below(documentOf(page).querySelector('article form')?.getAttribute('action') ?? '');
    const school = await own.loket.signedIn('taalschool-0907');
    expect((await own.loket.submit('/loket/postvak', action, {}, school)).statusCode).toBe(404);
    const gemeente = await own.loket.signedIn(GEMEENTE);
    expect((await own.loket.submit('/loket/zaken', action, {}, gemeente)).statusCode).toBe(404);
    expect(
      textsOf(await own.loket.get('/loket/postvak', await own.loket.signedIn('mage-0907')), 'article h2'),
    ).toEqual(textsOf(page, 'article h2'));
  });
});

/** The pages of a partner that said something of so many messages, each a minute after the one before. */
const withMany = async (hub: HubInMemory, count: number, { isKept = true } = {}) => {
  const postvak = createPostvak(hub.table);
  const lists = await Promise.all(
    (['klaargezet', 'bevestigd'] as const).map((place) =>
      postvak.list('0907/mage', { places: [place], max: 1 }),
    ),
  );
  const listed = lists.flatMap(({ items }) => items)[0]?.tekst;
  const item = await postvak.find('0907/mage', JSON.parse(listed ?? '{}').id);
  if (item?.tekst === undefined) throw new Error('nothing lies ready');
  const { tekst } = item;
  const { tekst: _, ...rest } = { ...item, plek: 'klaargezet' as const };
  const replies = createReplies(hub.table);
  const berichten = Array.from({ length: count }, (_, at) => ({
    id: `7d1c9e58-3f27-4f5b-9c0a-${String(at).padStart(12, '0')}`,
    volgnummer: 100 + at,
    tijdstip: `2025-09-09T10:${String(at).padStart(2, '0')}:00.000Z`,
  }));
  for (const { id, volgnummer, tijdstip } of berichten)
    await replies.say(
      { ...item, id, volgnummer },
      volgnummer % 3 === 0
        ? { wat: 'lukt-niet', reden: 'geen-plek', tijdstip }
        : { wat: 'opgepakt', tijdstip },
    );
  const find: typeof postvak.find = async (kanaal, id) => {
    const found = berichten.find((one) => one.id === id);
    if (found === undefined) return postvak.find(kanaal, id);
    const own = { ...rest, id, volgnummer: found.volgnummer };
    return isKept ? { ...own, tekst: tekst.replace(/"id":"[^"]+"/, `"id":"${id}"`) } : own;
  };
  const loket = trialLoket(hub, { postvak: { ...postvak, find } });
  return { loket };
};

describe('what a partner does with a message', () => {
  /** Its inbox, with a form of each button on a card, and what its gemeente reads. */
  const withInbox = async () => {
    const own = await started();
    const cookie = await own.loket.signedIn('mage-0907');
    const desk = await own.loket.signedIn(GEMEENTE);
    const inbox = () => own.loket.get('/loket/postvak', cookie);
    const press = async (button: string, form: Readonly<Record<string, string>> = {}) => {
      const found = [...documentOf(await inbox()).querySelectorAll('article form')].find(
        (one) => one.querySelector('button')?.textContent === button,
      );
      if (found === undefined) throw new Error(`no button ${button}`);
      return own.loket.submit('/loket/postvak', below(found.getAttribute('action') ?? ''), form, cookie);
    };
    const day = () => own.loket.get('/loket/vandaag', desk);
    const declined = async () => textsOf(await day(), '[aria-label="Lukt een partner niet"] tbody tr');
    const zaakPage = () => own.loket.get(`/loket/zaken/${own.zaak}`, desk);
    return { ...own, cookie, desk, inbox, press, day, declined, zaakPage };
  };

  it('is said by the buttons of its card, stands on the day list of the gemeente, and can be said anew', async () => {
    const { inbox, press, declined, zaakPage } = await withInbox();
    const ready = textsOf(await inbox(), 'article h2').length;
    const said = await press('Lukt niet', { reden: 'niet-bereikbaar' });
    expect([said.statusCode, said.headers?.['Location']]).toEqual([303, `${PATHS.inbox}?gedaan=lukt-niet`]);
    const after = await inbox();
    // It is still there to say something else of it, and it is no longer among what lies ready.
    expect(textsOf(after, 'article h2')).toHaveLength(ready);
    expect(textsOf(after, 'section article')).toHaveLength(1);
    expect(textsOf(after, 'section article')[0]).toContain('U zei: lukt niet: “wij krijgen geen contact”');
    expect(textsOf(after, 'section article button')).toEqual(['Opgepakt', 'Lukt niet']);
    const [row] = await declined();
    expect(row).toMatch(/^Kringloopwinkel MaGe ?Zaak [0-9a-f]{8} ?“wij krijgen geen contact”.* Afgehandeld$/);
    expect(
      textsOf(await zaakPage(), 'tbody tr').filter((one) => one.startsWith('Kringloopwinkel MaGe'))[0],
    ).toContain('gezien; lukt niet: “wij krijgen geen contact”');
  });

  it('replaces what shows, while the story of the zaak keeps everything that was said', async () => {
    const own = await withInbox();
    await own.press('Lukt niet', { reden: 'geen-plek' });
    const section = documentOf(await own.inbox()).querySelector('section article');
    const takeUp = below(section?.querySelector('form')?.getAttribute('action') ?? '');
    expect((await own.loket.submit('/loket/postvak', takeUp, {}, own.cookie)).headers?.['Location']).toBe(
      `${PATHS.inbox}?gedaan=opgepakt`,
    );
    expect(textsOf(await own.inbox(), 'section article')[0]).toContain('U zei: opgepakt');
    expect(textsOf(await own.inbox(), 'section article button')).toEqual(['Lukt niet']);
    expect(await own.declined()).toEqual([]);
    const page = await own.zaakPage();
    expect(textsOf(page, 'h3')).toEqual(
      expect.arrayContaining(['Kringloopwinkel MaGe kan dit niet doen', 'Kringloopwinkel MaGe pakt dit op']),
    );
    expect(textsOf(page, 'tbody tr').filter((one) => one.startsWith('Kringloopwinkel MaGe'))[0]).toContain(
      'gezien; opgepakt',
    );
    const { processings } = await own.hub.zaken.logged(own.zaak as never, '0907' as never);
    expect(processings.filter(({ name }) => name === 'antwoord van een partner vastleggen')).toMatchObject([
      { party: { role: 'bron', key: 'mage-0907' }, fields: ['antwoord', 'reden'] },
      { party: { role: 'bron', key: 'mage-0907' }, fields: ['antwoord'] },
    ]);
  });

  it('stands on a page of its own, what was said last first, page by page', async () => {
    const { hub, press, inbox, loket: before, cookie } = await withInbox();
    const none = await before.get('/loket/postvak/antwoorden', cookie);
    expect(textsOf(none, 'main').join()).toContain('U heeft nog niets gezegd over een bericht.');
    await press('Lukt niet', { reden: 'geen-plek' });
    expect(textsOf(await inbox(), 'main a')).toContain('Alles wat u heeft gezegd');
    const { loket } = await withMany(hub, 17);
    const seen: string[] = [];
    for (let query: Readonly<Record<string, string>> | undefined = {}; query !== undefined; ) {
      const page = await loket.get('/loket/postvak/antwoorden', cookie, query);
      expect(page.statusCode).toBe(200);
      expect(textsOf(page, 'article').length).toBeLessThanOrEqual(7);
      expect(Buffer.byteLength(page.body)).toBeLessThan(50_000);
      seen.push(...textsOf(page, 'article p').filter((text) => text.startsWith('U zei')));
      const next = [...documentOf(page).querySelectorAll('main a')]
        .find((one) => one.textContent === 'Volgende bladzijde')
        ?.getAttribute('href');
      query = next ? Object.fromEntries(new URLSearchParams(next.split('?')[1])) : undefined;
    }
    expect(seen).toHaveLength(18);
    // The moments that are said of them go back, through both lists.
    const moments = seen.slice(0, 17).map((text) => /\d\d:\d\d/.exec(text)?.[0]);
    expect(moments).toEqual(Array.from({ length: 17 }, (_, at) => `12:${String(16 - at).padStart(2, '0')}`));
    expect(textsOf(await loket.get('/loket/postvak', cookie), 'section article')).toHaveLength(3);
  });

  it('is shown as long as the content of its message is kept, and after that in one line', async () => {
    const { hub, cookie } = await withInbox();
    const { loket } = await withMany(hub, 2, { isKept: false });
    const page = await loket.get('/loket/postvak/antwoorden', cookie);
    expect(textsOf(page, 'article')).toEqual([]);
    expect(
      textsOf(page, 'main p').filter((text) => text.startsWith('Over een bericht dat niet')),
    ).toHaveLength(2);
    expect((await loket.get('/loket/postvak', cookie)).statusCode).toBe(200);
    for (const na of ['<x>', '-', '#', '.', '2026-01-01T12:00:00Z#']) {
      expect([na, (await loket.get('/loket/postvak/antwoorden', cookie, { na })).statusCode]).toEqual([
        na,
        400,
      ]);
    }
    const beyond = '2020-01-01T12:00:00.000Z#3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a#1';
    const last = await loket.get('/loket/postvak/antwoorden', cookie, { na: beyond });
    expect(textsOf(last, 'main').join()).not.toContain('nog niets gezegd');
  });

  it('goes from the day list when the gemeente saw to it, which the story tells', async () => {
    const { press, declined, day, desk, loket, zaakPage, inbox } = await withInbox();
    await press('Lukt niet', { reden: 'gegevens-kloppen-niet' });
    const form = documentOf(await day()).querySelector('[aria-label="Lukt een partner niet"] form');
    const gezien = form?.querySelector('[name=gezien]')?.getAttribute('value') ?? '';
    const settle = () =>
      loket.submit('/loket/vandaag', below(form?.getAttribute('action') ?? ''), { gezien }, desk);
    const settled = await settle();
    expect([settled.statusCode, settled.headers?.['Location']]).toEqual([
      303,
      `${PATHS.day}?gedaan=afgehandeld`,
    ]);
    expect(await declined()).toEqual([]);
    expect(
      textsOf(await loket.get('/loket/vandaag', desk, { gedaan: 'afgehandeld' }), '[role=status]')[0],
    ).toContain('afgehandeld');
    expect(textsOf(await zaakPage(), 'h3')).toContain('Afgehandeld: wat Kringloopwinkel MaGe niet kan doen');
    expect(textsOf(await inbox(), 'section article')[0]).toContain('afgehandeld op');
    // A second click finds it settled, as the first one wanted.
    expect((await settle()).headers?.['Location']).toBe(`${PATHS.day}?gedaan=afgehandeld`);
  });

  it('stays on the day list when its partner says something else before the button of an older page is pressed', async () => {
    const { press, declined, day, desk, loket } = await withInbox();
    await press('Lukt niet', { reden: 'geen-plek' });
    const form = documentOf(await day()).querySelector('[aria-label="Lukt een partner niet"] form');
    const seen = form?.querySelector('[name=gezien]')?.getAttribute('value') ?? '';
    const before = await declined();
    // What the page showed was said earlier than what stands there now.
    const { headers } = await loket.submit(
      '/loket/vandaag',
      below(form?.getAttribute('action') ?? ''),
      { gezien: `${seen.split(' ')[0]} 2025-06-20T00:00:00.000Z` },
      desk,
    );
    expect(headers?.['Location']).toBe(`${PATHS.day}?gedaan=anders`);
    expect(await declined()).toEqual(before);
    const after = await loket.get('/loket/vandaag', desk, { gedaan: 'anders' });
    expect(textsOf(after, '[role=status]')[0]).toContain('Er is niets afgehandeld');
  });

  it('goes from the day list when its partner hears that it is over', async () => {
    const { press, declined, hub, inbox } = await withInbox();
    await press('Lukt niet', { reden: 'geen-plek' });
    expect(await declined()).toHaveLength(1);
    const { koppelingId, gemeentecode } = koppeling();
    await hub.process([
      inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-09-08T12:00:00Z', {
        koppelingId,
        versie: 2,
        gemeentecode,
        reden: 'vertrokken',
      }),
    ]);
    expect(await declined()).toEqual([]);
    expect(textsOf(await inbox(), 'section article')).toEqual([]);
  });

  it('is erased with the person', async () => {
    const { press, hub, zaak } = await withInbox();
    await press('Lukt niet', { reden: 'geen-plek' });
    const school = await hub.table.partition(`POSTVAK#${zaak}`, 'POST#0907/taalschool#');
    const trial = trialLoket(hub);
    const cookie = await trial.signedIn('taalschool-0907');
    const action = `/loket/postvak/${String(school[0]?.['berichtId'])}/opgepakt`;
    expect((await trial.submit('/loket/postvak', action, {}, cookie)).statusCode).toBe(303);
    const kept = () => hub.table.alles().filter(({ pk }) => pk.startsWith('ANTWOORD#'));
    expect(kept()).toHaveLength(2);
    await hub.erase(zaak as never, '0907' as never);
    expect(kept()).toEqual([]);
  });

  it('is not said without a reason, nor of a message of another partner', async () => {
    const { press, loket, inbox, declined } = await withInbox();
    expect((await press('Lukt niet')).statusCode).toBe(400);
    const form = documentOf(await inbox()).querySelectorAll('article form')[1];
    const action = below(form?.getAttribute('action') ?? '');
    expect(action).toMatch(/opgepakt$/);
    const school = await loket.signedIn('taalschool-0907');
    expect((await loket.submit('/loket/postvak', action, {}, school)).statusCode).toBe(404);
    expect(await declined()).toEqual([]);
    expect(textsOf(await inbox(), 'section article')).toEqual([]);
  });
});
