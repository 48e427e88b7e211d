import { describe, expect, it } from 'vitest';
import { standingFacts } from '../../../../domain/zaak/standing-facts.ts';

const line = (naam: string, feitId: string | undefined, bron = 'coa', gegevens = {}) => ({
  naam,
  bron,
  gegevens,
  ...(feitId === undefined ? {} : { feitId }),
});

describe('the facts of a timeline', () => {
  it('are what a source or the gemeente told: each once, and nothing that was put right before', () => {
    const facts = standingFacts([
      line('casus-geopend', 'casus:1', 'gemeente'),
      line('brp-inschrijving-ontvangen', 'brp:1', 'brp'),
      line('brp-inschrijving-ontvangen', 'brp:1', 'brp'),
      line('brp-inschrijving-ontvangen', 'brp:2', 'brp', { hersteld: true }),
      line('nieuwe-inburgeraar-gemeld', undefined, 'hub'),
      line('huishouden-gewijzigd', 'huishouden-stand:1:1', 'hub'),
    ]);
    expect(facts.map(({ feitId }) => feitId)).toEqual(['casus:1', 'brp:1']);
  });

  it('hold the line that a zaak was taken up in this one, because both can be taken apart again', () => {
    const taken = line('zaak-opgenomen', 'opgenomen:1', 'hub');
    expect(standingFacts([taken])).toEqual([taken]);
  });
});
