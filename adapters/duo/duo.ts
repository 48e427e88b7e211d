import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Bsn, Gemeentecode } from '../../contracts/base-types.ts';
import { DUO_QUERIES, type DuoQuery, type DuoResponses } from '../../contracts/duo.ts';
import { type Fault, faultsOf } from '../../contracts/faults.ts';
import { readJson } from '../../contracts/strict-json.ts';
import { unknownFields } from '../../contracts/unknown-fields.ts';
import { HubError } from '../../domain/errors.ts';

/** DUO's side of the interface: the hub asks, with the headers of DUO's OpenAPI files. */

/** Down, slow, or too busy: ask again later. */
const notNow = (text: string): HubError => new HubError('later opnieuw', `DUO antwoordt niet: ${text}`);
/** DUO answered, but not in a way that asking again will change: quarantine, no guess. */
const unusable = (text: string): HubError => new HubError('quarantaine', `DUO: ${text}`);

/** What DUO answered, and how many members of it the contract does not know. */
export interface Query {
  readonly antwoorden: DuoResponses;
  readonly unknownFields: number;
}

export interface Duo {
  /**
   * Asks these questions about one person, as the gemeente that the person belongs to; as the hub itself when that is
   * not known. `traceparent`: where in a trace it is asked (W3C Trace Context). A 404 leaves its answer out.
   */
  query(
    bsn: Bsn,
    queries: readonly DuoQuery[],
    gemeente?: Gemeentecode,
    traceparent?: string,
  ): Promise<Query>;
}

/** In whose name the hub asks: the OIN that goes along as `bron`, and the client certificate (PKIoverheid) of that name. */
export interface DuoIdentity {
  readonly oin: string;
  readonly certificaat?: { readonly cert: string; readonly key: string; readonly ca?: string };
}

export interface DuoSettings {
  readonly basisUrl: string;
  /** OIN of DUO (`doel`). */
  readonly duoOin: string;
  /** The name of a gemeente; without one that of the hub. Asked once for each. */
  readonly identityOf: (gemeente: Gemeentecode | undefined) => Promise<DuoIdentity>;
  readonly timeoutMs?: number;
}

/** Who asks, and over which connections. */
interface Asker {
  readonly oin: string;
  readonly agent: http.Agent;
  readonly gemeente: Gemeentecode | undefined;
}

const LARGEST_RESPONSE = 1024 * 1024;

interface Response {
  readonly status: number;
  /** Absent when it is larger than any answer can be. */
  readonly body?: Buffer;
}

/** One GET without following redirects, with a limit on time and size. */
const fetch = (url: URL, headers: Record<string, string>, agent: http.Agent, timeoutMs: number) =>
  new Promise<Response>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(
      url,
      { headers, agent, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        const { statusCode: status = 0 } = response;
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size <= LARGEST_RESPONSE) {
            parts.push(part);
          } else {
            resolve({ status });
            response.destroy();
          }
        });
        response.on('end', () => resolve({ status, body: Buffer.concat(parts) }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end();
  });

/** Which answers may change when asked again; 401 is our own certificate or agreement, not this person. */
const isTemporary = (status: number): boolean => status >= 500 || [401, 408, 425, 429].includes(status);

/** What a refusal means; DUO's access rules say for which persons a gemeente may ask. */
const reasonOf = (status: number, gemeente: Gemeentecode | undefined): string =>
  status === 403
    ? `: deze persoon hoort volgens DUO niet bij ${gemeente === undefined ? 'de hub, die zonder gemeente vroeg' : `gemeente ${gemeente}`}`
    : '';

/** What is wrong with an answer, by field; like every `Fault` without the value. The reason stays with the receipt. */
const isInvalid = (query: DuoQuery, errors: readonly Fault[]): HubError =>
  unusable(
    `antwoord op ${query} is ongeldig: ${errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`.trim()).join('; ')}`,
  );

const parseBody = (query: DuoQuery, body: Buffer | undefined): unknown => {
  if (body === undefined) throw unusable(`antwoord op ${query} is te groot`);
  const json = readJson(body);
  if (json.kind === 'unreadable') throw unusable(`antwoord op ${query} ${json.detail}`);
  if (json.faults.length > 0) throw isInvalid(query, json.faults);
  return json.value;
};

export const createDuo = (settingsOfAll: DuoSettings): Duo => {
  const basis = new URL(settingsOfAll.basisUrl);
  const asker = async (gemeente: Gemeentecode | undefined): Promise<Asker> => {
    const { oin, certificaat } = await settingsOfAll.identityOf(gemeente);
    const agent =
      basis.protocol === 'https:'
        ? new https.Agent({
            keepAlive: true,
            minVersion: 'TLSv1.2',
            rejectUnauthorized: true,
            ...certificaat,
          })
        : new http.Agent({ keepAlive: true });
    return { oin, agent, gemeente };
  };
  const askers = new Map<Gemeentecode | undefined, Promise<Asker>>();

  /** In the name of a gemeente, always over the same connections. A failure is not kept. */
  const askerFor = (gemeente: Gemeentecode | undefined): Promise<Asker> => {
    const known = askers.get(gemeente);
    if (known !== undefined) return known;
    const fresh = asker(gemeente).catch((error: unknown) => {
      askers.delete(gemeente);
      throw error;
    });
    askers.set(gemeente, fresh);
    return fresh;
  };

  const set = async (
    { oin, agent, gemeente }: Asker,
    bsn: Bsn,
    query: DuoQuery,
    traceparent: string | undefined,
  ): Promise<unknown> => {
    const url = new URL(`${basis.pathname.replace(/\/$/, '')}/personen/${bsn}/${query}`, basis);
    const headers = {
      accept: 'application/json',
      bron: oin,
      doel: settingsOfAll.duoOin,
      berichtId: randomUUID(),
      // DUO's files do not name it; a header that a server does not know says nothing to it.
      ...(traceparent === undefined ? {} : { traceparent }),
    };
    let response: Response;
    try {
      response = await fetch(url, headers, agent, settingsOfAll.timeoutMs ?? 10_000);
    } catch (error) {
      throw notNow(`${query}, ${error instanceof Error ? error.name : 'fout'}`);
    }
    if (response.status === 200) return parseBody(query, response.body);
    if (response.status === 404) return undefined;
    if (isTemporary(response.status)) throw notNow(`${query}, status ${response.status}`);
    throw unusable(`weigert ${query} met status ${response.status}${reasonOf(response.status, gemeente)}`);
  };

  return {
    async query(bsn, queries, gemeente, traceparent) {
      const as = await askerFor(gemeente);
      const paren = await Promise.all(
        queries.map(async (query) => [query, await set(as, bsn, query, traceparent)] as const),
      );
      let unknown = 0;
      const responses = paren.flatMap(([query, raw]) => {
        if (raw === undefined) return [];
        const parsed = DUO_QUERIES[query].safeParse(raw);
        if (!parsed.success) {
          throw isInvalid(query, faultsOf(parsed.error, raw));
        }
        unknown += unknownFields(DUO_QUERIES[query], raw);
        return [[query, parsed.data] as const];
      });
      return { antwoorden: Object.fromEntries(responses), unknownFields: unknown };
    },
  };
};
