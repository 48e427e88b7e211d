import { describe, expect, it } from 'vitest';
import { Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { GENNEP } from '../../domain/support.ts';
import { notificatieBericht, OTHER_BSN } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';
import { FIRST as A, SECOND as B, OTHER as C, herstelBy as correct, told } from './people.ts';

/**
 * Whether a BSN is given up when its person names another BSN, which belongs to somebody else: only for the person who claims it.
 */

describe('a BSN that nobody else claims', () => {
  const ofA = { ...A, bsn: B.bsn };
  const owner = async (hub: HubInMemory) => (await hub.zaken.findZaak({ bsn: OTHER_BSN }, GENNEP))[0]?.zaakId;
  const ofD = told(1, [{ vNummer: Vnummer.parse('2795000015'), bsn: A.bsn }], undefined, 4, 'TVS-OTHER');

  it.each<[string, readonly InboundBericht[]]>([
    [
      'DUO named another BSN for the person',
      [notificatieBericht('SS111', { vNummer: A.vNummer, ...(C.bsn && { bsn: C.bsn }) })],
    ],
    [
      'another koppeling named another BSN for the person',
      [told(1, [{ ...A, bsn: C.bsn }], undefined, 5, 'TVS-THIRD')],
    ],
    [
      'DUO named it for another person',
      [
        told(1, [{ vNummer: B.vNummer }], undefined, 5, 'TVS-THIRD'),
        notificatieBericht('SS111', { vNummer: B.vNummer, bsn: OTHER_BSN }),
      ],
    ],
    [
      'a koppeling claimed it, and says otherwise in a higher version',
      [
        told(1, [{ ...B, bsn: C.bsn }], undefined, 5, 'TVS-THIRD'),
        told(2, [B], undefined, 6, 'TVS-THIRD'),
        told(3, [{ ...B, bsn: C.bsn }], undefined, 7, 'TVS-THIRD'),
      ],
    ],
  ])('stays with who has it when a person says one that is of somebody else, though %s', async (_, story) => {
    const hub = hubInMemory(() => ({}));
    await hub.process([told(1, [ofA]), ofD, ...story]);
    const before = await owner(hub);
    expect(before).toBe(hub.pseudonyms.zaakId(A.vNummer));
    await hub.process([correct(hub, A)]);
    expect(await owner(hub)).toBe(before);
  });

  it.each([
    ['in time', [2, 3]],
    ['late', [3, 2]],
  ])(
    'stays with who has it, whether a lower version with another came %s or not',
    async (__, [first = 0, second = 0]) => {
      const version = (versie: number) => told(versie, [versie === 2 ? { ...A, bsn: C.bsn } : ofA]);
      const hub = hubInMemory(() => ({}));
      await hub.process([told(1, [ofA]), ofD, version(first), version(second), correct(hub, A)]);
      expect(await owner(hub)).toBe(hub.pseudonyms.zaakId(A.vNummer));
    },
  );
});
