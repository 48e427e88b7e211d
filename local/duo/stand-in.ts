import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { Oin } from '../../contracts/base-types.ts';
import { DuoHeaders } from '../../contracts/duo.ts';
import { DUO_APIS } from '../../contracts/duo-resources.ts';
import { type Handler, parseBody, pathUnder, sendJson } from '../mount.ts';
import { openAnswerBook, Responses } from './answers.ts';
import { CHANGES } from './changes.ts';
import { createOutages, Outage } from './outages.ts';
import { COUNTED, type Outcome } from './outcome.ts';

/**
 * DUO's side of the interface, for replays and tests on one machine. It answers every GET of DUO's OpenAPI files as those
 * say, with the answers that `POST /antwoorden` set before, and does what it is told (`changes.ts`). It writes no log, because its
 * paths hold BSNs.
 */

/** Where the local hub mounts the stand-in. */
export const DUO_MOUNT = '/_lokaal/duo';

/** What a GET asks DUO for, with the version of that API (`info.version` of its OpenAPI file). */
interface Resource {
  readonly version: string;
  readonly key: string;
  /** The person that it is about. It is absent when it is about nobody in particular. */
  readonly bsn?: string;
  /** DUO's number of a contactpersoon, and of a school. */
  readonly id?: number;
  readonly school?: string;
}

const versionsOf = (kind: 'personen' | 'others'): ReadonlyMap<string, string> =>
  new Map(Object.values(DUO_APIS).flatMap((api) => api[kind].map((key) => [key, api.version] as const)));
const PERSONEN = versionsOf('personen');
const OTHERS = versionsOf('others');

const PERSOON = /^\/personen\/([^/]+)\/(.+)$/;
const BSN = /^\d{9}$/;

/** DUO's Contactpersoon API has no GET, and its own way of naming a person. */
const CONTACT = /^\/contactpersonen(?:\/(\d{1,5})(?:\/personen\/([^/]+))?)?$/;
const CONTACT_VERSION = '1.0.0';

const contactAt = (path: string): Resource | undefined => {
  const found = CONTACT.exec(path);
  if (found === null) return undefined;
  const [, id, bsn] = found;
  const key = `contactpersonen${id === undefined ? '' : '/{id}'}${bsn === undefined ? '' : '/personen/{bsn}'}`;
  return {
    version: CONTACT_VERSION,
    key,
    ...(id === undefined ? {} : { id: Number(id) }),
    ...(bsn === undefined ? {} : { bsn }),
  };
};

/** An inburgeringsaanbod is of one school, and has no GET. */
const AANBOD = /^\/personen\/([^/]+)\/Inburgeringsaanbod\/([^/]{10})$/;

const aanbodAt = (path: string): Resource | undefined => {
  const [, bsn, school] = AANBOD.exec(path) ?? [];
  if (bsn === undefined || school === undefined) return undefined;
  const { version } = DUO_APIS.Inburgeringsaanbod;
  return { version, key: 'Inburgeringsaanbod/{instellingsnummer}', bsn, school };
};

const resourceAt = (path: string): Resource | undefined => {
  const aanbod = aanbodAt(path);
  if (aanbod !== undefined) return aanbod;
  const contact = contactAt(path);
  if (contact !== undefined) return contact;
  const [, bsn, key = path.slice(1)] = PERSOON.exec(path) ?? [];
  const version = (bsn === undefined ? OTHERS : PERSONEN).get(key);
  if (version === undefined) return undefined;
  return bsn === undefined ? { version, key } : { version, key, bsn };
};

/** The answers about one person, or about nobody in particular. With `bron` only that OIN gets answers about the person. */
const PutResponses = z.strictObject({
  bsn: z.string().regex(BSN).optional(),
  antwoorden: Responses,
  bron: Oin.optional(),
});

/** The key of the answers about nobody in particular. */
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
  /** The only organisation that may ask about a person, where one was set. It is in memory, so that a restart forgets it. */
  const askers = new Map<string, string>();

  const counted = { ...COUNTED };

  const carryOut = async ({ bsn, change, counts }: Outcome): Promise<void> => {
    if (change === undefined) return;
    if (counts !== undefined) counted[counts] += 1;
    await book.put(bsn ?? NOBODY, change);
  };

  const answerQuestion = async (
    req: IncomingMessage,
    res: ServerResponse,
    { bsn, key, version, id, school }: Resource,
  ) => {
    const berichtId = toText(req.headers['berichtid']);
    const headers = {
      'API-Version': version,
      // DUO returns the berichtId of the request, also with an error, unless it is no possible berichtId.
      ...(berichtId !== undefined && /^[\w-]{1,64}$/.test(berichtId) ? { berichtId } : {}),
    };
    const changes = CHANGES[key] ?? {};
    const hasGet = !key.startsWith('contactpersonen') && school === undefined;
    const methods = [...(hasGet ? ['GET'] : []), ...Object.keys(changes)];
    const method = req.method ?? '';
    if (!methods.includes(method)) return empty(res, 405, { ...headers, Allow: methods.join(', ') });
    const parsedHeaders = DuoHeaders.safeParse({
      bron: toText(req.headers['bron']),
      doel: toText(req.headers['doel']),
      berichtid: berichtId,
    });
    if (!parsedHeaders.success || (bsn !== undefined && !BSN.test(bsn))) return empty(res, 400, headers);
    const outage = outages.outageFor(bsn ?? NOBODY);
    if (outage !== undefined && outage.vertragingMs > 0) {
      const away = new AbortController();
      res.once('close', () => away.abort());
      // The timer is unreferenced, so that a rehearsed delay does not keep a stopping hub alive.
      const waited = await wait(outage.vertragingMs, true, { signal: away.signal, ref: false }).catch(
        () => false,
      );
      if (!waited) return undefined; // the client closed the connection
    }
    if (outage?.status !== undefined && outage.naGevolg !== true) return empty(res, outage.status, headers);
    const asker = bsn === undefined ? undefined : askers.get(bsn);
    if (asker !== undefined && asker !== parsedHeaders.data.bron) return empty(res, 403, headers);
    const change = changes[method];
    if (change !== undefined) {
      const { bron } = parsedHeaders.data;
      const outcome = await change({
        req,
        book,
        bron,
        bsn: bsn ?? NOBODY,
        id: id ?? 0,
        school: school ?? '',
      });
      await carryOut(outcome);
      const { status, faults, body } = outcome;
      if (outage?.status !== undefined) return empty(res, outage.status, headers);
      const said = faults ?? body;
      return said === undefined ? empty(res, status, headers) : sendJson(res, status, said, headers);
    }
    // DUO answers an empty list, and no 404, to a question about nobody in particular.
    const response = book.read(bsn ?? NOBODY, key) ?? (bsn === undefined ? [] : undefined);
    return response === undefined ? empty(res, 404, headers) : sendJson(res, 200, response, headers);
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = pathUnder(req, prefix);
    const resource = resourceAt(path);
    if (resource !== undefined) return answerQuestion(req, res, resource);
    if (req.method === 'POST' && path === '/antwoorden') {
      const body = await parseBody(req, PutResponses);
      if (!('value' in body)) return sendJson(res, body.status, { fouttekst: body.detail });
      const { bsn, antwoorden, bron } = body.value;
      if (bsn !== undefined && bron !== undefined) askers.set(bsn, bron);
      await book.put(bsn ?? NOBODY, antwoorden);
      return empty(res, 204);
    }
    if (req.method === 'GET' && path === '/geteld') return sendJson(res, 200, counted);
    if (req.method === 'POST' && path === '/storing') {
      const body = await parseBody(req, Outage);
      if (!('value' in body)) return sendJson(res, body.status, { fouttekst: body.detail });
      outages.begin(body.value);
      return empty(res, 204);
    }
    if (req.method === 'DELETE' && path === '/storing') {
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
