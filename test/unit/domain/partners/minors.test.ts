import { describe, expect, it } from 'vitest';
import { notices, withNotices } from '../../../../domain/partners/notices.ts';
import { projections } from '../../../../domain/partners/projection.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { emptyZaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { cause, duo, inschrijving, koppeling, linked, TODAY, ZAAK } from '../support.ts';

/** Sixteen at the koppeling of 20 June 2025, eighteen on 15 May 2027. */
const child = linked(koppeling({}, { geboortedatum: '2009-05-15', relatie: 'kind' }), cause());
const plichtig = duo(
  'SS101',
  { inburgeringsplicht: { indicatorInburgeringsplicht: true } },
  '2025-09-01T07:00:00Z',
);
const notPlichtig = duo(
  'SS101',
  {
    inburgeringsplicht: {
      indicatorInburgeringsplicht: false,
      redenGeenInburgeringsplicht: 'Tijdelijke vrijstelling',
    },
  },
  '2025-09-01T07:00:00Z',
);

const told = (...feiten: readonly Feit[]): readonly string[] =>
  [...projections(ZAAK, zaakOf([child, ...feiten]), TODAY).keys()]
    .map((kanaal) => kanaal.replace('0907/', ''))
    .toSorted();

const OTHERS = ['balk', 'intos', 'taalschool', 'wijkondersteuner'];

describe('a person under eighteen', () => {
  it('is told to nobody when DUO answers that there is no plicht', () => {
    expect(told(notPlichtig)).toEqual([]);
    expect(notices(ZAAK, emptyZaak, zaakOf([child, notPlichtig]), new Map(), TODAY)).toEqual([]);
  });

  it('whom DUO made plichtig early is told to everybody but the Taalmaatjes, who have no class for such an age', () => {
    expect(told(plichtig)).toEqual(OTHERS);
    expect(told(plichtig, inschrijving())).toEqual(OTHERS);
  });

  it('is told to the Taalmaatjes with the first thing that a source says after the eighteenth birthday', () => {
    const before = duo('SS137', {}, '2027-05-14T07:00:00Z');
    const after = duo('SS137', {}, '2027-05-15T07:00:00Z');
    expect(told(plichtig, before)).toEqual(OTHERS);
    expect(told(plichtig, after)).toEqual([...OTHERS, 'taalmaatjes'].toSorted());
    expect(
      projections(ZAAK, zaakOf([after, child, plichtig]), TODAY).get('0907/taalmaatjes')?.velden,
    ).toMatchObject({
      leeftijdsklasse: '18-24',
    });
    const [notice, ...rest] = notices(
      ZAAK,
      zaakOf([child, plichtig]),
      zaakOf([child, plichtig, after]),
      withNotices(new Map(), notices(ZAAK, emptyZaak, zaakOf([child, plichtig]), new Map(), TODAY)),
      TODAY,
    );
    expect(notice).toMatchObject({ partner: '0907/taalmaatjes', soort: 'gemeld', volgnummer: 1 });
    expect(rest).toEqual([]);
  });
});
