import { describe, expect, it } from 'vitest';
import type { PendingResponse } from '../../../../adapters/duo/orders.ts';
import type { InboundType } from '../../../../contracts/event-types.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import {
  BSN,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
} from '../berichten.ts';
import { duoWithPips } from '../duo-pips.ts';
import { hubInMemory } from '../hub-in-memory.ts';

const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' } };
const linked = [
  koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN })),
  inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER }),
];
const plichtig = notificatieBericht('SS101', { bsn: BSN, vNummer: V_NUMMER });
const zaakId = hubInMemory(() => ({})).pseudonyms.zaakId(V_NUMMER);
const gemeente = (what: string, day: string, data: object) =>
  inbound(
    `nl.inburgeringszaken.leerbaarheidstoets.${what}.v1` as InboundType,
    `${day}T08:00:00Z`,
    { zaakId, datum: day, ...data },
    'gemeente-0907',
  );
const skipped = gemeente('overgeslagen', '2025-09-02', { redenOverslaan: 'ontheffing door de gemeente' });

const begin = (duoPip = duoWithPips()) => {
  duoPip.candidates.add(BSN);
  return { duoPip, hub: hubInMemory(() => PLICHT, { duoPip }) };
};

describe('a leerbaarheidstoets that the gemeente skips', () => {
  it('is told to DUO once, without a reason, as soon as DUO knows the person', async () => {
    const { duoPip, hub } = begin();
    await hub.process([...linked, skipped]);
    expect(duoPip.told).toEqual([]);
    await hub.process([plichtig, skipped]);
    expect(duoPip.told).toEqual([
      {
        bsn: BSN,
        gemeente: '0907',
        order: { over: 'leerbaarheidstoets', handeling: 'overslaan', datum: '2025-09-02' },
      },
    ]);
    expect(duoPip.candidates.size).toBe(0);
    const lines = (await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [];
    expect(
      lines.filter(({ naam }) => naam.includes('duo-')).map(({ naam, gegevens }) => [naam, gegevens]),
    ).toEqual([
      [
        'aan-duo-gemeld',
        { over: 'leerbaarheidstoets', handeling: 'overslaan', datum: '2025-09-02', nummer: 1 },
      ],
      [
        'duo-bevestigt',
        { over: 'leerbaarheidstoets', handeling: 'overslaan', datum: '2025-09-02', nummer: 1 },
      ],
    ]);
  });

  it('is not repeated when the answer was lost and the examennummer is gone', async () => {
    const lost: PendingResponse = {
      kind: 'later',
      reden: 'TimeoutError',
      isUnanswered: true,
      retryAfterMs: 0,
    };
    const { duoPip, hub } = begin(
      duoWithPips((call) => {
        if (call !== 'tell') return undefined;
        duoPip.candidates.delete(BSN);
        return lost;
      }),
    );
    await hub.process([...linked, plichtig, skipped]);
    expect(duoPip.told).toHaveLength(1);
    expect(duoPip.seen).toHaveLength(1);
  });

  it('is refused by DUO in its own words, and holds up nothing else that DUO is told', async () => {
    const { duoPip, hub } = begin(
      duoWithPips((call, times) =>
        call === 'tell' && times === 1 ? { kind: 'refused', redenen: ['Toets is al ingepland'] } : undefined,
      ),
    );
    await hub.process([...linked, plichtig, skipped]);
    expect(JSON.stringify([...hub.queues.values()])).toContain('Toets is al ingepland');
    await hub.process([
      inbound(
        'nl.inburgeringszaken.pip.vastgesteld.v1',
        '2025-09-04T08:00:00Z',
        { zaakId, dagtekening: '2025-09-04', pip: { leerroute: 'B' } },
        'gemeente-0907',
      ),
    ]);
    expect(duoPip.held.has(BSN)).toBe(true);
  });

  it('is not told of a test that was taken: the gemeente hears that one of its reports is wrong', async () => {
    const { duoPip, hub } = begin();
    await hub.process([...linked, plichtig, gemeente('afgenomen', '2025-09-01', {}), skipped]);
    expect(duoPip.told).toEqual([]);
    expect(JSON.stringify([...hub.queues.values()])).toContain('LBT-1');
  });
});
