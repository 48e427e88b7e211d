import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnerberichtSchema } from '../../../contracts/partnerberichten.ts';
import { PARTNERROLLEN } from '../../../contracts/partnerrollen.ts';
import { type PartnerPost, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** The gemeente in which partners practise: what each of them finds after its scenario. */

const KINDS = ['gemeld', 'gewijzigd', 'vervallen'] as const;

const soortOf = ({ bericht }: PartnerPost) => {
  const soort = KINDS.find((candidate) => bericht.type.endsWith(`.${candidate}.v1`));
  if (soort === undefined) throw new Error(`onbekend type ${bericht.type}`);
  return soort;
};

describe('the sandbox gemeente', () => {
  let hub: RunningHub;

  beforeAll(async () => {
    hub = await startHub();
    // One step at a time: a change that overtakes what it changes is told as the first thing, and not as a change.
    for (const step of scenario('oefengemeente.jsonl')) await hub.play([step]);
  });
  afterAll(() => hub.stop());

  it('accepts every step and leaves nothing waiting', async () => {
    const { ontvangsten, zaken } = await hub.client.balans();
    expect(ontvangsten).toEqual({ ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 6 });
    expect(zaken).toBe(4);
  });

  it.each(PARTNERROLLEN)(
    'tells the %s all three kinds of message, with no more than its role may know',
    async (role) => {
      const post = await hub.inQueue('9999', role);
      for (const item of post) {
        const { error } = partnerberichtSchema(soortOf(item), role).safeParse(item.bericht);
        expect(error?.issues ?? []).toEqual([]);
      }
      const kinds = post.map(soortOf);
      expect(KINDS.map((soort) => kinds.filter((one) => one === soort).length)).toEqual([
        // Of a household with two zaken a shop hears once.
        role === 'mage' ? 3 : 4,
        role === 'balk' ? 2 : 1,
        1,
      ]);
    },
  );

  it('changes something for every role', async () => {
    const gewijzigd = await Promise.all(
      PARTNERROLLEN.map(async (role) =>
        (await hub.inQueue('9999', role)).flatMap(({ bericht }) => bericht.data['gewijzigd'] ?? []).sort(),
      ),
    );
    expect(Object.fromEntries(PARTNERROLLEN.map((role, place) => [role, gewijzigd[place]]))).toEqual({
      taalschool: ['contact'],
      intos: ['contact'],
      balk: ['adres', 'contact'],
      taalmaatjes: ['woonplaats'],
      wijkondersteuner: ['woonplaats'],
      mage: ['afleveradres'],
    });
  });
});
