import type { Difference } from '../../contracts/balans.ts';
import type { Gemeentecode, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import { ONTVANGST_STATUSES, type OntvangstStatus } from '../../contracts/ontvangst-status.ts';
import { DAY_MS } from '../../contracts/time.ts';
import { bookOf, type ZaakBook } from '../../domain/delivery/books.ts';
import { stateOf } from '../../domain/delivery/item.ts';
import { known } from '../../domain/known.ts';
import { messagesIn } from '../../domain/zaak/dossier.ts';
import { chunk } from '../chunk.ts';
import { ACCEPTANCE_PARTS, type Acceptance, type Acceptances } from './acceptances.ts';
import type { BatchTable } from './batch.ts';
import { LISTS_OF_ZAKEN } from './lists/names.ts';
import { zakenAt } from './lists/reading.ts';
import { type Ontvangsten, statusesOf } from './ontvangsten.ts';
import { type Accounts, readAccounts } from './outbound.ts';

/** What the hub's books are made up from, a bounded piece at a time. */

/** A receipt proves for two years that a message came; what is older need not be shown. */
const ONTVANGST_UNTIL_MS = 700 * DAY_MS;
const ZAKEN_PER_TIME = 50;
const ONTVANGSTEN_PER_TIME = 2000;
/** Zaken that are read side by side: more of them wait for each other's connections, and take memory meanwhile. */
const TOGETHER = 10;

/** One piece of work: a list of receipts, some acceptances, or one of the lists of zaken of a gemeente. */
export type BookEntry =
  | { readonly kind: 'ontvangsten'; readonly status: OntvangstStatus }
  | { readonly kind: 'acceptances'; readonly part: string }
  | {
      readonly kind: 'zaken';
      readonly gemeentecode: Gemeentecode;
      readonly list: (typeof LISTS_OF_ZAKEN)[number];
    };

/** Everything that is counted for these gemeenten, in a fixed order. */
export const bookEntries = (gemeentecodes: readonly Gemeentecode[]): readonly BookEntry[] => [
  ...ONTVANGST_STATUSES.map((status): BookEntry => ({ kind: 'ontvangsten', status })),
  ...ACCEPTANCE_PARTS.map((part): BookEntry => ({ kind: 'acceptances', part })),
  ...gemeentecodes.flatMap((gemeentecode) =>
    LISTS_OF_ZAKEN.map((list): BookEntry => ({ kind: 'zaken', gemeentecode, list })),
  ),
];

const bookIn = (zaakId: ZaakId, { commits, post }: Accounts): ZaakBook => ({
  zaakId,
  nogTeVersturen: commits.filter(({ afterSending }) => afterSending !== undefined).length,
  notices: commits.flatMap(({ inhoud, afterSending }) =>
    messagesIn(inhoud).map((place) => ({ ...place, underway: afterSending !== undefined })),
  ),
  post: post.map(({ partner, volgnummer, plek }) => ({ partner, volgnummer, staat: stateOf(plek) })),
});

/** The book of a zaak, with the timeline that it follows from. */
interface ReadBook extends Pick<Accounts, 'commits'> {
  readonly book: ZaakBook;
}

/** The receipts of the facts of these commits, as far as each must still be there. */
const receiptsOf = (commits: Accounts['commits'], now: Date): readonly OntvangstId[] => {
  const from = now.getTime() - ONTVANGST_UNTIL_MS;
  const recent = commits.filter(({ tijd }) => Date.parse(tijd) >= from);
  return [...new Set(recent.flatMap(({ inhoud }) => inhoud.feiten.map(({ ontvangstId }) => ontvangstId)))];
};

/** The books of this table. */
export const createBooks = (
  table: BatchTable,
  ontvangsten: Pick<Ontvangsten, 'countPage'>,
  acceptances: Pick<Acceptances, 'inPart'>,
) => {
  /**
   * What timeline and postvak say. They are not read at one moment: a message may have come, or its zaak been erased, in
   * between. So what does not fit is read once more, and a difference that is there stays.
   */
  const readBook = async (zaakId: ZaakId): Promise<ReadBook> => {
    const read = async () => {
      const accounts = await readAccounts(table, zaakId);
      return { commits: accounts.commits, book: bookIn(zaakId, accounts) };
    };
    const first = await read();
    return bookOf(first.book, () => true).verschillen.length === 0 ? first : read();
  };

  return {
    /** The acceptances of one piece, of everybody or of these senders, and those whose receipt is gone. */
    async acceptances(
      part: string,
      now: Date,
      senders?: ReadonlySet<string>,
    ): Promise<{ readonly aantal: number; readonly verdwenen: readonly Acceptance[] }> {
      const all = await acceptances.inPart(part, now);
      const own = all.filter(({ organisatie }) => senders?.has(organisatie) !== false);
      const statuses = await statusesOf(table, new Set(own.map(({ ontvangstId }) => ontvangstId)));
      return { aantal: own.length, verdwenen: own.filter(({ ontvangstId }) => !statuses.has(ontvangstId)) };
    },

    /** Some receipts of one status, counted: all, or those of these senders. */
    countOntvangsten: (
      status: OntvangstStatus,
      after: string | undefined,
      senders?: ReadonlySet<string>,
    ): Promise<{ readonly aantal: number; readonly na?: string }> =>
      ontvangsten.countPage(status, ONTVANGSTEN_PER_TIME, after, senders),

    /** Some zaken of one list of a gemeente. */
    zaken: (
      gemeentecode: Gemeentecode,
      list: (typeof LISTS_OF_ZAKEN)[number],
      after: string | undefined,
    ): Promise<{ readonly zaakIds: readonly ZaakId[]; readonly na?: string }> =>
      zakenAt(table, gemeentecode, list, {
        max: ZAKEN_PER_TIME,
        ...known({ na: after }),
      }),

    /** The timeline and the postvak of these zaken. */
    async books(zaakIds: readonly ZaakId[]): Promise<readonly ReadBook[]> {
      const read: ReadBook[] = [];
      for (const some of chunk(zaakIds, TOGETHER)) read.push(...(await Promise.all(some.map(readBook))));
      return read;
    },

    /** Whether the facts of these zaken can be accounted for. */
    async checkFacts(read: readonly ReadBook[], now: Date): Promise<readonly Difference[]> {
      const named = read.map(({ book: { zaakId }, commits }) => ({ zaakId, ids: receiptsOf(commits, now) }));
      const statuses = await statusesOf(table, new Set(named.flatMap(({ ids }) => ids)));
      return named.flatMap(({ zaakId, ids }) =>
        ids.flatMap((ontvangstId): readonly Difference[] => {
          const status = statuses.get(ontvangstId);
          if (status === undefined) return [{ soort: 'ontvangst-ontbreekt', zaakId, ontvangstId }];
          return status === 'quarantaine' ? [{ soort: 'ontvangst-in-quarantaine', zaakId, ontvangstId }] : [];
        }),
      );
    },
  };
};

export type Books = ReturnType<typeof createBooks>;
