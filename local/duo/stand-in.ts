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

type Handle = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

/** The key of the answers about nobody in particular. */
const NOBODY = '';

const toText = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value;

const empty = (res: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void => {
  res.writeHead(status, headers);
  res.end();
};

/** Answers 204 when a body that fits the schema was taken, and says what is wrong with any other. */
const withBody =
  <Schema extends z.ZodType>(schema: Schema, take: (value: z.output<Schema>) => Promise<void> | void) =>
  async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = await parseBody(req, schema);
    if (!('value' in body)) return sendJson(res, body.status, { fouttekst: body.detail });
    await take(body.value);
    return empty(res, 204);
  };

/** DUO returns the berichtId of the request, also with an error, unless it is no possible berichtId. */
const answerHeaders = (req: IncomingMessage, { version }: Resource): Readonly<Record<string, string>> => {
  const berichtId = toText(req.headers['berichtid']);
  return {
    'API-Version': version,
    ...(berichtId !== undefined && /^[\w-]{1,64}$/.test(berichtId) ? { berichtId } : {}),
  };
};

/** Who asks, and for what it says that it does. */
const askedBy = ({ headers }: IncomingMessage) =>
  DuoHeaders.safeParse({
    bron: toText(headers['bron']),
    doel: toText(headers['doel']),
    berichtid: toText(headers['berichtid']),
  });

const methodsOf = ({ key, school }: Resource): readonly string[] => {
  const hasGet = !key.startsWith('contactpersonen') && school === undefined;
  return [...(hasGet ? ['GET'] : []), ...Object.keys(CHANGES[key] ?? {})];
};

/** Waits as long as a rehearsed outage says; false when the client closed the connection meanwhile. */
const waitOut = async (outage: Outage | undefined, res: ServerResponse): Promise<boolean> => {
  if (outage === undefined || outage.vertragingMs === 0) return true;
  const away = new AbortController();
  res.once('close', () => away.abort());
  // The timer is unreferenced, so that a rehearsed delay does not keep a stopping hub alive.
  return wait(outage.vertragingMs, true, { signal: away.signal, ref: false }).catch(() => false);
};

/** What DUO answers: a status, and what it says with it. */
interface Said {
  readonly status: number;
  readonly body: unknown;
}

const refused = (status: number): Said => ({ status, body: undefined });

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

  const mayAsk = (bsn: string | undefined, bron: string): boolean =>
    bsn === undefined || (askers.get(bsn) ?? bron) === bron;

  const carryOut = async ({ status, faults, body, bsn, change, counts }: Outcome): Promise<Said> => {
    if (change !== undefined) {
      if (counts !== undefined) counted[counts] += 1;
      await book.put(bsn ?? NOBODY, change);
    }
    return { status, body: faults ?? body };
  };

  /** DUO answers an empty list, and no 404, to a question about nobody in particular. */
  const readAnswer = ({ bsn, key }: Resource): Said => {
    const body = book.read(bsn ?? NOBODY, key) ?? (bsn === undefined ? [] : undefined);
    return { status: body === undefined ? 404 : 200, body };
  };

  /** What was asked in good form, done or looked up; a rehearsed failure goes before it, or after what it did. */
  const answerAsked = async (req: IncomingMessage, resource: Resource, bron: string, outage?: Outage) => {
    const { status: fails, naGevolg = false } = outage ?? {};
    if (fails !== undefined && !naGevolg) return refused(fails);
    const { bsn, key, id = 0, school = '' } = resource;
    if (!mayAsk(bsn, bron)) return refused(403);
    const change = CHANGES[key]?.[req.method ?? ''];
    if (change === undefined) return readAnswer(resource);
    const said = await carryOut(await change({ req, book, bron, bsn: bsn ?? NOBODY, id, school }));
    return fails === undefined ? said : refused(fails);
  };

  const answerQuestion = async (req: IncomingMessage, res: ServerResponse, resource: Resource) => {
    const { bsn } = resource;
    const headers = answerHeaders(req, resource);
    const methods = methodsOf(resource);
    if (!methods.includes(req.method ?? ''))
      return empty(res, 405, { ...headers, Allow: methods.join(', ') });
    const asked = askedBy(req);
    if (!asked.success || (bsn !== undefined && !BSN.test(bsn))) return empty(res, 400, headers);
    const outage = outages.outageFor(bsn ?? NOBODY);
    if (!(await waitOut(outage, res))) return undefined;
    const { status, body } = await answerAsked(req, resource, asked.data.bron, outage);
    return body === undefined ? empty(res, status, headers) : sendJson(res, status, body, headers);
  };

  /** What is asked of the stand-in itself, and not of DUO. */
  const rehearsals: Readonly<Record<string, Handle>> = {
    'POST /antwoorden': withBody(PutResponses, async ({ bsn, antwoorden, bron }) => {
      if (bsn !== undefined && bron !== undefined) askers.set(bsn, bron);
      await book.put(bsn ?? NOBODY, antwoorden);
    }),
    'GET /geteld': (_, res) => sendJson(res, 200, counted),
    'POST /storing': withBody(Outage, outages.begin),
    'DELETE /storing': (_, res) => {
      outages.end();
      return empty(res, 204);
    },
  };

  const serve = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = pathUnder(req, prefix);
    const resource = resourceAt(path);
    if (resource !== undefined) return answerQuestion(req, res, resource);
    const rehearse = rehearsals[`${req.method} ${path}`];
    return rehearse === undefined ? empty(res, 404) : rehearse(req, res);
  };

  return (req, res) => {
    serve(req, res).catch((error: unknown) => {
      if (res.headersSent) res.destroy(error instanceof Error ? error : undefined);
      else empty(res, 500, { 'API-Version': '1.0.0' });
    });
  };
};
