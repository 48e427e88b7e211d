import { beforeEach, describe, expect, it } from 'vitest';
import { createZaakLists } from '../../../../../../adapters/table/zaak-lists.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { assigned, cause, duo, ingetrokken, koppeling, linked } from '../../../../domain/support.ts';
import { dossierWith, listZaak, settledOn, zaakNumber } from './listed-zaken.ts';

let api: ReturnType<typeof startApi>;
beforeEach(() => {
  api = startApi();
});

const ids = (zaken: unknown): readonly number[] =>
  (zaken as { zaakId: string }[]).map(({ zaakId }) => Number(zaakId.slice(-12)));

const list = async (query: Record<string, string> = {}, to = 'gemeente') => {
  const { status, content, pointers } = await api.call('GET', '/v1/zaken', { to, query });
  return { status, pointers, ids: status === 200 ? ids(content?.['zaken']) : [], content };
};

/** Every page, and how many zaken each has. */
const pages = async (query: Record<string, string>) => {
  const all: (readonly number[])[] = [];
  let na: string | undefined;
  do {
    const page = await list({ ...query, ...(na === undefined ? {} : { na }) });
    expect(page.status).toBe(200);
    all.push(page.ids);
    na = page.content?.['na'] as string | undefined;
  } while (na !== undefined);
  return all;
};

/** 1 presses on 15 October, 2 a week before, 3 has met its test, 4 is not settled, 5 is withdrawn, 6 is elsewhere. */
const six = async (): Promise<void> => {
  const { table } = api.world;
  await listZaak(table, zaakNumber(1), [
    ...settledOn('2025-08-13'),
    assigned('R-1', '2025-06-20', cause('2025-06-20T08:00:00Z')),
  ]);
  await listZaak(table, zaakNumber(2), [
    ...settledOn('2025-08-06'),
    assigned('R-1', '2025-06-01', cause('2025-06-01T08:00:00Z')),
    assigned('R-2', '2025-06-18', cause('2025-06-18T08:00:00Z')),
  ]);
  const result = { resultaat: 'B1-route haalbaar', behaaldeScore: '33,00', benodigdeScore: '28,00' } as const;
  await listZaak(table, zaakNumber(3), [
    ...settledOn('2025-08-13'),
    duo('SS131', { 'lbt/resultaten': [{ ...result, datumAfname: '2025-09-01' }] }, '2025-09-02T07:00:00Z'),
    assigned('R-1', '2025-06-21', cause('2025-06-20T08:00:00Z')),
  ]);
  await listZaak(table, zaakNumber(4), [linked(koppeling({}, { talen: undefined }))]);
  await listZaak(table, zaakNumber(5), [
    ...settledOn('2025-08-13'),
    ...ingetrokken('TVS-2025-993909', 2, cause('2025-09-01T08:00:00Z'), 'overleden'),
    duo('SS110', {}, '2025-09-01T07:00:00Z'),
  ]);
  await listZaak(table, zaakNumber(6), settledOn('2025-08-01', '1734'));
};

describe('the list of zaken of a gemeente', () => {
  beforeEach(six);

  it('is sorted by the first date that presses, with its term; what has no date is last, what is vervallen after that', async () => {
    const { ids: all, content } = await list();
    expect(all).toEqual([2, 1, 3, 4, 5]);
    expect(content?.['zaken']).toMatchObject([
      {
        status: 'actief',
        regisseurId: 'R-2',
        eersteTermijn: { id: 'TG06', datum: '2025-10-08', soort: 'lokaal' },
      },
      { regisseurId: 'R-1', eersteTermijn: { id: 'TG06', datum: '2025-10-15' } },
      { eersteTermijn: { id: 'TG07', naam: 'PIP vaststellen', soort: 'wettelijk', datum: '2025-10-22' } },
      { status: 'actief', partners: ['wijkondersteuner'] },
      { status: 'vervallen' },
    ]);
    expect(JSON.stringify(content)).not.toMatch(/Qasim|2798163871|999966133|Yusuf/);
  });

  it.each([
    [{ status: 'vervallen' }, [5]],
    [{ status: 'actief' }, [2, 1, 3, 4]],
    [{ termijn: 'TG06' }, [2, 1]],
    [{ termijn: 'TG07' }, [2, 1, 3]],
    [{ tot: '2025-10-14' }, [2]],
    [{ tot: '2025-10-15' }, [2, 1]],
    [{ tot: '9999-12-31' }, [2, 1, 3]],
    // It is 20 June: of 2 somebody else has taken over, and of 3 the day is still to come.
    [{ regisseur: 'R-1' }, [1]],
    [{ regisseur: 'R-2' }, [2]],
    [{ regisseur: 'R-9' }, []],
    [{ partner: 'taalschool' }, [2, 1, 3, 5]],
    [{ partner: 'taalschool', status: 'actief', termijn: 'TG07', tot: '2025-10-22', regisseur: 'R-1' }, [1]],
  ])('holds with %j only what was asked for', async (query, expected) => {
    expect((await list(query)).ids).toEqual(expected);
  });

  it('comes in pages of the size that was asked for, without a page for nothing', async () => {
    expect(await pages({ limit: '2' })).toEqual([[2, 1], [3, 4], [5]]);
    expect(await pages({ limit: '5' })).toEqual([[2, 1, 3, 4, 5]]);
    expect(await pages({ limit: '1', termijn: 'TG07' })).toEqual([[2], [1], [3]]);
    expect(await pages({ limit: '1', tot: '2025-10-15' })).toEqual([[2], [1]]);
  });

  it('is of one gemeente alone', async () => {
    expect((await list({}, 'gemeente-1734')).ids).toEqual([6]);
    expect((await list({}, 'gemeente-0184')).ids).toEqual([]);
  });

  it.each(['taalschool', 'coa', 'beheer'])('is not for %s', async (to) => {
    expect((await list({}, to)).status).toBe(403);
  });

  it('names every parameter that is not right, and takes no number of a person', async () => {
    const wrong = {
      status: 'open',
      termijn: 'TO17',
      tot: '2025-02-30',
      regisseur: '999966133',
      partner: 'newbees',
      limit: '101',
      na: '?',
      bsn: '999966133',
    };
    const { status, pointers, content } = await list(wrong);
    expect(status).toBe(400);
    expect(pointers).toEqual(
      Object.keys(wrong)
        .map((name) => `/${name}`)
        .toSorted(),
    );
    expect(JSON.stringify(content)).not.toContain('999966133');
  });

  it.each([
    Buffer.from('{}').toString('base64url'),
    Buffer.from('[7]').toString('base64url'),
    Buffer.from('[0,"ZAAK#0184"]').toString('base64url'),
    'abc',
  ])('refuses %s, which no page gave', async (na) => {
    expect(await list({ na })).toMatchObject({ status: 400, pointers: ['/na'] });
  });
});

describe('a long list', () => {
  it('is read in bounded steps: with a filter that fits few a page may be short, and the next goes on', async () => {
    const begin = settledOn('2025-08-13');
    const most = dossierWith(begin);
    const few = dossierWith([...begin, assigned('R-1', '2025-06-01', cause('2025-06-01T08:00:00Z'))]);
    const states = Array.from({ length: 2_600 }, (_, n) => ({
      zaakId: zaakNumber(n + 1),
      dossier: n === 2 || n === 2_599 ? few : most,
    }));
    await createZaakLists(api.world.table).store(states);
    let queries = 0;
    const { perStatus } = api.world.table;
    api.world.table.perStatus = (...args) => {
      queries += 1;
      return perStatus(...args);
    };
    const first = await list({ regisseur: 'R-1' });
    expect(first.ids).toEqual([3]);
    expect(queries).toBeLessThanOrEqual(4);
    expect(await pages({ regisseur: 'R-1' })).toEqual([[3], [2_600]]);
  });
});
