import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBooks } from '../../../adapters/table/books.ts';
import { Bsn, type Gemeentecode, Vnummer, type ZaakId } from '../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../../contracts/internal/inbound-bericht.ts';
import type { Partnerbericht } from '../../../contracts/partnerberichten.ts';
import { bookOf } from '../../../domain/delivery/books.ts';
import { gemeenteKnows } from '../../gemeente-knows.ts';
import { runs } from '../../runs.ts';
import { ADRES, GENNEP } from '../domain/support.ts';
import { geopendBericht, inbound, notificatieBericht } from './berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from './hub-in-memory.ts';

/** Small stories of real life, told to the real functions: what everybody hears in the end, in any order and repetition. */

const DEN_BOSCH = '0796' as Gemeentecode;

interface Person {
  readonly vNummer: Vnummer;
  readonly bsn: Bsn;
}
const PEOPLE: readonly Person[] = [
  { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') },
  { vNummer: Vnummer.parse('2795000014'), bsn: Bsn.parse('999910267') },
  { vNummer: Vnummer.parse('2795000021'), bsn: Bsn.parse('999910395') },
];
const [MOTHER, FATHER, SON] = PEOPLE as readonly [Person, Person, Person];

const member = ({ vNummer, bsn }: Person, relatie: string, geboortedatum = '1980-01-01') => ({
  vNummer,
  bsn,
  relatie,
  naam: { voornamen: 'Aya', geslachtsnaam: 'Voorbeeld' },
  geboortedatum,
  geslacht: 'vrouw',
  talen: [{ taal: 'Arabisch' }],
});

/** The same koppeling, whose members nobody knows the BSN of. */
const withoutBsn = (bericht: InboundBericht): InboundBericht =>
  JSON.parse(JSON.stringify(bericht, (key, value) => (key === 'bsn' ? undefined : value)));

const koppelingOf = (
  personen: readonly object[],
  { versie = 1, gemeentecode = '0907', koppelingId = 'S01', datumKoppeling = '2025-06-01' } = {},
): InboundBericht =>
  inbound(
    versie === 1 ? 'nl.tvs.koppeling.geregistreerd.v1' : 'nl.tvs.koppeling.gewijzigd.v1',
    `2025-06-0${versie}T08:00:00Z`,
    { koppelingId, versie, gemeentecode, datumKoppeling, personen },
  );

const registered = (
  { bsn }: Person,
  day: string,
  gemeentecode = '0907',
  more: Readonly<Record<string, unknown>> = {},
): InboundBericht =>
  inbound('nl.brp.persoon.ingeschreven.v1', `${day}T08:00:00Z`, {
    bsn,
    soort: 'verhuizing',
    gemeentecode,
    datumInschrijving: day,
    adres: ADRES,
    isCoaLocatie: false,
    ...more,
  });

const moved = ({ bsn }: Person, day: string, gemeentecode = '0907'): InboundBericht =>
  inbound('nl.brp.persoon.verhuisd.v1', `${day}T08:00:00Z`, {
    bsn,
    gemeentecode,
    datumVerhuizing: day,
    adres: ADRES,
    isCoaLocatie: false,
  });

const died = ({ bsn }: Person, day: string): InboundBericht =>
  inbound('nl.brp.persoon.overleden.v1', `${day}T08:00:00Z`, { bsn, datumOverlijden: day });

const PLICHT: DuoResponses = {
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-03-01' },
};

/** Everything that a partner of Gennep got, in order. */
const told = (hub: HubInMemory, partner: string): readonly Partnerbericht[] =>
  (hub.queues.get(`0907/${partner}`) ?? []).map(berichtOf);

const kinds = (berichten: readonly Partnerbericht[]) => berichten.map(({ type }) => type.split('.').at(-2));

/** What each partner has in the end of each zaak or household. Being signed off amounts to never having been told. */
const lastTold = (hub: HubInMemory) =>
  Object.fromEntries(
    [...hub.queues].flatMap(([kanaal, items]) => {
      const isGemeente = kanaal.endsWith('/gemeente');
      const known = isGemeente
        ? gemeenteKnows(items.map(berichtOf))
        : stillKnown(
            items.map(berichtOf).map((bericht) => {
              const { volgnummer: _volgnummer, ...data } = bericht.data;
              const { gewijzigd: _gewijzigd, ...rest } = { gewijzigd: undefined, ...data };
              return [bericht.subject, bericht.type.includes('vervallen') ? undefined : rest] as const;
            }),
          );
      return Object.keys(known).length === 0 ? [] : [[kanaal, known]];
    }),
  );

const stillKnown = (entries: readonly (readonly [string, unknown])[]) =>
  Object.fromEntries([...new Map(entries)].filter(([, data]) => data !== undefined));

const play = async (
  berichten: readonly InboundBericht[],
  responses: (bsn: string) => DuoResponses = () => PLICHT,
): Promise<HubInMemory> => {
  const hub = hubInMemory(responses);
  await hub.process(berichten);
  return hub;
};

/** The same end in every order and with every repetition. */
const inAnyOrder = async (
  berichten: readonly InboundBericht[],
  seen: (hub: HubInMemory) => Promise<unknown>,
  responses: (bsn: string) => DuoResponses = () => PLICHT,
): Promise<void> => {
  const expected = await seen(await play(berichten, responses));
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...berichten, ...berichten], { minLength: berichten.length * 2 }),
      async (shuffled) => {
        expect(await seen(await play(shuffled, responses))).toEqual(expected);
      },
    ),
    { numRuns: runs(12) },
  );
};

const zaakOfPerson = async (hub: HubInMemory, { vNummer }: Person, gemeentecode: Gemeentecode = GENNEP) => {
  const [found] = await hub.zaken.findZaak({ vNummer }, gemeentecode);
  return found && (await hub.zaken.zaakForGemeente(found.zaakId, gemeentecode));
};

const statusOf = async (hub: HubInMemory, { ontvangstId }: InboundBericht) =>
  (await hub.ontvangsten.read(ontvangstId))?.status;

describe('a household of three adults at one address', () => {
  const family = [
    member(MOTHER, 'hoofdpersoon'),
    member(FATHER, 'partner'),
    member(SON, 'kind', '2006-01-01'),
  ];
  const settled = PEOPLE.map((person) => registered(person, '2025-08-10'));

  it('is told to MaGe in one order, and to every other partner in three messages', async () => {
    const hub = await play([koppelingOf(family)]);
    expect(told(hub, 'mage')).toHaveLength(1);
    expect(told(hub, 'mage')[0]?.data).toMatchObject({ volgnummer: 1, aantalPersonen: 3 });
    expect(told(hub, 'mage')[0]?.data).not.toHaveProperty('zaakId');
    // It stands on the timeline of each, as a message about the household.
    const zaakId = (await zaakOfPerson(hub, SON))?.zaakId as ZaakId;
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen.map(({ gegevens }) => gegevens);
    const ofHousehold = lines?.filter((gegevens) => 'huishoudenId' in gegevens && 'partner' in gegevens);
    expect(ofHousehold).toMatchObject([
      { partner: '0907/mage', huishoudenId: told(hub, 'mage')[0]?.subject, volgnummer: 1 },
    ]);
    for (const partner of ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner']) {
      expect(told(hub, partner)).toHaveLength(3);
    }
  });

  it('shows balk and wijkondersteuner, and nobody else, which zaken belong together', async () => {
    const hub = await play([koppelingOf(family)]);
    const households = (partner: string) =>
      new Set(told(hub, partner).map(({ data }) => ('huishoudenId' in data ? data.huishoudenId : undefined)));
    const [own] = told(hub, 'mage');
    expect(households('balk')).toEqual(new Set([own?.subject]));
    expect(households('wijkondersteuner')).toEqual(new Set([own?.subject]));
    for (const partner of ['taalschool', 'intos', 'taalmaatjes']) {
      expect(households(partner)).toEqual(new Set([undefined]));
    }
  });

  it('changes its one order when the address is known, when a member dies and when one is born', async () => {
    const baby = { ...member(SON, 'kind', '2025-09-01'), vNummer: '2795000099', bsn: undefined };
    const hub = await play([
      koppelingOf(family),
      ...settled,
      died(FATHER, '2025-09-02'),
      koppelingOf([family[0] ?? {}, family[2] ?? {}, baby], { versie: 2 }),
    ]);
    const orders = told(hub, 'mage').map(({ data }) => data);
    expect(orders.map(({ volgnummer }) => volgnummer)).toEqual(orders.map((_, index) => index + 1));
    expect(orders.at(-1)).toMatchObject({ aantalPersonen: 3, afleveradres: ADRES });
    expect(orders.map((data) => 'aantalPersonen' in data && data.aantalPersonen)).toContain(2);
    // The others of the household hear it too, where their fields say so.
    const widow = told(hub, 'balk')
      .filter(({ data }) => 'aantalGezinsleden' in data)
      .at(-1);
    expect(widow?.data).toMatchObject({ aantalGezinsleden: 3 });
  });

  it('is signed off once when the koppeling is withdrawn, for no reason that a shop has to know', async () => {
    const withdrawn = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-07-01T08:00:00Z', {
      koppelingId: 'S01',
      versie: 2,
      gemeentecode: '0907',
      reden: 'gezinshereniging elders',
    });
    const hub = await play([koppelingOf(family), withdrawn]);
    expect(kinds(told(hub, 'mage'))).toEqual(['gemeld', 'vervallen']);
    expect(told(hub, 'mage').at(-1)?.data).toMatchObject({ reden: 'anders' });
    expect(told(hub, 'taalmaatjes').at(-1)?.data).toMatchObject({ reden: 'anders' });
    expect(told(hub, 'balk').at(-1)?.data).toMatchObject({ reden: 'gezinshereniging elders' });
  });

  it('counts who lives in the gemeente, also when a version of the koppeling names somebody who does not', async () => {
    const child = member(SON, 'kind', '2015-01-01');
    const story = [
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      registered(MOTHER, '2025-08-10'),
      koppelingOf([member(MOTHER, 'hoofdpersoon'), child], { versie: 2, gemeentecode: '0796' }),
    ];
    await inAnyOrder(story, async (hub) => {
      const zaak = await zaakOfPerson(hub, MOTHER);
      expect(zaak?.gegevens['huishouden']).toMatchObject({ aantalPersonen: 1 });
      return lastTold(hub);
    });
  });

  it('ends with everybody knowing the same, in any order and however often it is told', async () => {
    await inAnyOrder(
      [koppelingOf(family), ...settled, died(FATHER, '2025-09-02'), notificatieBericht('SS101', MOTHER)],
      async (hub) => lastTold(hub),
    );
  });
});

describe('a person who moves to another gemeente', () => {
  const story = [
    koppelingOf([member(MOTHER, 'hoofdpersoon')]),
    notificatieBericht('SS101', MOTHER, '2025-06-10T07:00:00Z'),
    registered(MOTHER, '2025-07-01'),
    registered(MOTHER, '2025-08-15', '0796'),
  ];

  it('goes with the zaak: the partners of the former gemeente are signed off, which sees it for a month', async () => {
    const hub = await play(story);
    expect(told(hub, 'taalschool').at(-1)?.data).toMatchObject({ reden: 'andere gemeente' });
    expect(told(hub, 'mage').at(-1)?.data).toMatchObject({ reden: 'anders' });
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).toMatchObject({ status: 'actief' });
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({
      status: 'vervallen',
      gegevens: { overgedragen: { gemeentecode: '0796', datum: '2025-08-15' } },
    });
  });

  it('leaves the former gemeente the account of what its partners were told, and of nothing else', async () => {
    const hub = await play(story);
    const zaak = await zaakOfPerson(hub, MOTHER, DEN_BOSCH);
    const receivers = async (gemeentecode: Gemeentecode) => {
      const { processings } = await hub.zaken.logged(zaak?.zaakId as ZaakId, gemeentecode);
      return Object.groupBy(
        processings.filter(({ activity }) => activity === 'verstrekken'),
        ({ party }) => party?.key ?? 'nobody',
      );
    };
    const [former, next] = await Promise.all([receivers(GENNEP), receivers(DEN_BOSCH)]);
    expect(former['taalschool-0907']?.map(({ fields }) => fields.includes('naam'))).toContain(true);
    expect(former['taalschool-0907']?.at(-1)?.fields).toContain('reden');
    expect(Object.keys(former).filter((key) => !key.endsWith('-0907'))).toEqual([]);
    expect(Object.keys(next).filter((key) => key.endsWith('-0907'))).toEqual([]);
  });

  it('shows the next gemeente no koppeling that was not its own', async () => {
    const hub = await play(story);
    const zaak = await zaakOfPerson(hub, MOTHER, DEN_BOSCH);
    expect(zaak?.gegevens).not.toHaveProperty('koppeling');
    const timeline = await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, DEN_BOSCH);
    const names = timeline?.gebeurtenissen.map(({ naam }) => naam);
    expect(names).toContain('inburgeringsplicht-vastgesteld');
    expect(names).not.toContain('koppeling-geregistreerd');
  });

  it('ends the same in any order', async () => {
    await inAnyOrder(story, async (hub) => [lastTold(hub), await zaakOfPerson(hub, MOTHER, DEN_BOSCH)]);
  });

  it('leaves the former gemeente with the household as the koppeling has it, in any order', async () => {
    const family = [
      member(MOTHER, 'hoofdpersoon'),
      member(FATHER, 'partner'),
      member(SON, 'kind', '2006-01-01'),
    ];
    const moves = registered(MOTHER, '2025-08-15', '0796');
    await inAnyOrder([koppelingOf(family), died(FATHER, '2025-06-10'), moves], async (hub) => {
      const zaak = await zaakOfPerson(hub, MOTHER);
      expect(zaak?.gegevens['huishouden']).toMatchObject({ aantalPersonen: 3 });
      return zaak?.gegevens;
    });
  });

  it('is signed off as well when the other gemeente takes no part in the hub', async () => {
    const hub = await play([...story.slice(0, 3), registered(MOTHER, '2025-08-15', '0344')]);
    expect(told(hub, 'taalschool').at(-1)?.data).toMatchObject({ reden: 'andere gemeente' });
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'vervallen' });
  });
});

describe('a gezinsmigrant, whom COA never koppelde', () => {
  it('has a zaak in the gemeente that the BRP names, found by either number', async () => {
    const hub = await play([
      notificatieBericht('SS101', MOTHER, '2025-03-10T07:00:00Z'),
      registered(MOTHER, '2025-03-12', '0796', { soort: 'eerste inschrijving', vNummer: MOTHER.vNummer }),
    ]);
    const [byV] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, DEN_BOSCH);
    const [byBsn] = await hub.zaken.findZaak({ bsn: MOTHER.bsn }, DEN_BOSCH);
    expect(byV).toMatchObject({ gemeentecode: '0796', status: 'actief' });
    expect(byBsn).toEqual(byV);
  });

  it('is one zaak when the V-nummer turns up after the BSN, in any order', async () => {
    const onlyBsn = { bsn: MOTHER.bsn };
    const story = [
      notificatieBericht('SS101', onlyBsn, '2025-03-10T07:00:00Z'),
      registered(MOTHER, '2025-08-13'),
      registered(MOTHER, '2025-08-13', '0907', { soort: 'eerste inschrijving', vNummer: MOTHER.vNummer }),
      geopendBericht(onlyBsn),
    ];
    await inAnyOrder(story, async (hub) => {
      const [byV] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
      const [byBsn] = await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP);
      expect(byBsn).toEqual(byV);
      const zaak = await zaakOfPerson(hub, MOTHER);
      const { huishouden: _huishouden, ...gegevens } = zaak?.gegevens ?? {};
      return { status: zaak?.status, gegevens };
    });
  });

  it('is told to partners once the gemeente says who it is, and not before', async () => {
    const hub = await play([
      notificatieBericht('SS101', MOTHER, '2025-03-10T07:00:00Z'),
      registered(MOTHER, '2025-08-13'),
    ]);
    expect([...hub.queues.keys()]).toEqual(['0907/gemeente']);
    await hub.process([geopendBericht({ bsn: MOTHER.bsn })]);
    expect(told(hub, 'taalschool')).toHaveLength(1);
    expect(told(hub, 'mage')[0]?.data).toMatchObject({ aantalPersonen: 1, afleveradres: ADRES });
  });
});

describe('what DUO says about the plicht', () => {
  it.each(['SS106', 'SS107', 'SS108', 'SS109', 'SS110'])(
    'ends it (%s): every partner that was told hears so',
    async (code) => {
      const hub = await play(
        [koppelingOf([member(MOTHER, 'hoofdpersoon')]), notificatieBericht(code, MOTHER)],
        () => ({}),
      );
      for (const partner of ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage']) {
        expect(kinds(told(hub, partner))).toEqual(['gemeld', 'vervallen']);
      }
    },
  );

  it('puts right a death that DUO told by mistake: everybody hears anew, and nothing is to be erased', async () => {
    const berichten = [
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      notificatieBericht('SS111', MOTHER, '2025-07-01T07:00:00Z'),
      notificatieBericht('SS101', MOTHER, '2025-07-20T07:00:00Z'),
    ];
    const seen = async (hub: HubInMemory) => {
      const kept = hub.table.alles().filter(({ sk, status }) => sk === 'BEWAREN' && status !== undefined);
      return [(await zaakOfPerson(hub, MOTHER))?.status, kept, Object.keys(lastTold(hub)).toSorted()];
    };
    const [status, kept, partners] = await seen(await play(berichten));
    expect([status, kept]).toEqual(['actief', []]);
    expect(partners).toContain('0907/taalschool');
    await inAnyOrder(berichten, seen);
  });

  it('is read before anything follows from the code: no plicht, no zaak told of a child of sixteen', async () => {
    const no: DuoResponses = {
      inburgeringsplicht: {
        indicatorInburgeringsplicht: false,
        redenGeenInburgeringsplicht: 'Tijdelijke vrijstelling',
      },
    };
    const hub = await play(
      [
        koppelingOf([member(MOTHER, 'hoofdpersoon'), member(SON, 'kind', '2009-01-01')]),
        notificatieBericht('SS101', SON),
      ],
      () => no,
    );
    expect(told(hub, 'taalschool')).toHaveLength(1);
    expect(await zaakOfPerson(hub, SON)).toBeUndefined();
  });
});

describe('the ten weeks for the PIP', () => {
  const NOORDOOSTPOLDER = '0171' as Gemeentecode;
  const plichtSince = (datumKennisgevingInburgeringsplicht: string): DuoResponses => ({
    inburgeringsplicht: { indicatorInburgeringsplicht: true, datumKennisgevingInburgeringsplicht },
  });
  const pipOf = async (hub: HubInMemory, gemeentecode: Gemeentecode = GENNEP) => {
    const zaak = await zaakOfPerson(hub, MOTHER, gemeentecode);
    const found = zaak && (await hub.zaken.termijnen(zaak.zaakId, gemeentecode));
    return found?.termijnen.find(({ naam }) => naam === 'PIP vaststellen');
  };
  /** The same term in any order and with any repetition, and these dates and standing. */
  const comesOut = async (
    story: readonly InboundBericht[],
    responses: DuoResponses,
    expected: Record<string, unknown>,
    gemeentecode: Gemeentecode = GENNEP,
  ) => {
    await inAnyOrder(
      story,
      async (hub) => {
        const { uitleg: _, ...termijn } = (await pipOf(hub, gemeentecode)) ?? {};
        expect(termijn).toMatchObject(expected);
        return termijn;
      },
      () => responses,
    );
  };
  const linked = (gemeentecode = '0907') =>
    koppelingOf([member(MOTHER, 'hoofdpersoon')], { gemeentecode, datumKoppeling: '2026-03-02' });

  it('begin on the kennisgeving when that came after the registration', async () => {
    const story = [
      linked(),
      registered(MOTHER, '2026-06-01'),
      notificatieBericht('SS101', MOTHER, '2026-11-02T07:00:00Z'),
    ];
    await comesOut(story, plichtSince('2026-11-02'), {
      startdatum: '2026-11-02',
      einddatum: '2027-01-11',
      startGebeurtenis: 'inburgeringsplicht-vastgesteld',
    });
  });

  it('begin on the move out of an azc in the same gemeente, whatever SS139 adds', async () => {
    const story = [
      linked('0171'),
      registered(MOTHER, '2026-01-10', '0171', { isCoaLocatie: true }),
      notificatieBericht('SS101', MOTHER, '2026-06-10T07:00:00Z'),
      moved(MOTHER, '2026-08-10', '0171'),
      notificatieBericht('SS139', MOTHER, '2026-08-14T07:00:00Z'),
    ];
    await comesOut(
      story,
      plichtSince('2026-06-10'),
      { startdatum: '2026-08-10', einddatum: '2026-10-19' },
      NOORDOOSTPOLDER,
    );
  });

  it('are provisional from a month, and not over before the last day that it can mean', async () => {
    const story = [
      linked(),
      registered(MOTHER, '2026-09-20', '0907', { datumInschrijving: '2026-09' }),
      notificatieBericht('SS101', MOTHER, '2026-06-10T07:00:00Z'),
    ];
    await comesOut(story, plichtSince('2026-06-10'), {
      voorlopig: true,
      einddatum: '2026-11-10',
      einddatumUiterlijk: '2026-12-09',
    });
  });

  it('are met on the day before the inburgeringstermijn begins, and stay so after a move in the gemeente', async () => {
    const story = [
      linked(),
      notificatieBericht('SS101', MOTHER, '2026-03-10T07:00:00Z'),
      registered(MOTHER, '2026-06-01'),
      notificatieBericht('SS102', MOTHER, '2026-08-13T07:00:00Z'),
      registered(MOTHER, '2026-09-15'),
    ];
    const termijn = { inburgeringstermijn: { startdatum: '2026-08-08', einddatum: '2029-08-08' } };
    await comesOut(
      story,
      { ...plichtSince('2026-03-10'), ...termijn },
      { stand: 'gehaald', gehaaldOp: '2026-08-07', einddatum: '2026-08-10' },
    );
  });

  it('leave the inburgeringstermijn as it is when the person moves to another gemeente', async () => {
    const story = [
      linked(),
      notificatieBericht('SS101', MOTHER, '2026-03-10T07:00:00Z'),
      registered(MOTHER, '2026-06-01'),
      notificatieBericht('SS102', MOTHER, '2026-08-13T07:00:00Z'),
      registered(MOTHER, '2026-10-01', '0796'),
    ];
    const termijn = { inburgeringstermijn: { startdatum: '2026-08-08', einddatum: '2029-08-08' } };
    const hub = await play(story, () => ({ ...plichtSince('2026-03-10'), ...termijn }));
    const zaak = await zaakOfPerson(hub, MOTHER, DEN_BOSCH);
    const found = await hub.zaken.termijnen(zaak?.zaakId as ZaakId, DEN_BOSCH);
    expect(found?.termijnen).toContainEqual(
      expect.objectContaining({ id: 'TH02', startdatum: '2026-08-07', einddatum: '2029-08-07' }),
    );
    // The next gemeente has to make a PIP of its own, and no source but that gemeente tells when it did.
    expect(await pipOf(hub, DEN_BOSCH)).toMatchObject({ startdatum: '2026-10-01', nietTeVolgen: true });
    expect(await pipOf(hub)).toMatchObject({ gehaaldOp: '2026-08-07' });
  });

  it('begin anew for who comes back by a move, of whom DUO alone told that they left', async () => {
    const story = [
      linked(),
      notificatieBericht('SS101', MOTHER, '2026-03-10T07:00:00Z'),
      registered(MOTHER, '2026-03-05'),
      notificatieBericht('SS121', MOTHER, '2026-05-05T07:00:00Z', '00000099000007960000'),
      moved(MOTHER, '2026-08-10'),
    ];
    await comesOut(story, plichtSince('2026-03-10'), { startdatum: '2026-08-10', einddatum: '2026-10-19' });
  });

  it('do not begin anew by a correction without a day of the home before: the person lives where they went', async () => {
    const first = registered(MOTHER, '2026-03-05');
    const story = [
      linked(),
      notificatieBericht('SS101', MOTHER, '2026-03-10T07:00:00Z'),
      first,
      registered(MOTHER, '2026-06-01', '0796'),
      registered(MOTHER, '2026-08-10', '0907', {
        soort: 'correctie',
        datumInschrijving: '2026',
        vervangtBerichtId: first.berichtId,
      }),
    ];
    await comesOut(story, plichtSince('2026-03-10'), { startdatum: '2026-06-01' }, DEN_BOSCH);
  });
});

describe('the casusregisseur of a zaak', () => {
  it('is the latest that has begun, and the one before once that report is put aside', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')])]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const assign = (regisseurId: string, ingangsdatum: string, moment: string) =>
      inbound(
        'nl.inburgeringszaken.regievoerder.toegewezen.v1',
        moment,
        { zaakId, regisseurId, naam: `Regisseur ${regisseurId}`, ingangsdatum },
        'gemeente-0907',
      );
    const before = told(hub, 'taalschool').length;
    const second = assign('R-2', '2025-09-01', '2025-08-20T08:00:00Z');
    await hub.process([second, assign('R-1', '2025-07-01', '2025-06-25T08:00:00Z'), second]);
    const current = async () => (await hub.zaken.zaakForGemeente(zaakId, GENNEP))?.gegevens['regisseur'];
    expect(await current()).toEqual({
      regisseurId: 'R-2',
      naam: 'Regisseur R-2',
      ingangsdatum: '2025-09-01',
    });
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
    const latest = lines.filter(({ naam }) => naam === 'regievoerder-toegewezen').at(-1);
    await hub.process([
      inbound(
        'nl.inburgeringszaken.feit.hersteld.v1',
        '2025-09-05T08:00:00Z',
        { zaakId, reden: 'Verkeerde zaak', vervalt: [latest?.feitId] },
        'gemeente-0907',
      ),
    ]);
    expect(await current()).toMatchObject({ regisseurId: 'R-1' });
    // Its partners hear each time who it is, and never the key that is the gemeente's own.
    const heard = told(hub, 'taalschool').slice(before);
    expect(heard.map(({ data }) => (data as { naam?: unknown }).naam)).toEqual([
      'Regisseur R-2',
      'Regisseur R-1',
    ]);
    expect(JSON.stringify(heard)).not.toContain('regisseurId');
  });
});

describe('what a gemeente puts right', () => {
  const putRight = (zaakId: ZaakId, herstel: object, moment = '2025-09-05T08:00:00Z') =>
    inbound(
      'nl.inburgeringszaken.feit.hersteld.v1',
      moment,
      { zaakId, reden: 'Verwisseld', ...herstel },
      'gemeente-0907',
    );

  it('a death that was reported by mistake: the zaak goes on, and everybody hears so', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')]), died(MOTHER, '2025-09-01')]);
    const zaak = await zaakOfPerson(hub, MOTHER);
    expect(zaak).toMatchObject({ status: 'vervallen' });
    const zaakId = zaak?.zaakId as ZaakId;
    const timeline = await hub.zaken.tijdlijn(zaakId, GENNEP);
    const death = timeline?.gebeurtenissen.find(({ naam }) => naam === 'overlijden-ontvangen');
    await hub.process([putRight(zaakId, { vervalt: [death?.feitId] })]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'actief' });
    expect(kinds(told(hub, 'taalschool'))).toEqual(['gemeld', 'vervallen', 'gemeld']);
    const after = await hub.zaken.tijdlijn(zaakId, GENNEP);
    expect(after?.gebeurtenissen.find(({ feitId }) => feitId === death?.feitId)?.gegevens).toMatchObject({
      hersteld: true,
    });
  });

  it('a BSN that was somebody else’s: what it brought goes to whose it is', async () => {
    const wrong = { ...MOTHER, bsn: FATHER.bsn };
    const hub = await play([
      koppelingOf([member(wrong, 'hoofdpersoon')]),
      registered(FATHER, '2025-08-01'),
      koppelingOf([member(MOTHER, 'hoofdpersoon')], { versie: 2 }),
    ]);
    expect(await zaakOfPerson(hub, MOTHER)).not.toMatchObject({ gegevens: { adres: ADRES } });
    await hub.process([koppelingOf([member(FATHER, 'hoofdpersoon')], { koppelingId: 'S02' })]);
    expect(await zaakOfPerson(hub, FATHER)).toMatchObject({ gegevens: { adres: ADRES } });
    expect((await zaakOfPerson(hub, MOTHER))?.gegevens).not.toHaveProperty('adres');
  });

  it('a BSN that was somebody else’s, of whom DUO told meanwhile: each has a zaak, in any order', async () => {
    const story = [
      koppelingOf([member({ ...MOTHER, bsn: FATHER.bsn }, 'hoofdpersoon')]),
      notificatieBericht('SS101', { bsn: FATHER.bsn }, '2025-08-20T07:00:00Z'),
      registered(FATHER, '2025-08-13'),
      koppelingOf([member(MOTHER, 'hoofdpersoon')], { versie: 2 }),
    ];
    await inAnyOrder(story, async (hub) => {
      const [own] = await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP);
      const zaken = [
        own && (await hub.zaken.zaakForGemeente(own.zaakId, GENNEP)),
        await zaakOfPerson(hub, MOTHER),
      ];
      expect(zaken[0]?.gegevens).toMatchObject({ adres: ADRES });
      const lines = await hub.zaken.tijdlijn(zaken[1]?.zaakId as ZaakId, GENNEP);
      expect(lines?.gebeurtenissen.filter(({ naam }) => naam.startsWith('koppeling-'))).toMatchObject([
        { gegevens: { versie: 1 } },
        { gegevens: { versie: 2 } },
      ]);
      // The ids of a zaak and of its household follow from the number that came first.
      return zaken.map((zaak) => ({
        ...zaak,
        zaakId: undefined,
        gegevens: { ...zaak?.gegevens, huishouden: undefined },
      }));
    });
  });

  it('a BSN that the gemeente itself mistyped when it opened the zaak: both persons have their own', async () => {
    const hub = await play([geopendBericht({ bsn: FATHER.bsn }, 'Aya'), registered(FATHER, '2025-08-13')]);
    const [mistyped] = await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP);
    const zaakId = mistyped?.zaakId as ZaakId;
    await hub.process([putRight(zaakId, { bsn: MOTHER.bsn })]);
    expect(await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP)).toEqual([]);
    expect(await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP)).toMatchObject([{ zaakId }]);
    const zaak = await hub.zaken.zaakForGemeente(zaakId, GENNEP);
    expect(zaak).toMatchObject({ status: 'actief', gegevens: { persoon: { naam: { voornamen: 'Aya' } } } });
    expect(zaak?.gegevens).not.toHaveProperty('adres');
    await hub.process([geopendBericht({ bsn: FATHER.bsn }, 'Bilal')]);
    const [own] = await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP);
    expect(own?.zaakId).not.toBe(zaakId);
    expect(await hub.zaken.zaakForGemeente(own?.zaakId as ZaakId, GENNEP)).toMatchObject({
      gegevens: { persoon: { naam: { voornamen: 'Bilal' } }, adres: ADRES },
    });
    expect(new Set(told(hub, 'taalschool').map(({ subject }) => subject)).size).toBe(2);
  });

  it('a BSN that was right after all: the correction is put aside, and the number leads to the zaak again', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')]), registered(MOTHER, '2025-08-13')]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    await hub.process([putRight(zaakId, { bsn: FATHER.bsn })]);
    expect((await zaakOfPerson(hub, MOTHER))?.gegevens).not.toHaveProperty('adres');
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
    const correction = lines.find(({ naam }) => naam === 'feit-hersteld');
    await hub.process([putRight(zaakId, { vervalt: [correction?.feitId] }, '2025-09-06T08:00:00Z')]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ gegevens: { adres: ADRES } });
    expect(await hub.zaken.findZaak({ bsn: MOTHER.bsn }, GENNEP)).toMatchObject([{ zaakId }]);
    expect(await hub.zaken.findZaak({ bsn: FATHER.bsn }, GENNEP)).toEqual([]);
    const moved = registered(MOTHER, '2025-10-13', '0796');
    await hub.process([moved]);
    expect(await statusOf(hub, moved)).toBe('verwerkt');
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).toMatchObject({ status: 'actief' });
  });

  it('a BSN that contradicted what the source told: that message goes on by itself once the number is put right', async () => {
    const wrong = { ...MOTHER, bsn: FATHER.bsn };
    const hub = await play([koppelingOf([{ ...member(wrong, 'hoofdpersoon') }])]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const right = registered(MOTHER, '2025-08-13', '0907', { vNummer: MOTHER.vNummer });
    await hub.process([right]);
    expect(await statusOf(hub, right)).toBe('quarantaine');
    await hub.process([putRight(zaakId, { bsn: MOTHER.bsn })]);
    expect(await statusOf(hub, right)).toBe('verwerkt');
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ gegevens: { adres: ADRES } });
  });

  it('a BSN that belonged to another zaak: who waited for it gets it once that zaak gave it back', async () => {
    const hub = await play([
      koppelingOf([member({ ...MOTHER, bsn: FATHER.bsn }, 'hoofdpersoon')]),
      koppelingOf([{ ...member(FATHER, 'hoofdpersoon'), bsn: undefined }], { koppelingId: 'S02' }),
    ]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const right = registered(FATHER, '2025-08-13', '0907', { vNummer: FATHER.vNummer });
    await hub.process([right]);
    expect(await statusOf(hub, right)).toBe('quarantaine');
    await hub.process([putRight(zaakId, { bsn: MOTHER.bsn })]);
    expect(await statusOf(hub, right)).toBe('verwerkt');
    expect(await zaakOfPerson(hub, FATHER)).toMatchObject({ gegevens: { adres: ADRES } });
  });

  it('a move to a gemeente outside the hub that never was: the gemeente that was left takes the zaak back', async () => {
    const hub = await play([
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      registered(MOTHER, '2025-07-01'),
      registered(MOTHER, '2025-09-01', '0344'),
    ]);
    const left = await zaakOfPerson(hub, MOTHER);
    expect(left).toMatchObject({ status: 'vervallen', gegevens: { overgedragen: { gemeentecode: '0344' } } });
    const zaakId = left?.zaakId as ZaakId;
    expect(await hub.zaken.gemeenteOf({ zaakId })).toBe(GENNEP);
    const line = left?.gegevens['overgedragen'] as { readonly feitId: string } | undefined;
    await hub.process([putRight(zaakId, { vervalt: [line?.feitId] })]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'actief', gegevens: { adres: ADRES } });
    expect(kinds(told(hub, 'taalschool')).slice(-2)).toEqual(['vervallen', 'gemeld']);
  });

  it('a move within the hub: the former gemeente is named no fact, because the next one can put it right', async () => {
    const hub = await play([
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      registered(MOTHER, '2025-09-01', '0796'),
    ]);
    const left = await zaakOfPerson(hub, MOTHER);
    expect(left?.gegevens['overgedragen']).toEqual({ gemeentecode: '0796', datum: '2025-09-01' });
    expect(await hub.zaken.gemeenteOf({ zaakId: left?.zaakId as ZaakId })).toBe(DEN_BOSCH);
  });

  it('two zaken of one person: one goes on, with everything of both', async () => {
    const double = { ...MOTHER, vNummer: Vnummer.parse('2795000500') };
    const hub = await play([
      koppelingOf([{ ...member(MOTHER, 'hoofdpersoon'), bsn: undefined }]),
      koppelingOf([member(double, 'hoofdpersoon')], { koppelingId: 'S05' }),
      registered(double, '2025-08-01'),
    ]);
    const [own] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
    const [other] = await hub.zaken.findZaak({ vNummer: double.vNummer }, GENNEP);
    await hub.process([putRight(own?.zaakId as ZaakId, { zelfdePersoon: other?.zaakId })]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'actief', gegevens: { adres: ADRES } });
    const active = told(hub, 'taalschool').filter(
      ({ subject }) => subject === own?.zaakId || subject === other?.zaakId,
    );
    expect(active.at(-1)?.type).toMatch(/gemeld|gewijzigd|vervallen/);
    await hub.process([registered(MOTHER, '2025-09-10', '0796')]);
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).toMatchObject({ status: 'actief' });
    expect(await hub.zaken.findZaak({ vNummer: double.vNummer }, DEN_BOSCH)).toMatchObject([
      { zaakId: own?.zaakId, status: 'actief' },
    ]);
    // Whoever still names the zaak that ended is asked about the one that goes on.
    expect(await hub.zaken.gemeenteOf({ zaakId: other?.zaakId as ZaakId })).toBe(DEN_BOSCH);
  });

  it('a V-nummer that a higher version names with the same BSN: one end in any order, once both are one person', async () => {
    const story = [
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      koppelingOf([member({ ...FATHER, bsn: MOTHER.bsn }, 'hoofdpersoon')], { versie: 2 }),
      registered(MOTHER, '2025-08-01'),
    ];
    const endOf = async (order: readonly InboundBericht[]) => {
      const hub = await play(order);
      const [zaakId, zelfdePersoon] = [MOTHER, FATHER].map(({ vNummer }) => hub.pseudonyms.zaakId(vNummer));
      await hub.process([putRight(zaakId as ZaakId, { zelfdePersoon })]);
      for (const bericht of story) expect(await statusOf(hub, bericht)).toBe('verwerkt');
      const zaken = await Promise.all([MOTHER, FATHER].map((person) => zaakOfPerson(hub, person)));
      expect(zaken).toMatchObject([{ status: 'actief', gegevens: { adres: ADRES } }, { status: 'actief' }]);
      return [zaken, lastTold(hub)];
    };
    const expected = await endOf(story);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...story, ...story], { minLength: 6 }), async (order) => {
        expect(await endOf(order)).toEqual(expected);
      }),
      { numRuns: runs(12) },
    );
  });

  it('the only fact that made somebody its own: it may still put that correction aside', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')])]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const idOf = async (naam: string) =>
      (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen.find((line) => line.naam === naam)?.feitId;
    await hub.process([putRight(zaakId, { vervalt: [await idOf('koppeling-geregistreerd')] })]);
    expect(kinds(told(hub, 'taalschool'))).toEqual(['gemeld', 'vervallen']);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'vervallen' });
    expect(await hub.zaken.gemeenteOf({ zaakId })).toBe(GENNEP);
    expect(await zaakOfPerson(hub, MOTHER, DEN_BOSCH)).toBeUndefined();
    const again = { vervalt: [await idOf('feit-hersteld')] };
    await hub.process([putRight(zaakId, again, '2025-09-06T08:00:00Z')]);
    expect(await zaakOfPerson(hub, MOTHER)).toMatchObject({ status: 'actief' });
    expect(kinds(told(hub, 'taalschool'))).toEqual(['gemeld', 'vervallen', 'gemeld']);
  });

  it('says nothing to the next gemeente: neither why, nor which koppeling it was about', async () => {
    const typed = koppelingOf([member({ ...MOTHER }, 'hoofdpersoon', '1981-01-01')]);
    const hub = await play([
      { ...typed, organisatie: 'gemeente-0907' } as InboundBericht,
      koppelingOf([member(MOTHER, 'hoofdpersoon')], { versie: 2 }),
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      registered(MOTHER, '2025-08-13'),
    ]);
    const zaakId = (await zaakOfPerson(hub, MOTHER))?.zaakId as ZaakId;
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
    const registration = lines.find(({ naam }) => naam === 'brp-inschrijving-ontvangen');
    await hub.process([
      putRight(zaakId, { vervalt: [registration?.feitId] }),
      registered(MOTHER, '2025-10-10', '0796'),
    ]);
    const own = JSON.stringify(await hub.zaken.tijdlijn(zaakId, GENNEP));
    const next = JSON.stringify([
      await hub.zaken.tijdlijn(zaakId, DEN_BOSCH),
      await hub.zaken.zaakForGemeente(zaakId, DEN_BOSCH),
    ]);
    expect(own).toContain('Verwisseld');
    expect(next).toContain('"hersteld":true');
    expect(next).not.toMatch(/Verwisseld|S01/);
  });

  it('refuses a fact that is not on the timeline, and keeps the correction with its reason', async () => {
    const hub = await play([koppelingOf([member(MOTHER, 'hoofdpersoon')])]);
    const [own] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
    const correction = putRight(own?.zaakId as ZaakId, { vervalt: ['brp:x#y'] });
    await hub.process([correction]);
    expect(await statusOf(hub, correction)).toBe('quarantaine');
  });
});

describe('what a gemeente types over', () => {
  it('waits for whom it is about, as what DUO tells does', async () => {
    const uitslag = inbound(
      'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1',
      '2025-09-20T08:00:00Z',
      {
        bsn: MOTHER.bsn,
        gemeentecode: '0907',
        resultaten: [
          {
            resultaat: 'B1-route haalbaar',
            behaaldeScore: '29,00',
            benodigdeScore: '28,00',
            datumAfname: '2025-09-15',
          },
        ],
      },
      'gemeente-0907',
    );
    await inAnyOrder([koppelingOf([member(MOTHER, 'hoofdpersoon')]), uitslag], async (hub) => {
      expect(await statusOf(hub, uitslag)).toBe('verwerkt');
      return [await zaakOfPerson(hub, MOTHER), lastTold(hub)];
    });
  });

  const typed = (personen: readonly object[]) =>
    inbound(
      'nl.tvs.koppeling.geregistreerd.v1',
      '2025-06-02T08:00:00Z',
      { koppelingId: 'S01', versie: 1, gemeentecode: '0907', datumKoppeling: '2025-06-01', personen },
      'gemeente-0907',
    );

  it('is confirmed, completed or contradicted by COA, whichever comes first; what differs is shown', async () => {
    const own = koppelingOf([member(MOTHER, 'hoofdpersoon')]);
    const reported = typed([{ ...member(MOTHER, 'hoofdpersoon', '1981-01-01'), werkervaring: 'kok' }]);
    await inAnyOrder([own, reported], async (hub) => {
      const zaak = await zaakOfPerson(hub, MOTHER);
      expect(zaak?.gegevens).toMatchObject({
        persoon: { geboortedatum: '1980-01-01', werkervaring: 'kok' },
        tegenspraken: [{ over: 'koppeling', velden: ['geboortedatum'] }],
      });
      return [zaak, lastTold(hub)];
    });
  });
});

describe('a household of three in which one person lacks a field', () => {
  const PARTNERS = ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner'] as const;
  const without = (...fields: readonly string[]) =>
    Object.fromEntries(Object.entries(member(FATHER, 'partner')).filter(([name]) => !fields.includes(name)));
  const family = (father: object) => [
    member(MOTHER, 'hoofdpersoon'),
    father,
    member(SON, 'kind', '2006-01-01'),
  ];
  const of = (father: object, versie = 1) => koppelingOf(family(father), { versie });

  /** Whom each partner was told of, as far as it is not signed off. */
  const heard = (hub: HubInMemory) =>
    Object.fromEntries(PARTNERS.map((key) => [key, Object.keys(lastTold(hub)[`0907/${key}`] ?? {}).length]));

  const waiting = async (hub: HubInMemory) => {
    const zaak = await zaakOfPerson(hub, FATHER);
    const { gebeurtenissen = [] } = (await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, GENNEP)) ?? {};
    return {
      onZaak: zaak?.gegevens.wachtOpGegevens,
      onTimeline: gebeurtenissen.find(({ naam }) => naam === 'wacht-op-gegevens')?.gegevens,
      inList: await hub.zaken.wachtOpGegevens(GENNEP),
    };
  };
  const NOBODY_WAITS = { onZaak: undefined, onTimeline: undefined, inList: { aantal: 0, zaken: [] } };
  const everything = async (hub: HubInMemory) => [
    lastTold(hub),
    await zaakOfPerson(hub, FATHER),
    await waiting(hub),
  ];

  it.each([
    ['naam', []],
    ['talen', ['wijkondersteuner']],
    ['geslacht', ['taalmaatjes', 'wijkondersteuner']],
    ['geboortedatum', PARTNERS],
  ])('%s: who needs none of it hears of all three, the others of two', async (field, told) => {
    await inAnyOrder([of(without(field)), registered(MOTHER, '2025-08-10')], async (hub) => {
      expect(heard(hub)).toEqual(
        Object.fromEntries(PARTNERS.map((key) => [key, told.includes(key) ? 3 : 2])),
      );
      return everything(hub);
    });
  });

  it('counts that person as any other', async () => {
    const hub = await play([of(without('naam', 'geslacht', 'talen', 'geboortedatum'))]);
    expect(told(hub, 'mage')).toMatchObject([{ data: { volgnummer: 1, aantalPersonen: 3 } }]);
    expect(told(hub, 'balk').map(({ data }) => data)).toMatchObject([
      { aantalGezinsleden: 3 },
      { aantalGezinsleden: 3 },
    ]);
    expect(told(hub, 'wijkondersteuner')[0]?.data).toMatchObject({
      gezinssamenstelling: 'gezin met kinderen',
    });
  });

  it('shows the gemeente which partners wait and for which fields, by the names of fields alone', async () => {
    const hub = await play([of(without('talen'))]);
    const zaak = await zaakOfPerson(hub, FATHER);
    const partners = ['0907/taalschool', '0907/intos', '0907/balk', '0907/taalmaatjes'];
    const { onZaak, onTimeline, inList } = await waiting(hub);
    expect(onZaak?.ontbreekt).toEqual(['talen']);
    expect(onZaak?.partners.toSorted()).toEqual(partners.toSorted());
    expect(onTimeline).toMatchObject({
      ontbreekt: ['talen'],
      betekenis: expect.stringContaining('wat ontbreekt'),
    });
    expect(inList).toEqual({ aantal: 1, zaken: [zaak?.zaakId] });
    const books = createBooks(hub.table, hub.ontvangsten, { inPart: async () => [] });
    const read = await books.books([zaak?.zaakId as ZaakId]);
    expect(await books.checkFacts(read, new Date())).toEqual([]);
    expect(read.flatMap(({ book }) => bookOf(book, () => true).verschillen)).toEqual([]);
    const timeline = await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, GENNEP);
    const line = timeline?.gebeurtenissen.find(({ naam }) => naam === 'koppeling-geregistreerd');
    expect(line?.gegevens).toMatchObject({ ontbreekt: ['talen'] });
  });

  it.each(['naam', 'talen', 'geslacht'])('%s: version 2 completes it', async (field) => {
    await inAnyOrder([of(without(field)), of(member(FATHER, 'partner'), 2)], async (hub) => {
      expect(heard(hub)).toEqual(Object.fromEntries(PARTNERS.map((key) => [key, 3])));
      expect(await waiting(hub)).toEqual(NOBODY_WAITS);
      return everything(hub);
    });
  });

  it.each(['naam', 'talen', 'geslacht'])('%s: the gemeente completes it', async (field) => {
    await inAnyOrder([of(without(field)), geopendBericht(FATHER)], async (hub) => {
      expect(heard(hub)).toEqual(Object.fromEntries(PARTNERS.map((key) => [key, 3])));
      expect(await waiting(hub)).toEqual(NOBODY_WAITS);
      expect(told(hub, 'mage').at(-1)?.data).toBeDefined();
      return everything(hub);
    });
  });

  it.each(['naam', 'talen', 'geslacht', 'geboortedatum'])(
    '%s: a version 2 that loses it signs nobody off and tells nobody anything',
    async (field) => {
      const first = of(member(FATHER, 'partner'));
      const second = of(without(field), 2);
      const hub = await play([first, second]);
      for (const key of PARTNERS) {
        expect(kinds(told(hub, key))).toEqual(['gemeld', 'gemeld', 'gemeld']);
      }
      expect(await waiting(hub)).toEqual(NOBODY_WAITS);
      await inAnyOrder([first, second], everything);
    },
  );

  it('loses what the gemeente put aside: partners that need a name are signed off when the name does not hold', async () => {
    const hub = await play([of(without('naam')), geopendBericht(FATHER)]);
    expect(kinds(told(hub, 'intos'))).toEqual(['gemeld', 'gemeld', 'gemeld']);
    const zaak = await zaakOfPerson(hub, FATHER);
    const timeline = await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, GENNEP);
    const line = timeline?.gebeurtenissen.find(({ naam }) => naam === 'casus-geopend');
    const putRight = {
      zaakId: zaak?.zaakId,
      reden: 'Van een ander',
      vervalt: [line?.feitId],
    };
    const moment = '2025-09-05T08:00:00Z';
    await hub.process([inbound('nl.inburgeringszaken.feit.hersteld.v1', moment, putRight, 'gemeente-0907')]);
    expect(kinds(told(hub, 'intos'))).toEqual(['gemeld', 'gemeld', 'gemeld', 'vervallen']);
    expect((await waiting(hub)).onZaak?.ontbreekt).toEqual(['naam']);
    await hub.process([of(member(FATHER, 'partner'), 2)]);
    expect(kinds(told(hub, 'intos')).at(-1)).toBe('gemeld');
    expect(await waiting(hub)).toEqual(NOBODY_WAITS);
  });
});

describe('what DUO tells the former gemeente of somebody', () => {
  it('counts also when it comes before the hub knows that that gemeente ever had them', async () => {
    const berichten = [
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      notificatieBericht('SS101', MOTHER, '2025-06-10T07:00:00Z'),
      registered(MOTHER, '2025-08-10', '0796'),
      notificatieBericht('SS102', MOTHER, '2025-09-05T07:00:00Z', '00000099000007960000'),
      registered(MOTHER, '2025-09-08'),
    ];
    await inAnyOrder(
      berichten,
      async (hub) => Promise.all(berichten.map((bericht) => statusOf(hub, bericht))),
      () => ({ ...PLICHT, inburgeringstermijn: { startdatum: '2025-09-02', einddatum: '2028-09-02' } }),
    );
  });
});

describe('what DUO tells a gemeente', () => {
  const TO_GENNEP = '00000099000009070000';
  const TO_DEN_BOSCH = '00000099000007960000';
  const NO_PLICHT: DuoResponses = {
    inburgeringsplicht: { indicatorInburgeringsplicht: false, redenGeenInburgeringsplicht: 'Overig' },
  };
  const known = notificatieBericht('SS139', MOTHER, '2025-05-10T07:00:00Z');
  const linked = koppelingOf([member(MOTHER, 'hoofdpersoon')]);
  const mistaken = registered(MOTHER, '2025-08-10', '0796');
  const ended = (doel: string) => notificatieBericht('SS110', MOTHER, '2025-08-20T07:00:00Z', doel);

  it.each<readonly [string, string, InboundBericht, readonly InboundBericht[]]>([
    [
      'counts when COA had linked the person to it, and gave them to another since',
      'verwerkt',
      ended(TO_GENNEP),
      [linked, koppelingOf([member(MOTHER, 'hoofdpersoon')], { versie: 2, gemeentecode: '0796' })],
    ],
    [
      'counts when it had opened the zaak itself, and COA links the person elsewhere',
      'verwerkt',
      ended(TO_GENNEP),
      [
        geopendBericht(MOTHER, 'Aya', '2025-05-20T08:00:00Z'),
        koppelingOf([member(MOTHER, 'hoofdpersoon')], { gemeentecode: '0796' }),
      ],
    ],
    [
      'counts when the BRP had the person there, and put that right since',
      'verwerkt',
      ended(TO_DEN_BOSCH),
      [
        linked,
        mistaken,
        registered(MOTHER, '2025-08-12', '0907', {
          soort: 'correctie',
          vervangtBerichtId: mistaken.berichtId,
        }),
      ],
    ],
    [
      'does not count when it never had the person, whose gemeente nobody had told by then',
      'quarantaine',
      ended(TO_DEN_BOSCH),
      [known, linked],
    ],
    [
      'does not count when it never had the person, who went to a gemeente outside the hub',
      'quarantaine',
      ended(TO_DEN_BOSCH),
      [linked, registered(MOTHER, '2025-08-10', '0268')],
    ],
  ])('%s', async (_name, status, notified, others) => {
    const outcome = async (hub: HubInMemory) => ({
      status: await statusOf(hub, notified),
      knows: lastTold(hub),
      gennep: (await zaakOfPerson(hub, MOTHER))?.status,
      denBosch: (await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status,
    });
    expect(await outcome(await play([...others, notified], () => NO_PLICHT))).toMatchObject({ status });
    await inAnyOrder([...others, notified], outcome, () => NO_PLICHT);
  });

  const typed = inbound(
    'nl.tvs.koppeling.geregistreerd.v1',
    '2025-06-02T08:00:00Z',
    {
      koppelingId: 'S01',
      versie: 1,
      gemeentecode: '0796',
      datumKoppeling: '2025-06-01',
      personen: [member(MOTHER, 'hoofdpersoon')],
    },
    'gemeente-0796',
  );
  /** Without what the gemeenten heard: who typed over before COA told hears that this is of another, and after it is refused. */
  const ofGennep = async (hub: HubInMemory) => {
    const zaak = await zaakOfPerson(hub, MOTHER);
    return {
      knows: Object.entries(lastTold(hub)).filter(([kanaal]) => !kanaal.endsWith('/gemeente')),
      gennep: zaak?.status,
      termijnen: zaak?.gegevens.termijnen,
      denBosch: (await zaakOfPerson(hub, MOTHER, DEN_BOSCH))?.status,
    };
  };

  const { vNummer } = MOTHER;
  const byVnummer = (code: string) =>
    notificatieBericht(code, { vNummer }, '2025-08-20T07:00:00Z', TO_DEN_BOSCH);
  it.each<readonly [string, readonly InboundBericht[], InboundBericht]>([
    ["typed over of COA's household, which is of another", [typed, linked], ended(TO_DEN_BOSCH)],
    [
      "typed over of COA's household, which is of another and knows nobody's BSN",
      [typed, linked].map((bericht) => withoutBsn(bericht)),
      byVnummer('SS111'),
    ],
    [
      'has somebody else whose BSN DUO named with the V-nummer',
      [
        notificatieBericht('SS139', { vNummer, bsn: FATHER.bsn }, '2025-05-10T07:00:00Z'),
        registered(FATHER, '2025-07-10', '0796'),
        linked,
      ],
      byVnummer('SS110'),
    ],
  ])('ends no zaak of another when all that it did was that it %s', async (_name, others, notified) => {
    const hub = await play([...others, notified]);
    expect((await ofGennep(hub)).gennep).toBe('actief');
    expect(await statusOf(hub, notified)).toBe('quarantaine');
    const late = await play([...others.slice(0, -1), notified, ...others.slice(-1)]);
    expect((await ofGennep(late)).gennep).toBe('actief');
    await inAnyOrder([...others, notified], ofGennep);
  });

  describe.each<readonly [string, readonly InboundBericht[], object]>([
    [
      'which typed over what COA tells of another',
      [notificatieBericht('SS101', MOTHER, '2025-05-10T07:00:00Z'), typed, linked],
      { gennep: 'vervallen' },
    ],
    [
      'in which the person came to live since',
      [linked, registered(MOTHER, '2025-08-10', '0796')],
      { denBosch: 'vervallen' },
    ],
    [
      'which typed it over, and in which the person came to live since',
      [typed, linked, registered(MOTHER, '2025-08-10', '0796')],
      { denBosch: 'vervallen' },
    ],
  ])('and the same event then to another, %s', (_name, others, expected) => {
    const events = [ended(TO_DEN_BOSCH), ended(TO_GENNEP)];
    const linesOf = async (hub: HubInMemory) => {
      const [found] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, GENNEP);
      const [zaak = found] = await hub.zaken.findZaak({ vNummer: MOTHER.vNummer }, DEN_BOSCH);
      const own = 'denBosch' in expected ? DEN_BOSCH : GENNEP;
      const { gebeurtenissen = [] } = (await hub.zaken.tijdlijn(zaak?.zaakId as ZaakId, own)) ?? {};
      return gebeurtenissen
        .filter(({ feitId }) => feitId?.startsWith('duo:SS110'))
        .map(({ tijdstip, feitId, gegevens }) => ({ tijdstip, feitId, gegevens }));
    };

    it('ends the zaak once, in any order', async () => {
      const outcome = async (hub: HubInMemory) => ({ ...(await ofGennep(hub)), lines: await linesOf(hub) });
      const [first, second] = [events, events.toReversed()];
      for (const order of [
        [...others, ...first],
        [...others.slice(0, -1), ...first, ...others.slice(-1)],
        [...others.slice(0, -1), ...second, ...others.slice(-1)],
        [
          ...others.slice(0, -1),
          events[0] as InboundBericht,
          ...others.slice(-1),
          events[1] as InboundBericht,
        ],
      ]) {
        const seen = await outcome(await play(order, () => NO_PLICHT));
        expect(seen).toMatchObject(expected);
        expect(seen.lines).toHaveLength(1);
        expect(seen.lines[0]?.gegevens).not.toHaveProperty('hersteld');
      }
      await inAnyOrder([...others, ...events], outcome, () => NO_PLICHT);
    });

    it('tells no partner twice', async () => {
      const once = await play([...others, ...events.slice(1)], () => NO_PLICHT);
      const twice = await play([...others, ...events.slice(1), ...events], () => NO_PLICHT);
      const counted = (hub: HubInMemory) => [...hub.queues].map(([kanaal, items]) => [kanaal, items.length]);
      expect(counted(twice)).toEqual(counted(once));
    });
  });

  it('counts for the gemeente that typed the household over, once the person lives there', async () => {
    const there = registered(MOTHER, '2025-08-10', '0796');
    const notified = ended(TO_DEN_BOSCH);
    const hub = await play([typed, notified, linked, there]);
    expect(await ofGennep(hub)).toMatchObject({ denBosch: 'vervallen' });
    await inAnyOrder([typed, notified, linked, there], async (other) => [
      await statusOf(other, notified),
      await ofGennep(other),
    ]);
  });

  it.each<readonly [string, string, string, readonly InboundBericht[]]>([
    ['waits as long as nobody told where', 'wacht', TO_GENNEP, [known]],
    ['counts once COA tells that it is there', 'verwerkt', TO_GENNEP, [known, linked]],
    ['is put aside once COA tells that it is elsewhere', 'quarantaine', TO_DEN_BOSCH, [known, linked]],
    [
      'is put aside once the BRP tells that it is outside the hub',
      'quarantaine',
      TO_GENNEP,
      [known, registered(MOTHER, '2025-08-10', '0268')],
    ],
  ])('of whom DUO told the hub alone that they have a plicht: %s', async (_name, status, doel, others) => {
    const notified = ended(doel);
    const outcome = async (hub: HubInMemory) => ({
      ...(await hub.ontvangsten.read(notified.ontvangstId)),
      sinds: undefined,
      ...(await ofGennep(hub)),
    });
    const waiting = await play([notified, known]);
    expect(await outcome(waiting)).toMatchObject({
      status: 'wacht',
      reden: 'wacht op de gemeente van deze persoon',
    });
    await waiting.process(others);
    expect(await outcome(waiting)).toMatchObject({ status });
    await inAnyOrder([notified, ...others], outcome);
  });

  it('leaves quarantine also when it was by its numbers that two zaken became one', async () => {
    const { bsn, vNummer } = MOTHER;
    const notified = ended(TO_DEN_BOSCH);
    const hub = await play([
      geopendBericht({ bsn }, 'Aya', '2025-05-20T08:00:00Z'),
      notificatieBericht('SS139', { vNummer }),
      notified,
    ]);
    expect(await statusOf(hub, notified)).toBe('quarantaine');
    await hub.process([registered(MOTHER, '2025-08-10', '0796')]);
    expect(await statusOf(hub, notified)).toBe('verwerkt');
  });
});

describe('who lives in the gemeente already, and is named in a second koppeling to it beside a partner who follows', () => {
  it('did not come back: what was reported before that day counts', async () => {
    const talk = (zaakId: string) =>
      inbound(
        'nl.inburgeringszaken.brede.intake.gesprek.gevoerd.v1',
        '2025-08-15T08:00:00Z',
        { zaakId, datum: '2025-08-15', onderdeel: 'taalschool' },
        'gemeente-0907',
      );
    const hub = await play([
      koppelingOf([member(MOTHER, 'hoofdpersoon')]),
      notificatieBericht('SS101', MOTHER, '2025-06-10T07:00:00Z'),
      registered(MOTHER, '2025-08-10'),
    ]);
    const zaakId = String((await zaakOfPerson(hub, MOTHER))?.zaakId);
    await hub.process([
      talk(zaakId),
      koppelingOf([member(FATHER, 'hoofdpersoon'), member(MOTHER, 'partner')], {
        koppelingId: 'S01B',
        datumKoppeling: '2025-09-01',
      }),
    ]);
    const termijnen = (await zaakOfPerson(hub, MOTHER))?.gegevens.termijnen;
    expect(termijnen).toContainEqual(
      expect.objectContaining({ id: 'TG03', startdatum: '2025-08-10', gehaaldOp: '2025-08-15' }),
    );
  });
});
