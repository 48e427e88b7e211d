import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { DeliveryQueue } from '../../adapters/queues/delivery-queue.ts';
import type { PartnerQueues } from '../../adapters/queues/partner-queues.ts';
import type { Postponer } from '../../adapters/queues/postponer.ts';
import type { Kanalen, Settings } from '../../adapters/table/kanalen.ts';
import type { Outbound, SendEntry } from '../../adapters/table/outbound.ts';
import type { OrderDelivery } from '../../adapters/table/postvak/old-place.ts';
import type { Postvak } from '../../adapters/table/postvak/postvak.ts';
import type { Replies } from '../../adapters/table/postvak/replies.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { type PostvakItem, placeKey } from '../../domain/delivery/item.ts';
import { isEnd } from '../../domain/delivery/withdrawn.ts';
import { safeText } from '../../domain/errors.ts';
import { known } from '../../domain/known.ts';
import type { Sender } from '../../domain/partners/bericht.ts';
import { announcements } from '../shared/announcements.ts';
import { postpone } from '../shared/postpone.ts';
import { processBatch } from '../shared/process-batch.ts';
import { sendByQueue } from '../shared/send-by-queue.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { withdrawPost } from '../shared/withdraw-post.ts';
import { composeSteps, type Step } from './compose.ts';
import { type Taken, takeSteps } from './take.ts';

/** Brings partners up to date: what a zaak owes them goes into the postvak, and from there to the door of each. */

export interface SendDependencies {
  readonly outbound: Outbound;
  readonly postvak: Pick<
    Postvak,
    'put' | 'compose' | 'drop' | 'withdraw' | 'claim' | 'release' | 'bezorgd' | 'park'
  >;
  readonly replies: Pick<Replies, 'overtake'>;
  readonly kanalen: Pick<Kanalen, 'settingsOfAll'>;
  readonly partnerQueues: PartnerQueues;
  readonly deliveryQueue: Pick<DeliveryQueue, 'enqueue'>;
  readonly sender: Sender;
  readonly telemetry: Pick<Telemetry, 'info' | 'fout'>;
  readonly postponeAnnouncement: Postponer;
  readonly now: () => Date;
}

/**
 * How far a zaak came. `sent`: all its messages are in the postvak, and with their partner or on their way to a door. `failed`: its
 * timeline cannot be read, and must be tried again. `busy`: another instance has a message of it in hand, and does the rest or
 * leaves it to the next instance.
 */
export type Progress = 'sent' | 'failed' | 'busy';

/**
 * A batch of announcements. The announcement of a zaak that is not done, or that cannot be read, stays on the queue. When another
 * instance is busy with a zaak, its announcement comes back when that must be over, and nothing waits for it here.
 */
export async function processAnnouncements(
  deps: SendDependencies,
  event: SQSEvent,
): Promise<SQSBatchResponse> {
  const { telemetry } = deps;
  return processBatch(event, {
    ...announcements(telemetry),
    process: async (received) => {
      const zaakIds = new Set(received.map(({ message }) => message));
      const before = received.filter(({ record }) => record.attributes.ApproximateReceiveCount !== '1');
      const again = new Set(before.map(({ message }) => message));
      const progress = await sendOutstanding(deps, zaakIds, { again });
      const failed = [...progress].flatMap(([zaakId, how]) => (how === 'failed' ? [zaakId] : []));
      if (failed.length > 0) telemetry.fout('zaken blijven op de wachtrij', { zaken: failed });
      const staying = received.filter(({ message }) => progress.get(message) !== 'sent');
      await Promise.all(
        staying
          .filter(({ message }) => progress.get(message) === 'busy')
          .map(({ record }) => postponeAnnouncement(deps, record)),
      );
      return staying.map(({ record }) => record);
    },
  });
}

/**
 * Sends what these zaken owe, one commit of each at a time, so that a partner gets them in order. A zaak with a message in hand
 * elsewhere goes no further. A message that the queue of its partner does not take now is left to its lane, so the queue of one
 * partner holds up nothing of another. The postvak of a zaak that nobody was told of yet is not read, unless the zaak was tried
 * before (`again`).
 */
export async function sendOutstanding(
  deps: SendDependencies,
  zaakIds: ReadonlySet<ZaakId>,
  { again = zaakIds }: { readonly again?: ReadonlySet<ZaakId> } = {},
): Promise<ReadonlyMap<ZaakId, Progress>> {
  const progress = new Map<ZaakId, Progress>();
  const read = await Promise.all(
    [...zaakIds].map((zaakId) => readZaak(deps, zaakId, { probablyFirst: !again.has(zaakId) })),
  );
  let open: readonly OpenZaak[] = read.filter((zaak) => zaak !== undefined);
  for (const zaakId of zaakIds) progress.set(zaakId, 'failed');
  for (const { zaakId } of open) progress.set(zaakId, 'sent');
  open = open.filter(({ steps }) => steps.length > 0);
  if (open.length === 0) return progress;
  const settings = await deps.kanalen.settingsOfAll(
    open.flatMap(({ steps }) => steps.flatMap(({ outgoing }) => outgoing.map(({ partner }) => partner))),
  );
  while (open.length > 0) {
    const results = await sendRound(deps, settings, open);
    for (const { zaak, how } of results) progress.set(zaak.zaakId, how);
    open = results.filter(({ zaak, how }) => how === 'sent' && zaak.steps.length > 0).map(({ zaak }) => zaak);
  }
  return progress;
}

/** A zaak with the steps that are left, and what they follow from. */
interface OpenZaak extends SendEntry {
  readonly zaakId: ZaakId;
  readonly steps: readonly Step[];
}

const readZaak = async (
  { outbound, sender, telemetry, deliveryQueue, now }: SendDependencies,
  zaakId: ZaakId,
  options: { readonly probablyFirst: boolean },
): Promise<OpenZaak | undefined> => {
  const order: OrderDelivery = ({ partner }) =>
    deliveryQueue.enqueue([{ job: { soort: 'baan', kanaal: partner, zaakId } }]);
  try {
    const { commits, post } = await outbound.readToSend(zaakId, now(), order, options);
    return { zaakId, commits, post, steps: composeSteps(sender, zaakId, { commits, post }) };
  } catch (error) {
    telemetry.fout('zaak niet te versturen', { zaakId, fout: safeText(error) });
    return undefined;
  }
};

interface RoundResult {
  readonly zaak: OpenZaak;
  readonly how: Progress;
}

/** Takes the next step of each zaak: into the postvak, on to its doors, and only then struck off. */
const sendRound = async (
  deps: SendDependencies,
  settings: Settings,
  open: readonly OpenZaak[],
): Promise<readonly RoundResult[]> => {
  const taken = await takeSteps(
    deps,
    settings,
    open.flatMap(({ steps: [step], post }) => (step === undefined ? [] : [{ step, post }])),
  );
  await withdrawEarlier(deps, taken, open);
  const sent = await sendToQueues(deps, taken);
  await deps.deliveryQueue.enqueue(
    sent.flatMap(({ handed }) =>
      handed
        .filter(({ next }) => next === 'deliveryQueue')
        .map(({ item: { partner, zaakId, id } }) => ({
          job: { soort: 'baan', kanaal: partner, zaakId },
          deduplication: id,
        })),
    ),
  );
  for (const one of sent) report(deps, one);
  await deps.outbound.sent(
    sent.flatMap(({ step: { afterSending }, isComplete }) => (isComplete && afterSending) || []),
  );
  return sent.flatMap((one) => {
    const zaak = open.find(({ zaakId }) => zaakId === one.step.zaakId);
    return zaak === undefined
      ? []
      : [{ zaak: afterStep(deps, zaak, one), how: one.isComplete ? 'sent' : 'busy' }];
  });
};

/**
 * When a partner is told that a zaak ended, its messages that were not delivered yet become that same notice, and its answer that
 * it cannot do something is closed. A message that another instance has in hand, or replaced meanwhile, is left to its lane. The
 * lane is ordered for a replaced message, because the lane of a partner that fetches does not go by itself.
 */
const withdrawEarlier = async (
  { postvak, replies, deliveryQueue, now }: SendDependencies,
  taken: readonly Taken[],
  open: readonly OpenZaak[],
): Promise<void> => {
  const ends = taken.flatMap(({ step, handed }) =>
    [
      ...handed.map(({ item }) => item),
      // An end that is in the postvak already, perhaps confirmed, is of a run that fell before it came to this.
      ...step.outgoing.flatMap((one) => (one.kind === 'lying' ? [one.item] : [])),
    ].filter(isEnd),
  );
  for (const end of new Map(ends.map((end) => [end.id, end])).values()) {
    const { post = [] } = open.find(({ zaakId }) => zaakId === end.zaakId) ?? {};
    const earlier = post.filter((item) => item.partner === end.partner && item.volgnummer < end.volgnummer);
    if ((await withdrawPost(postvak, [...earlier, end], now())) === undefined) {
      await deliveryQueue.enqueue([{ job: { soort: 'baan', kanaal: end.partner, zaakId: end.zaakId } }]);
    }
    await Promise.all(earlier.map(replies.overtake));
  }
};

/** A step after all messages for the queue door were offered to their queues. */
interface Sent extends Taken {
  /** Messages that a queue refused for good. They are parked until a later state gives them another text. */
  readonly refused: readonly PostvakItem[];
}

/**
 * Sends the messages for the queue door. When a queue does not take a message now, its lane delivers it with everything that
 * follows.
 */
const sendToQueues = async (deps: SendDependencies, taken: readonly Taken[]): Promise<readonly Sent[]> => {
  const items = taken.flatMap(({ handed }) =>
    handed.filter(({ next }) => next === 'wachtrij').map(({ item }) => item),
  );
  const { settled, failed, refused } = await sendByQueue(deps, items);
  const afterwards = (item: PostvakItem): PostvakItem => settled.get(item) ?? item;
  return taken.map(({ handed, ...rest }) => ({
    ...rest,
    handed: handed
      .filter(({ item }) => !refused.has(item))
      .map(({ item, next }): Taken['handed'][number] => {
        return { item: afterwards(item), next: failed.has(item) ? 'deliveryQueue' : next };
      }),
    refused: handed.flatMap(({ item }) => (refused.has(item) ? [afterwards(item)] : [])),
  }));
};

/** The zaak after its first step. When something was parked in it, the later steps owe something else, and are worked out again. */
const afterStep = (
  { sender }: SendDependencies,
  { zaakId, commits, post, steps }: OpenZaak,
  { step, handed, stored, refused }: Sent,
): OpenZaak => {
  const left = commits.map(({ afterSending, ...commit }) =>
    afterSending === undefined || afterSending === step.afterSending ? commit : { ...commit, afterSending },
  );
  const now = [...post, ...stored, ...refused, ...handed.map(({ item }) => item)];
  const known = new Map(now.map((item) => [placeKey(item), item]));
  const after = { zaakId, commits: left, post: [...known.values()] };
  const hasParked = stored.length + refused.length > 0;
  return { ...after, steps: hasParked ? composeSteps(sender, zaakId, after) : steps.slice(1) };
};

/** Logs one line per message, which is what a search for its id finds. */
const report = ({ telemetry }: SendDependencies, { step, handed, stored, refused }: Sent): void => {
  const { zaakId, versie, ontvangstIds } = step;
  const line = ({ partner, id, volgnummer }: PostvakItem) => ({
    partner,
    zaakId,
    versie,
    ontvangstIds,
    berichtId: id,
    volgnummer,
  });
  for (const { item, next } of handed) {
    const what = next === 'wachtrij' ? 'partnerbericht verstuurd' : 'partnerbericht klaargezet';
    telemetry.info(what, { ...line(item), deur: next });
  }
  const faults = new Map(
    step.outgoing.map((one) => [placeKey(one), one.kind === 'unmade' ? one.fault : undefined]),
  );
  for (const item of [...refused, ...stored]) {
    const error = faults.get(placeKey(item));
    telemetry.fout('partnerbericht geparkeerd', {
      ...line(item),
      reden: item.reden,
      ...known({ fout: error }),
    });
  }
};

/**
 * How long an announcement is put off, by how often it came. An instance that lives is done within a second. The claim of an
 * instance that died ends within all of these together, before the queue gives the announcement for the fifth and last time.
 */
export const POSTPONE_SECONDS: readonly number[] = [1, 2, 4, 9];

/** Lets the announcement of a zaak that is in hand elsewhere come again when that must be over. */
const postponeAnnouncement = async (
  { postponeAnnouncement, telemetry }: SendDependencies,
  { receiptHandle, messageId, attributes }: SQSRecord,
): Promise<void> => {
  const times = Math.max(1, Number(attributes.ApproximateReceiveCount));
  const seconds = POSTPONE_SECONDS[times - 1] ?? Math.max(...POSTPONE_SECONDS);
  await postpone(
    async () => {
      await postponeAnnouncement(receiptHandle, seconds);
      telemetry.info('aankondiging uitgesteld', { messageId, seconden: seconds });
    },
    (error) => telemetry.fout('aankondiging niet uitgesteld', { messageId, fout: safeText(error) }),
  );
};
