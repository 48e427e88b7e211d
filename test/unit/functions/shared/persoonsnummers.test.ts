import { beforeEach, describe, expect, it } from 'vitest';
import { type Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { countOntvangsten } from '../../../count.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import {
  BSN,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  OTHER_BSN,
  V_NUMMER,
} from '../berichten.ts';
import { type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** BSN and V-nummer of one person: what one wrong message may do to another person, namely nothing. */

const OTHER = Vnummer.parse('2712504443');

let hub: HubInMemory;
beforeEach(() => {
  hub = hubInMemory(() => ({}));
});

const statusOf = async ({ ontvangstId }: InboundBericht) => (await hub.ontvangsten.read(ontvangstId))?.status;
const linked = (vNummer: Vnummer, bsn: Bsn, koppelingId: string) =>
  koppelingBericht(koppeling({ koppelingId }, { vNummer, bsn }));

describe('a message with a BSN that the zaak contradicts', () => {
  it.each([
    ['the BRP', () => inschrijvingBericht({ vNummer: V_NUMMER, bsn: OTHER_BSN })],
    ['DUO', () => notificatieBericht('SS111', { vNummer: V_NUMMER, bsn: OTHER_BSN })],
  ])('from %s goes to quarantine and does not keep that BSN from whose it is', async (_, create) => {
    const error = create();
    const owner = linked(OTHER, OTHER_BSN, 'TVS-2');
    const overOwner = inschrijvingBericht({ bsn: OTHER_BSN });
    await hub.process([linked(V_NUMMER, BSN, 'TVS-1'), error, owner, overOwner]);
    expect(await statusOf(error)).toBe('quarantaine');
    expect(await statusOf(owner)).toBe('verwerkt');
    expect(await statusOf(overOwner)).toBe('verwerkt');
    const [zaak] = await hub.zaken.findZaak({ bsn: OTHER_BSN }, GENNEP);
    expect(zaak?.zaakId).toBe(hub.pseudonyms.zaakId(OTHER));
  });
});

describe('a koppeling with another BSN than the zaak has', () => {
  it('puts it right in a higher version of the same koppeling, and a lower one that comes late changes nothing', async () => {
    const first = linked(V_NUMMER, BSN, 'TVS-1');
    const corrected = koppelingBericht(
      koppeling({ koppelingId: 'TVS-1', versie: 2 }, { vNummer: V_NUMMER, bsn: OTHER_BSN }),
    );
    for (const order of [
      [first, corrected],
      [corrected, first],
    ]) {
      hub = hubInMemory(() => ({}));
      await hub.process(order);
      expect(await Promise.all(order.map(statusOf))).toEqual(['verwerkt', 'verwerkt']);
      const [zaak] = await hub.zaken.findZaak({ bsn: OTHER_BSN }, GENNEP);
      expect(zaak?.zaakId).toBe(hub.pseudonyms.zaakId(V_NUMMER));
      expect(await hub.zaken.findZaak({ bsn: BSN }, GENNEP)).toEqual([]);
    }
  });

  it('goes to quarantine from another koppeling, and changes nothing', async () => {
    const first = linked(V_NUMMER, BSN, 'TVS-1');
    const otherwise = linked(V_NUMMER, OTHER_BSN, 'TVS-2');
    await hub.process([first]);
    const zaakId = hub.pseudonyms.zaakId(V_NUMMER);
    const before = await hub.zaken.tijdlijn(zaakId, GENNEP);
    await hub.process([otherwise]);
    expect(await Promise.all([first, otherwise].map(statusOf))).toEqual(['verwerkt', 'quarantaine']);
    expect(await hub.zaken.tijdlijn(zaakId, GENNEP)).toEqual(before);
  });

  it('is processed when it repeats the BSN that is known', async () => {
    const again = koppelingBericht(koppeling({ koppelingId: 'TVS-1', versie: 2 }, { bsn: BSN }));
    await hub.process([
      koppelingBericht(koppeling({ koppelingId: 'TVS-1' })),
      inschrijvingBericht({ vNummer: V_NUMMER }),
    ]);
    await hub.process([again]);
    expect(await statusOf(again)).toBe('verwerkt');
  });
});

describe('a message that names only a BSN', () => {
  it('waits until a message names both numbers, and then applies', async () => {
    const waiting = inschrijvingBericht({ bsn: BSN });
    await hub.process([koppelingBericht(), waiting]);
    expect(await statusOf(waiting)).toBe('wacht');
    await hub.process([notificatieBericht('SS111', { vNummer: V_NUMMER, bsn: BSN })]);
    expect(await statusOf(waiting)).toBe('verwerkt');
  });

  it('waits when the BSN was taken from the zaak that had it, and applies to the person that gets it', async () => {
    const corrected = koppeling({ koppelingId: 'TVS-1', versie: 2 }, { vNummer: V_NUMMER, bsn: OTHER_BSN });
    await hub.process([linked(V_NUMMER, BSN, 'TVS-1'), koppelingBericht(corrected)]);
    const waiting = inschrijvingBericht({ bsn: BSN });
    await hub.process([waiting]);
    expect(await statusOf(waiting)).toBe('wacht');
    await hub.process([linked(OTHER, BSN, 'TVS-2')]);
    expect(await statusOf(waiting)).toBe('verwerkt');
  });
});

describe('two notifications of one event of DUO', () => {
  const withoutBsn = koppelingBericht();
  const one = notificatieBericht('SS102', { vNummer: V_NUMMER });
  const both = notificatieBericht('SS102', { vNummer: V_NUMMER, bsn: BSN });
  const query = notificatieBericht('SS137', { vNummer: V_NUMMER }, '2025-10-20T07:00:00Z');

  it.each([
    ['the one with both numbers last', [withoutBsn, one, both, query]],
    ['the one with both numbers first', [withoutBsn, both, one, query]],
    ['what needs the BSN before either', [query, one, both, both, withoutBsn]],
  ])('teach the hub the same numbers, %s', async (_name, order) => {
    await hub.process(order);
    expect(await countOntvangsten(hub.ontvangsten)).toEqual({
      ontvangen: 0,
      wacht: 0,
      quarantaine: 0,
      verwerkt: 4,
    });
    const tijdlijn = await hub.zaken.tijdlijn(hub.pseudonyms.zaakId(V_NUMMER), GENNEP);
    const fromDuo = tijdlijn?.gebeurtenissen.filter(({ bron }) => bron === 'duo').map(({ naam }) => naam);
    expect(fromDuo).toEqual(['inburgeringstermijn-gestart', 'leerbaarheidstoets-aangemeld']);
  });
});
