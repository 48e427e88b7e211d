import { expect, it } from 'vitest';
import { Vnummer } from '../../../../contracts/base-types.ts';
import { BSN, inbound, registered } from '../berichten.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { countQuarantaine, SECOND, told } from './people.ts';

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
