import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import type { Bsn } from '../../contracts/base-types.ts';
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
  /** Asks these questions about one person; a 404 leaves its answer out. */
  query(bsn: Bsn, queries: readonly DuoQuery[]): Promise<Query>;
}

export interface DuoSettings {
  readonly basisUrl: string;
  /** OIN of the hub (`bron`) and of DUO (`doel`). */
  readonly hubOin: string;
  readonly duoOin: string;
  /** Client certificate for mutual TLS (PKIoverheid), PEM. */
  readonly certificaat?: { readonly cert: string; readonly key: string; readonly ca?: string };
  readonly timeoutMs?: number;
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
  const agent =
    basis.protocol === 'https:'
      ? new https.Agent({ keepAlive: true, minVersion: 'TLSv1.2', ...settingsOfAll.certificaat })
      : new http.Agent({ keepAlive: true });

  const set = async (bsn: Bsn, query: DuoQuery): Promise<unknown> => {
    const url = new URL(`${basis.pathname.replace(/\/$/, '')}/personen/${bsn}/${query}`, basis);
    const headers = {
      accept: 'application/json',
      bron: settingsOfAll.hubOin,
      doel: settingsOfAll.duoOin,
      berichtId: randomUUID(),
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
    throw unusable(`weigert ${query} met status ${response.status}`);
  };

  return {
    async query(bsn, queries) {
      const paren = await Promise.all(queries.map(async (query) => [query, await set(bsn, query)] as const));
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
