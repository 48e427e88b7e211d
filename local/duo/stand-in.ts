import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { DuoHeaders } from '../../contracts/duo.ts';
import { type Handler, parseBody, pathUnder, sendJson } from '../mount.ts';
import { openAnswerBook, Responses } from './answers.ts';
import { createOutages, Outage } from './outages.ts';

/**
 * DUO's side of the interface, for replays and tests on one machine. It answers `GET /personen/{bsn}/<question>` as
 * DUO's OpenAPI files say, with the answers that `POST /antwoorden` set before. It writes no log, because its paths
 * hold BSNs.
 */

/** Where the local hub mounts the stand-in. */
export const DUO_MOUNT = '/_lokaal/duo';

/** Version of the interface that answers this question: `info.version` of DUO's OpenAPI file. */
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

  const answerQuestion = async (req: IncomingMessage, res: ServerResponse, bsn: string, key: string) => {
    const berichtId = toText(req.headers['berichtid']);
    const headers = {
      'API-Version': versionOf(key),
      // DUO returns the berichtId of the request, also with an error, unless it is no possible berichtId.
      ...(berichtId !== undefined && /^[\w-]{1,64}$/.test(berichtId) ? { berichtId } : {}),
    };
    if (req.method !== 'GET') return empty(res, 405, { ...headers, Allow: 'GET' });
    const parsedHeaders = DuoHeaders.safeParse({
      bron: toText(req.headers['bron']),
      doel: toText(req.headers['doel']),
      berichtid: berichtId,
    });
    if (!parsedHeaders.success || !BSN.test(bsn)) return empty(res, 400, headers);
    const outage = outages.outageFor(bsn);
    if (outage !== undefined && outage.vertragingMs > 0) {
      const away = new AbortController();
      res.once('close', () => away.abort());
      // The timer is unreferenced, so that a rehearsed delay does not keep a stopping hub alive.
      const waited = await wait(outage.vertragingMs, true, { signal: away.signal, ref: false }).catch(
        () => false,
      );
      if (!waited) return undefined; // the client closed the connection
    }
    if (outage?.status !== undefined) return empty(res, outage.status, headers);
    const response = book.read(bsn, key);
    return response === undefined ? empty(res, 404, headers) : sendJson(res, 200, response, headers);
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = pathUnder(req, prefix);
    const persoon = PERSOON.exec(path);
    if (persoon !== null) return answerQuestion(req, res, persoon[1] ?? '', persoon[2] ?? '');
    if (req.method === 'POST' && path === '/antwoorden') {
      const body = await parseBody(req, PutResponses);
      if (!('value' in body)) return sendJson(res, body.status, { fouttekst: body.detail });
      await book.put(body.value.bsn, body.value.antwoorden);
      return empty(res, 204);
    }
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
