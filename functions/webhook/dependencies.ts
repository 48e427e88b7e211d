import type { WarningBus } from '../../adapters/bus/bus.ts';
import type { AccessTokens } from '../../adapters/egress/oauth2.ts';
import type { Sender } from '../../adapters/egress/sender.ts';
import type { DeliveryQueue } from '../../adapters/queues/delivery-queue.ts';
import type { PartnerQueues } from '../../adapters/queues/partner-queues.ts';
import type { Encryption } from '../../adapters/secrets/encryption.ts';
import type { Kanalen } from '../../adapters/table/kanalen.ts';
import type { Feeds } from '../../adapters/table/postvak/feeds.ts';
import type { Lanes } from '../../adapters/table/postvak/lanes.ts';
import type { Postvak } from '../../adapters/table/postvak/postvak.ts';
import type { DeliveryJob } from '../../contracts/internal/delivery-jobs.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/** What becomes of an order that was handled. */
export type JobOutcome =
  /** Nothing is left of it. */
  | { readonly kind: 'done' }
  /** Again at this moment (ms since 1970). With `inIndex` the lane is also in the list of what is due. */
  | { readonly kind: 'wait'; readonly until: number; readonly inIndex: boolean };

export const DONE: JobOutcome = { kind: 'done' };

/** How many milliseconds this invocation has left. */
export type Remaining = () => number;

export type Herlevering = Extract<DeliveryJob, { soort: 'herlevering' }>;

export interface WebhookDependencies {
  readonly postvak: Pick<
    Postvak,
    'claim' | 'withdraw' | 'bezorgd' | 'release' | 'park' | 'unpark' | 'list' | 'read'
  >;
  readonly lanes: Pick<Lanes, 'read' | 'wait' | 'free' | 'advance' | 'advanceAsAsked' | 'waiting'>;
  readonly kanalen: Pick<
    Kanalen,
    'settings' | 'settingsOfAll' | 'abonnement' | 'change' | 'record' | 'state' | 'putState'
  >;
  readonly feeds: Pick<Feeds, 'revise'>;
  readonly deliveryQueue: DeliveryQueue;
  readonly partnerQueues: PartnerQueues;
  readonly sender: Sender;
  readonly tokens: AccessTokens;
  readonly encryption: Pick<Encryption, 'decrypt'>;
  readonly bus: WarningBus;
  readonly telemetry: Telemetry<MetricOf<'webhook'>>;
  /** Puts messages that were delivered before back in line. */
  readonly redeliver: (job: Herlevering, remaining: Remaining) => Promise<void>;
  /** DNS name of the hub, as it makes itself known to receivers. */
  readonly origin: string;
  readonly now: () => Date;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}
