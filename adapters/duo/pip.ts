import * as z from 'zod';
import type { Bsn, Gemeentecode } from '../../contracts/base-types.ts';
import { PIP } from '../../contracts/duo-resources.ts';
import { readJson } from '../../contracts/strict-json.ts';
import { readRetryAfter } from '../../domain/delivery/verdict.ts';
import type { HeldPip, PipOrder } from '../../domain/pip/order.ts';
import { createConnection, type DuoResponse, type DuoSettings, isTemporary } from './connection.ts';

/** DUO's PIP API, by which the hub tells DUO what a gemeente decided, and sees what DUO has of it. */

/** DUO cannot say now. `isUnanswered`: it may have done what it was asked all the same. */
export interface PendingResponse {
  readonly soort: 'later';
  readonly reden: string;
  readonly isUnanswered: boolean;
  /** How long DUO asks to be left alone; 0 when it does not. */
  readonly retryAfterMs: number;
}

/** DUO will not, and says why, in sentences that name no person. */
interface Refused {
  readonly soort: 'geweigerd';
  readonly redenen: readonly string[];
}

export type Told = { readonly soort: 'gedaan' } | Refused | PendingResponse;
export type Seen =
  | { readonly soort: 'gezien'; readonly held: HeldPip | undefined }
  | Refused
  | PendingResponse;

export interface DuoPip {
  /** Has DUO register or remove a PIP, in the name of the gemeente that decided it. */
  tell(bsn: Bsn, gemeente: Gemeentecode, order: PipOrder): Promise<Told>;
  /** The PIP that DUO has. */
  see(bsn: Bsn, gemeente: Gemeentecode): Promise<Seen>;
}

/** DUO explains a refusal in these (schema Foutmelding). */
const Foutmeldingen = z.array(z.object({ fouttekst: z.string() })).max(100);

const MOST_REASONS = 10;
const LONGEST_REASON = 200;

/** A text of DUO as it may be passed on: one line, and no number by which a person is known. */
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

/** Why DUO refuses: in its own words, or by its status. */
const reasonsIn = ({ status, body }: DuoResponse): readonly string[] => {
  const json = body === undefined ? undefined : readJson(body);
  const parsed = json?.kind === 'read' ? Foutmeldingen.safeParse(json.value) : undefined;
  const own = (parsed?.data ?? [])
    .map(({ fouttekst }) => withoutNumbers(fouttekst))
    .filter((text) => text !== '')
    .slice(0, MOST_REASONS);
  return own.length > 0 ? own : [`${MEANINGS[status] ?? 'DUO weigert'} (status ${status})`];
};

/** Of these nobody knows whether DUO did it before something on the way fell. */
const MAY_BE_DONE: ReadonlySet<number> = new Set([500, 502, 504]);

const DONE: ReadonlySet<number> = new Set([200, 201, 204]);

export const createDuoPip = (settings: DuoSettings, now: () => Date = () => new Date()): DuoPip => {
  const call = createConnection(settings);

  const ask = async (
    method: 'GET' | 'POST' | 'DELETE',
    bsn: Bsn,
    gemeente: Gemeentecode,
    body?: object,
  ): Promise<DuoResponse | PendingResponse> => {
    const response = await call({ method, path: `/personen/${bsn}/PIP`, gemeente, ...(body && { body }) });
    if ('without' in response) {
      return { soort: 'later', reden: response.without, isUnanswered: true, retryAfterMs: 0 };
    }
    const { status, retryAfter } = response;
    if (!isTemporary(status)) return response;
    const retryAfterMs = readRetryAfter(retryAfter, now());
    return { soort: 'later', reden: `status ${status}`, isUnanswered: MAY_BE_DONE.has(status), retryAfterMs };
  };

  return {
    async tell(bsn, gemeente, order) {
      const response =
        order.handeling === 'registreren'
          ? await ask('POST', bsn, gemeente, order.pip)
          : await ask('DELETE', bsn, gemeente);
      if ('soort' in response) return response;
      // What is not there need not be removed.
      const isDone =
        DONE.has(response.status) || (order.handeling === 'verwijderen' && response.status === 404);
      return isDone ? { soort: 'gedaan' } : { soort: 'geweigerd', redenen: reasonsIn(response) };
    },

    async see(bsn, gemeente) {
      const response = await ask('GET', bsn, gemeente);
      if ('soort' in response) return response;
      if (response.status === 404) return { soort: 'gezien', held: undefined };
      if (response.status !== 200) return { soort: 'geweigerd', redenen: reasonsIn(response) };
      const json = response.body === undefined ? undefined : readJson(response.body);
      const parsed = PIP.safeParse(json?.kind === 'read' ? json.value : undefined);
      return parsed.success
        ? { soort: 'gezien', held: parsed.data }
        : { soort: 'geweigerd', redenen: ['DUO zegt niet leesbaar welk PIP het heeft'] };
    },
  };
};
