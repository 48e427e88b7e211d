import * as z from 'zod';
import type { Ontvangst } from '../../contracts/api.ts';
import type { OntvangstId } from '../../contracts/base-types.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import {
  ONTVANGST_STATUSES,
  type OntvangstStatus,
  type OUTSTANDING_STATUSES,
} from '../../contracts/ontvangst-status.ts';
import { DAY_SECONDS } from '../../contracts/time.ts';
import { isOtherDoel } from '../../domain/duo/doel.ts';
import { known } from '../../domain/known.ts';
import { OTHER_GEMEENTE } from '../../domain/koppeling/typed-over.ts';
import { CONTRADICTING_NUMBERS } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { GEWIST } from '../../domain/wissen/boundary.ts';
import type { BatchTable } from './batch.ts';
import type { CountedPage } from './count-by-sender.ts';
import { expiresAfter } from './expires-after.ts';
import type { Item, Table } from './table.ts';

/**
 * Receipts: one item per accepted message, in exactly one status at any moment. While the message is not processed its
 * content lives here, so that nothing accepted can be lost; afterwards only the proof that it came remains.
 */

/** How the processing of one accepted message ended. */
export type Settlement =
  | { readonly soort: 'verwerkt'; readonly reden?: string }
  | { readonly soort: 'wacht'; readonly reden: string }
  | { readonly soort: 'quarantaine'; readonly reden: string };

export interface Settled {
  readonly bericht: InboundBericht;
  readonly settlement: Settlement;
}

const SK = 'ONTVANGST';

/** Whether a message is in quarantine that another message may release. */
const isWakeable = (reason: string): boolean =>
  reason === CONTRADICTING_NUMBERS || reason === OTHER_GEMEENTE || isOtherDoel(reason);
const PREFIX = 'ONTVANGST#';
/** A receipt proves for two years that a message came; the timeline knows the fact itself for longer. */
export const RETENTION_SECONDS = 2 * 365 * DAY_SECONDS;

/** Where a receipt lies. */
export const keyOfOntvangst = (ontvangstId: OntvangstId) => ({ pk: `${PREFIX}${ontvangstId}`, sk: SK });
/** The list of the receipts in a status. */
export const listOfStatus = (status: OntvangstStatus) => `${PREFIX}${status}`;

/** The receipt that an item is. */
export const ontvangstIdOf = ({ pk }: Pick<Item, 'pk'>): OntvangstId =>
  pk.slice(PREFIX.length) as OntvangstId;
/** Whether an item is a receipt. */
export const isOntvangst = ({ pk }: Pick<Item, 'pk'>): boolean => pk.startsWith(PREFIX);

const statusOf = (item: Item): OntvangstStatus =>
  z.enum(ONTVANGST_STATUSES).parse(String(item['status']).slice(PREFIX.length));

const toOntvangst = (item: Item): Ontvangst => ({
  ontvangstId: ontvangstIdOf(item),
  status: statusOf(item),
  type: String(item['type']),
  organisatie: String(item['organisatie']),
  sinds: String(item['sinds']),
  ...(item['reden'] === undefined ? {} : { reden: String(item['reden']) }),
});

/** In which status each of these receipts is; of one that is gone nothing. Strongly consistent, and reads the content of none. */
export const statusesOf = async (
  table: Pick<BatchTable, 'readAll'>,
  ids: ReadonlySet<OntvangstId>,
): Promise<ReadonlyMap<OntvangstId, OntvangstStatus>> => {
  const found = await table.readAll([...ids].map(keyOfOntvangst), ['status']);
  return new Map(found.map((item) => [ontvangstIdOf(item), statusOf(item)]));
};

const NOT_PROCESSED = ['ontvangen', 'wacht', 'quarantaine'] as const;

/** Reads the content of a receipt by the contract of today. The schemas of all sources are loaded on request. */
const readContent = async (content: unknown) => {
  const { InboundBericht } = await import('../../contracts/internal/inbound-bericht.ts');
  return InboundBericht.safeParse(JSON.parse(String(content)));
};

/** Why a message is in quarantine that was accepted by an earlier contract. */
const OUTDATED = 'bewaard bericht voldoet niet meer aan het contract';

/**
 * The message of a receipt in one of these statuses. Content that the contract no longer allows goes to quarantine: it must hold
 * up nothing else.
 */
export const contentOf = async (
  table: Pick<Table, 'change'>,
  item: Item | undefined,
  inStatus: readonly OntvangstStatus[],
): Promise<InboundBericht | 'quarantaine' | undefined> => {
  if (item?.['inhoud'] === undefined) return undefined;
  if (!inStatus.some((status) => item['status'] === listOfStatus(status))) return undefined;
  const { data } = await readContent(item['inhoud']);
  if (data !== undefined) return data;
  const { pk, sk } = item;
  const change = { status: listOfStatus('quarantaine'), reden: OUTDATED };
  return (await table.change({ pk, sk }, change, NOT_PROCESSED.map(listOfStatus)))
    ? 'quarantaine'
    : undefined;
};

/** The message of a receipt that is not processed and can be read; else undefined. */
export const keptContent = async (item: Item | undefined): Promise<InboundBericht | undefined> =>
  item?.['inhoud'] === undefined ? undefined : (await readContent(item['inhoud'])).data;

/** Gives the message of any receipt that is not processed, as 'ontvangen', to be offered again; or says that it cannot be read. */
const offerAnew = async (
  table: Table,
  ontvangstId: OntvangstId,
  item: Item | undefined,
): Promise<InboundBericht | 'quarantaine' | undefined> => {
  const bericht = await contentOf(table, item, NOT_PROCESSED);
  if (bericht === undefined || bericht === 'quarantaine') return bericht;
  const succeeded = await table.change(
    keyOfOntvangst(ontvangstId),
    {
      status: listOfStatus('ontvangen'),
      sinds: new Date().toISOString(),
      reden: undefined,
      aanbiedingen: undefined,
    },
    NOT_PROCESSED.map(listOfStatus),
  );
  return succeeded ? bericht : undefined;
};

/** Only what a gemeente asks of its books counts by who sent it. */
const bySender = () => import('./count-by-sender.ts');

/** The receipts of accepted messages. */
export const createOntvangsten = (table: Table) => ({
  /**
   * Stores the message unless it is there already; durable once the promise resolves. Its `afdruk` is of what it means;
   * receipts of before that was so hold the digest of how it was written.
   */
  async accept(
    bericht: InboundBericht,
    writtenDigest = bericht.afdruk,
  ): Promise<'nieuw' | 'herhaald' | 'ander bericht'> {
    const fresh = await table.insert({
      ...keyOfOntvangst(bericht.ontvangstId),
      status: listOfStatus('ontvangen'),
      sinds: new Date().toISOString(),
      type: bericht.type,
      organisatie: bericht.organisatie,
      afdruk: bericht.afdruk,
      inhoud: JSON.stringify(bericht),
    });
    if (fresh) return 'nieuw';
    const stored = await table.read(keyOfOntvangst(bericht.ontvangstId));
    const digest = stored?.['afdruk'];
    // Of a message about somebody who was erased only remains that it came.
    if (stored !== undefined && digest === undefined) return 'herhaald';
    return digest === bericht.afdruk || digest === writtenDigest ? 'herhaald' : 'ander bericht';
  },

  async read(ontvangstId: OntvangstId): Promise<Ontvangst | undefined> {
    const item = await table.read(keyOfOntvangst(ontvangstId));
    return item && toOntvangst(item);
  },

  async list(
    status: OntvangstStatus,
    after?: string,
    until?: string,
    max?: number,
  ): Promise<{ ontvangsten: readonly Ontvangst[]; na?: string }> {
    const page = await table.perStatus(listOfStatus(status), {
      ...known({ na: after, until, max }),
    });
    return {
      ontvangsten: page.items.map(toOntvangst),
      ...known({ na: page.na }),
    };
  },

  /** Numbers of those that are not done, of everybody or of these senders: lists that stay small. */
  async countOpen(
    senders?: ReadonlySet<string>,
  ): Promise<Record<(typeof OUTSTANDING_STATUSES)[number], number>> {
    const count = async (status: OntvangstStatus) => {
      if (senders === undefined) return table.count(listOfStatus(status));
      return (await bySender()).countBySender(table, listOfStatus(status), senders);
    };
    const [ontvangen = 0, wacht = 0, quarantaine = 0] = await Promise.all(NOT_PROCESSED.map(count));
    return { ontvangen, wacht, quarantaine };
  },

  /** Looks at no more than `max` receipts of a status, and counts them all or those of these senders. */
  async countPage(
    status: OntvangstStatus,
    max: number,
    after?: string,
    senders?: ReadonlySet<string>,
  ): Promise<CountedPage> {
    if (senders === undefined) return table.countPage(listOfStatus(status), max, after);
    return (await bySender()).countPageBySender(table, listOfStatus(status), senders, max, after);
  },

  countUntil: (status: OntvangstStatus, until: string): Promise<number> =>
    table.count(listOfStatus(status), until),

  /**
   * The content of a message that still waits (or has only just come), in quarantine too when its numbers contradicted
   * what was known then; undefined when it ended some other way. Content that the contract no longer allows goes to
   * quarantine, and the caller hears so: it must not hold up what wakes it.
   */
  async wakeable(ontvangstId: OntvangstId): Promise<InboundBericht | 'quarantaine' | undefined> {
    const item = await table.read(keyOfOntvangst(ontvangstId));
    return item?.['status'] === listOfStatus('quarantaine') && isWakeable(String(item['reden']))
      ? offerAnew(table, ontvangstId, item)
      : contentOf(table, item, ['ontvangen', 'wacht']);
  },

  /** The content of a message that is not processed; undefined when it is, or when it is not readable any more. */
  kept: async (ontvangstId: OntvangstId): Promise<InboundBericht | undefined> =>
    keptContent(await table.read(keyOfOntvangst(ontvangstId))),

  /** The same for a person who decides that a message can be tried again, whatever it waits for. */
  heropnemen: async (ontvangstId: OntvangstId): Promise<InboundBericht | 'quarantaine' | undefined> =>
    offerAnew(table, ontvangstId, await table.read(keyOfOntvangst(ontvangstId))),

  /** A queue is still trying this message: it need not be offered again for now. */
  isTried: (ontvangstId: OntvangstId, now: Date): Promise<boolean> =>
    table.change(keyOfOntvangst(ontvangstId), { sinds: now.toISOString() }, [listOfStatus('ontvangen')]),

  /**
   * Records how processing ended. Processed is final: a late writer never undoes it, nor puts back of it what was erased since.
   */
  async settle(outcomes: readonly Settled[]): Promise<void> {
    const now = new Date();
    await Promise.all(
      outcomes.map(({ bericht, settlement }) =>
        settlement.soort === 'verwerkt'
          ? settleProcessed(table, bericht, settlement.reden, now)
          : table.change(
              keyOfOntvangst(bericht.ontvangstId),
              { status: listOfStatus(settlement.soort), reden: settlement.reden },
              [listOfStatus('ontvangen'), listOfStatus('wacht')],
            ),
      ),
    );
  },
});

const settleProcessed = async (
  table: Table,
  { ontvangstId, type, organisatie, afdruk }: InboundBericht,
  reden: string | undefined,
  now: Date,
): Promise<void> => {
  const processed = {
    status: listOfStatus('verwerkt'),
    sinds: now.toISOString(),
    reden,
    verlooptOp: expiresAfter(now, RETENTION_SECONDS),
  };
  const isErased = reden === GEWIST;
  // The digest stays as the receipt has it: who is erased meanwhile has none any more.
  const gone = { inhoud: undefined, aanbiedingen: undefined, ...(isErased && { afdruk: undefined }) };
  const isSettled = await table.change(
    keyOfOntvangst(ontvangstId),
    { ...processed, ...gone },
    NOT_PROCESSED.map(listOfStatus),
  );
  if (isSettled) return;
  // A table that was put back may have lost the receipt.
  const lost = { ...keyOfOntvangst(ontvangstId), type, organisatie, ...processed };
  await table.insert(isErased ? lost : { ...lost, afdruk });
};

export type Ontvangsten = ReturnType<typeof createOntvangsten>;
