import { expect, it } from 'vitest';
import { Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { BSN, inbound, notificatieBericht, OTHER_BSN, registered } from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';
import { countQuarantaine, FIRST, herstelBy, SECOND, told } from './people.ts';

const D = { vNummer: Vnummer.parse('2795000015'), bsn: BSN };

it('two registrations of which the zaak turns out to have another BSN end in quarantine, and wake each other no more', async () => {
  const hub = hubInMemory(() => ({}));
  const { zaakId } = hub.pseudonyms;
  await hub.process([
    told(3, [SECOND], undefined, 3, 'TVS-1'),
    // Of a version that is known already the numbers count, and nothing stands on the timeline of who it names.
    told(3, [D], undefined, 3, 'TVS-1'),
    registered(BSN, '2025-07-01'),
    registered(BSN, '2025-07-02'),
  ]);
  await hub.process([
    inbound(
      'nl.inburgeringszaken.feit.hersteld.v1',
      '2025-07-20T08:00:00Z',
      { zaakId: zaakId(D.vNummer), reden: 'Verwisseld', zelfdePersoon: zaakId(SECOND.vNummer) },
      'gemeente-0907',
    ),
  ]);
  expect(await countQuarantaine(hub)).toBe(2);
});

const RIGHT = { ...FIRST, bsn: OTHER_BSN };

it.each<[string, (hub: HubInMemory) => InboundBericht, InboundBericht]>([
  ['COA', () => told(3, [RIGHT]), registered(OTHER_BSN, '2025-07-01')],
  ['a person', (hub) => herstelBy(hub, RIGHT), registered(OTHER_BSN, '2025-07-01')],
  ['COA', () => told(3, [RIGHT]), notificatieBericht('SS137', { bsn: OTHER_BSN })],
])(
  'a message whose BSN the zaak contradicts goes on once %s says that it has that one',
  async (_, saying, bericht) => {
    const hub = hubInMemory(() => ({}));
    await hub.process([
      told(2, [{ vNummer: FIRST.vNummer }]),
      notificatieBericht('SS139', RIGHT),
      told(1, [FIRST]),
      bericht,
    ]);
    const read = async () => (await hub.ontvangsten.read(bericht.ontvangstId))?.status;
    expect(await read()).toBe('quarantaine');
    await hub.process([saying(hub)]);
    expect(await read()).toBe('verwerkt');
    expect(await countQuarantaine(hub)).toBe(0);
  },
);
