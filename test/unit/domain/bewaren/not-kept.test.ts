import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { asKept } from '../../../../domain/bewaren/not-kept.ts';
import { runs } from '../../../runs.ts';
import { geopendBericht, inbound, notificatieBericht } from '../../functions/berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../../functions/hub-in-memory.ts';
import { GENNEP } from '../support.ts';

/**
 * The fields of a message that the hub does not keep: of a person without a zaak it only keeps the fields that the household needs.
 */

const MOTHER = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };
const CHILD = { vNummer: Vnummer.parse('2795000014'), bsn: Bsn.parse('999910267') };

const person = (numbers: object, relatie: string, geboortedatum?: string, mark = 'Merkteken') => ({
  ...numbers,
  relatie,
  ...(geboortedatum && { geboortedatum }),
  naam: { voornamen: mark, geslachtsnaam: mark },
  geslacht: 'vrouw',
  nationaliteit: mark,
  talen: [{ taal: mark }],
  hoogsteOpleiding: 'HBO-niveau',
  werkervaring: mark,
  voorinburgering: { instemming: 'ja', deelname: true, voldaan: false },
  contact: { telefoonnummer: '0684212661', emailadres: `${mark}@voorbeeld.example` },
});

const koppelingOf = (child: object, versie = 1, tijdstip = `2025-06-0${versie}T08:00:00Z`): InboundBericht =>
  inbound(versie === 1 ? 'nl.tvs.koppeling.geregistreerd.v1' : 'nl.tvs.koppeling.gewijzigd.v1', tijdstip, {
    koppelingId: 'S01',
    versie,
    gemeentecode: GENNEP,
    datumKoppeling: '2025-06-01',
    personen: [person(MOTHER, 'hoofdpersoon', '1985-01-01', 'Moeder'), child],
  });

const keptOf = (bericht: InboundBericht, vNummer = CHILD.vNummer): Record<string, unknown> | undefined => {
  const { personen = [] } = asKept(bericht).data as { personen?: Record<string, unknown>[] };
  return personen.find((one) => one['vNummer'] === vNummer);
};

const ALL = Object.keys(person(CHILD, 'kind', '2014-05-01'))
  .filter((field) => field !== 'nationaliteit')
  .toSorted();
const HOUSEHOLD = ['bsn', 'geboortedatum', 'relatie', 'vNummer'];

describe('of a person in a koppeling is kept', () => {
  it.each([
    ['a child', 'kind', '2014-05-01', HOUSEHOLD],
    ['a child of which only the year of birth is known', 'kind', '2014', HOUSEHOLD],
    ['who is past the AOW age', 'overig', '1950-05-01', HOUSEHOLD],
    ['who turns eighteen a day later', 'kind', '2007-06-02', HOUSEHOLD],
    ['who turns eighteen that day', 'kind', '2007-06-01', ALL],
    ['an adult child', 'kind', '2001-05-01', ALL],
    ['who may be eighteen, by what is known of the birth date', 'kind', '2007', ALL],
    ['of whom nobody knows the age', 'overig', undefined, ALL.filter((field) => field !== 'geboortedatum')],
  ])('%s: what its zaak or its household needs', (_, relatie, geboortedatum, fields) => {
    const kept = keptOf(koppelingOf(person(CHILD, relatie, geboortedatum)));
    expect(Object.keys(kept ?? {}).toSorted()).toEqual(fields);
  });

  it('everything again of who turned eighteen before this version was sent', () => {
    const child = person(CHILD, 'kind', '2007-06-10');
    const later = koppelingOf(child, 2, '2025-06-11T08:00:00Z');
    expect(Object.keys(keptOf(koppelingOf(child)) ?? {}).toSorted()).toEqual(HOUSEHOLD);
    expect(Object.keys(keptOf(later) ?? {}).toSorted()).toEqual(ALL);
  });

  it('of a withdrawal no more than whose it is and why', () => {
    const withdrawn = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-07-01T08:00:00Z', {
      koppelingId: 'S01',
      versie: 2,
      gemeentecode: GENNEP,
      reden: 'anders',
      datumKoppeling: '2025-06-01',
      verblijfplaatsAzc: { naam: 'Merkteken' },
      contactpersoonCoa: { naam: 'Merkteken' },
      woningeis: ['gelijkvloers'],
      personen: [person(MOTHER, 'hoofdpersoon', '1985-01-01')],
    });
    const { data } = asKept(withdrawn);
    expect(JSON.stringify(data)).not.toContain('Merkteken');
    expect(Object.keys(data).toSorted()).toEqual([
      'gemeentecode',
      'koppelingId',
      'personen',
      'reden',
      'versie',
    ]);
    expect(Object.keys(keptOf(withdrawn, MOTHER.vNummer) ?? {}).toSorted()).toEqual(HOUSEHOLD);
  });
});

const PLICHT: DuoResponses = { inburgeringsplicht: { indicatorInburgeringsplicht: true } };

const play = async (berichten: readonly InboundBericht[]): Promise<HubInMemory> => {
  const hub = hubInMemory(() => PLICHT);
  await hub.process(berichten.map(asKept));
  return hub;
};

const inAnyOrder = async (
  berichten: readonly InboundBericht[],
  check: (hub: HubInMemory) => Promise<void>,
): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...berichten, ...berichten], { minLength: berichten.length * 2 }),
      async (shuffled) => check(await play(shuffled)),
    ),
    { numRuns: runs(12) },
  );
};

const zaakOf = async (hub: HubInMemory) => {
  const [found] = await hub.zaken.findZaak({ vNummer: CHILD.vNummer }, GENNEP);
  return found && (await hub.zaken.zaakForGemeente(found.zaakId, GENNEP));
};

/** What each partner was told last of the child. */
const toldOf = async (hub: HubInMemory): Promise<Record<string, object>> => {
  const subject = (await zaakOf(hub))?.zaakId;
  return Object.fromEntries(
    [...hub.queues].flatMap(([kanaal, items]) => {
      const last = items.map(berichtOf).findLast((bericht) => bericht.subject === subject);
      return last === undefined || kanaal === '0907/gemeente' ? [] : [[kanaal, last.data]];
    }),
  );
};

const PARTNERS = ['balk', 'intos', 'taalmaatjes', 'taalschool', 'wijkondersteuner'].map(
  (key) => `0907/${key}`,
);

describe('a household with a child of which only that is kept', () => {
  it('is counted and described as before', async () => {
    const hub = await play([koppelingOf(person(CHILD, 'kind', '2014-05-01'))]);
    expect(JSON.stringify(hub.table.alles())).not.toContain('Merkteken');
    const told = (hub.queues.get('0907/balk') ?? []).map(berichtOf);
    expect(told).toMatchObject([{ data: { aantalGezinsleden: 2 } }]);
    expect(berichtOf(hub.queues.get('0907/wijkondersteuner')?.[0] ?? {})).toMatchObject({
      data: { gezinssamenstelling: 'eenoudergezin' },
    });
  });

  it('hears of a birth date that makes an adult of it, whichever version comes first: a whole zaak', async () => {
    const versions = [
      koppelingOf(person(CHILD, 'kind', '2014-05-01')),
      koppelingOf(person(CHILD, 'kind', '2004-05-01'), 2),
    ];
    await inAnyOrder(versions, async (hub) => {
      expect(await zaakOf(hub)).toMatchObject({
        gegevens: { persoon: { naam: { voornamen: 'Merkteken' }, talen: [{ taal: 'Merkteken' }] } },
      });
      const told = await toldOf(hub);
      expect(Object.keys(told).toSorted()).toEqual(PARTNERS);
      expect(told['0907/taalschool']).toMatchObject({
        naam: { geslachtsnaam: 'Merkteken' },
        geboortejaar: 2004,
      });
    });
  });

  it('whom DUO makes plichtig has a zaak, which waits for who it is until the gemeente says so', async () => {
    const known = [koppelingOf(person(CHILD, 'kind', '2008-01-01')), notificatieBericht('SS101', CHILD)];
    await inAnyOrder(known, async (hub) => {
      const { gegevens } = (await zaakOf(hub)) ?? {};
      expect(gegevens?.wachtOpGegevens?.ontbreekt.toSorted()).toEqual(['geslacht', 'naam', 'talen']);
      expect(await toldOf(hub)).toEqual({});
      expect((await hub.zaken.wachtOpGegevens(GENNEP)).aantal).toBe(1);
    });
    await inAnyOrder([...known, geopendBericht(CHILD)], async (hub) => {
      expect((await zaakOf(hub))?.gegevens.wachtOpGegevens).toBeUndefined();
      expect(Object.keys(await toldOf(hub))).toEqual(
        expect.arrayContaining(PARTNERS.filter((kanaal) => kanaal !== '0907/taalmaatjes')),
      );
    });
  });
});
