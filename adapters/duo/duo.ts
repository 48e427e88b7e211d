import type { Bsn, Gemeentecode } from '../../contracts/base-types.ts';
import { DUO_QUERIES, type DuoQuery, type DuoResponses } from '../../contracts/duo-queries.ts';
import { type Fault, faultsOf } from '../../contracts/faults.ts';
import { jsonPointer } from '../../contracts/json-pointer.ts';
import { outsideYears } from '../../contracts/outside-years.ts';
import { unknownFields } from '../../contracts/parts.ts';
import { readJson } from '../../contracts/strict-json.ts';
import { NO_END, OUTSIDE_YEARS } from '../../contracts/years.ts';
import { HubError } from '../../domain/errors.ts';
import { createConnection, type DuoSettings, isTemporary } from './connection.ts';

/** DUO's side of the interface: the hub asks, with the headers of DUO's OpenAPI files. */

/** DUO is down, slow, or too busy: ask again later. */
const notNow = (text: string): HubError => new HubError('postpone', `DUO antwoordt niet: ${text}`);
/** DUO answered in a way that asking again will not change: quarantine, no guess. */
const unusable = (text: string): HubError => new HubError('quarantaine', `DUO: ${text}`);

/** DUO's answers, and how many of their members the contract does not know. */
export interface Query {
  readonly antwoorden: DuoResponses;
  readonly unknownFields: number;
}

export interface Duo {
  /**
   * Asks these questions about one person, as the gemeente that the person belongs to, or as the hub itself when that is not known.
   * `traceparent`: the place of the questions in a trace (W3C Trace Context). A 404 leaves its answer out.
   */
  query(
    bsn: Bsn,
    queries: readonly DuoQuery[],
    gemeente?: Gemeentecode,
    traceparent?: string,
  ): Promise<Query>;
}

/** The reason for a refusal. DUO's access rules say for which persons a gemeente may ask. */
const reasonOf = (status: number, gemeente: Gemeentecode | undefined): string =>
  status === 403
    ? `: deze persoon hoort volgens DUO niet bij ${gemeente === undefined ? 'de hub, die zonder gemeente vroeg' : `gemeente ${gemeente}`}`
    : '';

/**
 * The error for an answer that breaks the contract, by field; like every `Fault` without the value. The reason stays with the
 * receipt.
 */
const isInvalid = (query: DuoQuery, errors: readonly Fault[]): HubError =>
  unusable(
    `antwoord op ${query} is ongeldig: ${errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`.trim()).join('; ')}`,
  );

/** Dates in an answer that nobody can have meant. An `einddatum` may say that there is no end. */
const strangeDates = (query: DuoQuery, answer: unknown): readonly Fault[] =>
  outsideYears(DUO_QUERIES[query], answer).flatMap(({ path, value }) =>
    value === NO_END && path.at(-1) === 'einddatum'
      ? []
      : [{ pointer: jsonPointer(path), detail: OUTSIDE_YEARS }],
  );

const parseBody = (query: DuoQuery, body: Buffer | undefined): unknown => {
  if (body === undefined) throw unusable(`antwoord op ${query} is te groot`);
  const json = readJson(body);
  if (json.kind === 'unreadable') throw unusable(`antwoord op ${query} ${json.detail}`);
  if (json.faults.length > 0) throw isInvalid(query, json.faults);
  return json.value;
};

/** The side of DUO that the hub asks about the person of a notification. */
export const createDuo = (settings: DuoSettings): Duo => {
  const call = createConnection(settings);

  const set = async (
    bsn: Bsn,
    query: DuoQuery,
    gemeente: Gemeentecode | undefined,
    traceparent: string | undefined,
  ): Promise<unknown> => {
    const response = await call({ method: 'GET', path: `/personen/${bsn}/${query}`, gemeente, traceparent });
    if ('without' in response) throw notNow(`${query}, ${response.without}`);
    if (response.status === 200) return parseBody(query, response.body);
    if (response.status === 404) return undefined;
    if (isTemporary(response.status)) throw notNow(`${query}, status ${response.status}`);
    throw unusable(`weigert ${query} met status ${response.status}${reasonOf(response.status, gemeente)}`);
  };

  return {
    async query(bsn, queries, gemeente, traceparent) {
      const paren = await Promise.all(
        queries.map(async (query) => [query, await set(bsn, query, gemeente, traceparent)] as const),
      );
      let unknown = 0;
      const responses = paren.flatMap(([query, raw]) => {
        if (raw === undefined) return [];
        const parsed = DUO_QUERIES[query].safeParse(raw);
        const faults = parsed.success ? strangeDates(query, parsed.data) : faultsOf(parsed.error, raw);
        if (faults.length > 0) throw isInvalid(query, faults);
        unknown += unknownFields(DUO_QUERIES[query], raw);
        return [[query, parsed.data] as const];
      });
      return { antwoorden: Object.fromEntries(responses), unknownFields: unknown };
    },
  };
};
