import * as z from 'zod';
import { type BookEntry, type Books, bookEntries } from '../../../../adapters/table/books.ts';
import type { Balans } from '../../../../contracts/balans.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { Cursor } from '../../../../contracts/cursor.ts';
import {
  addBalans,
  type BalansPage,
  bookOf,
  EMPTY_BALANS,
  EMPTY_ONTVANGSTBALANS,
} from '../../../../domain/delivery/books.ts';
import { gemeenteProfiles } from '../../../../domain/gemeenten/index.ts';
import { type Organisation, organisationKeysOf } from '../../../../domain/organisations.ts';
import { kanalenOf } from '../../../../domain/regievoerder/kanaal.ts';
import type { Dependencies } from '../dependencies.ts';
import { showsZaken } from '../http/logging.ts';
import { placeCursor } from '../http/place-cursor.ts';
import { problem } from '../http/problems.ts';
import { readPage, readQuery } from '../http/query.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';

/** How long one page of the books may take to make up; the rest follows on the next. */
const TIME_MS = 5_000;

const BalansQuery = z.strictObject({ na: Cursor.optional() });

/** Where the books go on: a piece of work, and where in it. */
const cursor = placeCursor(z.tuple([z.int().min(0), z.string().optional()]));

/** Whose books: of one gemeente, or for operation of all. */
const gemeentenOf = (organisation: Organisation): readonly Gemeentecode[] => {
  if (organisation.rol === 'gemeente') return [organisation.gemeentecode];
  if (organisation.rol === 'beheer') return gemeenteProfiles.map(({ gemeentecode }) => gemeentecode);
  throw problem('geen-toegang', 'De balans is voor gemeenten en beheer.');
};

/** Whose receipts a gemeente sees: no source says by its name for whom it sent, so those of itself and its partners. */
const sendersFor = (organisation: Organisation): ReadonlySet<string> | undefined =>
  organisation.rol === 'gemeente' ? organisationKeysOf(organisation.gemeentecode) : undefined;

/** One bounded piece of the books, and where it goes on. */
const readEntry = async (
  books: Books,
  entry: BookEntry,
  after: string | undefined,
  now: Date,
  senders: ReadonlySet<string> | undefined,
): Promise<{ readonly page: BalansPage; readonly na?: string }> => {
  if (entry.kind === 'ontvangsten') {
    const { aantal, ...rest } = await books.countOntvangsten(entry.status, after, senders);
    return {
      page: { ...EMPTY_BALANS, ontvangsten: { ...EMPTY_ONTVANGSTBALANS, [entry.status]: aantal } },
      ...rest,
    };
  }
  if (entry.kind === 'acceptances') {
    const { aantal, verdwenen } = await books.acceptances(entry.part, now, senders);
    return { page: { ...EMPTY_BALANS, aangenomen: aantal, verdwenen: [...verdwenen] } };
  }
  const { gemeentecode, list } = entry;
  const { zaakIds, ...rest } = await books.zaken(gemeentecode, list, after);
  const read = await books.books(zaakIds);
  const isOwn = list === 'eigen';
  const perZaak = read.map(({ book }): BalansPage => {
    const { post, verschillen } = bookOf(book, (partner) => partner.startsWith(`${gemeentecode}/`));
    return {
      ...EMPTY_BALANS,
      post,
      verschillen,
      nogTeVersturen: isOwn ? book.nogTeVersturen : 0,
      zaken: isOwn ? 1 : 0,
    };
  });
  const facts: BalansPage = {
    ...EMPTY_BALANS,
    verschillen: isOwn ? [...(await books.checkFacts(read, now))] : [],
  };
  return { page: [...perZaak, facts].reduce(addBalans, EMPTY_BALANS), ...rest };
};

/** The books name nobody but zaken in which something is wrong; those stand in the logbook of who reads of them. */
const answer = (codes: readonly Gemeentecode[], balans: Balans): Response => ({
  ...json(200, balans),
  shown: codes.flatMap((code) => {
    // Operation sees those of several gemeenten: there the partner says whose it is.
    const own = balans.verschillen.filter(
      ({ partner }) => codes.length === 1 || partner?.startsWith(`${code}/`) === true,
    );
    return showsZaken(
      code,
      own.map(({ zaakId }) => zaakId),
      ['verschillen'],
    );
  }),
});

/**
 * `GET /balans?na=`: the books, page by page. What was produced is counted on the timelines and compared, message by
 * message, with what stands in the postvak.
 */
export const readBalans = async (
  request: AuthenticatedRequest,
  { books, clock }: Pick<Dependencies, 'books' | 'clock'>,
): Promise<Response> => {
  const codes = gemeentenOf(request.organisatie);
  const senders = sendersFor(request.organisatie);
  const entries = bookEntries(codes);
  const { na: requested } = readQuery(BalansQuery, request);
  const begun = clock.now().getTime();
  let [number, after] = cursor.read(requested);
  let total: BalansPage = EMPTY_BALANS;
  for (let entry = entries[number]; entry !== undefined; entry = entries[number]) {
    const piece = entry;
    const outcome = await readPage(after, (begin) => readEntry(books, piece, begin, clock.now(), senders));
    total = addBalans(total, outcome.page);
    after = outcome.na;
    if (after === undefined) number++;
    if (clock.now().getTime() - begun >= TIME_MS && number < entries.length) {
      return answer(codes, { ...total, na: cursor.write([number, after]) });
    }
  }
  return answer(codes, total);
};

/** `GET /openstaand`: what is on its way, in numbers that stay small; a gemeente sees its own. */
export const readOpenstaand = async (
  { organisatie }: AuthenticatedRequest,
  {
    ontvangsten,
    zaken,
    postvak,
  }: {
    readonly ontvangsten: Pick<Dependencies['ontvangsten'], 'countOpen'>;
    readonly zaken: Pick<Dependencies['zaken'], 'nogTeVersturen' | 'wachtOpGegevens'>;
    readonly postvak: Pick<Dependencies['postvak'], 'count'>;
  },
): Promise<Response> => {
  const codes = gemeentenOf(organisatie);
  const addresses = gemeenteProfiles
    .filter(({ gemeentecode }) => codes.includes(gemeentecode))
    .flatMap(kanalenOf);
  const [perStatus, stillToSend, missing, post] = await Promise.all([
    ontvangsten.countOpen(sendersFor(organisatie)),
    zaken.nogTeVersturen(organisatie.rol === 'gemeente' ? organisatie.gemeentecode : undefined),
    Promise.all(codes.map(async (code) => [code, await zaken.wachtOpGegevens(code)] as const)),
    Promise.all(
      addresses.map(async (partner) => {
        const [klaargezet, geparkeerd] = await Promise.all([
          postvak.count(partner, ['klaargezet', 'bezig']),
          postvak.count(partner, ['geparkeerd']),
        ]);
        return [partner, { klaargezet, geparkeerd }] as const;
      }),
    ),
  ]);
  const answer = json(200, {
    ...perStatus,
    nogTeVersturen: stillToSend,
    wachtOpGegevens: Object.fromEntries(missing),
    post: Object.fromEntries(post),
  });
  return {
    ...answer,
    shown: missing.flatMap(([code, { zaken: named }]) => showsZaken(code, named, ['wachtOpGegevens'])),
  };
};
