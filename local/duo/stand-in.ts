import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { DuoHeaders } from '../../contracts/duo.ts';
import { type Handler, padUnder, parseBody, responseJson } from '../mount.ts';
import { openAnswerBook, Responses } from './answers.ts';
import { createOutages, Outage } from './outages.ts';

/**
 * DUO's side of the interface, for replays and tests on one machine: it answers `GET /personen/{bsn}/<question>` as
 * DUO's OpenAPI files say, with whatever `POST /antwoorden` set before. It writes no log: its paths hold BSNs.
 */

/** Where the local hub mounts the stand-in. */
export const DUO_MOUNT = '/_lokaal/duo';

/** Version of the interface that answers this question (its OpenAPI file's `info.version`). */
const versionOf = (key: string): string => {
  if (key.startsWith('lbt/')) return '1.2.0';
  if (key === 'PIP') return '1.2.0';
  return /^(inburgeringsplicht|doelgroep)(\/|$)/.test(key) ? '1.2.2' : '1.0.0';
};

const PERSOON = /^\/personen\/([^/]+)\/([A-Za-z][A-Za-z0-9/]*)$/;
const BSN = /^\d{9}$/;

const PutResponses = z.strictObject({ bsn: z.string().regex(BSN), antwoorden: Responses });

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

  const answered = async (req: IncomingMessage, res: ServerResponse, bsn: string, key: string) => {
    const berichtId = toText(req.headers['berichtid']);
    const headers = {
      'API-Version': versionOf(key),
      // DUO gives the request's own berichtId back, also with an error, as long as it can be one.
      ...(berichtId !== undefined && /^[\w-]{1,64}$/.test(berichtId) ? { berichtId } : {}),
    };
    if (req.method !== 'GET') return empty(res, 405, { ...headers, Allow: 'GET' });
    const invocation = DuoHeaders.safeParse({
      bron: toText(req.headers['bron']),
      doel: toText(req.headers['doel']),
      berichtid: berichtId,
    });
    if (!invocation.success || !BSN.test(bsn)) return empty(res, 400, headers);
    const outage = outages.hits(bsn);
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
    const response = book.read(bsn, key);
    return response === undefined ? empty(res, 404, headers) : responseJson(res, 200, response, headers);
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const pad = padUnder(req, prefix);
    const persoon = PERSOON.exec(pad);
    if (persoon !== null) return answered(req, res, persoon[1] ?? '', persoon[2] ?? '');
    if (req.method === 'POST' && pad === '/antwoorden') {
      const body = await parseBody(req, PutResponses);
      if (!('waarde' in body)) return responseJson(res, body.status, { fouttekst: body.detail });
      await book.put(body.waarde.bsn, body.waarde.antwoorden);
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
