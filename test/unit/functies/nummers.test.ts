import { beforeEach, describe, expect, it } from 'vitest';
import { type Bsn, Vnummer } from '../../../contracts/basistypen.ts';
import type { InkomendBericht } from '../../../contracts/intern.ts';
import { telOntvangsten } from '../../tellen.ts';
import { koppeling } from '../domein/hulp.ts';
import {
  ANDER_BSN,
  BSN,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
} from './berichten.ts';
import { type HubInGeheugen, hubInGeheugen } from './hub-in-geheugen.ts';

/** BSN and V-nummer of one person: what one wrong message may do to another person, namely nothing. */

const ANDER = Vnummer.parse('2712504443');

let hub: HubInGeheugen;
beforeEach(() => {
  hub = hubInGeheugen(() => ({}));
});

const statusVan = async ({ ontvangstId }: InkomendBericht) =>
  (await hub.ontvangsten.lees(ontvangstId))?.status;
const gekoppeld = (vNummer: Vnummer, bsn: Bsn, koppelingId: string) =>
  koppelingBericht(koppeling({ koppelingId }, { vNummer, bsn }));

describe('a message with a BSN that the zaak contradicts', () => {
  it.each([
    ['the BRP', () => inschrijvingBericht({ vNummer: V_NUMMER, bsn: ANDER_BSN })],
    ['DUO', () => notificatieBericht('SS111', { vNummer: V_NUMMER, bsn: ANDER_BSN })],
  ])('from %s goes to quarantine and does not keep that BSN from whose it is', async (_, maak) => {
    const fout = maak();
    const eigenaar = gekoppeld(ANDER, ANDER_BSN, 'TVS-2');
    const overEigenaar = inschrijvingBericht({ bsn: ANDER_BSN });
    await hub.verwerk([gekoppeld(V_NUMMER, BSN, 'TVS-1'), fout, eigenaar, overEigenaar]);
    expect(await statusVan(fout)).toBe('quarantaine');
    expect(await statusVan(eigenaar)).toBe('verwerkt');
    expect(await statusVan(overEigenaar)).toBe('verwerkt');
    const [zaak] = await hub.zaken.zoekZaak({ bsn: ANDER_BSN });
    expect(zaak?.zaakId).toBe(hub.pseudoniemen.zaakId(ANDER));
  });
});

describe('a koppeling with another BSN for somebody than is known', () => {
  it('goes to quarantine when it is newer, is put aside when it is older, and changes nothing', async () => {
    const eerst = gekoppeld(V_NUMMER, BSN, 'TVS-1');
    const anders = koppelingBericht(
      koppeling({ koppelingId: 'TVS-1', versie: 2 }, { vNummer: V_NUMMER, bsn: ANDER_BSN }),
    );
    for (const [een, twee, afloop] of [
      [eerst, anders, 'quarantaine'],
      [anders, eerst, 'verwerkt'],
    ] as const) {
      hub = hubInGeheugen(() => ({}));
      await hub.verwerk([een]);
      const zaakId = hub.pseudoniemen.zaakId(V_NUMMER);
      const voor = await hub.zaken.tijdlijn(zaakId);
      await hub.verwerk([twee]);
      expect(await Promise.all([een, twee].map(statusVan))).toEqual(['verwerkt', afloop]);
      expect(await hub.zaken.tijdlijn(zaakId)).toEqual(voor);
    }
  });

  it('is processed when it repeats the BSN that is known', async () => {
    const weer = koppelingBericht(koppeling({ koppelingId: 'TVS-1', versie: 2 }, { bsn: BSN }));
    await hub.verwerk([
      koppelingBericht(koppeling({ koppelingId: 'TVS-1' })),
      inschrijvingBericht({ vNummer: V_NUMMER }),
    ]);
    await hub.verwerk([weer]);
    expect(await statusVan(weer)).toBe('verwerkt');
  });
});

describe('a message that names only a BSN', () => {
  it('waits until a message names both numbers, and then applies', async () => {
    const wachtend = inschrijvingBericht({ bsn: BSN });
    await hub.verwerk([koppelingBericht(), wachtend]);
    expect(await statusVan(wachtend)).toBe('wacht');
    await hub.verwerk([notificatieBericht('SS111', { vNummer: V_NUMMER, bsn: BSN })]);
    expect(await statusVan(wachtend)).toBe('verwerkt');
  });
});

describe('two notifications of one event of DUO', () => {
  const zonderBsn = koppelingBericht();
  const een = notificatieBericht('SS102', { vNummer: V_NUMMER });
  const beide = notificatieBericht('SS102', { vNummer: V_NUMMER, bsn: BSN });
  const vraag = notificatieBericht('SS137', { vNummer: V_NUMMER }, '2025-10-20T07:00:00Z');

  it.each([
    ['the one with both numbers last', [zonderBsn, een, beide, vraag]],
    ['the one with both numbers first', [zonderBsn, beide, een, vraag]],
    ['what needs the BSN before either', [vraag, een, beide, beide, zonderBsn]],
  ])('teach the hub the same numbers, %s', async (_naam, volgorde) => {
    await hub.verwerk(volgorde);
    expect(await telOntvangsten(hub.ontvangsten)).toEqual({
      ontvangen: 0,
      wacht: 0,
      quarantaine: 0,
      verwerkt: 4,
    });
    const tijdlijn = await hub.zaken.tijdlijn(hub.pseudoniemen.zaakId(V_NUMMER));
    const vanDuo = tijdlijn?.gebeurtenissen.filter(({ bron }) => bron === 'duo').map(({ naam }) => naam);
    expect(vanDuo).toEqual(['inburgeringstermijn-gestart', 'leerbaarheidstoets-aangemeld']);
  });
});
