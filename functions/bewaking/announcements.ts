import type { Bus } from '../../adapters/bus/bus.ts';
import { chunk } from '../../adapters/chunk.ts';
import { keyOfClaim } from '../../adapters/table/duo-claims.ts';
import { OWED_TO_DUO } from '../../adapters/table/lists/names.ts';
import { zaakIdOf } from '../../adapters/table/lists/reading.ts';
import { logPartition } from '../../adapters/table/log-partition.ts';
import { COMMIT, STATUS_OUTBOUND } from '../../adapters/table/logs.ts';
import type { Item, Table } from '../../adapters/table/table.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { isStuck } from '../../domain/delivery/item.ts';
import { known } from '../../domain/known.ts';
import { takeAll } from '../shared/steps.ts';
import type { DeliveryDependencies } from './delivery.ts';
import { type FindingDependencies, note } from './findings.ts';
import { momentBefore } from './moments.ts';
import { allItems } from './postvak.ts';

/**
 * Zaken of which the announcement was lost are announced again, the oldest first and a bounded number in each run. Whatever a
 * run took stands at the end of its list, so that the next one goes on with the rest.
 */

export interface AnnouncementsDependencies extends Pick<FindingDependencies, 'telemetry' | 'now'> {
  readonly table: Pick<Table, 'read' | 'writeIfNewer' | 'count' | 'perStatus' | 'change' | 'partition'>;
  readonly bus: Pick<Bus, 'announceUpdated'>;
}

/** Partner messages that are still to be sent after this long lost their announcement, or are stuck. */
const OUTBOUND_TOO_LONG_MS = 30 * 60 * 1000;
/** What DUO was not told for this long lost its announcement. */
const OWED_TOO_LONG_MS = 60 * 60 * 1000;

/** Entries of a list that are taken in one run, and side by side. */
const PER_RUN = 500;
const TOGETHER = 100;

/** Announces zaken again of which partner messages are still to be sent, each at most once per half hour. */
export const publishOutbound = (deps: AnnouncementsDependencies): Promise<void> =>
  takeOldest(deps, STATUS_OUTBOUND, OUTBOUND_TOO_LONG_MS, 'aankondigingen', async (commits) => {
    const zaken = [...Map.groupBy(commits, zaakIdOf)].map(([zaakId, ofZaak]) => ({
      zaakId,
      versie: Math.max(...ofZaak.map((commit) => Number(commit['versie']))),
      teVersturen: true,
    }));
    await deps.bus.announceUpdated(zaken);
    await putLast(deps, STATUS_OUTBOUND, commits, deps.now.toISOString());
    deps.telemetry.info('zaken opnieuw aangekondigd', { zaken: zaken.map(({ zaakId }) => zaakId) });
  });

/**
 * Announces zaken again of which DUO is still to be told something. One that was tried in the last hour waits on its queue
 * for DUO, and gets no second announcement beside that: it is looked at again an hour after that try.
 */
export const publishOwed = (deps: AnnouncementsDependencies): Promise<void> =>
  takeOldest(deps, OWED_TO_DUO, OWED_TOO_LONG_MS, 'meldingen aan DUO', async (owed, until) => {
    const found = await Promise.all(
      owed.map(async (item) => {
        const zaakId = zaakIdOf(item);
        const tried = String((await deps.table.read(keyOfClaim(zaakId)))?.['tot'] ?? '');
        return { item, zaakId, tried };
      }),
    );
    const [lost, waiting] = [
      found.filter(({ tried }) => tried <= until),
      found.filter(({ tried }) => tried > until),
    ];
    await deps.bus.announceUpdated(
      lost.map(({ zaakId, item }) => ({
        zaakId,
        versie: Number(item['versie']),
        teVersturen: false,
        teMelden: true,
      })),
    );
    await Promise.all([
      putLast(
        deps,
        OWED_TO_DUO,
        lost.map(({ item }) => item),
        deps.now.toISOString(),
      ),
      ...waiting.map(({ item, tried }) => putLast(deps, OWED_TO_DUO, [item], tried)),
    ]);
    if (lost.length === 0) return;
    deps.telemetry.info('zaken opnieuw aangekondigd voor DUO', { zaken: lost.map(({ zaakId }) => zaakId) });
  });

/** Takes what stands in a list for so long, page by page, and notes how much a run has to leave to the next. */
const takeOldest = async (
  deps: AnnouncementsDependencies,
  list: string,
  olderThanMs: number,
  finding: string,
  take: (items: readonly Item[], until: string) => Promise<void>,
): Promise<void> => {
  const { table, now } = deps;
  const until = momentBefore(now, olderThanMs);
  let after: string | undefined;
  for (let taken = 0; taken < PER_RUN; taken += TOGETHER) {
    const { items, na } = await table.perStatus(list, {
      until,
      max: TOGETHER,
      ...known({ na: after }),
    });
    if (items.length > 0) await take(items, until);
    after = na;
    if (after === undefined) break;
  }
  // The index is a moment behind: some of what was just taken may still be counted.
  const left = after === undefined ? 0 : await table.count(list, until);
  await note(deps, 'BlijftLiggen', new Map([[finding, left]]), (what) => what === finding);
};

const putLast = async (
  { table }: AnnouncementsDependencies,
  list: string,
  items: readonly Item[],
  sinds: string,
): Promise<void> => {
  await Promise.all(items.map(({ pk, sk }) => table.change({ pk, sk }, { sinds }, [list])));
};

/**
 * Announces zaken with a message that could not be made or was refused. A correction announces its zaak itself; this is
 * for what a newer hub can make of the facts as they are.
 */
export const publishStuck = async ({
  postvak,
  table,
  bus,
  telemetry,
  partners,
}: AnnouncementsDependencies & Pick<DeliveryDependencies, 'postvak' | 'partners'>): Promise<void> => {
  const stuck = new Set<ZaakId>();
  await takeAll(
    partners.map((partner) => async () => {
      for await (const item of allItems(postvak, partner, { places: ['geparkeerd'] })) {
        if (isStuck(item)) stuck.add(item.zaakId);
      }
    }),
  );
  for (const zaakIds of chunk([...stuck], TOGETHER)) {
    const zaken = await Promise.all(
      zaakIds.map(async (zaakId) => {
        const commits = await table.partition(logPartition('ZAAK', zaakId), COMMIT);
        return { zaakId, versie: Number(commits.at(-1)?.['versie']), teVersturen: true };
      }),
    );
    await bus.announceUpdated(zaken);
    telemetry.info('zaken met stilstaande berichten opnieuw aangekondigd', { zaken: zaakIds });
  }
};
