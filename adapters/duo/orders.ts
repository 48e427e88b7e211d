import * as z from 'zod';
import type { Bsn, Gemeentecode } from '../../contracts/base-types.ts';
import { Examennummer, LbtResultaten } from '../../contracts/duo.ts';
import { PIP } from '../../contracts/duo-resources.ts';
import { outsideYears } from '../../contracts/outside-years.ts';
import { readJson } from '../../contracts/strict-json.ts';
import { readRetryAfter } from '../../domain/delivery/verdict.ts';
import {
  type AanbodOrder,
  type ContactAtDuo,
  type ContactOrder,
  type DuoOrder,
  isLbtOrder,
  isPipOrder,
  type LbtOrder,
} from '../../domain/duomeldingen/orders.ts';
import { isDoneAt, type PipOrder } from '../../domain/pip/order.ts';
import {
  createConnection,
  type DuoCall,
  type DuoResponse,
  type DuoSettings,
  isTemporary,
} from './connection.ts';

/** DUO's APIs by which the hub tells DUO what a gemeente decided, and sees what DUO has of it. */

/** DUO cannot answer now. `isUnanswered`: it may have done what it was asked all the same. */
export interface PendingResponse {
  readonly kind: 'later';
  readonly reden: string;
  readonly isUnanswered: boolean;
  /** How long DUO asks to be left alone; 0 when it does not ask. */
  readonly retryAfterMs: number;
}

/** DUO refuses, with its reasons in sentences that name no person. `isUnknown`: DUO does not know the subject of the call. */
interface Refused {
  readonly kind: 'refused';
  readonly redenen: readonly string[];
  readonly isUnknown?: true;
}

export type Told = { readonly kind: 'done' } | Refused | PendingResponse;
/** Whether DUO has it as it was asked. */
export type Seen = { readonly kind: 'seen'; readonly isDone: boolean } | Refused | PendingResponse;
/** The results that DUO has of the leerbaarheidstoets of a person, and the gemeente in whose name it was asked. */
export type Resultaten =
  | {
      readonly kind: 'seen';
      readonly resultaten: z.infer<typeof LbtResultaten>;
      readonly bron: string;
    }
  | Refused
  | PendingResponse;
/** The number under which DUO registered an employee. */
export type Registered = { readonly kind: 'done'; readonly id: number } | Refused | PendingResponse;

/** The orders that take one call to DUO. */
export type SingleOrder = PipOrder | LbtOrder | AanbodOrder;

export interface DuoOrders {
  /** Has DUO carry out an order, in the name of the gemeente that decided it. */
  tell(bsn: Bsn, gemeente: Gemeentecode, order: SingleOrder): Promise<Told>;
  /** Asks DUO what it has. When DUO has no question for that, it is not known and counts as not done. */
  see(bsn: Bsn, gemeente: Gemeentecode, order: DuoOrder): Promise<Seen>;
  /** Asks DUO for the results of the leerbaarheidstoets. There are none as long as DUO knows of no test. */
  resultaten(bsn: Bsn, gemeente: Gemeentecode): Promise<Resultaten>;
  /** Has DUO register an employee of a gemeente. */
  registerContact(gemeente: Gemeentecode, contact: ContactAtDuo): Promise<Registered>;
  /** Has DUO replace the data of an employee. */
  changeContact(gemeente: Gemeentecode, id: number, contact: ContactAtDuo): Promise<Told>;
  /** Makes an employee the contactpersoon of a person, in place of any other; or takes that back. */
  linkContact(
    bsn: Bsn,
    gemeente: Gemeentecode,
    id: number,
    handeling: ContactOrder['handeling'],
  ): Promise<Told>;
}

/** DUO explains a refusal in this form (schema Foutmelding). */
const Foutmeldingen = z.array(z.object({ fouttekst: z.string() })).max(100);

const MOST_REASONS = 10;
const LONGEST_REASON = 200;

/** A text of DUO in a form that may be passed on: one line, without a number by which a person is known. */
const withoutNumbers = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(/\d(?:[ .-]?\d){7,}/g, '[nummer]')
    .trim()
    .slice(0, LONGEST_REASON);

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'DUO kan het bericht niet gebruiken',
  403: 'Deze persoon hoort volgens DUO niet bij uw gemeente',
  404: 'DUO kent deze persoon niet',
};

const jsonIn = ({ body }: DuoResponse): unknown => {
  const json = body === undefined ? undefined : readJson(body);
  return json?.kind === 'read' ? json.value : undefined;
};

/** The reasons for a refusal: DUO's own words, or its status. */
const refusalIn = (response: DuoResponse): Refused => {
  const { status } = response;
  const own = (Foutmeldingen.safeParse(jsonIn(response)).data ?? [])
    .map(({ fouttekst }) => withoutNumbers(fouttekst))
    .filter((text) => text !== '')
    .slice(0, MOST_REASONS);
  const redenen = own.length > 0 ? own : [`${MEANINGS[status] ?? 'DUO weigert'} (status ${status})`];
  return { kind: 'refused', redenen, ...(status === 404 && { isUnknown: true }) };
};

/** With these statuses nobody knows whether DUO did it before something on the way fell. */
const MAY_BE_DONE: ReadonlySet<number> = new Set([500, 502, 504]);

const DONE: ReadonlySet<number> = new Set([200, 201, 204]);

type Request = Pick<DuoCall, 'method' | 'path' | 'body'>;

const resourceOf = (order: SingleOrder): string => {
  if (isPipOrder(order)) return 'PIP';
  return isLbtOrder(order)
    ? 'lbt/examennummer'
    : `Inburgeringsaanbod/${encodeURIComponent(order.instellingsnummer)}`;
};

const pathOf = (bsn: Bsn, order: SingleOrder): string => `/personen/${bsn}/${resourceOf(order)}`;

const requestOf = (bsn: Bsn, order: SingleOrder): Request => {
  const path = pathOf(bsn, order);
  if (order.handeling !== 'registreren') return { method: 'DELETE', path };
  return { method: 'POST', path, body: isPipOrder(order) ? order.pip : order.aanbod };
};

const Contact = z.object({ id: z.int().min(1).max(99_999) });

/** Whether this answer shows that DUO did what was asked; undefined when it cannot be read. */
const isDoneIn = (order: SingleOrder, gemeente: Gemeentecode, response: DuoResponse): boolean | undefined => {
  if (isPipOrder(order)) {
    if (response.status === 404) return isDoneAt(order, gemeente, undefined);
    const parsed = PIP.safeParse(jsonIn(response));
    return parsed.success ? isDoneAt(order, gemeente, parsed.data) : undefined;
  }
  if (response.status === 404) return true;
  return Examennummer.safeParse(jsonIn(response)).success ? false : undefined;
};

const UNREADABLE = { PIP: 'welk PIP het heeft', lbt: 'of het examennummer er nog is' } as const;

/**
 * The side of DUO that the hub tells of PIPs, tests, employees and offers, and asks for results. Throws when DUO cannot be reached.
 */
export const createDuoOrders = (settings: DuoSettings, now: () => Date = () => new Date()): DuoOrders => {
  const call = createConnection(settings);

  const ask = async (gemeente: Gemeentecode, request: Request): Promise<DuoResponse | PendingResponse> => {
    const response = await call({ ...request, gemeente });
    if ('without' in response) {
      return { kind: 'later', reden: response.without, isUnanswered: true, retryAfterMs: 0 };
    }
    const { status, retryAfter } = response;
    if (!isTemporary(status)) return response;
    const retryAfterMs = readRetryAfter(retryAfter, now());
    return { kind: 'later', reden: `status ${status}`, isUnanswered: MAY_BE_DONE.has(status), retryAfterMs };
  };

  const told = async (gemeente: Gemeentecode, request: Request): Promise<Told> => {
    const response = await ask(gemeente, request);
    if ('kind' in response) return response;
    // What is not there need not be removed.
    const isDone = DONE.has(response.status) || (request.method === 'DELETE' && response.status === 404);
    return isDone ? { kind: 'done' } : refusalIn(response);
  };

  return {
    tell: (bsn, gemeente, order) => told(gemeente, requestOf(bsn, order)),

    async see(bsn, gemeente, order) {
      if (!isPipOrder(order) && !isLbtOrder(order)) return { kind: 'seen', isDone: false };
      const response = await ask(gemeente, { method: 'GET', path: pathOf(bsn, order) });
      if ('kind' in response) return response;
      if (response.status !== 200 && response.status !== 404) return refusalIn(response);
      const isDone = isDoneIn(order, gemeente, response);
      const what = UNREADABLE[isPipOrder(order) ? 'PIP' : 'lbt'];
      return isDone === undefined
        ? { kind: 'refused', redenen: [`DUO zegt niet leesbaar ${what}`] }
        : { kind: 'seen', isDone };
    },

    async resultaten(bsn, gemeente) {
      const response = await ask(gemeente, { method: 'GET', path: `/personen/${bsn}/lbt/resultaten` });
      if ('kind' in response) return response;
      if (response.status === 404) return { kind: 'seen', resultaten: [], bron: settings.duoOin };
      if (response.status !== 200) return refusalIn(response);
      const parsed = LbtResultaten.safeParse(jsonIn(response));
      return parsed.success && outsideYears(LbtResultaten, parsed.data).length === 0
        ? { kind: 'seen', resultaten: parsed.data, bron: settings.duoOin }
        : { kind: 'refused', redenen: ['DUO zegt niet leesbaar welke uitslag het heeft'] };
    },

    async registerContact(gemeente, contact) {
      const response = await ask(gemeente, { method: 'POST', path: '/contactpersonen', body: contact });
      if ('kind' in response) return response;
      if (response.status !== 201) return refusalIn(response);
      const parsed = Contact.safeParse(jsonIn(response));
      return parsed.success
        ? { kind: 'done', id: parsed.data.id }
        : { kind: 'refused', redenen: ['DUO zegt niet leesbaar welk nummer de contactpersoon kreeg'] };
    },

    changeContact: (gemeente, id, contact) =>
      told(gemeente, { method: 'PUT', path: `/contactpersonen/${id}`, body: contact }),

    linkContact: (bsn, gemeente, id, handeling) =>
      told(gemeente, {
        method: handeling === 'registreren' ? 'POST' : 'DELETE',
        path: `/contactpersonen/${id}/personen/${bsn}`,
      }),
  };
};
