import { describe, expect, it } from 'vitest';
import { Bsn, Vnummer } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { countOntvangsten } from '../../../count.ts';
import { aroundCalls } from '../../../faults/outside-calls.ts';
import { ADRES, GENNEP, koppeling } from '../../domain/support.ts';
import { inbound, koppelingBericht, notificatieBericht } from '../berichten.ts';
import { berichtOf, type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

/** Two messages about one person that two instances process at one moment, whichever call of the one comes before the other. */

const AYA = { vNummer: Vnummer.parse('2795000007'), bsn: Bsn.parse('999910139') };
const PLICHT: DuoResponses = {
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-03-01' },
};

const PLAYED = {
  /** DUO opens a zaak under the BSN. */
  notificatie: notificatieBericht('SS101', { bsn: AYA.bsn }, '2025-03-10T07:00:00Z'),
  /** COA does not know the BSN. */
  koppeling: koppelingBericht(koppeling({}, { vNummer: AYA.vNummer, bsn: undefined })),
  /** The BRP says whose it is. */
  inschrijving: inbound('nl.brp.persoon.ingeschreven.v1', '2025-08-13T08:00:00Z', {
    ...AYA,
    soort: 'eerste inschrijving',
    gemeentecode: GENNEP,
    datumInschrijving: '2025-08-13',
    adres: ADRES,
    isCoaLocatie: false,
  }),
};

/**
 * The final state: the single zaak of both numbers, its timeline, and the partners that know it. The id of the zaak is left out,
 * because it depends on the message that came first.
 */
const outcomeOf = async (hub: HubInMemory) => {
  const found = await Promise.all(
    [{ vNummer: AYA.vNummer }, { bsn: AYA.bsn }].map((query) => hub.zaken.findZaak(query, GENNEP)),
  );
  const [zaakId, ...others] = new Set(found.flat().map((one) => one.zaakId));
  if (zaakId === undefined) throw new Error('nobody is known');
  const { zaakId: _, ...zaak } = { ...(await hub.zaken.zaakForGemeente(zaakId, GENNEP)) };
  const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
  return {
    others,
    zaak,
    lines: lines
      .filter(({ bron }) => bron !== 'hub')
      .map(({ naam }) => naam)
      .toSorted(),
    knows: Object.fromEntries(
      [...hub.queues].map(([kanaal, items]) => [
        kanaal,
        items.map(berichtOf).some(({ subject }) => subject === zaakId),
      ]),
    ),
    receipts: await countOntvangsten(hub.ontvangsten),
  };
};

describe('a koppeling, while another message says whose a BSN is', () => {
  /** How many calls the koppeling took; before the one at this place another instance processes the registration. */
  const played = async (place: number) => {
    const before = hubInMemory(() => PLICHT);
    await before.process([PLAYED.notificatie]);
    let calls = 0;
    const hub = before.copy(
      aroundCalls(async () => {
        if (calls++ === place) await other.process([PLAYED.inschrijving]);
        return undefined;
      }),
    );
    const { table, queues } = hub;
    const other = hubInMemory(() => PLICHT, { table, queues });
    await hub.process([PLAYED.koppeling]);
    if (calls <= place) await other.process([PLAYED.inschrijving]);
    return { calls, hub, outcome: await outcomeOf(hub) };
  };

  it('ends the same, whichever of its calls the other comes before', async () => {
    const { calls, outcome } = await played(Number.POSITIVE_INFINITY);
    expect(outcome.receipts).toEqual({ ontvangen: 0, wacht: 0, quarantaine: 0, verwerkt: 3 });
    for (let place = 0; place < calls; place++) {
      expect({ place, ...(await played(place)).outcome }).toEqual({ place, ...outcome });
    }
  });

  it('names nobody any more once they are erased, under whichever id it was kept', async () => {
    const { calls } = await played(Number.POSITIVE_INFINITY);
    for (let place = 0; place < calls; place++) {
      const { hub } = await played(place);
      const [zaak] = await hub.zaken.findZaak({ vNummer: AYA.vNummer }, GENNEP);
      if (zaak === undefined) throw new Error('nobody is known');
      await hub.erase(zaak.zaakId, GENNEP);
      const versions = hub.table
        .alles()
        .filter(({ pk }) => pk.startsWith('KOPPELING#'))
        .map(({ inhoud }) => JSON.parse(String(inhoud)) as { readonly leden?: readonly string[] });
      expect({ place, leden: versions.flatMap(({ leden = [] }) => leden) }).toEqual({ place, leden: [] });
    }
  });
});
