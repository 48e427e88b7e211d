import fc from 'fast-check';
import ICAL from 'ical.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { createZaakLists } from '../../../../../../adapters/table/zaak-lists.ts';
import { AGENDA_MAX } from '../../../../../../contracts/agenda.ts';
import { BERICHTTYPEN } from '../../../../../../contracts/partnerrollen.ts';
import { unmadeItem } from '../../../../../../domain/delivery/item.ts';
import { findGemeente } from '../../../../../../domain/gemeenten/index.ts';
import type { Feit } from '../../../../../../domain/zaak/feiten.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { runs } from '../../../../../runs.ts';
import {
  cause,
  GENNEP,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  overlijden,
  putAside,
  reported,
} from '../../../../domain/support.ts';
import { dossierWith, listZaak, zaakNumber } from './listed-zaken.ts';

let api: ReturnType<typeof startApi>;
beforeEach(() => {
  api = startApi();
});

const PLAATS = 'Gemeentehuis Gennep, kamer 2';
const talk = (
  onderdeel: 'taalschool' | 'participatie' | 'financieel' | 'casusregisseur',
  datum: string,
  moment = '2025-08-20T08:00:00Z',
  more: { readonly vervangtBerichtId?: string; readonly ingetrokken?: boolean } = {},
) =>
  reported(
    'brede-intake-uitgenodigd',
    datum,
    { onderdeel, tijd: '10:30', plaats: PLAATS, tolk: true, ...more },
    cause(moment, `uitnodiging-${onderdeel}-${moment}`),
  );
const meeting = (met: 'financieel ondersteuner' | 'burgerzaken', datum: string) =>
  reported(
    'kennismaking-gepland',
    datum,
    { met, tijd: '09:00', plaats: 'Balie' },
    cause('2025-08-19T08:00:00Z', met),
  );

const list = (n: number, ...feiten: readonly Feit[]) =>
  listZaak(api.world.table, zaakNumber(n), [linked(), ...feiten]);

const read = async (to: string, query: Record<string, string> = { van: '2025-09-01' }) => {
  const { status, text, headers } = await api.call('GET', '/v1/agenda', { to, query });
  expect([status, headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => {
    const { summary, startDate, location, sequence, uid, description } = new ICAL.Event(one);
    return {
      summary,
      start: startDate.toJSDate().toISOString().slice(0, 16),
      location,
      sequence,
      uid,
      description,
      status: one.getFirstPropertyValue('status'),
    };
  });
};
const brief = async (to: string, query?: Record<string, string>) =>
  (await read(to, query)).map(({ summary, start, status }) => `${start} ${summary} ${status}`);

describe('the calendar of a partner', () => {
  it('holds the appointments that it heard of, with place, zaak and interpreter, and nobody else’s', async () => {
    await list(1, talk('taalschool', '2025-09-03'), talk('participatie', '2025-09-04'));
    expect(await read('taalschool-0907')).toEqual([
      {
        summary: 'Brede intake: taalschool',
        start: '2025-09-03T08:30',
        location: PLAATS,
        sequence: 2,
        uid: expect.any(String),
        description: `Zaak ${zaakNumber(1)}\nTolk nodig: ja`,
        status: 'CONFIRMED',
      },
    ]);
    expect(await brief('intos-0907')).toEqual(['2025-09-04T08:30 Brede intake: participatie CONFIRMED']);
    for (const to of ['mage-0907', 'wijkondersteuner-0907', 'taalschool-9999'])
      expect(await brief(to)).toEqual([]);
  });

  it('moves what is moved: the same UID with a higher SEQUENCE, in whatever order the two came', async () => {
    const first = talk('taalschool', '2025-09-03');
    await list(1, first);
    const [before] = await read('taalschool-0907');
    await list(1, first, talk('taalschool', '2025-09-05', '2025-08-21T08:00:00Z'));
    const [after, ...rest] = await read('taalschool-0907');
    expect(rest).toEqual([]);
    expect(after).toMatchObject({ uid: before?.uid, start: '2025-09-05T08:30' });
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? Number.NaN);
  });

  it('shows as cancelled what it heard that holds no longer, and again when it is on again', async () => {
    const first = talk('taalschool', '2025-09-03');
    const off = talk('taalschool', '2025-09-03', '2025-08-22T08:00:00Z', {
      vervangtBerichtId: first.berichtId,
      ingetrokken: true,
    });
    for (const end of [off, putAside([first.feitId])]) {
      api = startApi();
      await list(1, first, end);
      expect(await read('taalschool-0907')).toMatchObject([
        { status: 'CANCELLED', start: '2025-09-03T08:30', sequence: 3 },
      ]);
      await list(1, first, end, talk('taalschool', '2025-09-12', '2025-08-23T08:00:00Z'));
      expect(await read('taalschool-0907')).toMatchObject([
        { status: 'CONFIRMED', start: '2025-09-12T08:30', sequence: 4 },
      ]);
    }
  });

  it('shows nothing of an appointment that was off before it was told of anybody', async () => {
    const first = talk('taalschool', '2025-09-03');
    const off = talk('taalschool', '2025-09-03', '2025-08-22T08:00:00Z', {
      vervangtBerichtId: first.berichtId,
      ingetrokken: true,
    });
    await listZaak(api.world.table, zaakNumber(1), [off, first, linked()]);
    expect(await brief('taalschool-0907')).toEqual([]);
  });

  it.each([
    ['the person died', [overlijden()] as readonly Feit[]],
    ['the koppeling was withdrawn', ingetrokken(koppeling().koppelingId, 2)],
    [
      'another gemeente has the person',
      [linked(koppeling({ gemeentecode: '1734', versie: 2 }), cause('2025-08-25T08:00:00Z'))],
    ],
  ])('holds nothing any more once %s, for the gemeente neither', async (_, end) => {
    const first = talk('taalschool', '2025-09-03');
    await list(1, first);
    expect(await brief('taalschool-0907')).toHaveLength(1);
    await list(1, first, ...end);
    expect(await brief('taalschool-0907')).toEqual([]);
    expect(await brief('gemeente-0907')).toEqual([]);
  });

  it('names nobody of whom the first message could not be made, and nobody after the end of its contract', async () => {
    await list(1, talk('taalschool', '2025-09-03'));
    await list(2, talk('taalschool', '2025-09-04'));
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
    expect(await brief('taalschool-0907')).toEqual(['2025-09-04T08:30 Brede intake: taalschool CONFIRMED']);
    const valid: { until?: string } | undefined = findGemeente('0907')?.partners.find(
      ({ sleutel }) => sleutel === 'taalschool',
    )?.valid;
    if (valid === undefined) throw new Error('Gennep has no taalschool');
    valid.until = '2025-06-19';
    try {
      expect(await brief('taalschool-0907')).toEqual([]);
    } finally {
      delete valid.until;
    }
  });
});

describe('the calendar of a gemeente', () => {
  it('holds every appointment of its own zaken in order, and what fell away as cancelled', async () => {
    const off = talk('casusregisseur', '2025-09-02');
    const withdrawn = talk('casusregisseur', '2025-09-02', '2025-08-24T08:00:00Z', {
      vervangtBerichtId: off.berichtId,
      ingetrokken: true,
    });
    await list(1, talk('taalschool', '2025-09-03'), off, withdrawn, meeting('burgerzaken', '2025-09-02'));
    await list(2, meeting('financieel ondersteuner', '2025-09-01'), off, putAside([off.feitId]));
    const shown = await read('gemeente-0907');
    expect(
      shown.map(({ summary, start, status, sequence }) => `${start} ${summary} ${status} ${sequence}`),
    ).toEqual([
      '2025-09-01T07:00 Kennismaking: financieel ondersteuner CONFIRMED 2',
      '2025-09-02T07:00 Kennismaking: burgerzaken CONFIRMED 1',
      '2025-09-02T08:30 Brede intake: casusregisseur CANCELLED 2',
      '2025-09-02T08:30 Brede intake: casusregisseur CANCELLED 2',
      '2025-09-03T08:30 Brede intake: taalschool CONFIRMED 1',
    ]);
    expect(await brief('gemeente-1734')).toEqual([]);
  });

  it('shows the contract of a home that was refused, and the meetings of that day, as cancelled until they are planned anew', async () => {
    const [home, next] = ['9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13', '0c4d7a25-1e68-4b3f-9a72-6d8e1f0b5c24'];
    const at = (moment: string) => cause(`${moment}T08:00:00Z`);
    const contract = (woningId: string, datum: string, moment: string) =>
      reported(
        'huurcontractdatum-voorgesteld',
        datum,
        { woningId, tijd: '10:00', plaats: 'Kantoor' },
        at(moment),
      );
    const facts: Feit[] = [
      reported('woning-goedgekeurd', '2025-08-01', { woningId: home }, at('2025-08-01')),
      contract(home, '2025-09-01', '2025-08-02'),
      meeting('burgerzaken', '2025-09-01'),
    ];
    const both = ['Huurcontract tekenen', 'Kennismaking: burgerzaken'];
    const standing = async () => {
      await list(1, ...facts);
      return (await read('gemeente-0907')).map(({ summary, status, sequence }) => ({
        summary,
        status,
        sequence,
      }));
    };
    const before = await standing();
    expect(before.map(({ summary, status }) => [summary, status]).toSorted()).toEqual(
      both.map((one) => [one, 'CONFIRMED']),
    );
    facts.push(reported('woning-geweigerd', '2025-08-25', { woningId: home }, at('2025-08-25')));
    const after = await standing();
    expect(after.map(({ summary, status }) => [summary, status]).toSorted()).toEqual(
      both.map((one) => [one, 'CANCELLED']),
    );
    for (const [place, { sequence }] of after.entries())
      expect(sequence).toBeGreaterThan(before[place]?.sequence ?? Number.NaN);
    facts.push(
      reported('woning-goedgekeurd', '2025-08-27', { woningId: next }, at('2025-08-27')),
      contract(next, '2025-09-10', '2025-08-28'),
    );
    expect((await standing()).filter(({ status }) => status === 'CONFIRMED')).toMatchObject([
      { summary: 'Huurcontract tekenen' },
    ]);
  });

  it('is the same in whatever order the reports came', async () => {
    const first = talk('taalschool', '2025-09-03');
    const facts = [
      linked(),
      inschrijving(),
      first,
      talk('taalschool', '2025-09-05', '2025-08-21T08:00:00Z'),
      talk('participatie', '2025-09-04'),
      talk('participatie', '2025-09-04', '2025-08-24T08:00:00Z', {
        vervangtBerichtId: talk('participatie', '2025-09-04').berichtId,
        ingetrokken: true,
      }),
      meeting('burgerzaken', '2025-09-02'),
    ];
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(facts, { minLength: facts.length }), async (order) => {
        api = startApi();
        await listZaak(api.world.table, zaakNumber(1), order);
        seen.add(JSON.stringify(await read('gemeente-0907')));
      }),
      { numRuns: runs(20) },
    );
    expect(seen.size).toBe(1);
  });
});

describe('the days of a calendar', () => {
  beforeEach(async () => {
    // It is the 22nd of June 2025 now.
    api.world.clock.next(2 * 86_400_000);
    for (const [n, day] of ['2025-06-21', '2025-06-22', '2025-09-22', '2025-09-23'].entries())
      await list(n + 1, talk('taalschool', day));
  });
  const days = async (query: Record<string, string>) =>
    (await read('taalschool-0907', query)).map(({ start }) => start.slice(0, 10));

  it('are from today three months on, or those that are asked, both included', async () => {
    expect(await days({})).toEqual(['2025-06-22', '2025-09-22']);
    expect(await days({ van: '2025-06-21', totEnMet: '2025-06-21' })).toEqual(['2025-06-21']);
    expect(await days({ totEnMet: '2025-09-23' })).toEqual(['2025-06-22', '2025-09-22', '2025-09-23']);
  });

  it('are 366 at most, as the guide of partners promises', async () => {
    expect(await days({ van: '2025-06-21', totEnMet: '2026-06-21' })).toContain('2025-06-21');
    expect(await days({ totEnMet: '2026-06-22' })).toContain('2025-06-22');
  });

  it.each([
    [{ van: 'morgen', totEnMet: '2025-13-01', zaak: '1' }, ['/totEnMet', '/van', '/zaak']],
    [{ van: '2025-09-02', totEnMet: '2025-09-01' }, ['/totEnMet']],
    [{ totEnMet: '2025-06-19' }, ['/totEnMet']],
    [{ van: '9999-12-31' }, ['/van']],
    [{ van: '2025-01-01', totEnMet: '2026-01-02', bsn: '1' }, ['/bsn', '/totEnMet']],
    [{ totEnMet: '2026-06-23' }, ['/totEnMet']],
  ])('%o are refused with every fault', async (query, pointers) => {
    const outcome = await api.call('GET', '/v1/agenda', { to: 'taalschool-0907', query });
    expect([outcome.status, outcome.pointers]).toEqual([400, pointers]);
  });

  it('are too many when they hold more appointments than one file: then nothing is left out in silence', async () => {
    const dossier = dossierWith([linked(), talk('taalschool', '2025-09-03')]);
    const states = Array.from({ length: AGENDA_MAX + 1 }, (_, n) => ({
      zaakId: zaakNumber(n + 100),
      dossier,
    }));
    await createZaakLists(api.world.table).store(states.slice(1));
    expect(await days({ van: '2025-09-03', totEnMet: '2025-09-03' })).toHaveLength(AGENDA_MAX);
    await createZaakLists(api.world.table).store(states);
    const { status, pointers } = await api.call('GET', '/v1/agenda', {
      to: 'taalschool-0907',
      query: { van: '2025-09-03' },
    });
    expect([status, pointers]).toEqual([400, ['/totEnMet']]);
  });
});

it('a calendar is read by one query of the index, and by no zaak, however many there are', async () => {
  const calls: string[] = [];
  const counting = startApi({
    outside: (adapter) =>
      new Proxy(adapter, {
        get: (target, name, self) => {
          if (typeof name === 'string' && ['perStatus', 'partition'].includes(name)) calls.push(name);
          return Reflect.get(target, name, self);
        },
      }),
  });
  const dossier = dossierWith([linked(), talk('taalschool', '2025-09-03')]);
  const states = Array.from({ length: 300 }, (_, n) => ({ zaakId: zaakNumber(n + 1), dossier }));
  const count = async (some: typeof states) => {
    await createZaakLists(counting.world.table).store(some);
    calls.length = 0;
    await counting.call('GET', '/v1/agenda', { to: 'gemeente-0907', query: { van: '2025-09-01' } });
    return calls.length;
  };
  const few = await count(states.slice(0, 1));
  expect(few).toBeGreaterThan(0);
  expect(await count(states)).toBeLessThanOrEqual(few);
});

it('a calendar is no JSON: who takes nothing else is refused, and whose appointments it shows stands in the logbook', async () => {
  await list(1, talk('taalschool', '2025-09-03'));
  for (const accept of ['text/calendar', 'text/*', '*/*', 'application/json, */*;q=0.1'])
    expect((await api.call('GET', '/v1/agenda', { to: 'taalschool-0907', headers: { accept } })).status).toBe(
      200,
    );
  for (const accept of ['application/json', 'text/calendar;q=0, */*'])
    expect((await api.call('GET', '/v1/agenda', { to: 'taalschool-0907', headers: { accept } })).status).toBe(
      406,
    );
  const logged = api.world.logboek.all().map(({ verwerking }) => JSON.parse(verwerking));
  expect(logged).toContainEqual(
    expect.objectContaining({
      activity: 'raadplegen',
      gemeentecode: GENNEP,
      subject: { id: zaakNumber(1), soort: 'zaak' },
      party: { role: 'lezer', key: 'taalschool-0907' },
      fields: ['agenda'],
    }),
  );
});
