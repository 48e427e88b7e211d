import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PendingResponse } from '../../../../adapters/duo/orders.ts';
import type { InboundType } from '../../../../contracts/event-types.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { RegievoerderBericht } from '../../../../contracts/regievoerder.ts';
import { MOST_QUESTIONS } from '../../../../domain/duomeldingen/uitslag.ts';
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
import { berichtOf, type HubInMemory, hubInMemory } from '../hub-in-memory.ts';

const RESULT = {
  resultaat: 'B1-route haalbaar',
  behaaldeScore: '33,00',
  benodigdeScore: '28,00',
  datumAfname: '2025-09-03',
} as const;
const ANSWERS = {
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' },
  'lbt/resultaten': [RESULT],
};
const linked = [
  koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN })),
  inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER }),
  notificatieBericht('SS101', { bsn: BSN, vNummer: V_NUMMER }, '2025-08-20T08:00:00Z'),
];
const { pseudonyms } = hubInMemory(() => ({}));
const zaakId = pseudonyms.zaakId(V_NUMMER);
const gemeente = (what: string, day: string, data: object = {}): InboundBericht =>
  inbound(
    `nl.inburgeringszaken.leerbaarheidstoets.${what}.v1` as InboundType,
    `${day}T08:00:00Z`,
    { zaakId, datum: day, ...data },
    'gemeente-0907',
  );
const taken = gemeente('afgenomen', '2025-09-02');
const told = notificatieBericht('SS131', { bsn: BSN }, '2025-09-03T07:00:00Z');

const DAY_MS = 24 * 3600 * 1000;
/** A hub that goes on where another one is, so many days later, with its DUO. */
const later = (hub: HubInMemory, duoPip: ReturnType<typeof duoWithPips>, days: number): HubInMemory =>
  hubInMemory(() => ANSWERS, {
    table: hub.table,
    queues: hub.queues,
    duoPip,
    begin: new Date(hub.now().getTime() + days * DAY_MS).toISOString(),
  });

const messages = (hub: HubInMemory) =>
  [...hub.queues.values()].flat().map((item) => berichtOf(item) as unknown as RegievoerderBericht);
const heard = (hub: HubInMemory): readonly string[] =>
  messages(hub)
    .map(({ type }) => type.split('.').slice(2, -1).join('-'))
    .filter((name) => name.includes('uitslag') || name === 'gebeurtenis-vervallen');
const linesOf = async (hub: HubInMemory) =>
  ((await hub.zaken.tijdlijn(zaakId, GENNEP))?.gebeurtenissen ?? [])
    .map(({ naam }) => naam)
    .filter((naam) => naam.includes('uitslag') || naam.includes('duo'));
const resultOf = async (hub: HubInMemory) =>
  (await hub.zaken.zaakForGemeente(zaakId, GENNEP))?.gegevens['leerbaarheidstoets'];
const asks = ({ calls }: ReturnType<typeof duoWithPips>): number =>
  calls.filter((call) => call === 'resultaten').length;

describe('a result that nobody told', () => {
  it('is asked of DUO and stands there as its notification would have brought it, which then adds nothing', async () => {
    const duoPip = duoWithPips();
    duoPip.uitslagen.set(BSN, [RESULT]);
    const hub = hubInMemory(() => ANSWERS, { duoPip });
    await hub.process([...linked, taken, taken]);
    expect(asks(duoPip)).toBe(1);
    expect(await resultOf(hub)).toMatchObject({ ...RESULT, status: 'geldig' });
    const lines = ['duo-geeft-uitslag', 'leerbaarheidstoets-uitslag-ontvangen'];
    expect((await linesOf(hub)).toSorted()).toEqual(lines);
    expect(heard(hub)).toEqual(['leerbaarheidstoets-uitslag-bekend']);
    await hub.process([told, told]);
    expect(asks(duoPip)).toBe(1);
    expect((await linesOf(hub)).toSorted()).toEqual(lines);
    expect(heard(hub)).toEqual(['leerbaarheidstoets-uitslag-bekend']);
  });

  it('is not asked when DUO told it', async () => {
    const duoPip = duoWithPips();
    const hub = hubInMemory(() => ANSWERS, { duoPip });
    await hub.process([...linked, told, taken]);
    expect(asks(duoPip)).toBe(0);
    expect(heard(hub)).toEqual(['leerbaarheidstoets-uitslag-bekend']);
  });

  it('is asked again every day, as often as it is said, and the gemeente hears once that DUO has none', async () => {
    const duoPip = duoWithPips();
    let hub = hubInMemory(() => ANSWERS, { duoPip });
    await hub.process([...linked, taken]);
    expect(asks(duoPip)).toBe(1);
    // Whatever comes in on the same day is no reason to ask again.
    await hub.process([gemeente('uitgenodigd', '2025-09-01')]);
    expect(asks(duoPip)).toBe(1);
    for (let day = 2; day <= MOST_QUESTIONS + 3; day += 1) {
      hub = later(hub, duoPip, 1.01);
      await hub.process([gemeente('uitgenodigd', '2025-09-01')]);
      expect(asks(duoPip)).toBe(Math.min(day, MOST_QUESTIONS));
    }
    expect(heard(hub)).toEqual(['leerbaarheidstoets-uitslag-uitgebleven']);
    expect(JSON.stringify(messages(hub))).toContain('De hub vraagt het DUO elke dag opnieuw');
    // DUO tells it all the same, in the end.
    await hub.process([told]);
    expect(heard(hub).toSorted()).toEqual([
      'gebeurtenis-vervallen',
      'leerbaarheidstoets-uitslag-bekend',
      'leerbaarheidstoets-uitslag-uitgebleven',
    ]);
  });

  it('is asked until DUO answers, by its kind, and a refusal ends it in the words of DUO', async () => {
    const BUSY: PendingResponse = {
      kind: 'later',
      reden: 'status 503',
      isUnanswered: true,
      retryAfterMs: 0,
    };
    const duoPip = duoWithPips((call, times) => {
      if (call !== 'resultaten') return undefined;
      return times < 3 ? BUSY : { kind: 'refused', redenen: ['Niet uw gemeente'] };
    });
    const hub = hubInMemory(() => ANSWERS, { duoPip });
    await hub.process([...linked, taken]);
    expect(asks(duoPip)).toBe(3);
    expect(JSON.stringify(messages(hub))).toContain('Niet uw gemeente');
    await later(hub, duoPip, 2).process([gemeente('uitgenodigd', '2025-09-01')]);
    expect(asks(duoPip)).toBe(3);
  });

  it('is kept nowhere any more once the person is erased', async () => {
    const duoPip = duoWithPips();
    duoPip.uitslagen.set(BSN, [RESULT]);
    const hub = hubInMemory(() => ANSWERS, { duoPip });
    await hub.process([...linked, taken]);
    await hub.erase(zaakId, GENNEP);
    const left = JSON.stringify(hub.table.alles());
    expect(left).not.toContain(BSN);
    expect(left).not.toContain(RESULT.behaaldeScore);
  });

  it('is in the end known once in whatever order the messages come, and however often', async () => {
    const story = [...linked, taken, told];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(story, { minLength: story.length }),
        fc.subarray(story),
        async (order, again) => {
          const duoPip = duoWithPips();
          duoPip.uitslagen.set(BSN, [RESULT]);
          const hub = hubInMemory(() => ANSWERS, { duoPip });
          for (const bericht of [...order, ...again]) await hub.process([bericht]);
          expect(await resultOf(hub)).toMatchObject({ ...RESULT, status: 'geldig' });
          expect(heard(hub)).toEqual(['leerbaarheidstoets-uitslag-bekend']);
          expect(asks(duoPip)).toBeLessThan(2);
        },
      ),
      { numRuns: runs(30) },
    );
  });
});
