import { describe, expect, it } from 'vitest';
import type { DueTermijn, Part } from '../../../../../adapters/table/lists/lists.ts';
import { createLists } from '../../../../../adapters/table/lists/lists.ts';
import { LISTS } from '../../../../../adapters/table/lists/names.ts';
import { gemeenteProfile } from '../../../../../domain/gemeenten/index.ts';
import { zaakPath, zakenPath } from '../../../../../functions/loket/paths.ts';
import { listZaak, settledOn, zaakNumber } from '../../shared/rest/resources/listed-zaken.ts';
import { below, documentOf, started, type TrialLoket, textsOf, trialLoket } from '../support.ts';

const GEMEENTE = 'gemeente-0907';
const PIP = 'TG07';

/** The pages as they are on a day. */
const onDay = async (day: string) => {
  const { hub, zaak } = await started();
  const now = new Date(`${day}T09:00:00Z`);
  const loket = trialLoket(hub, { clock: { now: () => now, sleep: async () => undefined } });
  return { hub, loket, zaak, cookie: await loket.signedIn(GEMEENTE, { since: now }) };
};

const rowsOf = (page: Awaited<ReturnType<TrialLoket['get']>>) => textsOf(page, 'tbody tr');

/** Follows an address as a link of a page has it. */
const follow = (loket: TrialLoket, address: string, cookie: string) => {
  const [path = '', query = ''] = address.split('?');
  return loket.get(below(path), cookie, Object.fromEntries(new URLSearchParams(query)));
};

const hrefOf = (page: Awaited<ReturnType<TrialLoket['get']>>, text: string): string => {
  const found = [...documentOf(page).querySelectorAll('main a')].find((one) => one.textContent === text);
  if (found === undefined) throw new Error(`no link ${text}`);
  return found.getAttribute('href') ?? '';
};

describe('the list of zaken', () => {
  it('has every zaak with the term that presses first, and keeps the search', async () => {
    const { loket, zaak, cookie } = await onDay('2025-10-15');
    const page = await loket.get('/loket/zaken', cookie);
    expect(page.statusCode).toBe(200);
    expect(textsOf(page, 'caption')).toEqual(['Alle lopende zaken']);
    expect(rowsOf(page)).toEqual([`Zaak ${zaak.slice(0, 8)}Leerbaarheidstoets afnemen15 oktober 2025`]);
    expect(hrefOf(page, `Zaak ${zaak.slice(0, 8)}`)).toBe(zaakPath(zaak));
    expect(documentOf(page).querySelector('#nummer')).not.toBeNull();
  });

  it('finds in one click, on the day list too, who has to have a PIP this month', async () => {
    const inMonth = await onDay('2025-10-01');
    await listZaak(inMonth.hub.table, zaakNumber(1), settledOn('2025-08-13'));
    for (const path of ['/loket/vandaag', '/loket/zaken']) {
      const page = await inMonth.loket.get(path, inMonth.cookie);
      const found = await follow(
        inMonth.loket,
        hrefOf(page, 'Wie moet deze maand een PIP hebben?'),
        inMonth.cookie,
      );
      expect(textsOf(found, 'caption')).toEqual(['Een termijn loopt af deze maand: PIP vaststellen']);
      expect(rowsOf(found)).toEqual([expect.stringContaining('PIP vaststellen22 oktober 2025 (wet)')]);
      expect(documentOf(found).querySelector('#termijn option[selected]')?.getAttribute('value')).toBe(PIP);
    }
    const before = await onDay('2025-09-30');
    await listZaak(before.hub.table, zaakNumber(1), settledOn('2025-08-13'));
    const none = await before.loket.get('/loket/zaken', before.cookie, { kies: 'maand', termijn: PIP });
    expect(textsOf(none, 'main').join()).toContain('Hier zijn nu geen zaken.');
  });

  it('tells what is late from what is due within two weeks', async () => {
    const chosen = async (day: string, kies: string) => {
      const { loket, cookie } = await onDay(day);
      return rowsOf(await loket.get('/loket/zaken', cookie, { kies, termijn: 'TG06' }));
    };
    expect(await chosen('2025-10-10', 'te-laat')).toEqual([]);
    expect(await chosen('2025-10-10', 'twee-weken')).toHaveLength(1);
    expect(await chosen('2025-09-20', 'twee-weken')).toEqual([]);
    expect(await chosen('2025-10-20', 'twee-weken')).toEqual([]);
    const [late = ''] = await chosen('2025-10-20', 'te-laat');
    expect(late).toContain('te laat');
  });

  it.each([
    ['gegevens', 'GEGEVENS', LISTS.missing, 'Een partner wacht op een gegeven'],
    ['mens', 'TEGENSPRAAK', LISTS.contradictions, 'Twee bronnen zeggen iets anders: een mens moet kijken'],
    ['nieuw', 'NIEUW', LISTS.opened, 'Nieuw sinds gisteren'],
  ] as const)('shows all of a list without a term (%s), page by page', async (kies, sk, list, caption) => {
    const { hub } = await started();
    // More than a day list counts, and of one day, so that only the zaak tells one place from another.
    const ids = Array.from({ length: 620 }, (_, at) => zaakIdAt(at));
    await hub.table.write(
      ids.map((id) => ({ pk: `ZAAK#${id}`, sk, status: list('0907' as never), sinds: '2025-09-09' })),
    );
    const loket = trialLoket(hub);
    const cookie = await loket.signedIn(GEMEENTE);
    const { seen, captions } = await walk(loket, cookie, zakenPath({ kies }));
    expect(new Set(captions)).toEqual(new Set([caption]));
    const others = seen.filter((path) => !path.includes('8f8c0048'));
    expect(seen.filter((path) => !others.includes(path)).toSorted()).toEqual(ids.map((id) => zaakPath(id)));
  });

  it('goes on after a zaak that left the list meanwhile', async () => {
    const { hub } = await started();
    const at = (id: string) => ({ pk: `ZAAK#${id}`, sk: 'GEGEVENS' });
    const status = LISTS.missing('0907' as never);
    const ids = Array.from({ length: 60 }, (_, number) => zaakIdAt(number));
    await hub.table.write(ids.map((id) => ({ ...at(id), status, sinds: '2025-09-09' })));
    const loket = trialLoket(hub);
    const cookie = await loket.signedIn(GEMEENTE);
    const first = await loket.get('/loket/zaken', cookie, { kies: 'gegevens' });
    const next = hrefOf(first, 'Volgende bladzijde');
    await hub.table.write([at(ids[49] ?? '')]);
    expect(linksIn(await follow(loket, next, cookie))).toEqual(ids.slice(50).map((id) => zaakPath(id)));
  });

  it('says how many stand on the page and whether there are more, and leads back to the first', async () => {
    const { hub } = await started();
    const list = async (count: number) => {
      const table = hub.table;
      await table.write(
        Array.from({ length: count }, (_, number) => ({
          pk: `ZAAK#${zaakIdAt(number)}`,
          sk: 'TEGENSPRAAK',
          status: LISTS.contradictions('0907' as never),
          sinds: `2025-09-09T09:00:00.000Z#${zaakIdAt(number)}`,
        })),
      );
      const loket = trialLoket(hub);
      const cookie = await loket.signedIn(GEMEENTE);
      const page = await loket.get('/loket/zaken', cookie, { kies: 'mens' });
      return { loket, cookie, page, text: textsOf(page, 'main').join() };
    };
    expect((await list(1)).text).toContain('Hieronder staat 1 zaak.');
    const full = await list(50);
    expect(full.text).toContain('Hieronder staan 50 zaken.');
    expect(full.text).not.toContain('Volgende bladzijde');
    const { loket, cookie, page, text } = await list(51);
    expect(text).toContain('Hieronder staan 50 zaken. Er zijn er meer: kijk op de volgende bladzijde.');
    expect(text).not.toContain('Naar de eerste bladzijde');
    const last = await follow(loket, hrefOf(page, 'Volgende bladzijde'), cookie);
    expect(textsOf(last, 'main').join()).toContain('Hieronder staat 1 zaak.');
    expect(hrefOf(last, 'Naar de eerste bladzijde')).toBe(zakenPath({ kies: 'mens' }));
  });

  it('is where a part of the day list leads to that does not hold all of it', async () => {
    const { hub } = await started();
    await hub.table.write(
      Array.from({ length: 60 }, (_, number) => ({
        pk: `ZAAK#${zaakIdAt(number)}`,
        sk: 'GEGEVENS',
        status: LISTS.missing('0907' as never),
        sinds: '2025-09-09',
      })),
    );
    const loket = trialLoket(hub);
    const cookie = await loket.signedIn(GEMEENTE);
    const part = await loket.get('/loket/vandaag/een-partner-wacht-op-een-gegeven', cookie);
    expect(textsOf(part, 'h1').join()).toMatch(/: 6\d$/);
    const { seen } = await walk(loket, cookie, hrefOf(part, 'Bekijk ze allemaal bij Zaken'));
    expect(seen.filter((path) => path.includes('8f8c0048'))).toHaveLength(60);
  });

  it('goes on where nothing on this part of the list has the term that is asked for', async () => {
    const { hub } = await started();
    const lists = {
      ...createLists(hub.table),
      due: async (_code: string, _warned: string, { after }: { after?: string | undefined }) => ({
        elements:
          after === undefined
            ? [{ zaakId: zaakIdAt(1) as never, datum: '2025-09-10', id: 'TG01' }]
            : [{ zaakId: zaakIdAt(2) as never, datum: '2025-09-11', id: PIP }],
        meer: after === undefined,
      }),
    };
    const loket = trialLoket(hub, { lists });
    const cookie = await loket.signedIn(GEMEENTE);
    const page = await loket.get('/loket/zaken', cookie, { kies: 'twee-weken', termijn: PIP });
    const text = textsOf(page, 'main').join();
    expect(text).toContain('Op dit stuk van de lijst staan geen zaken. Kijk op de volgende bladzijde.');
    expect(text).not.toContain('Hier zijn nu geen zaken.');
    const next = await follow(loket, hrefOf(page, 'Volgende bladzijde'), cookie);
    expect(linksIn(next)).toEqual([zaakPath(zaakIdAt(2))]);
  });

  it('reads of a list what a page shows, and no zaak', async () => {
    const { hub } = await started();
    const asked: number[] = [];
    const real = createLists(hub.table);
    const lists = {
      ...real,
      due: (...[code, warned, days, max]: Parameters<typeof real.due>) => {
        asked.push(max);
        return real.due(code, warned, days, max);
      },
    };
    const loket = trialLoket(hub, { lists });
    const cookie = await loket.signedIn(GEMEENTE);
    await loket.get('/loket/zaken', cookie, { kies: 'twee-weken' });
    expect(Math.max(...asked)).toBe(51);
  });

  it('has the zaken that fell away apart', async () => {
    const { hub } = await started();
    await listZaak(hub.table, zaakNumber(1), settledOn('2025-08-13'));
    const item = hub.table.alles().find(({ pk, sk }) => pk === `ZAAK#${zaakNumber(1)}` && sk === 'LIJST');
    if (item === undefined) throw new Error('the zaak stands in no list');
    await hub.table.write([{ ...item, status: LISTS.zaken('0907' as never, 'vervallen') }]);
    const loket = trialLoket(hub);
    const cookie = await loket.signedIn(GEMEENTE);
    const page = await loket.get('/loket/zaken', cookie, { kies: 'vervallen' });
    expect(linksIn(page)).toEqual([zaakPath(zaakNumber(1))]);
    expect(linksIn(await loket.get('/loket/zaken', cookie))).not.toContain(zaakPath(zaakNumber(1)));
  });

  it('comes page by page, the soonest first, also when terms of two lists lie through each other', async () => {
    const { hub } = await started();
    const warnings = [...new Set(gemeenteProfile('0907' as never).termijnen.map((one) => one.warnedBefore))];
    const ofList = (warnedBefore: string): readonly DueTermijn[] =>
      Array.from({ length: 70 }, (_, at) => ({
        zaakId: zaakIdAt(at * warnings.length + warnings.indexOf(warnedBefore)) as never,
        datum: `2025-09-${String(10 + Math.floor(at / 7)).padStart(2, '0')}`,
        id: ruleOf(warnedBefore),
      }));
    const ruleOf = (warnedBefore: string): string =>
      gemeenteProfile('0907' as never).termijnen.find((one) => one.warnedBefore === warnedBefore)?.id ?? '';
    const placeOf = ({ datum, zaakId, id }: DueTermijn) => `${datum}#${zaakId}#${id}`;
    const lists = {
      ...createLists(hub.table),
      // Reads no more than forty at once, so that the lists end at other places.
      due: async (
        _code: string,
        warnedBefore: string,
        { after = '' }: { after?: string | undefined },
      ): Promise<Part<DueTermijn>> => {
        const rest = ofList(warnedBefore)
          .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
          .filter((one) => placeOf(one) > after);
        return { elements: rest.slice(0, 40), meer: rest.length > 40 };
      },
    };
    const loket = trialLoket(hub, { lists });
    const cookie = await loket.signedIn(GEMEENTE);
    const { seen } = await walk(loket, cookie, zakenPath({ kies: 'twee-weken' }));
    const all = warnings
      .flatMap(ofList)
      .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
      .map(({ zaakId }) => zaakPath(zaakId));
    expect(seen).toEqual(all);
  });

  it('leaves in the logbook which zaken were shown, and shows none that cannot be written there', async () => {
    const { hub, loket, zaak, cookie } = await onDay('2025-10-15');
    await loket.get('/loket/zaken', cookie);
    await loket.get('/loket/zaken', cookie, { kies: 'twee-weken' });
    const records = loket.logboek.all().map(({ verwerking }) => verwerking);
    expect(records.length).toBeGreaterThanOrEqual(2);
    for (const record of records) expect(record).toContain(zaak);
    const closed = trialLoket(hub, {
      logboek: {
        write: async () => {
          throw new Error('away');
        },
      },
      clock: { now: () => new Date('2025-10-15T09:00:00Z'), sleep: async () => undefined },
    });
    for (const kies of ['alles', 'twee-weken']) {
      const page = await closed.get('/loket/zaken', cookie, { kies });
      expect([page.statusCode, page.body.includes(zaak)]).toEqual([503, false]);
    }
  });

  it.each([
    [{ kies: 'iets' }],
    [{ termijn: 'TG99' }],
    [{ nummer: '2790011234' }],
    [{ na: 'x y' }],
    [{ na: 'geen-vervolg' }],
  ])('does not take %o', async (query) => {
    const { loket, cookie } = await onDay('2025-10-15');
    expect((await loket.get('/loket/zaken', cookie, query)).statusCode).toBe(400);
  });

  it('is of the own gemeente alone', async () => {
    const { loket } = await onDay('2025-10-15');
    const other = await loket.signedIn('gemeente-9999', { since: new Date('2025-10-15T09:00:00Z') });
    for (const kies of ['alles', 'twee-weken', 'te-laat', 'gegevens', 'mens', 'nieuw', 'vervallen'])
      expect(rowsOf(await loket.get('/loket/zaken', other, { kies }))).toEqual([]);
  });
});

/** The zaken that a list leads to. */
const linksIn = (page: Awaited<ReturnType<TrialLoket['get']>>): readonly string[] =>
  [...documentOf(page).querySelectorAll('tbody a')].map((one) => one.getAttribute('href') ?? '');

const zaakIdAt = (at: number): string => `8f8c0048-b30a-82ec-9d88-${String(at).padStart(12, '0')}`;

/** Follows "the next page" until there is none; the zaken that were seen, in order. */
const walk = async (loket: TrialLoket, cookie: string, begin: string) => {
  const seen: string[] = [];
  const captions: string[] = [];
  for (let address: string | undefined = begin; address !== undefined; ) {
    const page = await follow(loket, address, cookie);
    expect(page.statusCode).toBe(200);
    expect(Buffer.byteLength(page.body)).toBeLessThan(50_000);
    captions.push(...textsOf(page, 'caption'));
    const links = [...documentOf(page).querySelectorAll('main a')];
    seen.push(...linksIn(page));
    address =
      links.find((one) => one.textContent === 'Volgende bladzijde')?.getAttribute('href') ?? undefined;
  }
  return { seen, captions };
};
