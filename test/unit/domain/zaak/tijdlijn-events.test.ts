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
