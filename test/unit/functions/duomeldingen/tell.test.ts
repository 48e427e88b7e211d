import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PendingResponse } from '../../../../adapters/duo/orders.ts';
import type { InboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { RegievoerderBericht } from '../../../../contracts/regievoerder.ts';
import type { HeldPip } from '../../../../domain/pip/order.ts';
import { runs } from '../../../runs.ts';
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
import { berichtOf, hubInMemory } from '../hub-in-memory.ts';

const linked = koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN }));
const registered = inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER });
const { pseudonyms } = hubInMemory(() => ({}));
const zaakId = pseudonyms.zaakId(V_NUMMER);

const gemeente = (type: InboundType, day: string, data: object): InboundBericht =>
  inbound(type, `${day}T08:00:00Z`, { zaakId, ...data }, 'gemeente-0907');
const established = (dagtekening: string, leerroute: 'B' | 'O' | 'Z' = 'B', day = dagtekening) =>
  gemeente('nl.inburgeringszaken.pip.vastgesteld.v1', day, { dagtekening, pip: { leerroute } });
const withdrawn = (dagtekening: string, datum: string) =>
  gemeente('nl.inburgeringszaken.pip.ingetrokken.v1', datum, { dagtekening, datum });

const BUSY: PendingResponse = { kind: 'later', reden: 'status 503', isUnanswered: false, retryAfterMs: 0 };

/** What DUO has of such a PIP. */
const HELD: HeldPip = {
  gemeentecode: '0907',
  pip: { leerroute: 'B', niveau: 'B1', dagtekeningPip: '2025-09-01' },
};

const linesOf = async (hub: ReturnType<typeof hubInMemory>) =>
  ((await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? []).filter(({ naam }) =>
    naam.includes('duo-'),
  );

/** What the gemeente was told about DUO, in order. */
const toldTo = (hub: ReturnType<typeof hubInMemory>) =>
  [...hub.queues.values()]
    .flat()
    .map((item) => berichtOf(item) as unknown as RegievoerderBericht)
    .filter(({ type }) => type.includes('.duo.') || type.includes('gebeurtenis.vervallen'))
    .map(({ type, data }) => [type.split('.').slice(2, -1).join('-'), data] as const);

describe('what DUO is told of a PIP', () => {
  it('is the decision of the gemeente, once, and the timeline says what came of it', async () => {
    const duoPip = duoWithPips();
    const hub = hubInMemory(() => ({}), { duoPip });
    const pip = established('2025-09-01');
    await hub.process([linked, registered, pip, pip]);
    expect(duoPip.told).toEqual([
      {
        bsn: BSN,
        gemeente: '0907',
        order: { handeling: 'registreren', pip: { leerroute: 'B', dagtekeningPip: '2025-09-01' } },
      },
    ]);
    expect((await linesOf(hub)).map(({ naam, gegevens }) => [naam, gegevens['dagtekening']])).toEqual([
      ['aan-duo-gemeld', '2025-09-01'],
      ['duo-bevestigt', '2025-09-01'],
    ]);
  });

  it('waits until the person settled, when the PIP came first, and the gemeente hears why', async () => {
    const duoPip = duoWithPips();
    const hub = hubInMemory(() => ({}), { duoPip });
    await hub.process([linked, established('2025-09-01')]);
    expect(duoPip.told).toEqual([]);
    expect((await linesOf(hub)).map(({ naam }) => naam)).toEqual(['duo-niet-gemeld']);
    expect(toldTo(hub)).toMatchObject([['duo-niet-gemeld', { over: 'PIP', regels: ['PIP-3'] }]]);
    await hub.process([registered]);
    expect(duoPip.told).toHaveLength(1);
    expect((await linesOf(hub)).map(({ naam }) => naam)).toEqual(['aan-duo-gemeld', 'duo-bevestigt']);
    expect(toldTo(hub).at(-1)).toMatchObject(['gebeurtenis-vervallen', { gebeurtenis: 'duo-niet-gemeld' }]);
  });

  it('is told again by its kind when DUO is away, after asking what DUO has', async () => {
    const duoPip = duoWithPips((call, times) => (call === 'tell' && times < 3 ? BUSY : undefined));
    const hub = hubInMemory(() => ({}), { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    expect(duoPip.told).toHaveLength(3);
    // Before the first time too: somebody can have typed it in the portal of DUO.
    expect(duoPip.seen).toHaveLength(3);
    expect(duoPip.held.get(BSN)?.pip.dagtekeningPip).toBe('2025-09-01');
  });

  it('is not repeated when the answer was lost and DUO has it', async () => {
    const duoPip = duoWithPips((call) => {
      if (call !== 'tell') return undefined;
      duoPip.held.set(BSN, HELD);
      return { ...BUSY, isUnanswered: true };
    });
    const hub = hubInMemory(() => ({}), { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    expect(duoPip.told).toHaveLength(1);
    expect((await linesOf(hub)).map(({ naam }) => naam)).toEqual(['aan-duo-gemeld', 'duo-bevestigt']);
  });

  it('is not told when somebody typed it in the portal of DUO, and DUO has it by that', async () => {
    const duoPip = duoWithPips();
    duoPip.held.set(BSN, HELD);
    const hub = hubInMemory(() => ({}), { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    expect(duoPip.told).toEqual([]);
    expect((await linesOf(hub)).map(({ naam }) => naam)).toEqual(['aan-duo-gemeld', 'duo-bevestigt']);
    // Another PIP than the gemeente decided on is none that DUO has to be told of.
    const other = duoWithPips();
    other.held.set(BSN, { ...HELD, pip: { ...HELD.pip, dagtekeningPip: '2025-08-20' } });
    await hubInMemory(() => ({}), { duoPip: other }).process([linked, registered, established('2025-09-01')]);
    expect(other.told).toHaveLength(1);
  });

  it('that DUO refuses is told to the gemeente in the words of DUO, and not told to DUO again', async () => {
    const redenen = ['Het PIP is niet toegestaan'];
    const duoPip = duoWithPips((call, times) =>
      call === 'tell' && times === 1 ? { kind: 'refused', redenen } : undefined,
    );
    const hub = hubInMemory(() => ({}), { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    await hub.process([notificatieBericht('SS101', { bsn: BSN })]);
    expect(duoPip.told).toHaveLength(1);
    expect(toldTo(hub)).toMatchObject([['duo-weigert', { handeling: 'registreren', redenen }]]);
    expect((await linesOf(hub)).at(-1)).toMatchObject({ naam: 'duo-weigert', gegevens: { redenen } });
    // A new report of the same decision is told again.
    await hub.process([established('2025-09-01', 'B', '2025-09-07')]);
    expect(duoPip.told).toHaveLength(2);
    expect(toldTo(hub).at(-1)?.[0]).toBe('gebeurtenis-vervallen');
  });

  it('that was withdrawn while nobody knew whether DUO had it is removed there when it had', async () => {
    let isAway = true;
    const duoPip = duoWithPips((call) => {
      if (!isAway) return undefined;
      if (call === 'tell') {
        duoPip.held.set(BSN, {
          gemeentecode: '0907',
          pip: { leerroute: 'B', dagtekeningPip: '2025-09-01' },
        });
      }
      isAway = call === 'tell';
      return { ...BUSY, isUnanswered: true };
    });
    const hub = hubInMemory(() => ({}), { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    await hub.process([withdrawn('2025-09-01', '2025-09-05')]);
    expect(duoPip.told.map(({ order }) => order.handeling)).toEqual(['registreren', 'verwijderen']);
    expect(duoPip.held.size).toBe(0);
  });

  it('is kept nowhere any more once the person is erased', async () => {
    const duoPip = duoWithPips();
    const hub = hubInMemory(() => ({}), { duoPip });
    await hub.process([linked, registered, established('2025-09-01')]);
    expect(JSON.stringify(hub.table.alles())).toContain('dagtekeningPip');
    await hub.erase(zaakId, GENNEP);
    const left = hub.table.alles();
    expect(left.filter(({ sk }) => sk === 'DUOMELDING' || sk === 'AANDUO')).toEqual([]);
    expect(JSON.stringify(left)).not.toContain('dagtekeningPip');
    expect(JSON.stringify(left)).not.toContain(BSN);
  });

  it('is in the end the same in whatever order the messages come, and however often', async () => {
    const story = [
      linked,
      registered,
      established('2025-09-01'),
      established('2025-09-01', 'O', '2025-09-03'),
      gemeente('nl.inburgeringszaken.pip.gewijzigd.v1', '2025-11-01', {
        dagtekening: '2025-11-01',
        dagtekeningInitieel: '2025-09-01',
        pip: { leerroute: 'Z' },
      }),
      withdrawn('2025-11-01', '2025-12-01'),
      notificatieBericht('SS101', { bsn: BSN, vNummer: V_NUMMER }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...story, ...story.slice(2)], { minLength: 2 * story.length - 2 }),
        async (order) => {
          const duoPip = duoWithPips();
          const hub = hubInMemory(() => ({}), { duoPip });
          for (const bericht of order) await hub.process([bericht]);
          expect(duoPip.held.get(BSN)).toEqual({
            gemeentecode: '0907',
            pip: { leerroute: 'O', dagtekeningPip: '2025-09-01' },
          });
        },
      ),
      { numRuns: runs(30) },
    );
  });
});
