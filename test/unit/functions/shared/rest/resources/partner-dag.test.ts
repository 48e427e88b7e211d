import { beforeEach, describe, expect, it } from 'vitest';
import { createZaakLists } from '../../../../../../adapters/table/zaak-lists.ts';
import type { PartnerDag } from '../../../../../../contracts/partner-dag.ts';
import type { Partnerbericht } from '../../../../../../contracts/partnerberichten.ts';
import { BERICHTTYPEN, type PartnerberichtSoort } from '../../../../../../contracts/partnerrollen.ts';
import type { GESPREKSPARTNERS, IntakePart } from '../../../../../../contracts/routemap.ts';
import { newPostvakItem, unmadeItem } from '../../../../../../domain/delivery/item.ts';
import { findGemeente } from '../../../../../../domain/gemeenten/index.ts';
import type { Feit } from '../../../../../../domain/zaak/feiten.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';
import {
  cause,
  HUISHOUDEN_LOG,
  ledenOf,
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

const number = (zaakId: string): number => Number(zaakId.slice(-12));

const day = async (datum: string, to = 'taalschool'): Promise<PartnerDag> => {
  const { status, content } = await api.call('GET', '/v1/dag', { to, query: { datum } });
  expect(status).toBe(200);
  return content as unknown as PartnerDag;
};

/** Settled on this day, with what came after. */
const list = (n: number, settled: string, more: readonly Feit[] = []) =>
  listZaak(api.world.table, zaakNumber(n), [...settledOn(settled), ...more]);
const talk = (datum = '2025-08-20') =>
  reported('brede-intake-gesprek-gevoerd', datum, { onderdeel: 'taalschool' });

const due = ({ lijst }: PartnerDag['vandaag']) =>
  lijst.map(({ zaakId, onderdeel, uiterlijk }) => [number(zaakId), onderdeel ?? 'lessen', uiterlijk]);
const tasksOn = async (datum: string, to?: string) => {
  const { vandaag, binnenkort, teLaat, zonderDag } = await day(datum, to);
  return {
    vandaag: due(vandaag),
    binnenkort: due(binnenkort),
    teLaat: due(teLaat),
    zonder: zonderDag.aantal,
  };
};

/** The n-th message to a partner about a zaak, as it lies in its postvak. */
const put = async (
  n: number,
  soort: PartnerberichtSoort,
  klaargezetOp: string,
  { volgnummer = 1, partner = 'taalschool' } = {},
) => {
  const zaakId = zaakNumber(n);
  const bericht = example(BERICHTTYPEN[soort], `goed-${partner}`) as unknown as Partnerbericht;
  const item = newPostvakItem(
    `0907/${partner}`,
    {
      ...bericht,
      id: `0b0f2c36-6c1e-5c55-8a3b-${String(n * 100 + volgnummer).padStart(12, '0')}`,
      subject: zaakId,
      data: { ...bericht.data, volgnummer },
    },
    new Date(klaargezetOp),
    [],
  );
  await api.world.postvak.put([item]);
  return item;
};

describe('what a partner is to report on its day list', () => {
  /** Of 1 the talk is due on 28 August and the lessons on 10 September; of 2 both a week before. */
  beforeEach(async () => {
    await list(1, '2025-08-13');
    await list(2, '2025-08-06');
  });

  it.each([
    ['2025-08-06', [], [], []],
    ['2025-08-07', [], [[2, 'taalschool', '2025-08-21']], []],
    [
      '2025-08-21',
      [[2, 'taalschool', '2025-08-21']],
      [
        [1, 'taalschool', '2025-08-28'],
        [2, 'lessen', '2025-09-03'],
      ],
      [],
    ],
    [
      '2025-09-04',
      [],
      [[1, 'lessen', '2025-09-10']],
      [
        [2, 'taalschool', '2025-08-21'],
        [1, 'taalschool', '2025-08-28'],
        [2, 'lessen', '2025-09-03'],
      ],
    ],
  ])('stands there by its last day: on %s', async (datum, vandaag, binnenkort, teLaat) => {
    expect(await tasksOn(datum)).toEqual({ vandaag, binnenkort, teLaat, zonder: 0 });
  });

  it('goes once it is reported, and the rest stays', async () => {
    await list(2, '2025-08-06', [talk()]);
    expect((await tasksOn('2025-08-21')).vandaag).toEqual([]);
    expect((await tasksOn('2025-09-03')).vandaag).toEqual([[2, 'lessen', '2025-09-03']]);
  });

  it('goes when the person is no longer its business', async () => {
    await list(2, '2025-08-06', [overlijden(cause('2025-09-01T08:00:00Z'))]);
    expect((await tasksOn('2025-09-04')).teLaat).toEqual([[1, 'taalschool', '2025-08-28']]);
  });

  it('is of each partner its own part, and says without a day what no term waits for', async () => {
    expect((await tasksOn('2025-08-28', 'intos')).vandaag).toEqual([[1, 'participatie', '2025-08-28']]);
    expect((await day('2025-08-28', 'balk')).zonderDag).toEqual({
      aantal: 2,
      lijst: [1, 2].map((n) => ({
        zaakId: zaakNumber(n),
        gebeurtenis: 'brede-intake-gesprek-gevoerd',
        onderdeel: 'financieel',
      })),
    });
  });

  it.each(['taalmaatjes', 'wijkondersteuner', 'mage', 'taalschool-9999'])('is nothing for %s', async (to) => {
    expect(await tasksOn('2025-08-28', to)).toEqual({ vandaag: [], binnenkort: [], teLaat: [], zonder: 0 });
  });

  it('holds ids, days and its own part, and nothing else', async () => {
    const { vandaag } = await day('2025-08-28');
    expect(vandaag.lijst).toEqual([
      {
        zaakId: zaakNumber(1),
        gebeurtenis: 'brede-intake-gesprek-gevoerd',
        onderdeel: 'taalschool',
        uiterlijk: '2025-08-28',
      },
    ]);
  });

  it('names nobody of whom the first message could not be made', async () => {
    await api.world.postvak.put([
      unmadeItem(
        {
          zaakId: zaakNumber(1),
          partner: '0907/taalschool',
          volgnummer: 1,
          id: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10',
          type: BERICHTTYPEN.gemeld,
          reden: 'inhoud voldoet niet aan het contract: /data/naam',
          plek: 'geparkeerd',
        },
        api.world.clock.now(),
        [],
      ),
    ]);
    const { vandaag, klaar, nieuw } = await day('2025-08-28');
    expect([vandaag.aantal, klaar.aantal, nieuw.aantal]).toEqual([0, 0, 0]);
    expect((await tasksOn('2025-08-21')).vandaag).toEqual([[2, 'taalschool', '2025-08-21']]);
  });

  it('counts and names up to a limit, and says that there is more', async () => {
    const dossier = dossierWith(settledOn('2025-08-13'));
    const states = Array.from({ length: 600 }, (_, n) => ({ zaakId: zaakNumber(n + 1), dossier }));
    await createZaakLists(api.world.table).store(states);
    const { vandaag } = await day('2025-08-28');
    expect([vandaag.aantal, vandaag.meer, vandaag.lijst.length]).toEqual([500, true, 50]);
  });
});

describe('the appointments on the day list of a partner', () => {
  const DAY = '2025-09-03';
  const told = (n: number, ...feiten: readonly Feit[]) => list(n, '2025-08-13', feiten);
  const planned = (
    event: Parameters<typeof reported>[0],
    content: Parameters<typeof reported>[2],
    { datum = DAY, moment = '2025-08-20T08:00:00Z' } = {},
  ) => reported(event, datum, content, cause(moment));
  const meeting = (met: (typeof GESPREKSPARTNERS)[number]) =>
    planned('kennismaking-gepland', { met, tijd: '09:00', plaats: 'Balie', tolk: true });
  const talk = (onderdeel: IntakePart, tijd = '10:30') =>
    planned('brede-intake-uitgenodigd', { onderdeel, tijd, plaats: 'Kamer 2' });
  const of = async (partner: string, datum = DAY) => (await day(datum, partner)).afspraken.lijst;
  const brief = async (partner: string, datum?: string) =>
    (await of(partner, datum)).map(({ zaakId, gebeurtenis, met, onderdeel, tijd }) =>
      [number(zaakId), gebeurtenis, met ?? onderdeel ?? '', tijd ?? ''].join(' ').trim(),
    );
  const HOME = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';

  it('are those of that day that it was told, the earliest first, with place and interpreter', async () => {
    await told(1, talk('financieel'), meeting('financieel ondersteuner'), talk('taalschool'));
    expect(await of('balk')).toEqual([
      {
        zaakId: zaakNumber(1),
        gebeurtenis: 'kennismaking-gepland',
        met: 'financieel ondersteuner',
        tijd: '09:00',
        plaats: 'Balie',
        tolk: true,
      },
      {
        zaakId: zaakNumber(1),
        gebeurtenis: 'brede-intake-uitgenodigd',
        onderdeel: 'financieel',
        tijd: '10:30',
        plaats: 'Kamer 2',
      },
    ]);
    expect(await brief('balk', '2025-09-02')).toEqual([]);
    expect(await brief('balk', '2025-09-04')).toEqual([]);
  });

  it.each([
    ['taalschool', talk('taalschool'), '1 brede-intake-uitgenodigd taalschool 10:30'],
    ['intos', talk('participatie'), '1 brede-intake-uitgenodigd participatie 10:30'],
    ['burgerzaken', meeting('burgerzaken'), '1 kennismaking-gepland burgerzaken 09:00'],
    [
      'vakspecialist-werk-en-inkomen',
      meeting('vakspecialist werk en inkomen'),
      '1 kennismaking-gepland vakspecialist werk en inkomen 09:00',
    ],
    [
      'maatschappelijk-begeleider',
      meeting('maatschappelijk begeleider'),
      '1 kennismaking-gepland maatschappelijk begeleider 09:00',
    ],
    ['casusregisseur', talk('casusregisseur'), '1 brede-intake-uitgenodigd casusregisseur 10:30'],
    // Nobody has to say at what hour a test is.
    ['lbt-afnemer', planned('leerbaarheidstoets-ingepland', {}), '1 leerbaarheidstoets-ingepland'],
  ] as const)('are each role’s own, and nobody else’s: %s', async (partner, feit, expected) => {
    await told(1, feit);
    expect(await brief(partner)).toEqual([expected]);
    for (const { sleutel } of findGemeente('0907')?.partners ?? [])
      if (sleutel !== partner) expect([sleutel, await brief(sleutel)]).toEqual([sleutel, []]);
  });

  it('are those that it planned itself too: the contract of a corporatie, a removal', async () => {
    const order = planned('woningzoekopdracht-verstuurd', {}, { datum: '2025-08-01' });
    const contract = {
      ...planned('huurcontractdatum-voorgesteld', { woningId: HOME, tijd: '11:00', plaats: 'Kantoor' }),
      partner: 'destion',
    };
    await told(1, order, contract);
    expect(await of('destion')).toEqual([
      {
        zaakId: zaakNumber(1),
        gebeurtenis: 'huurcontractdatum-voorgesteld',
        tijd: '11:00',
        plaats: 'Kantoor',
      },
    ]);
    expect(await brief('mooiland')).toEqual([]);
    const removal = { ...planned('verhuizing-afgesproken', {}), partner: 'maatschappelijk-begeleider' };
    await told(2, { ...meeting('maatschappelijk begeleider'), datum: '2025-08-20' }, removal);
    expect(await brief('maatschappelijk-begeleider')).toEqual(['2 verhuizing-afgesproken']);
  });

  it('are those that it planned itself, also when the gemeente said the same before it', async () => {
    const ofGemeente = planned('verhuizing-afgesproken', {});
    const own = { ...planned('verhuizing-afgesproken', {}), partner: 'maatschappelijk-begeleider' };
    await told(2, { ...meeting('maatschappelijk begeleider'), datum: '2025-08-20' }, ofGemeente, own);
    expect(await brief('maatschappelijk-begeleider')).toEqual(['2 verhuizing-afgesproken']);
  });

  it('are deliveries of a household for a shop, which are off when the person dies', async () => {
    const delivery = planned('woninginrichting-afgesproken', { goederen: ['bed'] });
    const store = (versie: number, ...feiten: readonly Feit[]) =>
      createZaakLists(api.world.table).store([
        {
          zaakId: HUISHOUDEN_LOG,
          dossier: dossierWith([
            ...ledenOf([{ versie: 1, feiten: [linked(), delivery] }]),
            ...(versie === 1 ? [] : ledenOf([{ versie, feiten: [linked(), delivery, ...feiten] }])),
          ]),
        },
      ]);
    await store(1);
    expect(await of('mage')).toEqual([
      { zaakId: HUISHOUDEN_LOG, gebeurtenis: 'woninginrichting-afgesproken' },
    ]);
    const logged = api.world.logboek.all().map(({ verwerking }) => JSON.parse(verwerking));
    expect(logged).toContainEqual(
      expect.objectContaining({ subject: { id: HUISHOUDEN_LOG, soort: 'huishouden' } }),
    );
    await store(2, overlijden(cause('2025-09-01T08:00:00Z')));
    expect(await of('mage')).toEqual([]);
  });

  it('leave out what was moved to another day, or is off', async () => {
    const first = talk('taalschool');
    await told(1, first);
    await told(2, talk('taalschool', '08:30'));
    expect(await brief('taalschool')).toEqual([
      '2 brede-intake-uitgenodigd taalschool 08:30',
      '1 brede-intake-uitgenodigd taalschool 10:30',
    ]);
    const moved = planned(
      'brede-intake-uitgenodigd',
      { onderdeel: 'taalschool', tijd: '10:30', plaats: 'Kamer 2' },
      { datum: '2025-09-08', moment: '2025-08-21T08:00:00Z' },
    );
    await told(1, first, moved);
    const other = talk('taalschool', '08:30');
    await told(2, other, putAside([other.feitId]));
    expect(await brief('taalschool')).toEqual([]);
    expect(await brief('taalschool', '2025-09-08')).toEqual(['1 brede-intake-uitgenodigd taalschool 10:30']);
  });

  it('are of nobody once it is told that the person is no longer its business', async () => {
    await told(1, talk('taalschool'), overlijden(cause('2025-09-01T08:00:00Z')));
    expect(await brief('taalschool')).toEqual([]);
  });
});

describe('the messages on the day list of a partner', () => {
  it('are those that it has not got', async () => {
    const ready = await put(1, 'gemeld', '2025-06-18T08:00:00Z');
    const had = await put(2, 'gemeld', '2025-06-18T09:00:00Z');
    const stuck = await put(3, 'gemeld', '2025-06-18T10:00:00Z');
    await api.world.postvak.confirm(had, api.world.clock.now());
    await api.world.postvak.park(stuck, api.world.clock.now());
    const { klaar } = await day('2025-06-20');
    expect(klaar).toEqual({
      aantal: 2,
      lijst: [
        {
          zaakId: ready.zaakId,
          volgnummer: 1,
          staat: 'klaargezet',
          klaargezetOp: '2025-06-18T08:00:00.000Z',
        },
        {
          zaakId: stuck.zaakId,
          volgnummer: 1,
          staat: 'geparkeerd',
          klaargezetOp: '2025-06-18T10:00:00.000Z',
        },
      ],
    });
    await api.world.postvak.confirm(ready, api.world.clock.now());
    expect((await day('2025-06-20')).klaar.aantal).toBe(1);
    expect((await day('2025-06-20', 'intos')).klaar.aantal).toBe(0);
  });

  it('are counted to a hundred', async () => {
    for (let n = 1; n <= 102; n += 1) await put(n, 'gemeld', '2025-06-18T08:00:00Z');
    const { klaar } = await day('2025-06-20');
    expect([klaar.aantal, klaar.meer, klaar.lijst.length]).toEqual([100, true, 50]);
  });
});

describe('who is new on the day list of a partner', () => {
  const fresh = async (datum: string, to?: string) => (await day(datum, to)).nieuw.lijst.map(number);

  it('is of whom it was told today or yesterday, by the day here', async () => {
    // In Gennep it is the 20th then.
    await put(1, 'gemeld', '2025-06-19T22:30:00Z');
    await put(2, 'gemeld', '2025-06-18T22:30:00Z');
    await put(3, 'gemeld', '2025-06-18T21:30:00Z');
    await put(4, 'gewijzigd', '2025-06-19T10:00:00Z', { volgnummer: 2 });
    expect(await fresh('2025-06-20')).toEqual([2, 1]);
    expect(await fresh('2025-06-21')).toEqual([1]);
    expect(await fresh('2025-06-20', 'balk')).toEqual([]);
  });

  it('is by the day here in winter too', async () => {
    await put(1, 'gemeld', '2025-01-19T23:30:00Z');
    await put(2, 'gemeld', '2025-01-20T22:30:00Z');
    expect(await fresh('2025-01-20')).toEqual([1, 2]);
    expect(await fresh('2025-01-19')).toEqual([]);
  });

  it('is counted to a hundred, and what was only changed hides nobody', async () => {
    for (let n = 1; n <= 120; n += 1) await put(n, 'gewijzigd', '2025-06-19T06:00:00Z', { volgnummer: 2 });
    await put(200, 'gemeld', '2025-06-19T07:00:00Z');
    expect(await fresh('2025-06-20')).toEqual([200]);
    for (let n = 201; n <= 301; n += 1) await put(n, 'gemeld', '2025-06-19T08:00:00Z');
    const { nieuw } = await day('2025-06-20');
    expect([nieuw.aantal, nieuw.meer, nieuw.lijst.length]).toEqual([100, true, 50]);
  });

  it('is nobody of whom it heard since that it is over, and somebody whom it has back', async () => {
    const first = await put(1, 'gemeld', '2025-06-19T10:00:00Z');
    await api.world.postvak.confirm(first, api.world.clock.now());
    await put(1, 'vervallen', '2025-06-25T10:00:00Z', { volgnummer: 2 });
    expect(await fresh('2025-06-19')).toEqual([]);
    await put(1, 'gemeld', '2025-06-26T10:00:00Z', { volgnummer: 3 });
    expect(await fresh('2025-06-19')).toEqual([]);
    expect(await fresh('2025-06-26')).toEqual([1]);
  });

  it('is a household for a partner that hears per household', async () => {
    await put(1, 'gemeld', '2025-06-20T06:00:00Z', { partner: 'mage' });
    expect(await fresh('2025-06-20', 'mage')).toEqual([1]);
  });
});

describe('the day list of a partner', () => {
  it('is of today without a day, and says of whom', async () => {
    const { content } = await api.call('GET', '/v1/dag', { to: 'intos' });
    expect(content).toMatchObject({ gemeentecode: '0907', partner: 'intos', datum: '2025-06-20' });
  });

  it.each([
    ['taalschool', 'zaak'],
    ['mage', 'huishouden'],
  ])('stands in the logbook for everybody that it names to %s', async (partner, soort) => {
    await put(1, 'gemeld', '2025-06-20T06:00:00Z', { partner });
    await put(2, 'gemeld', '2025-06-10T06:00:00Z', { partner });
    await day('2025-06-20', partner);
    // Beside a record of the answer as a whole, one for each.
    const logged = api.world.logboek
      .all()
      .map(({ verwerking }) => JSON.parse(verwerking))
      .filter(({ subject }) => subject.soort === soort);
    expect(logged.map(({ subject }) => subject.id).toSorted()).toEqual([zaakNumber(1), zaakNumber(2)]);
    for (const one of logged)
      expect(one).toMatchObject({
        activity: 'raadplegen',
        gemeentecode: '0907',
        subject: { soort },
        party: { role: 'lezer', key: `${partner}-0907` },
        fields: ['daglijst'],
      });
  });

  it('says after the end of a contract only that it is over', async () => {
    await list(1, '2025-06-05');
    await put(1, 'gemeld', '2025-06-19T10:00:00Z');
    const end = await put(2, 'vervallen', '2025-06-19T11:00:00Z', { volgnummer: 2 });
    expect((await tasksOn('2025-06-20')).vandaag).toHaveLength(1);
    const valid: { until?: string } | undefined = findGemeente('0907')?.partners.find(
      ({ sleutel }) => sleutel === 'taalschool',
    )?.valid;
    if (valid === undefined) throw new Error('Gennep has no taalschool');
    valid.until = '2025-06-19';
    try {
      const { klaar, nieuw, ...tasks } = await day('2025-06-20');
      expect(klaar.lijst.map(({ zaakId }) => zaakId)).toEqual([end.zaakId]);
      expect(nieuw.aantal).toBe(0);
      expect(
        [tasks.vandaag, tasks.binnenkort, tasks.teLaat, tasks.zonderDag].map(({ aantal }) => aantal),
      ).toEqual([0, 0, 0, 0]);
    } finally {
      delete valid.until;
    }
  });

  it('asks as much of the index for hundreds of zaken as for one, and reads none of them', async () => {
    const dossier = dossierWith(settledOn('2025-08-13'));
    const states = Array.from({ length: 300 }, (_, n) => ({ zaakId: zaakNumber(n + 1), dossier }));
    const count = async (some: typeof states) => {
      const calls: string[] = [];
      const counting = startApi({
        outside: (adapter) =>
          new Proxy(adapter, {
            get: (target, name, self) => {
              if (typeof name === 'string' && ['perStatus', 'partition', 'read'].includes(name))
                calls.push(name);
              return Reflect.get(target, name, self);
            },
          }),
      });
      await createZaakLists(counting.world.table).store(some);
      calls.length = 0;
      await counting.call('GET', '/v1/dag', { to: 'taalschool', query: { datum: '2025-08-28' } });
      return calls.filter((name) => name !== 'read').length;
    };
    const few = await count(states.slice(0, 1));
    expect(few).toBeGreaterThan(4);
    expect(await count(states)).toBe(few);
  });
});
