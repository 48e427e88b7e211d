import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PARTNERROLLEN, partnerberichtSchema } from '../../contracts/partnerberichten.ts';
import { type Partnerpost, scenario } from '../hub/proefhub.ts';
import { type DraaiendeHub, startHub } from './hub-hulp.ts';

/** The gemeente in which partners practise: what each of them finds after its scenario. */

const SOORTEN = ['gemeld', 'gewijzigd', 'vervallen'] as const;

const soortVan = ({ bericht }: Partnerpost) => {
  const soort = SOORTEN.find((kandidaat) => bericht.type.endsWith(`.${kandidaat}.v1`));
  if (soort === undefined) throw new Error(`onbekend type ${bericht.type}`);
  return soort;
};

describe('the sandbox gemeente', () => {
  let hub: DraaiendeHub;

  beforeAll(async () => {
    hub = await startHub();
    await hub.speel(scenario('oefengemeente.jsonl'));
  });
  afterAll(() => hub.stop());

  it('accepts every step and leaves nothing waiting', async () => {
    const { ontvangsten, zaken } = await hub.client.balans();
    expect(ontvangsten).toEqual({ ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 6 });
    expect(zaken).toBe(4);
  });

  it.each(PARTNERROLLEN)(
    'tells the %s all three kinds of message, with no more than its role may know',
    async (rol) => {
      const post = await hub.inWachtrij('9999', rol);
      for (const stuk of post) {
        const { error } = partnerberichtSchema(soortVan(stuk), rol).safeParse(stuk.bericht);
        expect(error?.issues ?? []).toEqual([]);
      }
      const soorten = post.map(soortVan);
      expect(SOORTEN.map((soort) => soorten.filter((een) => een === soort).length)).toEqual([
        4,
        rol === 'balk' ? 2 : 1,
        1,
      ]);
    },
  );

  it('changes something for every role', async () => {
    const gewijzigd = await Promise.all(
      PARTNERROLLEN.map(async (rol) =>
        (await hub.inWachtrij('9999', rol)).flatMap(({ bericht }) => bericht.data['gewijzigd'] ?? []).sort(),
      ),
    );
    expect(Object.fromEntries(PARTNERROLLEN.map((rol, plaats) => [rol, gewijzigd[plaats]]))).toEqual({
      taalschool: ['contact'],
      intos: ['contact'],
      balk: ['adres', 'contact'],
      taalmaatjes: ['woonplaats'],
      wijkondersteuner: ['woonplaats'],
      mage: ['afleveradres'],
    });
  });
});
