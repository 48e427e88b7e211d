import type { z } from 'zod';
import { Ontvangsten, Tijdlijn, ZoekAntwoord } from '../contracts/api.ts';
import { Balans, Openstaand } from '../contracts/balans.ts';
import type { Poststaat } from '../contracts/post.ts';
import { LEGE_BALANS, telOp } from '../domain/delivery/books.ts';
import {
  type Bericht,
  Berichten,
  BerichtStand,
  type GevondenZaak,
  type Ontvangst,
  Probleem,
  type StilstaandBericht,
  TokenAnswer,
} from './answers.ts';
import { userError } from './errors.ts';
import { type Answer, createSend, type Request, type Send } from './http.ts';

/** The hub as the command line sees it: the public API, and on this machine the mounts beside it. */
export interface HubClient {
  readonly url: string;
  /** Calls the API as an organisation. */
  call(organisatie: string, path: string, request: Request): Promise<Answer>;
  /** Calls something beside the API that needs no token. */
  callLocal(path: string, request: Request): Promise<Answer>;
  token(organisatie: string): Promise<string>;
  zoek(
    sleutel: { readonly vNummer: string } | { readonly bsn: string },
    gemeentecode?: string,
  ): Promise<readonly GevondenZaak[]>;
  tijdlijn(zaakId: string, gemeentecode?: string): Promise<Tijdlijn>;
  /** What a partner was sent, or only what is in one state. */
  berichten(partner: string, gemeentecode: string, staat?: Poststaat): Promise<readonly Bericht[]>;
  /** What a partner cannot be sent because it cannot be made, or only what is in one state. */
  stilstaand(partner: string, gemeentecode: string, staat?: Poststaat): Promise<readonly StilstaandBericht[]>;
  /** How far one message is; undefined when the hub cannot say. */
  bericht(partner: string, gemeentecode: string, id: string): Promise<BerichtStand | undefined>;
  ontvangsten(status: 'ontvangen' | 'wacht' | 'quarantaine'): Promise<readonly Ontvangst[]>;
  heropnemen(ontvangstId: string): Promise<void>;
  /** The books, all pages added up; of one gemeente as it sees them itself. */
  balans(gemeentecode?: string): Promise<Balans>;
  /** What is on its way now. */
  openstaand(): Promise<Openstaand>;
}

export interface HubClientOptions {
  /**
   * Where the hub is: of a host alone the API is at `/v1`; a URL with a path, as API Gateway gives one, is the API's own.
   */
  readonly url: string;
  /** Token for a deployed hub; without it the local hub's own issuer is asked for one per organisation. */
  readonly token?: string;
  /** Tokens by organisation, for a deployed hub; one that is not there falls back on `token`. */
  readonly tokens?: ReadonlyMap<string, string>;
  /** Where the token issuer and DUO's stand-in are; on the same host unless given. */
  readonly standInsUrl?: string;
  readonly send?: Send;
}

export const STANDAARD_GEMEENTE = '0907';
const BEHEER = 'beheer';

/** What an error answer says, without repeating what was sent. */
export const describe = (answer: Answer): string => [headlineOf(answer), ...faultsOf(answer)].join('; ');

/** The same without its faults. */
export const headlineOf = ({ status, body }: Answer): string => {
  const { title, detail } = Probleem.safeParse(body).data ?? {};
  return [`HTTP ${status}`, detail ?? title].filter((part) => part !== undefined).join('; ');
};

/** Every fault that an answer names, with its pointer. */
export const faultsOf = ({ body }: Answer): readonly string[] =>
  (Probleem.safeParse(body).data?.errors ?? []).map(({ pointer = '', detail }) =>
    `${pointer} ${detail}`.trim(),
  );

const read = <Schema extends z.ZodType>(schema: Schema, answer: Answer, what: string): z.infer<Schema> => {
  if (answer.status >= 400) throw userError(`${what}: ${describe(answer)}`);
  const outcome = schema.safeParse(answer.body);
  if (outcome.success) return outcome.data;
  const where = outcome.error.issues.map((issue) => issue.path.join('/')).join(', ');
  throw userError(`${what}: the hub's answer is not as expected (${where})`);
};

/** Host and API of a hub: of a host alone the API is at `/v1`, a path is the API's own. */
export const placesOf = (url: string): { readonly origin: string; readonly api: string } => {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw userError(`not a URL: ${url}`);
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  return { origin, api: `${origin}${path === '' ? '/v1' : path}` };
};

/** Connects nothing yet; the first call does. */
export const createHubClient = (options: HubClientOptions): HubClient => {
  const { origin, api } = placesOf(options.url);
  const standIns = options.standInsUrl ?? origin;
  const send = options.send ?? createSend();
  const tokens = new Map<string, string>();

  const issue = async (organisatie: string): Promise<string> => {
    const answer = await send(`${standIns}/_lokaal/tokens/token`, { method: 'POST', body: { organisatie } });
    if (answer.status === 400) throw userError(`the hub knows no organisation called ${organisatie}`);
    if (answer.status >= 400) {
      throw userError(
        `the hub at ${origin} hands out no tokens (HTTP ${answer.status}): give one with --token`,
      );
    }
    return read(TokenAnswer, answer, 'token').access_token;
  };

  const token = async (organisatie: string): Promise<string> => {
    const given = options.tokens?.get(organisatie) ?? options.token;
    if (given !== undefined) return given;
    if (options.tokens !== undefined) throw userError(`no token of ${organisatie}: --token ${organisatie}=…`);
    const known = tokens.get(organisatie) ?? (await issue(organisatie));
    tokens.set(organisatie, known);
    return known;
  };

  const callLocal = (path: string, request: Request): Promise<Answer> => send(`${standIns}${path}`, request);

  const call = async (organisatie: string, path: string, request: Request): Promise<Answer> => {
    const authorised = async (): Promise<Answer> =>
      send(`${api}${path}`, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${await token(organisatie)}` },
      });
    const answer = await authorised();
    // A local hub without --data has a new key after a restart: its old tokens are worthless, not ours to report.
    if (answer.status !== 401 || !tokens.delete(organisatie)) return answer;
    return authorised();
  };

  const get = (organisatie: string, path: string): Promise<Answer> =>
    call(organisatie, path, { method: 'GET' });

  const gemeente = (gemeentecode = STANDAARD_GEMEENTE): string => `gemeente-${gemeentecode}`;

  /** All pages of a list. */
  const pages = async <Item>(
    readPage: (na: string | undefined) => Promise<{ items: readonly Item[]; na?: string | undefined }>,
  ): Promise<readonly Item[]> => {
    const all: Item[] = [];
    let na: string | undefined;
    do {
      const page = await readPage(na);
      all.push(...page.items);
      na = page.na;
    } while (na !== undefined);
    return all;
  };

  const query = (values: Readonly<Record<string, string | undefined>>): string => {
    const given = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return new URLSearchParams(given).toString();
  };

  const berichtenPage = async (
    partner: string,
    gemeentecode: string,
    staat: Poststaat | undefined,
    na: string | undefined,
  ) => {
    const answer = await get(`${partner}-${gemeentecode}`, `/berichten?${query({ partner, na, staat })}`);
    return read(Berichten, answer, `berichten of ${partner}`);
  };

  return {
    url: origin,
    call,
    callLocal,
    token,
    zoek: async (sleutel, gemeentecode) =>
      read(
        ZoekAntwoord,
        await call(gemeente(gemeentecode), '/zaken/_zoek', { method: 'POST', body: sleutel }),
        'zaken',
      ).zaken,
    tijdlijn: async (zaakId, gemeentecode) =>
      read(
        Tijdlijn,
        await get(gemeente(gemeentecode), `/zaken/${encodeURIComponent(zaakId)}/tijdlijn`),
        'tijdlijn',
      ),
    berichten: (partner, gemeentecode, staat) =>
      pages(async (na) => {
        const page = await berichtenPage(partner, gemeentecode, staat, na);
        return { items: page.berichten, na: page.na };
      }),
    stilstaand: (partner, gemeentecode, staat) =>
      pages(async (na) => {
        const page = await berichtenPage(partner, gemeentecode, staat, na);
        return { items: page.stilstaand, na: page.na };
      }),
    bericht: async (partner, gemeentecode, id) => {
      const path = `/berichten/${encodeURIComponent(id)}?${query({ partner })}`;
      const answer = await get(`${partner}-${gemeentecode}`, path);
      return answer.status === 404 ? undefined : read(BerichtStand, answer, 'bericht');
    },
    ontvangsten: (status) =>
      pages(async (na) => {
        const page = read(
          Ontvangsten,
          await get(BEHEER, `/ontvangsten?${query({ status, na })}`),
          'ontvangsten',
        );
        return { items: page.ontvangsten, na: page.na };
      }),
    heropnemen: async (ontvangstId) => {
      const path = `/ontvangsten/${encodeURIComponent(ontvangstId)}/_heropnemen`;
      const answer = await call(BEHEER, path, { method: 'POST' });
      if (answer.status >= 400) throw userError(`heropnemen: ${describe(answer)}`);
    },
    balans: async (gemeentecode) => {
      const wie = gemeentecode === undefined ? BEHEER : gemeente(gemeentecode);
      const bladzijden = await pages(async (na) => {
        const path = na === undefined ? '/balans' : `/balans?${query({ na })}`;
        const { na: volgende, ...bladzij } = read(Balans, await get(wie, path), 'balans');
        return { items: [bladzij], na: volgende };
      });
      return bladzijden.reduce(telOp, LEGE_BALANS);
    },
    openstaand: async () => read(Openstaand, await get(BEHEER, '/openstaand'), 'openstaand'),
  };
};
