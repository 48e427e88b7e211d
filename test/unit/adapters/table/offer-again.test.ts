import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createOfferAgain } from '../../../../adapters/table/offer-again.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { koppelingBericht } from '../../functions/berichten.ts';

describe('an offer', () => {
  const NOW = new Date('2030-01-01T00:00:00.000Z');
  const begin = async () => {
    const table = memoryTable();
    const ontvangsten = createOntvangsten(table);
    const offers = createOfferAgain(table);
    const bericht = koppelingBericht();
    await ontvangsten.accept(bericht);
    const offer = async () => {
      const found = await offers.toOfferAgain(bericht.ontvangstId);
      if (found === undefined || found === 'quarantaine') throw new Error('nothing to offer');
      return found;
    };
    return { ontvangsten, offers, bericht, offer };
  };

  it('counts once it is counted, and not when it was only begun', async () => {
    const { offers, offer } = await begin();
    for (let time = 0; time < 5; time++) expect((await offer()).earlier).toBe(0);
    await offers.countOffer(await offer(), NOW);
    expect((await offer()).earlier).toBe(1);
  });

  it('does not count when somebody took the message up meanwhile, or it was processed', async () => {
    const { ontvangsten, offers, bericht, offer } = await begin();
    for (let time = 0; time < 2; time++) await offers.countOffer(await offer(), NOW);
    const third = await offer();
    await ontvangsten.heropnemen(bericht.ontvangstId);
    expect(await offers.countOffer(third, NOW)).toBe(false);
    const fresh = await offer();
    expect(fresh.earlier).toBe(0);
    await ontvangsten.settle([{ bericht, settlement: { soort: 'verwerkt' } }]);
    expect(await offers.countOffer(fresh, NOW)).toBe(false);
  });
});
