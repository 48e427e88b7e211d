import { beforeEach, describe, expect, it } from 'vitest';
import { createZaakLists } from '../../../../../../adapters/table/zaak-lists.ts';
import type { Dag } from '../../../../../../contracts/dag.ts';
import type { IntakePart } from '../../../../../../contracts/routemap.ts';
import { newPostvakItem } from '../../../../../../domain/delivery/item.ts';
import { findGemeente } from '../../../../../../domain/gemeenten/index.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';
import {
  cause,
  duo,
  GENNEP,
  geopend,
  inschrijving,
  koppeling,
  linked,
  overlijden,
  putAside,
  reported,
} from '../../../../domain/support.ts';
import { dossierWith, listZaak, settledOn, zaakNumber } from './listed-zaken.ts';

let api: ReturnType<typeof startApi>;
beforeEach(() => {
  api = startApi();
});

const read = async (datum?: string, to = 'gemeente') =>
  api.call('GET', '/v1/dag', { to, query: datum === undefined ? {} : { datum } });

const day = async (datum: string): Promise<Dag> => {
  const { status, content } = await read(datum);
  expect(status).toBe(200);
  return content as unknown as Dag;
};

const number = (zaakId: string): number => Number(zaakId.slice(-12));
const due = ({ lijst }: Dag['vandaag']) => lijst.map(({ zaakId, id, datum }) => [number(zaakId), id, datum]);

describe('the terms on the day list', () => {
  /** TG06 of 1 ends on 15 October, TG01 and TG07 on the 22nd; of 2 both a week before. */
  beforeEach(async () => {
    await listZaak(api.world.table, zaakNumber(1), settledOn('2025-08-13'));
    await listZaak(api.world.table, zaakNumber(2), settledOn('2025-08-06'));
    await listZaak(api.world.table, zaakNumber(3), settledOn('2025-08-06', '1734'));
  });

  it.each([
    ['2025-09-23', [], [], []],
    ['2025-09-24', [], [[2, 'TG06', '2025-10-08']], []],
    [
      '2025-10-08',
      [[2, 'TG06', '2025-10-08']],
      [
        [2, 'TG01', '2025-10-15'],
        [1, 'TG06', '2025-10-15'],
        [2, 'TG07', '2025-10-15'],
        [1, 'TG01', '2025-10-22'],
        [1, 'TG07', '2025-10-22'],
      ],
      [],
    ],
    // A term that has passed hides none that is still to come.
    [
      '2025-10-15',
      [
        [2, 'TG01', '2025-10-15'],
        [1, 'TG06', '2025-10-15'],
        [2, 'TG07', '2025-10-15'],
      ],
      [
        [1, 'TG01', '2025-10-22'],
        [1, 'TG07', '2025-10-22'],
      ],
      [[2, 'TG06', '2025-10-08']],
    ],
    [
      '2025-12-01',
      [],
      [],
      [
        [2, 'TG06', '2025-10-08'],
        [1, 'TG06', '2025-10-15'],
      ],
    ],
  ])('on %s', async (datum, vandaag, binnenkort, teLaat) => {
    const found = await day(datum);
    expect({
      vandaag: due(found.vandaag),
      binnenkort: due(found.binnenkort),
      teLaat: due(found.teLaat),
    }).toEqual({ vandaag, binnenkort, teLaat });
  });

  it('have the name and the kind that the profile gives them', async () => {
    expect((await day('2025-10-22')).vandaag).toEqual({
      aantal: 2,
      lijst: [
        expect.objectContaining({ id: 'TG01', naam: 'Brede intake afronden', soort: 'lokaal' }),
        {
          zaakId: zaakNumber(1),
          id: 'TG07',
          naam: 'PIP vaststellen',
          soort: 'wettelijk',
          datum: '2025-10-22',
        },
      ],
    });
  });

  it('go when they are met, and warn of three years half a year before', async () => {
    await listZaak(api.world.table, zaakNumber(1), [
      ...settledOn('2025-08-13'),
      duo(
        'SS102',
        { inburgeringstermijn: { startdatum: '2025-10-01', einddatum: '2028-10-01' } },
        '2025-10-02T07:00:00Z',
      ),
    ]);
    expect(due((await day('2025-10-16')).binnenkort).filter(([id]) => id === 1)).toEqual([]);
    expect(due((await day('2028-03-29')).binnenkort)).toEqual([]);
    expect(due((await day('2028-03-30')).binnenkort)).toEqual([[1, 'TG08', '2028-09-30']]);
  });

  it('are soon from the day on which the gemeente is warned, also when the month of that day is shorter', async () => {
    await listZaak(api.world.table, zaakNumber(1), [
      ...settledOn('2025-08-13'),
      duo(
        'SS102',
        { inburgeringstermijn: { startdatum: '2026-09-01', einddatum: '2029-09-01' } },
        '2026-09-02T07:00:00Z',
      ),
    ]);
    expect(due((await day('2029-02-27')).binnenkort)).toEqual([]);
    expect(due((await day('2029-02-28')).binnenkort)).toEqual([[1, 'TG08', '2029-08-31']]);
  });
});

describe('the brede intake on the day list', () => {
  const talk = (onderdeel: IntakePart, datum: string) =>
    reported('brede-intake-gesprek-gevoerd', datum, { onderdeel });
  /** Settled on 13 August: TG02, TG03 and TG04 end on the 28th. */
  const withTalks = (...parts: readonly IntakePart[]) =>
    listZaak(api.world.table, zaakNumber(1), [
      ...settledOn('2025-08-13'),
      ...parts.map((part) => talk(part, '2025-08-20')),
    ]);
  const parts = ({ lijst }: Dag['vandaag']) =>
    lijst.map(({ id, datum, onderdelen }) => [
      id,
      datum,
      onderdelen?.map(({ onderdeel, bij }) => `${onderdeel} bij ${bij}`),
    ]);

  it('names with a term the talks that nobody reported yet, and who owes them', async () => {
    await withTalks('casusregisseur');
    const { binnenkort, vandaag, teLaat } = await day('2025-08-24');
    const missing = [
      ['TG02', '2025-08-28', ['taalschool bij taalschool', 'participatie bij intos']],
      ['TG03', '2025-08-28', ['taalschool bij taalschool']],
      ['TG04', '2025-08-28', ['participatie bij intos']],
    ];
    expect([parts(binnenkort), parts(vandaag), parts(teLaat)]).toEqual([missing, [], []]);
    expect(parts((await day('2025-08-28')).vandaag)).toEqual(missing);
    // Once late, by the first of its terms.
    expect(parts((await day('2025-08-29')).teLaat)).toEqual(missing.slice(0, 1));
  });

  it('misses less with each report, and is off the list with the last', async () => {
    await withTalks('casusregisseur', 'taalschool');
    expect(parts((await day('2025-08-29')).teLaat)).toEqual([
      ['TG02', '2025-08-28', ['participatie bij intos']],
    ]);
    await withTalks('casusregisseur', 'taalschool', 'participatie');
    expect((await day('2025-08-29')).teLaat.aantal).toBe(0);
  });

  it('says of the test that it is with who takes it, and of any other term nothing', async () => {
    await withTalks();
    expect(parts((await day('2025-10-15')).vandaag)).toEqual([
      ['TG06', '2025-10-15', ['leerbaarheidstoets bij lbt-afnemer']],
    ]);
    expect(parts((await day('2025-10-22')).vandaag).slice(1)).toEqual([['TG07', '2025-10-22', undefined]]);
  });

  const TALKS = [
    'casusregisseur bij casusregisseur',
    'taalschool bij taalschool',
    'participatie bij intos',
    'financieel bij balk',
    'maatschappelijke begeleiding bij maatschappelijk-begeleider',
  ];
  const TEST = 'leerbaarheidstoets bij lbt-afnemer';

  it('says with the term of the intake as a whole all that it misses, from its first day on the list, also before any talk', async () => {
    const whole = ({ vandaag, binnenkort }: Dag) =>
      parts(binnenkort.aantal > 0 ? binnenkort : vandaag).filter(([id]) => id === 'TG01');
    await withTalks();
    expect(whole(await day('2025-10-07'))).toEqual([]);
    for (const datum of ['2025-10-08', '2025-10-22'])
      expect(whole(await day(datum)), datum).toEqual([['TG01', '2025-10-22', [...TALKS, TEST]]]);
    await withTalks('casusregisseur', 'financieel');
    expect(whole(await day('2025-10-22'))).toEqual([
      ['TG01', '2025-10-22', [TALKS[1], TALKS[2], TALKS[4], TEST]],
    ]);
  });

  it('says of what is late all of the intake that is, each part once', async () => {
    await withTalks();
    expect(parts((await day('2025-10-16')).teLaat)).toEqual([['TG06', '2025-10-15', [TEST]]]);
    expect(parts((await day('2025-10-23')).teLaat)).toEqual([['TG06', '2025-10-15', [TEST, ...TALKS]]]);
  });

  it('ends with the report that the intake is done, and with the PIP that is made of it', async () => {
    const settled = settledOn('2025-08-13');
    const done = [
      reported('brede-intake-afgerond', '2025-10-01'),
      duo(
        'SS102',
        { inburgeringstermijn: { startdatum: '2025-10-01', einddatum: '2028-10-01' } },
        '2025-10-02T07:00:00Z',
      ),
    ];
    for (const fact of done) {
      await listZaak(api.world.table, zaakNumber(1), [...settled, fact]);
      expect(parts((await day('2025-10-22')).vandaag).filter(([id]) => id === 'TG01')).toEqual([]);
    }
  });

  it('reads entries that were made before terms named talks', async () => {
    await withTalks('casusregisseur');
    for (const item of api.world.table.alles()) {
      const { versie, bericht: _bericht, ...rest } = item;
      if (item.sk.startsWith('DATUM#'))
        await api.world.table.writeIfNewer({ ...rest, versie: Number(versie) + 1 }, 'versie');
    }
    expect(parts((await day('2025-08-28')).vandaag).map(([id, , missing]) => [id, missing])).toEqual([
      ['TG02', undefined],
      ['TG03', undefined],
      ['TG04', undefined],
    ]);
  });
});

describe('the appointments on the day list', () => {
  const talk = (onderdeel: IntakePart, datum: string, tijd: string, moment = '2025-08-20T08:00:00Z') =>
    reported('brede-intake-uitgenodigd', datum, { onderdeel, tijd, plaats: 'Kamer 2' }, cause(moment));

  it('are those of every zaak of the gemeente on that day, the earliest first, and nothing that is off', async () => {
    const off = talk('taalschool', '2025-09-03', '12:00');
    await listZaak(api.world.table, zaakNumber(1), [
      linked(),
      talk('casusregisseur', '2025-09-03', '10:30'),
      reported('leerbaarheidstoets-ingepland', '2025-09-03', {}, cause('2025-08-20T08:00:00Z')),
      off,
      putAside([off.feitId]),
    ]);
    await listZaak(api.world.table, zaakNumber(2), [linked(), talk('participatie', '2025-09-03', '09:00')]);
    await listZaak(api.world.table, zaakNumber(3), [linked(), talk('participatie', '2025-09-04', '09:00')]);
    const { afspraken } = await day('2025-09-03');
    expect(afspraken).toEqual({
      aantal: 3,
      lijst: [
        { zaakId: zaakNumber(1), gebeurtenis: 'leerbaarheidstoets-ingepland' },
        {
          zaakId: zaakNumber(2),
          gebeurtenis: 'brede-intake-uitgenodigd',
          onderdeel: 'participatie',
          tijd: '09:00',
          plaats: 'Kamer 2',
        },
        {
          zaakId: zaakNumber(1),
          gebeurtenis: 'brede-intake-uitgenodigd',
          onderdeel: 'casusregisseur',
          tijd: '10:30',
          plaats: 'Kamer 2',
        },
      ],
    });
    expect((await day('2025-09-02')).afspraken.aantal).toBe(0);
  });
});

describe('what waits for a person on the day list', () => {
  it('names the zaken where a source says something else, and those that lack a field', async () => {
    const died = { ...overlijden(cause('2025-09-04T08:00:00Z')), gemeldDoor: GENNEP };
    const otherwise = overlijden(cause('2025-09-05T08:00:00Z'));
    const contradicted = {
      ...otherwise,
      gegevens: { ...otherwise.gegevens, datumOverlijden: '2025-09-01' },
    };
    await listZaak(api.world.table, zaakNumber(1), [...settledOn('2025-08-13'), died, contradicted]);
    await listZaak(api.world.table, zaakNumber(2), [linked(koppeling({}, { talen: undefined }))]);
    const { tegenspraken, wachtOpGegevens } = await day('2025-09-10');
    expect(tegenspraken).toEqual({ aantal: 1, lijst: [zaakNumber(1)] });
    expect(wachtOpGegevens).toEqual({ aantal: 1, lijst: [zaakNumber(2)] });
  });

  it('names the reports of the gemeente itself that are in quarantine or wait, and of nobody else', async () => {
    const report = (id: string) => ({
      ...example('nl.inburgeringszaken.casus.geopend.v1', 'goed-volledig'),
      id,
    });
    await api.send('gemeente-0907', report('g-1'));
    await api.send('gemeente-0907', report('g-2'));
    await api.send('coa', { ...example('nl.tvs.koppeling.geregistreerd.v1', 'goed-minimaal'), id: 'k-1' });
    const statuses = { 'g-1': 'quarantaine', 'g-2': 'wacht', 'k-1': 'wacht' } as const;
    for (const { bericht, ontvangst } of api.world.ontvangsten.values()) {
      ontvangst.status = statuses[bericht.berichtId as keyof typeof statuses];
    }
    const { eigenMeldingen } = await day('2025-09-10');
    expect(eigenMeldingen.aantal).toBe(2);
    expect(eigenMeldingen.lijst.map(({ status }) => status).toSorted()).toEqual(['quarantaine', 'wacht']);
    expect(JSON.stringify(eigenMeldingen)).not.toContain('organisatie');
  });
});

describe('what partners have not got on the day list', () => {
  it('is what no door tries any more, and what lies ready for more than three working days', async () => {
    const put = async (volgnummer: number, klaargezetOp: string, park: boolean) => {
      const bericht = example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool');
      const [item] = await api.world.postvak.put([
        newPostvakItem(
          '0907/taalschool',
          {
            ...bericht,
            id: `0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d${10 + volgnummer}`,
            data: { ...(bericht['data'] as object), volgnummer },
          } as never,
          new Date(klaargezetOp),
          [],
        ),
      ]);
      if (item !== undefined && park)
        await api.world.postvak.park(item, new Date(klaargezetOp), 'content klopt niet');
    };
    await put(1, '2025-09-04T08:00:00Z', false);
    // From a Friday to a Wednesday are two, and the day itself is not over.
    await put(2, '2025-09-05T08:00:00Z', false);
    await put(3, '2025-09-09T08:00:00Z', true);
    const { nietBezorgd } = await day('2025-09-10');
    expect(nietBezorgd.aantal).toBe(2);
    expect(nietBezorgd.lijst).toMatchObject([
      { partner: 'taalschool', volgnummer: 1, staat: 'klaargezet', klaargezetOp: '2025-09-04T08:00:00.000Z' },
      { partner: 'taalschool', volgnummer: 3, staat: 'geparkeerd', stilstand: 'content klopt niet' },
    ]);
    expect(JSON.stringify(nietBezorgd)).not.toContain('geslachtsnaam');
  });
});

describe('what is new on the day list', () => {
  it.each([
    ['by a koppeling', [linked(koppeling(), cause('2025-07-02T08:00:00Z'))], '2025-07-02'],
    ['by a casus that the gemeente opened', [geopend({}, cause('2025-07-01T22:30:00Z'))], '2025-07-02'],
    [
      'by the day on which DUO held a child to be plichtig',
      [
        linked(koppeling({}, { geboortedatum: '2008-12-03' }), cause('2025-06-20T08:00:00Z')),
        duo('SS101', {}, '2025-07-02T07:00:00Z'),
      ],
      '2025-07-02',
    ],
    [
      'by a move here',
      [
        linked(koppeling({ gemeentecode: '1734' }), cause('2025-05-01T08:00:00Z')),
        inschrijving({ datumInschrijving: '2025-07-01' }, cause('2025-07-02T08:00:00Z')),
      ],
      '2025-07-02',
    ],
    [
      'once, whatever is told later',
      [
        inschrijving({ datumInschrijving: '2025-08-01' }, cause('2025-08-01T08:00:00Z')),
        linked(koppeling({ versie: 2 }), cause('2025-08-02T08:00:00Z')),
        linked(koppeling(), cause('2025-07-02T08:00:00Z')),
      ],
      '2025-07-02',
    ],
  ] as const)('is a zaak %s', async (_name, feiten, opened) => {
    await listZaak(api.world.table, zaakNumber(1), feiten);
    const found = await Promise.all(
      ['2025-07-01', '2025-07-02', '2025-07-03', '2025-07-04'].map(async (datum) => [
        datum,
        (await day(datum)).nieuw.aantal,
      ]),
    );
    expect(opened).toBe('2025-07-02');
    expect(found).toEqual([
      ['2025-07-01', 0],
      ['2025-07-02', 1],
      ['2025-07-03', 1],
      ['2025-07-04', 0],
    ]);
  });
});

describe('the day list', () => {
  it('counts and names up to a limit, and says that there is more', async () => {
    const dossier = dossierWith(settledOn('2025-08-13'));
    const states = Array.from({ length: 600 }, (_, n) => ({ zaakId: zaakNumber(n + 1), dossier }));
    await createZaakLists(api.world.table).store(states);
    const { vandaag, teLaat } = await day('2025-10-22');
    expect([vandaag.aantal, vandaag.meer, vandaag.lijst.length]).toEqual([500, true, 50]);
    expect([teLaat.aantal, teLaat.meer, teLaat.lijst.length]).toEqual([500, true, 50]);
  });

  it('is of today without a day, and of the gemeente that asks', async () => {
    expect((await read()).content).toMatchObject({ datum: '2025-06-20', gemeentecode: '0907' });
    expect((await read('2025-10-08', 'gemeente-1734')).content).toMatchObject({ gemeentecode: '1734' });
  });

  it.each(['coa', 'brp', 'beheer'])('is not for %s', async (to) => {
    expect((await read('2025-10-08', to)).status).toBe(403);
  });

  it.each(['0001-01-01', '9999-12-31'])('refuses %s, which is nobody’s today', async (datum) => {
    const { status, pointers } = await api.call('GET', '/v1/dag', { to: 'gemeente', query: { datum } });
    expect([status, pointers]).toEqual([400, ['/datum']]);
  });

  it('refuses what is no day, and any other parameter', async () => {
    const { status, pointers } = await api.call('GET', '/v1/dag', {
      to: 'gemeente',
      query: { datum: '2025-02-30', gemeente: '1734' },
    });
    expect([status, pointers]).toEqual([400, ['/datum', '/gemeente']]);
  });
});

it('a contract that ends stands on the day list from three months before until its last day (R06.T4)', async () => {
  const valid: { until?: string } | undefined = findGemeente('0907')?.partners.find(
    ({ sleutel }) => sleutel === 'taalmaatjes',
  )?.valid;
  if (valid === undefined) throw new Error('Gennep has no taalmaatjes');
  valid.until = '2026-06-30';
  try {
    const ending = { partner: 'taalmaatjes', rol: 'taalmaatjes', einddatum: '2026-06-30' };
    for (const datum of ['2026-03-30', '2026-06-30'])
      expect((await day(datum)).aflopendeOpdrachten).toEqual({ aantal: 1, lijst: [ending] });
    for (const datum of ['2026-03-29', '2026-07-01'])
      expect((await day(datum)).aflopendeOpdrachten.aantal).toBe(0);
  } finally {
    delete valid.until;
  }
});
