import { describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createDuoClaims } from '../../../../adapters/table/duo-claims.ts';
import { createDuoContacts } from '../../../../adapters/table/duo-contacts.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import { createZaakLists } from '../../../../adapters/table/zaak-lists.ts';
import type { ZaakUpdated } from '../../../../contracts/internal/bus-events.ts';
import { processAnnouncements } from '../../../../functions/duomeldingen/process-announcements.ts';
import { withinRights } from '../../../within-rights.ts';
import { GENNEP, koppeling } from '../../domain/support.ts';
import {
  BSN,
  batch,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  V_NUMMER,
  written,
} from '../berichten.ts';
import { duoWithPips } from '../duo-pips.ts';
import { hubInMemory } from '../hub-in-memory.ts';

/** A zaak of which DUO has to be told, as the other functions left it behind. */
const world = async (duo = duoWithPips()) => {
  const table = memoryTable();
  const away = duoWithPips(() => {
    throw new Error('DUO is not to be called yet');
  });
  const hub = hubInMemory(() => ({}), { table, duoPip: away });
  const zaakId = hub.pseudonyms.zaakId(V_NUMMER);
  await hub.process([
    koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN })),
    inbound(
      'nl.inburgeringszaken.pip.vastgesteld.v1',
      '2025-09-01T08:00:00Z',
      { zaakId, dagtekening: '2025-09-01', pip: { leerroute: 'B' } },
      'gemeente-0907',
    ),
  ]);
  await hub.process([inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER })]).catch(() => undefined);
  await table.write([{ pk: `ZAAK#${zaakId}`, sk: 'DUOMELDING', tot: '2025-09-01T08:00:00.000Z' }]);
  const postponed: number[] = [];
  const announced: ZaakUpdated[] = [];
  const may = withinRights('duomeldingen', table);
  let clock = hub.now().getTime() + 86_400_000;
  const { telemetry, errors } = written();
  const deps = {
    zaken: createZaakLogs(may),
    zaakLists: createZaakLists(may),
    claims: createDuoClaims(may),
    contacts: createDuoContacts(may),
    duo,
    bus: {
      announceUpdated: async (zaken: readonly ZaakUpdated[]) => {
        announced.push(...zaken);
      },
    },
    telemetry,
    now: () => new Date(clock++),
    chance: () => 0.5,
    postponeAnnouncement: async (_: string, seconds: number) => {
      postponed.push(seconds);
    },
  };
  const announcement = { zaakId, versie: 1, teVersturen: false, teMelden: true };
  return { deps, announcement, zaakId, duo, postponed, announced, errors, hub };
};

const later = (retryAfterMs: number) =>
  duoWithPips(() => ({ kind: 'later', reden: 'status 503', isUnanswered: false, retryAfterMs }));

describe('a batch of announcements', () => {
  it('tells DUO once, however many of them are about one zaak, and says that the timeline grew', async () => {
    const { deps, announcement, duo, announced, hub, zaakId } = await world();
    const outcome = await processAnnouncements(deps, batch(announcement, announcement));
    expect(outcome.batchItemFailures).toEqual([]);
    expect(duo.told).toHaveLength(1);
    expect(announced).toMatchObject([{ zaakId, teVersturen: true }]);
    expect(announced[0]).not.toHaveProperty('teMelden');
    await processAnnouncements(deps, batch(announcement));
    expect(duo.told).toHaveLength(1);
    expect(await hub.zaken.zaakForGemeente(zaakId, GENNEP)).toBeDefined();
  });

  it('tells DUO once when two instances have it at one time', async () => {
    const { deps, announcement, duo } = await world();
    const outcomes = await Promise.all([
      processAnnouncements(deps, batch(announcement)),
      processAnnouncements(deps, batch(announcement)),
    ]);
    expect(duo.told).toHaveLength(1);
    expect(outcomes.flatMap(({ batchItemFailures }) => batchItemFailures).length).toBeLessThan(2);
  });

  it('puts off what DUO does not take now, by its own wait or as long as DUO asks', async () => {
    for (const [retryAfterMs, seconds] of [
      [0, 4],
      [120_000, 120],
      [90_000_000, 43_200],
    ] as const) {
      const { deps, announcement, postponed } = await world(later(retryAfterMs));
      const { batchItemFailures } = await processAnnouncements(deps, batch(announcement));
      expect(batchItemFailures).toHaveLength(1);
      expect(postponed).toEqual([seconds]);
    }
  });

  it('leaves what it cannot read and what fails on the queue, with nothing of the person in the log', async () => {
    const broken = duoWithPips(() => {
      throw new Error(`a fault about ${BSN}`);
    });
    const { deps, announcement, errors } = await world(broken);
    const { batchItemFailures } = await processAnnouncements(deps, batch('{', announcement));
    expect(batchItemFailures).toHaveLength(2);
    expect(errors).toHaveLength(2);
    expect(JSON.stringify(errors)).not.toContain(BSN);
  });
});
