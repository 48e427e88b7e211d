import { describe, expect, it } from 'vitest';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { tijdlijnOf } from '../../../../domain/zaak/tijdlijn.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  cause,
  GENNEP,
  ingetrokken,
  inschrijving,
  koppeling,
  leftOut,
  linked,
  overlijden,
  verhuizing,
} from '../support.ts';

const typedOver = (moment: string) => ({ ...cause(moment), gemeldDoor: GENNEP });

const sources = (feiten: readonly Feit[]) =>
  tijdlijnOf(zaakOf(feiten), GENNEP, [])
    .filter(({ bron }) => bron !== 'hub')
    .map(({ naam, bron }) => [naam, bron]);

describe('who reported what stands on the timeline', () => {
  it('is COA and the BRP of what they sent themselves', () => {
    expect(sources([linked(), inschrijving(), verhuizing(), overlijden()])).toEqual([
      ['koppeling-geregistreerd', 'coa'],
      ['brp-inschrijving-ontvangen', 'brp'],
      ['brp-adres-gewijzigd', 'brp'],
      ['overlijden-ontvangen', 'brp'],
    ]);
  });

  it('is the gemeente of what it typed over from them', () => {
    expect(
      sources([
        linked(koppeling(), typedOver('2025-06-20T08:00:00Z')),
        inschrijving({}, typedOver('2025-08-13T08:00:00Z')),
        verhuizing({}, typedOver('2025-09-01T08:00:00Z')),
        overlijden(typedOver('2025-09-05T08:00:00Z')),
        ...ingetrokken('TVS-2025-993909', 2, typedOver('2025-09-06T08:00:00Z')),
      ]),
    ).toEqual([
      ['koppeling-geregistreerd', 'gemeente'],
      ['brp-inschrijving-ontvangen', 'gemeente'],
      ['brp-adres-gewijzigd', 'gemeente'],
      ['overlijden-ontvangen', 'gemeente'],
      ['koppeling-ingetrokken', 'gemeente'],
    ]);
  });
});

/** The status of each koppeling line of this timeline, by its version. */
const statusesOf = (feiten: readonly Feit[]) =>
  tijdlijnOf(zaakOf(feiten), GENNEP, []).flatMap(({ naam, gegevens }) =>
    naam.startsWith('koppeling-') ? [[naam, gegevens['versie'], gegevens['status']]] : [],
  );

describe('what a version of a koppeling says on the timeline', () => {
  const second = linked(koppeling({ versie: 2 }), cause('2025-06-25T08:00:00Z'));
  const later = cause('2025-07-01T08:00:00Z');

  it('holds until a later version says something else', () => {
    expect(statusesOf([linked(), second])).toEqual([
      ['koppeling-geregistreerd', 1, 'vervangen'],
      ['koppeling-gewijzigd', 2, 'geldig'],
    ]);
  });

  it('holds no more once COA withdrew the koppeling', () => {
    expect(statusesOf([linked(), second, ...ingetrokken('TVS-2025-993909', 3, later)])).toEqual([
      ['koppeling-geregistreerd', 1, 'vervangen'],
      ['koppeling-gewijzigd', 2, 'ingetrokken'],
      ['koppeling-ingetrokken', 3, undefined],
    ]);
  });

  it('holds no more once a version leaves the person out', () => {
    expect(statusesOf([linked(), ...leftOut('TVS-2025-993909', 2, later)])).toEqual([
      ['koppeling-geregistreerd', 1, 'vervangen'],
      ['koppeling-gewijzigd', 2, undefined],
    ]);
  });

  it('holds again once a later version names the person anew', () => {
    const third = linked(koppeling({ versie: 3 }), cause('2025-07-02T08:00:00Z'));
    for (const ended of [ingetrokken, leftOut]) {
      expect(statusesOf([linked(), third, ...ended('TVS-2025-993909', 2, later)])).toEqual([
        ['koppeling-geregistreerd', 1, 'vervangen'],
        [expect.any(String), 2, undefined],
        ['koppeling-gewijzigd', 3, 'geldig'],
      ]);
    }
  });
});
