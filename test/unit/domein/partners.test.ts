import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PARTNERROLLEN, PARTNERVELDEN } from '../../../contracts/partnerberichten.ts';
import { partnerbericht } from '../../../domain/partners/bericht.ts';
import { type LaatsteMeldingen, type Melding, meldingen } from '../../../domain/partners/meldingen.ts';
import { type PartnerAdres, projecties } from '../../../domain/partners/projectie.ts';
import { type Dossier, leegDossier, voegFeitenToe } from '../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../domain/zaak/feiten.ts';
import { legeZaak, zaakVan } from '../../../domain/zaak/zaak.ts';
import { ADRES, duo, gekoppeld, ingetrokken, inschrijving, koppeling, ZAAK } from './hulp.ts';

const KOPPELING_ID = 'TVS-2025-993909';
const AFZENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};

const laatsteVan = (lijst: readonly Melding[]): LaatsteMeldingen =>
  new Map(lijst.map((melding) => [melding.partner, melding]));

const ingelicht = laatsteVan(meldingen(ZAAK, legeZaak, zaakVan([gekoppeld()]), new Map()));

const velden = (feiten: readonly Feit[], partner: PartnerAdres) => {
  const { contactTeamInburgering: _, ...rest } = projecties(ZAAK, zaakVan(feiten)).get(partner)?.velden ?? {
    contactTeamInburgering: undefined,
  };
  return rest;
};

describe('what each partner of Gennep is told', () => {
  const naam = { voorletters: 'Y.A.', voorvoegsel: 'el', geslachtsnaam: 'Qasim' };
  const talen = [{ taal: 'Tigrinya', schrift: 'Ge’ez', tolkNodig: true }];
  const contact = { telefoonnummer: '0684212661', emailadres: 'p2013@voorbeeld.example' };

  it.each<[PartnerAdres, object]>([
    [
      '0907/taalschool',
      {
        naam,
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
        naam,
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
      { naam, geslacht: 'man', geboortedatum: '2002-02-27', talen, contact, aantalGezinsleden: 1 },
    ],
    [
      '0907/taalmaatjes',
      { voornaam: 'Yusuf', talen, leeftijdsklasse: '18-24', gezinssamenstelling: 'alleenstaand' },
    ],
    ['0907/wijkondersteuner', { voornaam: 'Yusuf', gezinssamenstelling: 'alleenstaand' }],
    ['0907/mage', { referentie: '0907-3F7D6C1E', aantalPersonen: 1 }],
  ])('%s', (partner, verwacht) => {
    expect(velden([gekoppeld()], partner)).toEqual(verwacht);
  });

  it('gains the address, or only the place, once that is known', () => {
    const feiten = [gekoppeld(), inschrijving()];
    expect(velden(feiten, '0907/balk')).toMatchObject({ adres: ADRES });
    expect(velden(feiten, '0907/mage')).toMatchObject({ afleveradres: ADRES });
    expect(velden(feiten, '0907/taalmaatjes')).toMatchObject({ woonplaats: 'Milsbeek' });
    expect(velden(feiten, '0907/wijkondersteuner')).toMatchObject({ woonplaats: 'Milsbeek' });
    expect(velden(feiten, '0907/taalschool')).toEqual(velden([gekoppeld()], '0907/taalschool'));
  });

  it.each([
    [['partner'], 'stel', 2],
    [['kind'], 'eenoudergezin', 2],
    [['partner', 'kind', 'kind'], 'gezin met kinderen', 4],
    [['overig'], 'alleenstaand', 2],
  ])('with household members %j is a %s of %i', (relaties, gezinssamenstelling, aantal) => {
    const [hoofdpersoon] = koppeling().personen;
    const personen = [
      hoofdpersoon,
      ...relaties.map((relatie, nummer) => ({ ...hoofdpersoon, relatie, vNummer: `279816388${nummer}` })),
    ];
    const feiten = [gekoppeld(koppeling({ personen }))];
    expect(velden(feiten, '0907/wijkondersteuner')).toMatchObject({ gezinssamenstelling });
    expect(velden(feiten, '0907/mage')).toMatchObject({ aantalPersonen: aantal });
  });
});

describe('whom a change is told to', () => {
  it('everybody hears of a new inburgeraar, with volgnummer 1', () => {
    expect(
      [...ingelicht.values()].map(({ partner, soort, volgnummer }) => [partner, soort, volgnummer]),
    ).toEqual(PARTNERROLLEN.map((rol) => [`0907/${rol}`, 'gemeld', 1]));
  });

  it('an address is told to those who get it, by the name of their field', () => {
    const gemeld = meldingen(ZAAK, zaakVan([gekoppeld()]), zaakVan([gekoppeld(), inschrijving()]), ingelicht);
    expect(
      gemeld.map(({ partner, soort, volgnummer, gewijzigd }) => [partner, soort, volgnummer, gewijzigd]),
    ).toEqual([
      ['0907/balk', 'gewijzigd', 2, ['adres']],
      ['0907/taalmaatjes', 'gewijzigd', 2, ['woonplaats']],
      ['0907/wijkondersteuner', 'gewijzigd', 2, ['woonplaats']],
      ['0907/mage', 'gewijzigd', 2, ['afleveradres']],
    ]);
  });

  it('a woningeis, a nationality or a test result is told to nobody', () => {
    const voor = zaakVan([gekoppeld()]);
    const na = zaakVan([
      gekoppeld(),
      gekoppeld(koppeling({ versie: 2, woningeis: ['gelijkvloers'] }, { nationaliteit: 'Syrische' })),
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
    expect(meldingen(ZAAK, voor, na, ingelicht)).toEqual([]);
  });

  it('a withdrawal is told to exactly those who were told before', () => {
    const drie = laatsteVan([...ingelicht.values()].slice(0, 3));
    const na = zaakVan([gekoppeld(), ...ingetrokken(KOPPELING_ID, 2)]);
    expect(
      meldingen(ZAAK, zaakVan([gekoppeld()]), na, drie).map(({ partner, soort, reden }) => [
        partner,
        soort,
        reden,
      ]),
    ).toEqual([...drie.keys()].map((partner) => [partner, 'vervallen', 'andere gemeente']));
  });

  it('a person who was withdrawn before anybody was told is told to nobody', () => {
    expect(
      meldingen(ZAAK, legeZaak, zaakVan([gekoppeld(), ...ingetrokken(KOPPELING_ID, 2)]), new Map()),
    ).toEqual([]);
  });

  it('a koppeling to another gemeente is withdrawn here', () => {
    const na = zaakVan([
      gekoppeld(),
      gekoppeld(koppeling({ koppelingId: 'TVS-2025-2', gemeentecode: '0184', datumKoppeling: '2025-07-01' })),
    ]);
    expect(
      meldingen(ZAAK, zaakVan([gekoppeld()]), na, ingelicht).every(
        ({ soort, reden }) => soort === 'vervallen' && reden === 'andere gemeente',
      ),
    ).toBe(true);
  });

  it('a child who is no case of its own is told to nobody', () => {
    const kind = koppeling({}, { geboortedatum: '2015-01-01', relatie: 'kind' });
    expect(meldingen(ZAAK, legeZaak, zaakVan([gekoppeld(kind)]), new Map())).toEqual([]);
  });
});

describe('a partner message', () => {
  const na = zaakVan([gekoppeld(), inschrijving()]);
  const melding = (soort: Melding['soort']): Melding => ({
    partner: '0907/balk',
    rol: 'balk',
    soort,
    volgnummer: 3,
    velden: [],
    ...(soort === 'gewijzigd' ? { gewijzigd: ['adres'] } : {}),
    ...(soort === 'vervallen' ? { reden: 'ten onrechte' } : {}),
  });

  it('is the same on every composition, its id included', () => {
    const tijd = '2025-08-13T08:00:01.000Z';
    expect(partnerbericht(AFZENDER, ZAAK, projecties(ZAAK, na), melding('gemeld'), tijd)).toEqual(
      partnerbericht(AFZENDER, ZAAK, projecties(ZAAK, na), melding('gemeld'), tijd),
    );
  });

  it('has an id of its own per partner and volgnummer', () => {
    const ids = ['0907/balk', '0907/mage'].flatMap((partner) =>
      [1, 2].map(
        (volgnummer) =>
          partnerbericht(
            AFZENDER,
            ZAAK,
            projecties(ZAAK, na),
            { ...melding('vervallen'), partner: partner as PartnerAdres, volgnummer },
            '2025-08-13T08:00:01.000Z',
          ).id,
      ),
    );
    expect(new Set(ids).size).toBe(4);
  });

  it('of a withdrawal carries nothing of the person', () => {
    expect(
      partnerbericht(AFZENDER, ZAAK, projecties(ZAAK, na), melding('vervallen'), '2025-08-13T08:00:01.000Z')
        .data,
    ).toEqual({
      zaakId: ZAAK,
      gemeentecode: '0907',
      volgnummer: 3,
      reden: 'ten onrechte',
    });
  });

  it.each(PARTNERROLLEN)('cannot leave for %s with a field that its contract does not name', (rol) => {
    const projectie = projecties(ZAAK, na).get(`0907/${rol}`);
    const { contactTeamInburgering: _, ...eigen } = projectie?.velden ?? {
      contactTeamInburgering: undefined,
    };
    expect(PARTNERVELDEN[rol].safeParse(eigen).success).toBe(true);
    for (const veld of ['bsn', 'vNummer', 'nationaliteit', 'behaaldeScore', 'zomaar']) {
      expect(PARTNERVELDEN[rol].safeParse({ ...eigen, [veld]: 'x' }).success).toBe(false);
    }
  });
});

it('whatever the order of the facts, every partner is left knowing the same', () => {
  const feiten: readonly Feit[] = [
    gekoppeld(),
    gekoppeld(koppeling({ versie: 2 }, { werkervaring: 'elektricien' })),
    inschrijving(),
    gekoppeld(
      koppeling(
        { koppelingId: 'TVS-2025-2', datumKoppeling: '2025-07-01' },
        { hoogsteOpleiding: 'HBO-niveau' },
      ),
    ),
    ...ingetrokken('TVS-2025-2', 2),
  ];
  const kennis = (volgorde: readonly Feit[]) => {
    const bekend = new Map<string, unknown>();
    let dossier: Dossier = leegDossier;
    for (const feit of volgorde) {
      const added = voegFeitenToe(ZAAK, dossier, [feit]);
      if (added === undefined) continue;
      dossier = added.dossier;
      for (const melding of added.inhoud.meldingen) {
        const { volgnummer: _, ...data } = partnerbericht(
          AFZENDER,
          ZAAK,
          projecties(ZAAK, dossier.zaak),
          melding,
          '2025-08-13T08:00:01.000Z',
        ).data;
        const { gewijzigd: __, ...weet } = { gewijzigd: undefined, ...data };
        bekend.set(melding.partner, weet);
      }
    }
    return new Map([...bekend].sort(([een], [ander]) => een.localeCompare(ander)));
  };
  const verwacht = kennis(feiten);
  fc.assert(
    fc.property(fc.shuffledSubarray([...feiten], { minLength: feiten.length }), (volgorde) => {
      expect(kennis(volgorde)).toEqual(verwacht);
    }),
    { numRuns: 120 },
  );
});
