import { describe, expect, it } from 'vitest';
import type { DueTermijn, Part } from '../../../../adapters/table/lists/lists.ts';
import { createLists } from '../../../../adapters/table/lists/lists.ts';
import { gemeenteProfile } from '../../../../domain/gemeenten/index.ts';
import { zaakPath, zakenPath } from '../../../../functions/loket/paths.ts';
import { listZaak, settledOn, zaakNumber } from '../api/resources/listed-zaken.ts';
import { below, documentOf, started, type TrialLoket, textsOf, trialLoket } from './support.ts';

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
    expect(textsOf(page, 'caption')).toEqual(['Alle zaken']);
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
    ['gegevens', 'missing', 'Een partner wacht op een gegeven'],
    ['mens', 'contradictions', 'Twee bronnen zeggen iets anders: een mens moet kijken'],
  ] as const)('shows what waits (%s), page by page', async (kies, list, caption) => {
    const { hub } = await started();
    const ids = Array.from({ length: 120 }, (_, at) => zaakIdAt(at));
    const lists = { ...createLists(hub.table), [list]: async () => ({ elements: ids, meer: false }) };
    const loket = trialLoket(hub, { lists });
    const cookie = await loket.signedIn(GEMEENTE);
    const { seen, captions } = await walk(loket, cookie, zakenPath({ kies }));
    expect(captions).toEqual([caption, caption, caption]);
    expect(seen).toEqual(ids.map((id) => zaakPath(id)));
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
    for (const kies of ['alles', 'twee-weken', 'te-laat', 'gegevens', 'mens'])
      expect(rowsOf(await loket.get('/loket/zaken', other, { kies }))).toEqual([]);
  });
});

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
    seen.push(
      ...[...documentOf(page).querySelectorAll('tbody a')].map((one) => one.getAttribute('href') ?? ''),
    );
    address =
      links.find((one) => one.textContent === 'Volgende bladzijde')?.getAttribute('href') ?? undefined;
  }
  return { seen, captions };
};
