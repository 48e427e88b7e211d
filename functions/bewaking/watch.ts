import type { Bus } from '../../adapters/bus/bus.ts';
import { chunk } from '../../adapters/chunk.ts';
import { ageMs } from '../../adapters/table/age.ts';
import { keyOfClaim } from '../../adapters/table/duo-claims.ts';
import { OWED_TO_DUO } from '../../adapters/table/lists/names.ts';
import { COMMIT, STATUS_OUTBOUND } from '../../adapters/table/logs.ts';
import type { Ontvangsten } from '../../adapters/table/ontvangsten.ts';
import { allPages, type Table } from '../../adapters/table/table.ts';
import { ZaakId } from '../../contracts/base-types.ts';
import { isStuck } from '../../domain/delivery/item.ts';
import { takeAll } from '../shared/steps.ts';
import type { ContractDependencies } from './contracts.ts';
import { type DeliveryDependencies, enqueueHerleveringen, enqueueLanes, publishLasting } from './delivery.ts';
import { askOnce } from './empty-places.ts';
import { note, tellFindings } from './findings.ts';
import type { ListDependencies } from './lists.ts';
import {
  type MeasureDependencies,
  measurePost,
  measureSecret,
  measureSilence,
  measureTermijnen,
  measureWaiting,
} from './measurements.ts';
import { moveOldPost } from './old-post.ts';
import { offerPendingQuestions, type PendingAnswerDependencies } from './pending-answers.ts';
import { allItems } from './postvak.ts';
import { lookIntoPartnerQueues, lookIntoQueues, type QueueDependencies } from './queues.ts';

export interface WatchDependencies
  extends MeasureDependencies,
    DeliveryDependencies,
    PendingAnswerDependencies,
    QueueDependencies {
  readonly table: Pick<
    Table,
    'read' | 'insert' | 'writeIfNewer' | 'count' | 'perStatus' | 'change' | 'partition'
  >;
  readonly zaken: ContractDependencies['zaken'] & ListDependencies['zaken'];
  readonly ontvangsten: Pick<Ontvangsten, 'list' | 'countUntil' | 'toOfferAgain' | 'wakeable'>;
  readonly bus: Bus;
}

/** What one run of the watch is about. */
export const TAKEN = ['waken', 'bezorging', 'termijnen'] as const;
export type Task = (typeof TAKEN)[number];

/** Runs every step of a task: nothing accepted is forgotten, and nothing waits unseen. */
export function watch(dependencies: WatchDependencies, task: Task = 'waken'): Promise<void> {
  const ofThisRun = { ...dependencies, postvak: askOnce(dependencies.postvak) };
  return takeAll(STEPS[task].map((step) => () => step(ofThisRun)));
}

/** How long a task may not have run. That `waken` runs, CloudWatch looks after: it looks after the others. */
const MAY_STAND_STILL_MS = { bezorging: 15 * 60_000, termijnen: 13 * 60 * 60_000 } as const;
type WatchedTask = keyof typeof MAY_STAND_STILL_MS;
const WATCHED_TASKS = ['bezorging', 'termijnen'] as const satisfies readonly WatchedTask[];

const lastRun = (task: WatchedTask, { now }: WatchDependencies) => ({
  pk: 'BEWAKING',
  sk: `TAAK#${task}`,
  op: now.toISOString(),
});

/** Writes down that this task ran. */
const ran =
  (task: WatchedTask) =>
  async (dependencies: WatchDependencies): Promise<void> => {
    await dependencies.table.writeIfNewer(lastRun(task, dependencies), 'op');
  };

/** Notes which of the other tasks did not run in time. */
const measureTasks = async (dependencies: WatchDependencies): Promise<void> => {
  const { table, now } = dependencies;
  const still = new Map<string, number>();
  for (const task of WATCHED_TASKS) {
    const age = await ageMs(table, lastRun(task, dependencies), 'op', now);
    still.set(`taak ${task}`, age >= MAY_STAND_STILL_MS[task] ? 1 : 0);
  }
  await note(dependencies, 'BlijftLiggen', still, (what) => what.startsWith('taak '));
};

/** What stays 'ontvangen' this long was not taken by any queue, or its function keeps failing. */
const RECEIVED_TOO_LONG_MS = 60 * 60 * 1000;
/** Partner messages that are still to be sent after this long lost their announcement, or are stuck. */
const OUTBOUND_TOO_LONG_MS = 30 * 60 * 1000;

const momentBefore = (now: Date, ms: number): string => new Date(now.getTime() - ms).toISOString();

/** Offers accepted messages to their queue again, each at most once an hour; receivers ignore what they know. */
const publishAgain = async (dependencies: WatchDependencies): Promise<void> => {
  const { ontvangsten, bus, telemetry, now } = dependencies;
  const lasting = await allPages(async (after) => {
    const { ontvangsten: elements, ...rest } = await ontvangsten.list(
      'ontvangen',
      after,
      momentBefore(now, RECEIVED_TOO_LONG_MS),
    );
    return { elements, ...rest };
  });
  const counted = new Map([['ontvangsten', lasting.length]]);
  await note(dependencies, 'BlijftLiggen', counted, (what) => what === 'ontvangsten');
  await takeAll(
    lasting.map(({ ontvangstId }) => async () => {
      const bericht = await ontvangsten.toOfferAgain(ontvangstId, now);
      if (bericht === undefined) return;
      await bus.publish([bericht]);
      telemetry.info('ontvangst opnieuw aangeboden', { ontvangstId, type: bericht.type });
    }),
  );
};

/** Announces zaken again of which partner messages are still to be sent, each at most once per half hour. */
const announceAgain = async (dependencies: WatchDependencies): Promise<void> => {
  const { table, bus, telemetry, now } = dependencies;
  const openstaand = await allPages(async (after) => {
    const { items: elements, ...rest } = await table.perStatus(STATUS_OUTBOUND, {
      until: momentBefore(now, OUTBOUND_TOO_LONG_MS),
      ...(after === undefined ? {} : { na: after }),
    });
    return { elements, ...rest };
  });
  const zaken = [...Map.groupBy(openstaand, ({ pk }) => pk)].map(([pk, commits]) => ({
    zaakId: ZaakId.parse(pk.slice('ZAAK#'.length)),
    versie: Math.max(...commits.map((commit) => Number(commit['versie']))),
    teVersturen: true,
  }));
  await bus.announceUpdated(zaken);
  await Promise.all(
    openstaand.map(({ pk, sk }) => table.change({ pk, sk }, { sinds: now.toISOString() }, [STATUS_OUTBOUND])),
  );
  if (zaken.length > 0) {
    telemetry.info('zaken opnieuw aangekondigd', { zaken: zaken.map(({ zaakId }) => zaakId) });
  }
};

/** Zaken that are announced side by side. */
const TOGETHER = 100;

/**
 * Announces zaken with a message that could not be made or was refused. A correction announces its zaak itself; this is
 * for what a newer hub can make of the facts as they are.
 */
const announceStuck = async ({
  postvak,
  table,
  bus,
  telemetry,
  partners,
}: WatchDependencies): Promise<void> => {
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
        const commits = await table.partition(`ZAAK#${zaakId}`, COMMIT);
        return { zaakId, versie: Number(commits.at(-1)?.['versie']), teVersturen: true };
      }),
    );
    await bus.announceUpdated(zaken);
    telemetry.info('zaken met stilstaande berichten opnieuw aangekondigd', { zaken: zaakIds });
  }
};

/** What DUO was not told for this long lost its announcement. */
const OWED_TOO_LONG_MS = 60 * 60 * 1000;

/**
 * Announces zaken again of which DUO is still to be told something. One that was tried in the last hour waits on its queue
 * for DUO, and gets no second announcement beside that.
 */
const announceOwed = async ({ table, bus, telemetry, now }: WatchDependencies): Promise<void> => {
  const until = momentBefore(now, OWED_TOO_LONG_MS);
  const owed = await allPages(async (after) => {
    const { items: elements, ...rest } = await table.perStatus(OWED_TO_DUO, {
      until,
      ...(after === undefined ? {} : { na: after }),
    });
    return { elements, ...rest };
  });
  // After an outage of DUO there may be many.
  for (const some of chunk(owed, TOGETHER)) {
    const found = await Promise.all(
      some.map(async ({ pk, versie }) => {
        const zaakId = ZaakId.parse(pk.slice('ZAAK#'.length));
        const tried = await table.read(keyOfClaim(zaakId));
        return String(tried?.['tot'] ?? '') > until ? [] : [{ zaakId, versie: Number(versie) }];
      }),
    );
    const zaken = found.flat();
    await bus.announceUpdated(zaken.map((zaak) => ({ ...zaak, teVersturen: false, teMelden: true })));
    await Promise.all(
      zaken.map(({ zaakId }) =>
        table.change({ pk: `ZAAK#${zaakId}`, sk: OWED_TO_DUO }, { sinds: now.toISOString() }, [OWED_TO_DUO]),
      ),
    );
    if (zaken.length > 0) {
      telemetry.info('zaken opnieuw aangekondigd voor DUO', { zaken: zaken.map(({ zaakId }) => zaakId) });
    }
  }
};

/** What takes the whole domain is loaded when its turn first comes, so that no start of the other tasks waits for it. */
const makeLists = (dependencies: WatchDependencies): Promise<void> =>
  import('./lists.ts').then(({ followLists }) => followLists(dependencies));
const followPartners = (dependencies: WatchDependencies): Promise<void> =>
  import('./contracts.ts').then(({ followContracts }) => followContracts(dependencies));

const tellOfTermijnen = (dependencies: WatchDependencies): Promise<void> =>
  import('./tell-termijnen.ts').then(({ tellTermijnen }) => tellTermijnen(dependencies));
const tellOfPost = (dependencies: WatchDependencies): Promise<void> =>
  import('./tell-undelivered.ts').then(({ tellUndelivered }) => tellUndelivered(dependencies));
const purge = (dependencies: WatchDependencies): Promise<void> =>
  import('./retention.ts').then(({ purgePost }) => purgePost(dependencies));

const STEPS: Readonly<Record<Task, readonly ((dependencies: WatchDependencies) => Promise<void>)[]>> = {
  waken: [
    publishAgain,
    announceAgain,
    announceOwed,
    publishLasting,
    measureWaiting,
    measurePost,
    measureTasks,
    lookIntoQueues,
    lookIntoPartnerQueues,
    tellFindings,
    makeLists,
  ],
  bezorging: [ran('bezorging'), enqueueLanes, enqueueHerleveringen, offerPendingQuestions, moveOldPost],
  termijnen: [
    ran('termijnen'),
    followPartners,
    tellOfTermijnen,
    tellOfPost,
    measureTermijnen,
    measureSecret,
    measureSilence,
    purge,
    announceStuck,
  ],
};
