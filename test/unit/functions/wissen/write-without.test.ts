import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createLanes } from '../../../../adapters/table/postvak/lanes.ts';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import { contentOf, newPostvakItem, type OutgoingBericht } from '../../../../domain/delivery/item.ts';
import { emptyPost } from '../../../../functions/wissen/write-without.ts';
import { ZAAK } from '../../domain/support.ts';

/** Messages of what goes on without a person, while another writes one of them anew. */

const PARTNER = '0907/taalschool' as const;
const NOW = new Date('2025-09-08T10:00:00Z');

const bericht = (volgnummer: number, type: string, data: object): OutgoingBericht => ({
  id: `id-${volgnummer}`,
  type,
  source: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  subject: ZAAK,
  data: { volgnummer, ...data },
});

const GEMELD = bericht(1, BERICHTTYPEN.gemeld, { naam: 'Merkteken', adres: 'Merkstraat' });

/** The messages after the erasing, where the first of them is written anew as this right before it is changed. */
const emptiedAfter = async (anew: OutgoingBericht) => {
  const table = memoryTable();
  const postvak = createPostvak(table);
  await postvak.put(
    [GEMELD, bericht(2, BERICHTTYPEN.gewijzigd, { naam: 'Aya' })].map((one) =>
      newPostvakItem(PARTNER, one, NOW, []),
    ),
  );
  let isWritten = false;
  await emptyPost(
    {
      ...table,
      change: async (...args) => {
        if (!isWritten) {
          isWritten = true;
          await postvak.withdraw(newPostvakItem(PARTNER, GEMELD, NOW, []), contentOf(anew), NOW);
        }
        return table.change(...args);
      },
    },
    ZAAK,
    NOW,
  );
  const { items } = await createLanes(table).read(PARTNER, ZAAK);
  return items.map(({ plek, tekst = '{}' }) => {
    const { type, data } = JSON.parse(tekst);
    return [plek, type, data?.volgnummer, data?.naam];
  });
};

describe('a message that is written anew while a person is taken out of it', () => {
  it('says what holds when less of that person was left in it meanwhile', async () => {
    expect(await emptiedAfter(bericht(1, BERICHTTYPEN.gemeld, { naam: 'Merkteken' }))).toEqual([
      ['klaargezet', BERICHTTYPEN.gewijzigd, 1, 'Aya'],
      ['klaargezet', BERICHTTYPEN.gewijzigd, 2, 'Aya'],
    ]);
  });

  it('goes on saying that it is over', async () => {
    expect(await emptiedAfter(bericht(1, BERICHTTYPEN.vervallen, { reden: 'anders' }))).toEqual([
      ['klaargezet', BERICHTTYPEN.vervallen, 1, undefined],
      ['klaargezet', BERICHTTYPEN.gewijzigd, 2, 'Aya'],
    ]);
  });
});
