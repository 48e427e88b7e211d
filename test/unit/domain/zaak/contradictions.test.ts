import { describe, expect, it } from 'vitest';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { contradictionsIn } from '../../../../domain/zaak/contradictions.ts';
import type { Feit, MeldingFeit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  ADRES,
  cause,
  duo,
  GENNEP,
  inschrijving,
  koppeling,
  linked,
  overlijden,
  verhuizing,
} from '../support.ts';

/** Facts that a gemeente typed over, held against those of the source itself: the fields that differ. */

/** The same fact as typed over by Gennep. */
const typed = (feit: Feit): Feit => ({ ...feit, feitId: `${feit.feitId}:gemeld`, gemeldDoor: GENNEP });

const read = (responses: DuoResponses): MeldingFeit => ({
  ...cause('2025-10-20T08:00:00Z'),
  feitId: 'melding:gelezen',
  soort: 'melding',
  melding: 'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
  gemeldDoor: GENNEP,
  antwoorden: responses,
});
const plicht = (indicatorInburgeringsplicht: boolean): DuoResponses => ({
  inburgeringsplicht: { indicatorInburgeringsplicht, begindatum: '2025-06-06' },
});
const uitslag = (resultaat: 'B1-route haalbaar' | 'B1-route niet haalbaar'): DuoResponses => ({
  'lbt/resultaten': [
    { resultaat, behaaldeScore: '29,00', benodigdeScore: '28,00', datumAfname: '2025-10-18' },
  ],
});

/** The first registration in the gemeente. */
const FIRST = { soort: 'eerste inschrijving' };

const found = (...feiten: readonly Feit[]) =>
  contradictionsIn(zaakOf(feiten)).map(({ over, velden }) => [over, ...velden]);

describe('a fact that a gemeente typed over', () => {
  it.each([
    [
      'a koppeling',
      typed(linked(koppeling({}, { geboortedatum: '2002-02-28' }))),
      linked(),
      [['koppeling', 'geboortedatum']],
    ],
    [
      'a koppeling with more fields than that of COA',
      typed(linked(koppeling({}, { bsn: '999966133' }))),
      linked(),
      [],
    ],
    [
      'a koppeling of another gemeente',
      {
        ...typed(linked(koppeling({ versie: 2, gemeentecode: '0796' }))),
        gemeldDoor: '0796' as Gemeentecode,
      },
      linked(),
      [['koppeling', 'gemeentecode']],
    ],
    ['a later version of its own koppeling', typed(linked(koppeling({ versie: 2 }))), linked(), []],
    [
      'a registration',
      typed(inschrijving({ datumInschrijving: '2025-08-12' })),
      inschrijving(),
      [['inschrijving', 'datumInschrijving']],
    ],
    ['a registration in another gemeente', typed(inschrijving({ gemeentecode: '0796' })), inschrijving(), []],
    [
      'a registration of which the BRP knows the month only',
      typed(inschrijving({ datumInschrijving: '2025-08-12' })),
      inschrijving({ datumInschrijving: '2025-08' }),
      [],
    ],
    [
      'a registration, of who moved within the gemeente since',
      typed(inschrijving()),
      verhuizing({ adres: { ...ADRES, huisnummer: 22 } }),
      [],
    ],
    [
      'a registration, of which the BRP has another day and spelling',
      typed(inschrijving({ datumInschrijving: '2025-08-12', adres: { ...ADRES, straat: 'Brugstr.' } })),
      inschrijving(),
      [['inschrijving', 'datumInschrijving']],
    ],
    [
      'a first registration, of which the BRP has another day and postcode',
      typed(
        inschrijving({ ...FIRST, datumInschrijving: '2025-08-11', adres: { ...ADRES, postcode: '6519CD' } }),
      ),
      inschrijving(FIRST),
      [['inschrijving', 'datumInschrijving']],
    ],
    [
      'a first registration, of who moved within the gemeente by a registration since',
      typed(inschrijving({ ...FIRST, datumInschrijving: '2025-08-11' })),
      inschrijving({ adres: { ...ADRES, huisnummer: 22 } }),
      [],
    ],
    ['a death', typed(overlijden()), overlijden(), []],
    ['the plicht', read(plicht(true)), duo('SS101', plicht(true)), []],
    [
      'another plicht',
      read(plicht(true)),
      duo('SS101', plicht(false)),
      [['inburgeringsplicht', 'indicatorInburgeringsplicht']],
    ],
    ['a result', read(uitslag('B1-route haalbaar')), duo('SS131', uitslag('B1-route haalbaar')), []],
    [
      'another result',
      read(uitslag('B1-route haalbaar')),
      duo('SS131', uitslag('B1-route niet haalbaar')),
      [['leerbaarheidstoets', 'resultaten']],
    ],
    ['a fact about which the source says nothing', read(plicht(true)), linked(), []],
  ])('is compared with the source, whichever came first: %s', (_, typedOver, told, expected) => {
    expect(found(typedOver, told)).toEqual(expected);
    expect(found(told, typedOver)).toEqual(expected);
  });

  const READ_ON = '2025-10-20T08:00:00Z';
  const LATER = '2026-05-20T07:00:00Z';
  const exempt = (): DuoResponses => ({
    inburgeringsplicht: {
      indicatorInburgeringsplicht: false,
      redenGeenInburgeringsplicht: 'Tijdelijke vrijstelling',
    },
  });
  const DIFFERS = [['inburgeringsplicht', 'indicatorInburgeringsplicht']];

  it.each([
    ['a plicht that is met since', plicht(true), duo('SS106', plicht(false), LATER), []],
    ['a plicht that is withdrawn since', plicht(true), duo('SS110', plicht(false), LATER), []],
    ['a plicht with a temporary exemption since', plicht(true), duo('SS109', exempt(), LATER), []],
    ['a plicht of who died since', plicht(true), duo('SS111', plicht(false), LATER), []],
    ['a temporary exemption that ended since', exempt(), duo('SS129', plicht(true), LATER), []],
    [
      'a plicht that ended before it was read',
      plicht(true),
      duo('SS110', plicht(false), READ_ON.replace('20T', '19T')),
      DIFFERS,
    ],
    ['a plicht that DUO never established', plicht(true), duo('SS124', plicht(false), LATER), DIFFERS],
    [
      'that there is no plicht, of whom an exemption ended',
      plicht(false),
      duo('SS129', plicht(true), LATER),
      DIFFERS,
    ],
    [
      'a temporary exemption, of a plicht that DUO establishes',
      exempt(),
      duo('SS101', plicht(true), LATER),
      DIFFERS,
    ],
  ])('is held against what the source says of that time, not of later: %s', (_, answer, told, expected) => {
    expect(found(read(answer), told)).toEqual(expected);
    expect(found(told, read(answer))).toEqual(expected);
  });

  it.each([
    ['2025-06-20T10:00:00Z', '2025-06-20T10:00:00.5Z', '2025-06-20T10:00:00.5Z'],
    ['2025-06-20T11:30:00+02:00', '2025-06-20T10:00:00Z', '2025-06-20T10:00:00Z'],
  ])('is contradicted at the later of both moments: %s and %s', (one, other, later) => {
    const reported = typed(linked(koppeling({}, { geboortedatum: '2002-02-28' }), cause(one)));
    expect(contradictionsIn(zaakOf([reported, linked(koppeling(), cause(other))]))).toEqual([
      expect.objectContaining({ tijdstip: later }),
    ]);
  });

  it('contradicts the first that the source said, in whatever order that came', () => {
    const said = [
      duo('SS101', plicht(false), '2025-07-10T08:00:00Z'),
      duo('SS110', plicht(false), '2025-08-10T08:00:00Z'),
    ];
    const all = contradictionsIn(zaakOf([read(plicht(true)), ...said]));
    expect(all).toMatchObject([{ bron: said[0]?.feitId }]);
    expect(contradictionsIn(zaakOf([...said.toReversed(), read(plicht(true))]))).toEqual(all);
  });

  it('stands in one order with the others, whatever order they came in', () => {
    const typedOn = (datumInschrijving: string, moment: string) =>
      typed(inschrijving({ datumInschrijving }, cause(moment)));
    const facts = [
      typedOn('2025-08-10', '2025-08-10T08:00:00Z'),
      typedOn('2025-08-12', '2025-08-20T08:00:00Z'),
      inschrijving(),
    ];
    const all = contradictionsIn(zaakOf(facts));
    expect(all.map(({ gemeld }) => gemeld)).toEqual(facts.slice(0, 2).map(({ feitId }) => feitId));
    expect(contradictionsIn(zaakOf(facts.toReversed()))).toEqual(all);
  });
});
