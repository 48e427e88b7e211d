import type { Bus } from '../../adapters/bus/bus.ts';
import type { Ontvangsten } from '../../adapters/table/ontvangsten.ts';
import type { Table } from '../../adapters/table/table.ts';
import { noteRun, sinceRunMs, WATCHED_TASKS, type WatchedTask } from '../../adapters/table/task-runs.ts';
import { takeAll } from '../shared/steps.ts';
import { publishOutbound, publishOwed, publishStuck } from './announcements.ts';
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
import { type OfferDependencies, publishAgain } from './offer-again.ts';
import { moveOldPost } from './old-post.ts';
import { offerPendingQuestions, type PendingAnswerDependencies } from './pending-answers.ts';
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
  readonly ontvangsten: OfferDependencies['ontvangsten'] & Pick<Ontvangsten, 'wakeable'>;
  readonly offers: OfferDependencies['offers'];
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
const MAY_STAND_STILL_MS = {
  bezorging: 15 * 60_000,
  termijnen: 13 * 60 * 60_000,
  opruimen: 3 * 60 * 60_000,
} as const satisfies Readonly<Record<WatchedTask, number>>;

const ran =
  (task: WatchedTask) =>
  ({ table, now }: WatchDependencies): Promise<void> =>
    noteRun(table, task, now);

/** Notes which of the other tasks did not run in time. */
const measureTasks = async (dependencies: WatchDependencies): Promise<void> => {
  const { table, now } = dependencies;
  const still = new Map<string, number>();
  for (const task of WATCHED_TASKS) {
    const age = await sinceRunMs(table, task, now);
    still.set(`taak ${task}`, age >= MAY_STAND_STILL_MS[task] ? 1 : 0);
  }
  await note(dependencies, 'BlijftLiggen', still, (what) => what.startsWith('taak '));
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
    publishOutbound,
    publishOwed,
    publishLasting,
    measureWaiting,
    measurePost,
    measureTasks,
    lookIntoQueues,
    lookIntoPartnerQueues,
    tellFindings,
    makeLists,
    followPartners,
  ],
  bezorging: [enqueueLanes, enqueueHerleveringen, offerPendingQuestions, moveOldPost, ran('bezorging')],
  termijnen: [
    tellOfTermijnen,
    tellOfPost,
    measureTermijnen,
    measureSecret,
    measureSilence,
    purge,
    publishStuck,
    ran('termijnen'),
  ],
};
