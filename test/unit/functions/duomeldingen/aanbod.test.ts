import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PendingResponse } from '../../../../adapters/duo/orders.ts';
import type { InboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
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
import { hubInMemory } from '../hub-in-memory.ts';

const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' } };
const { pseudonyms } = hubInMemory(() => ({}));
const zaakId = pseudonyms.zaakId(V_NUMMER);
const gemeente = (type: InboundType, day: string, data: object): InboundBericht =>
  inbound(type, `${day}T08:00:00Z`, { zaakId, ...data }, 'gemeente-0907');

const [SCHOOL, OTHER] = ['0000012345', '0000067890'] as const;
const linked = [
  koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN })),
  inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER }),
  notificatieBericht('SS101', { bsn: BSN, vNummer: V_NUMMER }, '2025-08-20T08:00:00Z'),
];
const decided = gemeente('nl.inburgeringszaken.pip.vastgesteld.v1', '2025-09-01', {
  dagtekening: '2025-09-01',
  pip: { leerroute: 'B' },
});
const part = (instellingsnummer: string, day = '2025-09-02') =>
  gemeente('nl.inburgeringszaken.pip.deel.gedeeld.v1', day, { ingangsdatum: day, instellingsnummer });

const LOST: PendingResponse = { kind: 'later', reden: 'TimeoutError', isUnanswered: true, retryAfterMs: 0 };
const callsOf = ({ told }: ReturnType<typeof duoWithPips>): readonly string[] =>
  told.flatMap(({ order }) =>
    'over' in order && order.over === 'inburgeringsaanbod'
      ? [`${order.handeling} ${order.instellingsnummer}`]
      : [],
  );
const linesOf = async (hub: ReturnType<typeof hubInMemory>) =>
  ((await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [])
    .filter(({ gegevens }) => gegevens['over'] === 'inburgeringsaanbod')
    .map(({ naam }) => naam);

describe('an inburgeringsaanbod', () => {
  it('is told to DUO once, after its PIP, whichever the gemeente reported first', async () => {
    for (const story of [
      [decided, part(SCHOOL)],
      [part(SCHOOL), decided],
    ]) {
      const duoPip = duoWithPips();
      const hub = hubInMemory(() => PLICHT, { duoPip });
      await hub.process([...linked, ...story, ...story]);
      expect(duoPip.told.map(({ order }) => ('over' in order ? order.over : 'PIP'))).toEqual([
        'PIP',
        'inburgeringsaanbod',
      ]);
      expect([...duoPip.aanboden]).toEqual([
        [`${BSN} ${SCHOOL}`, { indicatorAlfabetiseringsonderwijs: 'NVT' }],
      ]);
      expect(await linesOf(hub)).toEqual(['aan-duo-gemeld', 'duo-bevestigt']);
    }
  });

  it('stands at DUO once when its answer was lost, whether DUO had it or not', async () => {
    for (const hadIt of [true, false]) {
      const duoPip = duoWithPips((call, times) => {
        if (call !== 'tell' || times !== 2) return undefined;
        if (hadIt) duoPip.aanboden.set(`${BSN} ${SCHOOL}`, { indicatorAlfabetiseringsonderwijs: 'NVT' });
        return LOST;
      });
      const hub = hubInMemory(() => PLICHT, { duoPip });
      await hub.process([...linked, decided, part(SCHOOL)]);
      // DUO has no question for it: the one that may be there goes first.
      expect(callsOf(duoPip)).toEqual([
        `registreren ${SCHOOL}`,
        `verwijderen ${SCHOOL}`,
        `registreren ${SCHOOL}`,
      ]);
      expect(duoPip.aanboden.size).toBe(1);
      expect(await linesOf(hub)).toEqual(['aan-duo-gemeld', 'duo-bevestigt']);
    }
  });

  it('makes place for that of another school, and goes when its PIP is withdrawn, before it', async () => {
    const duoPip = duoWithPips();
    const hub = hubInMemory(() => PLICHT, { duoPip });
    await hub.process([...linked, decided, part(SCHOOL)]);
    await hub.process([part(OTHER, '2025-09-04')]);
    expect([...duoPip.aanboden.keys()]).toEqual([`${BSN} ${OTHER}`]);
    expect(callsOf(duoPip)).toEqual([
      `registreren ${SCHOOL}`,
      `verwijderen ${SCHOOL}`,
      `registreren ${OTHER}`,
    ]);
    const withdrawal = { dagtekening: '2025-09-01', datum: '2025-09-05' };
    await hub.process([gemeente('nl.inburgeringszaken.pip.ingetrokken.v1', '2025-09-05', withdrawal)]);
    expect(duoPip.aanboden.size).toBe(0);
    expect(duoPip.held.size).toBe(0);
    expect(duoPip.told.slice(-2).map(({ order }) => ('over' in order ? order.over : 'PIP'))).toEqual([
      'inburgeringsaanbod',
      'PIP',
    ]);
  });

  it('that DUO refuses is told to the gemeente in the words of DUO, and holds up nothing else', async () => {
    const duoPip = duoWithPips((call, times) =>
      call === 'tell' && times === 2 ? { kind: 'refused', redenen: ['Geen keurmerk'] } : undefined,
    );
    const hub = hubInMemory(() => PLICHT, { duoPip });
    await hub.process([...linked, decided, part(SCHOOL)]);
    await hub.process([notificatieBericht('SS137', { bsn: BSN })]);
    expect(callsOf(duoPip)).toEqual([`registreren ${SCHOOL}`]);
    expect(JSON.stringify([...hub.queues.values()])).toContain('Geen keurmerk');
  });

  it('is in the end the same in whatever order the messages come, and however often', async () => {
    const story = [...linked, decided, part(SCHOOL), part(OTHER, '2025-09-04')];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(story, { minLength: story.length }),
        fc.subarray(story),
        async (order, again) => {
          const duoPip = duoWithPips();
          const hub = hubInMemory(() => PLICHT, { duoPip });
          for (const bericht of [...order, ...again]) await hub.process([bericht]);
          expect([...duoPip.aanboden.keys()]).toEqual([`${BSN} ${OTHER}`]);
        },
      ),
      { numRuns: runs(30) },
    );
  });
});
