import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { Oin } from '../../contracts/base-types.ts';
import { DuoHeaders } from '../../contracts/duo.ts';
import { DUO_APIS } from '../../contracts/duo-resources.ts';
import { type Handler, padUnder, parseBody, responseJson } from '../mount.ts';
import { openAnswerBook, Responses } from './answers.ts';
import { createOutages, Outage } from './outages.ts';

/**
 * DUO's side of the interface, for replays and tests on one machine: it answers every GET of DUO's OpenAPI files as those
 * say, with whatever `POST /antwoorden` set before. It writes no log: its paths hold BSNs.
 */

/** Where the local hub mounts the stand-in. */
export const DUO_MOUNT = '/_lokaal/duo';

/** What DUO answers a GET on, with the version of that API. */
interface Resource {
  readonly version: string;
  readonly key: string;
  /** Of whom it is; undefined for what is about nobody in particular. */
  readonly bsn?: string;
}

const versionsOf = (kind: 'personen' | 'others'): ReadonlyMap<string, string> =>
  new Map(Object.values(DUO_APIS).flatMap((api) => api[kind].map((key) => [key, api.version] as const)));
const PERSONEN = versionsOf('personen');
const OTHERS = versionsOf('others');

const PERSOON = /^\/personen\/([^/]+)\/(.+)$/;
const BSN = /^\d{9}$/;

const resourceAt = (path: string): Resource | undefined => {
  const [, bsn, key = path.slice(1)] = PERSOON.exec(path) ?? [];
  const version = (bsn === undefined ? OTHERS : PERSONEN).get(key);
  if (version === undefined) return undefined;
  return bsn === undefined ? { version, key } : { version, key, bsn };
};

/** Answers about one person, or without a BSN about nobody; `bron` is the only OIN that DUO then answers about them. */
const PutResponses = z.strictObject({
  bsn: z.string().regex(BSN).optional(),
  antwoorden: Responses,
  bron: Oin.optional(),
});

/** Under which answers about nobody in particular are kept. */
const NOBODY = '';

const toText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

const empty = (res: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void => {
  res.writeHead(status, headers);
  res.end();
};

/** Makes the stand-in. With a `dataDir` its answers survive a restart. */
export const createDuoStandIn = (
  options: { readonly dataDir?: string; readonly prefix?: string } = {},
): Handler => {
  const prefix = options.prefix ?? DUO_MOUNT;
  const book = openAnswerBook(options.dataDir);
  const outages = createOutages();
  /** The only organisation that may ask about a person, as far as one was set. In memory: a restart forgets it. */
  const askers = new Map<string, string>();

  const answered = async (req: IncomingMessage, res: ServerResponse, { bsn, key, version }: Resource) => {
    const berichtId = toText(req.headers['berichtid']);
    const headers = {
      'API-Version': version,
      // DUO gives the request's own berichtId back, also with an error, as long as it can be one.
      ...(berichtId !== undefined && /^[\w-]{1,64}$/.test(berichtId) ? { berichtId } : {}),
    };
    if (req.method !== 'GET') return empty(res, 405, { ...headers, Allow: 'GET' });
    const invocation = DuoHeaders.safeParse({
      bron: toText(req.headers['bron']),
      doel: toText(req.headers['doel']),
      berichtid: berichtId,
    });
    if (!invocation.success || (bsn !== undefined && !BSN.test(bsn))) return empty(res, 400, headers);
    const outage = outages.hits(bsn ?? NOBODY);
    if (outage !== undefined && outage.vertragingMs > 0) {
      const away = new AbortController();
      res.once('close', () => away.abort());
      // Unreferenced: a rehearsed hang must not keep a stopping hub alive.
      const waited = await wait(outage.vertragingMs, true, { signal: away.signal, ref: false }).catch(
        () => false,
      );
      if (!waited) return undefined; // the caller gave up
    }
    if (outage?.status !== undefined) return empty(res, outage.status, headers);
    const asker = bsn === undefined ? undefined : askers.get(bsn);
    if (asker !== undefined && asker !== invocation.data.bron) return empty(res, 403, headers);
    // Of a list about nobody DUO knows no 404.
    const response = book.read(bsn ?? NOBODY, key) ?? (bsn === undefined ? [] : undefined);
    return response === undefined ? empty(res, 404, headers) : responseJson(res, 200, response, headers);
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const pad = padUnder(req, prefix);
    const resource = resourceAt(pad);
    if (resource !== undefined) return answered(req, res, resource);
    if (req.method === 'POST' && pad === '/antwoorden') {
      const body = await parseBody(req, PutResponses);
      if (!('waarde' in body)) return responseJson(res, body.status, { fouttekst: body.detail });
      const { bsn, antwoorden, bron } = body.waarde;
      if (bsn !== undefined && bron !== undefined) askers.set(bsn, bron);
      await book.put(bsn ?? NOBODY, antwoorden);
      return empty(res, 204);
    }
    if (req.method === 'POST' && pad === '/storing') {
      const body = await parseBody(req, Outage);
      if (!('waarde' in body)) return responseJson(res, body.status, { fouttekst: body.detail });
      outages.begin(body.waarde);
      return empty(res, 204);
    }
    if (req.method === 'DELETE' && pad === '/storing') {
      outages.end();
      return empty(res, 204);
    }
    return empty(res, 404);
  };

  return (req, res) => {
    serve(req, res).catch((error: unknown) => {
      if (res.headersSent) res.destroy(error instanceof Error ? error : undefined);
      else empty(res, 500, { 'API-Version': '1.0.0' });
    });
  };
};
