import { beforeAll, describe, expect, it } from 'vitest';
import { partnerberichtSchema } from '../../../../contracts/partnerberichten.ts';
import { isToldByStep, PARTNERROLLEN } from '../../../../contracts/partnerrollen.ts';
import { type PartnerPost, scenario } from '../../../hub/test-hub.ts';
import type { RunningHub } from '../support.ts';

/** The gemeente in which partners practise: the messages that each of them gets from its scenario. */

/** Roles that hear of everybody, whatever is reported. */
const ROLES = PARTNERROLLEN.filter((role) => !isToldByStep(role));
const KINDS = ['gemeld', 'gewijzigd', 'vervallen'] as const;

const kindOf = ({ bericht }: PartnerPost) => {
  const kind = KINDS.find((candidate) => bericht.type.endsWith(`.${candidate}.v1`));
  if (kind === undefined) throw new Error(`unknown type ${bericht.type}`);
  return kind;
};

export const describeOefengemeente = (shared: () => RunningHub): void => {
  describe('the sandbox gemeente', () => {
    let hub: RunningHub;

    beforeAll(async () => {
      hub = shared();
      // As everybody replays it: the file itself waits before a change, which would else overtake the koppeling.
      await hub.play(scenario('oefengemeente.jsonl'));
    });

    it('accepts every step and leaves nothing waiting', async () => {
      const { ontvangsten, zaken } = await hub.client.balans();
      expect(ontvangsten).toEqual({ ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 6 });
      expect(zaken).toBe(4);
    });

    it.each(ROLES)(
      'tells the %s all three kinds of message, with no more than its role may know',
      async (role) => {
        const post = await hub.inQueue('9999', role);
        for (const item of post) {
          const { error } = partnerberichtSchema(kindOf(item), role).safeParse(item.bericht);
          expect(error?.issues ?? []).toEqual([]);
        }
        const kinds = post.map(kindOf);
        expect(KINDS.map((kind) => kinds.filter((one) => one === kind).length)).toEqual([
          // A shop gets one message about a household with two zaken.
          role === 'mage' ? 3 : 4,
          role === 'balk' ? 2 : 1,
          1,
        ]);
      },
    );

    it('changes at least one field of every role', async () => {
      const changed = await Promise.all(
        ROLES.map(async (role) =>
          (await hub.inQueue('9999', role)).flatMap(({ bericht }) => bericht.data['gewijzigd'] ?? []).sort(),
        ),
      );
      expect(Object.fromEntries(ROLES.map((role, place) => [role, changed[place]]))).toEqual({
        taalschool: ['contact'],
        intos: ['contact'],
        balk: ['adres', 'contact'],
        taalmaatjes: ['woonplaats'],
        wijkondersteuner: ['woonplaats'],
        mage: ['afleveradres'],
      });
    });
  });
};
