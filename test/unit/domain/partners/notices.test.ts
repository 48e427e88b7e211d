import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import { PARTNER_FIELDS } from '../../../../contracts/partnerberichten.ts';
import {
  aboutWhat,
  isToldByStep,
  PARTNERROLLEN,
  type Partnerrol,
} from '../../../../contracts/partnerrollen.ts';
import type { ReasonIntrekking } from '../../../../contracts/reasons.ts';
import { partnerbericht } from '../../../../domain/partners/bericht.ts';
import {
  type InburgeraarNotice,
  type LatestNotices,
  type Notice,
  notices,
  withNotices,
} from '../../../../domain/partners/notices.ts';
import { type KanaalId, projections } from '../../../../domain/partners/projection.ts';
import { addFeiten, type Dossier, emptyDossier } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { emptyZaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import {
  ADRES,
  duo,
  HUISHOUDEN,
  HUISHOUDEN_LOG,
  huishoudenOf,
  ingetrokken,
  inschrijving,
  koppeling,
  ledenOf,
  linked,
  TODAY,
  ZAAK,
} from '../support.ts';

const KOPPELING_ID = 'TVS-2025-993909';
const SENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};

const lastOf = (list: readonly Notice[]): LatestNotices => withNotices(new Map(), list);

/** What these say of the person: no steps are told in these stories. */
const ofPerson = (list: readonly Notice[]): readonly InburgeraarNotice[] =>
  list.flatMap((notice) => (notice.soort === 'stap' ? [] : [notice]));

/** The notices about the person, for each partner. */
const tell = (...all: Parameters<typeof notices>) => ofPerson(notices(...all));

const informed = lastOf(tell(ZAAK, emptyZaak, zaakOf([linked()]), new Map(), TODAY));
/** What the shop was told of the household of that one person. */
const informedShop = lastOf(tell(HUISHOUDEN_LOG, emptyZaak, huishoudenOf([linked()]), new Map(), TODAY));

/** Roles that hear of everybody. */
const ROLES = PARTNERROLLEN.filter((role) => !isToldByStep(role));
/** The roles in `ROLES` that are told of a zaak. The others are told of a household. */
const ROLES_OF_ZAAK = ROLES.filter((role) => aboutWhat(role) === 'zaak');

/** The projections of one person for all partners: those that are told of the zaak, and those that are told of the household. */
const allProjections = (feiten: readonly Feit[]) =>
  new Map([
    ...projections(ZAAK, zaakOf(feiten), TODAY),
    ...projections(HUISHOUDEN, huishoudenOf(feiten), TODAY),
  ]);

const fields = (feiten: readonly Feit[], partner: KanaalId) => {
  const { contactTeamInburgering: _, ...rest } = allProjections(feiten).get(partner)?.velden ?? {
    contactTeamInburgering: undefined,
  };
  return rest;
};

describe('what each partner of Gennep is told', () => {
  const name = { voorletters: 'Y.A.', voorvoegsel: 'el', geslachtsnaam: 'Qasim' };
  const talen = [{ taal: 'Tigrinya', schrift: 'Ge’ez', tolkNodig: true }];
  const contact = { telefoonnummer: '0684212661', emailadres: 'p2013@voorbeeld.example' };

  it.each<[KanaalId, object]>([
    [
      '0907/taalschool',
      {
        naam: name,
        geslacht: 'man',
        geboortejaar: 2002,
        talen,
        contact,
        hoogsteOpleiding: 'MBO/HAVO/VWO-niveau',
        voorinburgering: { instemming: 'ja', deelname: true, voldaan: true },
      },
    ],
    [
      '0907/intos',
      {
        naam: name,
        geslacht: 'man',
        geboortejaar: 2002,
        talen,
        contact,
        hoogsteOpleiding: 'MBO/HAVO/VWO-niveau',
        werkervaring: 'kok',
      },
    ],
    [
      '0907/balk',
      {
        naam: name,
        geslacht: 'man',
        geboortedatum: '2002-02-27',
        talen,
        contact,
        aantalGezinsleden: 1,
        huishoudenId: HUISHOUDEN,
      },
    ],
    [
      '0907/taalmaatjes',
      { voornaam: 'Yusuf', talen, leeftijdsklasse: '18-24', gezinssamenstelling: 'alleenstaand' },
    ],
    [
      '0907/wijkondersteuner',
      { voornaam: 'Yusuf', gezinssamenstelling: 'alleenstaand', huishoudenId: HUISHOUDEN },
    ],
    ['0907/mage', { referentie: '0907-5F7D6C1E', aantalPersonen: 1 }],
  ])('%s', (partner, expected) => {
    expect(fields([linked()], partner)).toEqual(expected);
  });

  it('gains the address, or only the place, once that is known', () => {
    const feiten = [linked(), inschrijving()];
    expect(fields(feiten, '0907/balk')).toMatchObject({ adres: ADRES });
    expect(fields(feiten, '0907/mage')).toMatchObject({ afleveradres: ADRES });
    expect(fields(feiten, '0907/taalmaatjes')).toMatchObject({ woonplaats: 'Milsbeek' });
    expect(fields(feiten, '0907/wijkondersteuner')).toMatchObject({ woonplaats: 'Milsbeek' });
    expect(fields(feiten, '0907/taalschool')).toEqual(fields([linked()], '0907/taalschool'));
  });

  it.each([
    [['partner'], 'stel', 2],
    [['kind'], 'eenoudergezin', 2],
    [['partner', 'kind', 'kind'], 'gezin met kinderen', 4],
    [['overig'], 'alleenstaand', 2],
  ])('with household members %j is a %s of %i', (relaties, gezinssamenstelling, count) => {
    const [hoofdpersoon] = koppeling().personen;
    const personen = [
      hoofdpersoon,
      ...relaties.map((relatie, number) => ({ ...hoofdpersoon, relatie, vNummer: `279816388${number}` })),
    ];
    const feiten = [linked(koppeling({ personen }))];
    expect(fields(feiten, '0907/wijkondersteuner')).toMatchObject({ gezinssamenstelling });
    expect(fields(feiten, '0907/balk')).toMatchObject({ aantalGezinsleden: count });
    const members = personen.map((persoon, number) => ({
      zaakId: `${number}${ZAAK.slice(1)}` as ZaakId,
      feiten: [linked(koppeling({ personen: [persoon] }))],
    }));
    const shop = projections(HUISHOUDEN, zaakOf(ledenOf(members)), TODAY).get('0907/mage');
    expect(shop?.velden).toMatchObject({ aantalPersonen: count });
  });
});

describe('whom a change is told to', () => {
  it('everybody hears of a new inburgeraar, with volgnummer 1', () => {
    expect(
      [...informed.values()].map(({ last: { partner, soort, volgnummer } }) => [partner, soort, volgnummer]),
    ).toEqual(ROLES_OF_ZAAK.map((role) => [`0907/${role}`, 'gemeld', 1]));
    expect(
      [...informedShop.values()].map(({ last: { partner, soort, volgnummer } }) => [
        partner,
        soort,
        volgnummer,
      ]),
    ).toEqual([['0907/mage', 'gemeld', 1]]);
  });

  it('an address is told to those who get it, by the name of their field', () => {
    const gemeld = tell(ZAAK, zaakOf([linked()]), zaakOf([linked(), inschrijving()]), informed, TODAY);
    expect(
      gemeld.map(({ partner, soort, volgnummer, gewijzigd }) => [partner, soort, volgnummer, gewijzigd]),
    ).toEqual([
      ['0907/balk', 'gewijzigd', 2, ['adres']],
      ['0907/taalmaatjes', 'gewijzigd', 2, ['woonplaats']],
      ['0907/wijkondersteuner', 'gewijzigd', 2, ['woonplaats']],
    ]);
    const settled = huishoudenOf([linked(), inschrijving()], 2);
    expect(
      tell(HUISHOUDEN_LOG, huishoudenOf([linked()]), settled, informedShop, TODAY).map(
        ({ partner, soort, volgnummer, gewijzigd }) => [partner, soort, volgnummer, gewijzigd],
      ),
    ).toEqual([['0907/mage', 'gewijzigd', 2, ['afleveradres']]]);
  });

  it('a woningeis, a nationality or a test result is told to nobody', () => {
    const forOne = zaakOf([linked()]);
    const after = zaakOf([
      linked(),
      linked(koppeling({ versie: 2, woningeis: ['gelijkvloers'] }, { nationaliteit: 'Syrische' })),
      duo('SS131', {
        'lbt/resultaten': [
          {
            resultaat: 'Onbekend',
            behaaldeScore: '1,00',
            benodigdeScore: '28,00',
            datumAfname: '2025-10-01',
          },
        ],
      }),
    ]);
    expect(tell(ZAAK, forOne, after, informed, TODAY)).toEqual([]);
    const household = huishoudenOf([...after.feiten.values()], 2);
    expect(tell(HUISHOUDEN_LOG, huishoudenOf([linked()]), household, informedShop, TODAY)).toEqual([]);
  });

  it('a withdrawal is told to exactly those who were told before', () => {
    const three = new Map([...informed].slice(0, 3));
    const after = zaakOf([linked(), ...ingetrokken(KOPPELING_ID, 2)]);
    expect(
      tell(ZAAK, zaakOf([linked()]), after, three, TODAY).map(({ partner, soort, reden }) => [
        partner,
        soort,
        reden,
      ]),
    ).toEqual([...three.keys()].map((partner) => [partner, 'vervallen', 'andere gemeente']));
  });

  it('a person who was withdrawn before anybody was told is told to nobody', () => {
    expect(
      tell(ZAAK, emptyZaak, zaakOf([linked(), ...ingetrokken(KOPPELING_ID, 2)]), new Map(), TODAY),
    ).toEqual([]);
  });

  it('a koppeling to another gemeente is withdrawn here', () => {
    const after = zaakOf([
      linked(),
      linked(koppeling({ koppelingId: 'TVS-2025-2', gemeentecode: '0184', datumKoppeling: '2025-07-01' })),
    ]);
    const told = tell(ZAAK, zaakOf([linked()]), after, informed, TODAY);
    expect(told.map(({ rol, soort, reden }) => [rol, soort, reden])).toEqual(
      ROLES_OF_ZAAK.map((role) => [role, 'vervallen', 'andere gemeente']),
    );
    // A shop needs no reason.
    const gone = huishoudenOf([...after.feiten.values()], 2);
    expect(
      tell(HUISHOUDEN_LOG, huishoudenOf([linked()]), gone, informedShop, TODAY).map(
        ({ partner, soort, volgnummer, reden }) => [partner, soort, volgnummer, reden],
      ),
    ).toEqual([['0907/mage', 'vervallen', 2, 'anders']]);
  });

  it.each<[ReasonIntrekking, Partial<Record<Partnerrol, ReasonIntrekking>>]>([
    ['overleden', { taalmaatjes: 'overleden', wijkondersteuner: 'overleden' }],
    ['vertrokken', { taalmaatjes: 'vertrokken', wijkondersteuner: 'vertrokken' }],
    ['gezinshereniging elders', { taalmaatjes: 'anders', wijkondersteuner: 'anders' }],
    ['ten onrechte', { taalmaatjes: 'anders', wijkondersteuner: 'anders' }],
  ])('a withdrawal because of %s is told to each role as far as it needs to know', (reason, less) => {
    const whole = { taalschool: reason, intos: reason, balk: reason };
    const end = ingetrokken(KOPPELING_ID, 2).map((feit) => ({ ...feit, reden: reason }) as Feit);
    const told = tell(ZAAK, zaakOf([linked()]), zaakOf([linked(), ...end]), informed, TODAY);
    expect(Object.fromEntries(told.map((notice) => [notice.rol, notice.reden]))).toEqual({
      ...whole,
      ...less,
    });
  });

  it('a shop that was told of a zaak, before households had a timeline, hears nothing more of that zaak', () => {
    const earlier: Notice = {
      partner: '0907/mage',
      rol: 'mage',
      soort: 'gemeld',
      volgnummer: 1,
      velden: ['referentie', 'aantalPersonen'],
    };
    const withShop = withNotices(informed, [earlier]);
    const after = zaakOf([linked(), ...ingetrokken(KOPPELING_ID, 2)]);
    const told = tell(ZAAK, zaakOf([linked()]), after, withShop, TODAY);
    expect(told.map(({ rol }) => rol)).toEqual(ROLES_OF_ZAAK);
  });

  it('a child who is no case of its own is told to nobody', () => {
    const kind = koppeling({}, { geboortedatum: '2015-01-01', relatie: 'kind' });
    expect(tell(ZAAK, emptyZaak, zaakOf([linked(kind)]), new Map(), TODAY)).toEqual([]);
    expect(tell(HUISHOUDEN_LOG, emptyZaak, huishoudenOf([linked(kind)]), new Map(), TODAY)).toEqual([]);
  });
});

describe('a partner message', () => {
  const facts = [linked(), inschrijving()];
  const after = zaakOf(facts);
  const notice = (soort: InburgeraarNotice['soort']): InburgeraarNotice => ({
    partner: '0907/balk',
    rol: 'balk',
    soort,
    volgnummer: 3,
    velden: [],
    ...(soort === 'gewijzigd' ? { gewijzigd: ['adres'] } : {}),
    ...(soort === 'vervallen' ? { reden: 'ten onrechte' } : {}),
  });

  it('is the same on every composition, its id included', () => {
    const time = '2025-08-13T08:00:01.000Z';
    expect(partnerbericht(SENDER, ZAAK, projections(ZAAK, after, TODAY), notice('gemeld'), time)).toEqual(
      partnerbericht(SENDER, ZAAK, projections(ZAAK, after, TODAY), notice('gemeld'), time),
    );
  });

  it('has an id of its own per partner and volgnummer', () => {
    const ids = ['0907/balk', '0907/mage'].flatMap((partner) =>
      [1, 2].map(
        (volgnummer) =>
          partnerbericht(
            SENDER,
            ZAAK,
            projections(ZAAK, after, TODAY),
            { ...notice('vervallen'), partner: partner as KanaalId, volgnummer },
            '2025-08-13T08:00:01.000Z',
          ).id,
      ),
    );
    expect(new Set(ids).size).toBe(4);
  });

  it('of a withdrawal carries nothing of the person', () => {
    expect(
      partnerbericht(
        SENDER,
        ZAAK,
        projections(ZAAK, after, TODAY),
        notice('vervallen'),
        '2025-08-13T08:00:01.000Z',
      ).data,
    ).toEqual({
      zaakId: ZAAK,
      gemeentecode: '0907',
      volgnummer: 3,
      reden: 'ten onrechte',
    });
  });

  it('to a shop is about the household and never names a zaak', () => {
    const told = partnerbericht(
      SENDER,
      HUISHOUDEN_LOG,
      projections(HUISHOUDEN, huishoudenOf(facts), TODAY),
      { partner: '0907/mage', rol: 'mage', soort: 'gemeld', volgnummer: 1, velden: [] },
      '2025-08-13T08:00:01.000Z',
    );
    expect(told.subject).toBe(HUISHOUDEN);
    expect(Object.keys(told.data).toSorted()).toEqual([
      'aantalPersonen',
      'afleveradres',
      'contactTeamInburgering',
      'gemeentecode',
      'huishoudenId',
      'referentie',
      'volgnummer',
    ]);
  });

  it.each(ROLES)('cannot leave for %s with a field that its contract does not name', (role) => {
    const projection = allProjections(facts).get(`0907/${role}`);
    const { contactTeamInburgering: _, ...own } = projection?.velden ?? {
      contactTeamInburgering: undefined,
    };
    expect(PARTNER_FIELDS[role].safeParse(own).success).toBe(true);
    for (const field of ['bsn', 'vNummer', 'nationaliteit', 'behaaldeScore', 'zomaar']) {
      expect(PARTNER_FIELDS[role].safeParse({ ...own, [field]: 'x' }).success).toBe(false);
    }
  });
});

it('whatever the order of the facts, every partner is left knowing the same', () => {
  const feiten: readonly Feit[] = [
    linked(),
    linked(koppeling({ versie: 2 }, { werkervaring: 'elektricien' })),
    inschrijving(),
    linked(
      koppeling(
        { koppelingId: 'TVS-2025-2', datumKoppeling: '2025-07-01' },
        { hoogsteOpleiding: 'HBO-niveau' },
      ),
    ),
    ...ingetrokken('TVS-2025-2', 2),
  ];
  const knowledge = (order: readonly Feit[]) => {
    const known = new Map<string, unknown>();
    let dossier: Dossier = emptyDossier;
    for (const feit of order) {
      const added = addFeiten(ZAAK, dossier, [feit], TODAY);
      if (added === undefined) continue;
      dossier = added.dossier;
      for (const notice of added.inhoud.meldingen) {
        const { volgnummer: _, ...data } = partnerbericht(
          SENDER,
          ZAAK,
          projections(ZAAK, dossier.zaak, TODAY),
          notice,
          '2025-08-13T08:00:01.000Z',
        ).data;
        const { gewijzigd: __, ...knows } = { gewijzigd: undefined, ...data };
        known.set(notice.partner, knows);
      }
    }
    return new Map([...known].sort(([one], [other]) => one.localeCompare(other)));
  };
  const expected = knowledge(feiten);
  fc.assert(
    fc.property(fc.shuffledSubarray([...feiten], { minLength: feiten.length }), (order) => {
      expect(knowledge(order)).toEqual(expected);
    }),
    { numRuns: runs(120) },
  );
});
