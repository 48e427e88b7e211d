import { expect, it } from 'vitest';
import type { InboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { koppeling } from '../../domain/support.ts';
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

/** Stories of the inburgeringsaanbod that DUO refused: a decision is told once. */

const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' } };
const { pseudonyms } = hubInMemory(() => ({}));
const zaakId = pseudonyms.zaakId(V_NUMMER);
const gemeente = (type: InboundType, day: string, data: object): InboundBericht =>
  inbound(type, `${day}T08:00:00Z`, { zaakId, ...data }, 'gemeente-0907');
const SCHOOL = '0000012345';
const linked = [
  koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN })),
  inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER }),
  notificatieBericht('SS101', { bsn: BSN, vNummer: V_NUMMER }, '2025-08-20T08:00:00Z'),
];
const decided = gemeente('nl.inburgeringszaken.pip.vastgesteld.v1', '2025-09-01', {
  dagtekening: '2025-09-01',
  pip: { leerroute: 'B' },
});
const part = (day: string, said: object) =>
  gemeente('nl.inburgeringszaken.pip.deel.gedeeld.v1', day, { ingangsdatum: '2025-09-02', ...said });
const schoolPart = part('2025-09-02', { instellingsnummer: SCHOOL, leerroute: 'B1-route', lesuren: 600 });
const callsOf = ({ told }: ReturnType<typeof duoWithPips>): readonly string[] =>
  told.flatMap(({ order }) =>
    'over' in order && order.over === 'inburgeringsaanbod'
      ? [`${order.handeling} ${order.instellingsnummer}`]
      : [],
  );
const refuses = () =>
  duoWithPips((call, times) =>
    call === 'tell' && times >= 2 ? { kind: 'refused', redenen: ['Geen keurmerk'] } : undefined,
  );
const heard = (hub: ReturnType<typeof hubInMemory>) =>
  (hub.queues.get('0907/gemeente') ?? []).map(berichtOf).filter(({ type }) => type.includes('duo.weigert'));

for (const [name, later] of [
  ['a part for INTOS', [part('2025-09-05', { mapUren: 40 })]],
  [
    'parts for INTOS and BalK',
    [
      part('2025-09-05', { mapUren: 40 }),
      part('2025-09-06', { ontzorgingVanaf: '2025-09-01', ontzorgingTot: '2026-03-01' }),
    ],
  ],
  [
    'the same part said again by a colleague',
    [part('2025-09-05', { instellingsnummer: SCHOOL, leerroute: 'B1-route', lesuren: 600 })],
  ],
] as const)
  it(`an aanbod that DUO refused is not told again because ${name} came later`, async () => {
    const duoPip = refuses();
    const hub = hubInMemory(() => PLICHT, { duoPip });
    await hub.process([...linked, decided, schoolPart]);
    await hub.process(later);
    await hub.process(later);
    expect(heard(hub)).toHaveLength(1);
    expect(callsOf(duoPip)).toEqual([`registreren ${SCHOOL}`]);
  });
