import * as z from 'zod';
import { FindResponse, Ontvangst, Ontvangsten, Tijdlijn } from '../contracts/api.ts';
import { Balans, Openstaand } from '../contracts/balans.ts';
import { Dag } from '../contracts/dag.ts';
import { Kpis } from '../contracts/kpis.ts';
import type { OutstandingStatus } from '../contracts/ontvangst-status.ts';
import { PartnerDag } from '../contracts/partner-dag.ts';
import { REGIEVOERDER } from '../contracts/partnerrollen.ts';
import type { Poststaat } from '../contracts/postvak.ts';
import type { ProblemKind } from '../contracts/problem.ts';
import { type Verwerking, Verwerkingen } from '../contracts/verwerkingen.ts';
import { addBalans, EMPTY_BALANS } from '../domain/delivery/books.ts';
import {
  type Bericht,
  Berichten,
  BerichtState,
  type FoundZaak,
  Problem,
  type StilstaandBericht,
} from './answers.ts';
import { userError } from './errors.ts';
import { type Answer, createSend, type Request, type Send } from './http.ts';
import { createTokens, type TokensOptions } from './tokens.ts';

/** The hub as the command line calls it: the public API, and on this machine also the paths under `/_lokaal`. */
export interface HubClient {
  readonly url: string;
  /** Calls the API as an organisation. */
  call(organisation: string, path: string, request: Request): Promise<Answer>;
  /** Calls a path of a local hub outside the API, which needs no token. */
  callLocal(path: string, request: Request): Promise<Answer>;
  token(organisation: string): Promise<string>;
  /** Whether the client can call as this organisation. A client without tokens can: a local hub issues a token for each of them. */
  speaksFor(organisation: string): boolean;
  find(
    key: { readonly vNummer: string } | { readonly bsn: string },
    gemeentecode?: string,
  ): Promise<readonly FoundZaak[]>;
  tijdlijn(zaakId: string, gemeentecode?: string): Promise<Tijdlijn>;
  /** The messages of a partner, all of them or those in one state. */
  berichten(partner: string, gemeentecode: string, state?: Poststaat): Promise<readonly Bericht[]>;
  /** The messages for a partner that the hub cannot compose, all of them or those in one state. */
  stilstaand(partner: string, gemeentecode: string, state?: Poststaat): Promise<readonly StilstaandBericht[]>;
  /** The state of one message to a partner; undefined when the hub does not know the message. */
  bericht(partner: string, gemeentecode: string, id: string): Promise<BerichtState | undefined>;
  ontvangsten(status: OutstandingStatus): Promise<readonly Ontvangst[]>;
  /** The receipt of one accepted message, as its sender sees it. */
  ontvangst(organisation: string, ontvangstId: string): Promise<Ontvangst>;
  /** Offers an accepted message again; false when it was processed in the meantime. */
  heropnemen(ontvangstId: string): Promise<boolean>;
  /** The books, all pages added up. With a gemeentecode these are the books as that gemeente itself sees them. */
  balans(gemeentecode?: string): Promise<Balans>;
  /** The figures of a gemeente as it sees them itself, on the day `peildatum` (`YYYY-MM-DD`) or today. */
  kpis(gemeentecode: string, peildatum?: string): Promise<Kpis>;
  /** The day list of a gemeente, on the day `datum` (`YYYY-MM-DD`) or else today by the clock of the hub. */
  dag(gemeentecode: string, datum?: string): Promise<Dag>;
  /** The day list of a partner as the partner sees it. `partner` is its key in the gemeente. */
  partnerDag(partner: string, gemeentecode: string, datum?: string): Promise<PartnerDag>;
  /** The calendar as an iCalendar file, of the gemeente itself (`of` is `gemeente`) or of its partner with this key. */
  agenda(
    of: string,
    gemeentecode: string,
    days: { readonly van?: string; readonly totEnMet?: string },
  ): Promise<string>;
  /** The processings of one person in the logbook of a gemeente: all pages, oldest first. */
  verwerkingen(zaakId: string, gemeentecode?: string): Promise<readonly Verwerking[]>;
  /** The numbers of messages that are on their way now. */
  openstaand(): Promise<Openstaand>;
}

export interface HubClientOptions extends TokensOptions {
  /**
   * The address of the hub. For a host without a path the API is at `/v1`. A URL with a path, as API Gateway gives, is the API
   * itself.
   */
  readonly url: string;
  /** The address of the token issuer and the stand-in for DUO; by default the host of `url`. */
  readonly standInsUrl?: string;
  readonly send?: Send;
}

export const STANDARD_GEMEENTE = '0907';
const OPERATIONS = 'beheer';

/** The text of an error answer with its faults. It holds no values that were sent. */
export const describe = (answer: Answer): string => {
  const faults = faultsOf(answer);
  const headline = headlineOf(answer);
  return faults.length === 0 ? headline : [headline.replace(/\.$/, ''), ...faults].join('; ');
};

/** The text of an error answer without its faults. */
export const headlineOf = ({ status, body }: Answer): string => {
  const { title, detail } = Problem.safeParse(body).data ?? {};
  return [`HTTP ${status}`, detail ?? title].filter((part) => part !== undefined).join('; ');
};

/** Whether an answer is a problem of this kind. */
const isProblem = ({ body }: Answer, kind: ProblemKind): boolean =>
  Problem.safeParse(body).data?.type?.endsWith(`/${kind}`) === true;

/** Every fault that an answer names, with its pointer. */
export const faultsOf = ({ body }: Answer): readonly string[] =>
  (Problem.safeParse(body).data?.errors ?? []).map(({ pointer = '', detail }) =>
    `${pointer} ${detail}`.trim(),
  );

const read = <Schema extends z.ZodType>(schema: Schema, answer: Answer, what: string): z.infer<Schema> => {
  if (answer.status >= 400) throw userError(`${what}: ${describe(answer)}`);
  const outcome = schema.safeParse(answer.body);
  if (outcome.success) return outcome.data;
  const where = outcome.error.issues.map((issue) => issue.path.join('/')).join(', ');
  throw userError(`${what}: the hub's answer is not as expected (${where})`);
};

/**
 * The host and the address of the API of a hub. A URL without a path has its API at `/v1`. Throws for any text but an http(s) URL.
 */
export const placesOf = (url: string): { readonly origin: string; readonly api: string } => {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw userError(`not a URL: ${url}`);
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  return { origin, api: `${origin}${path === '' ? '/v1' : path}` };
};

/** Makes a client, which only connects at its first call. Throws when `url` is not an http(s) URL. */
export const createHubClient = (options: HubClientOptions): HubClient => {
  const { origin, api } = placesOf(options.url);
  const standIns = options.standInsUrl ?? origin;
  const send = options.send ?? createSend();
  const tokens = createTokens(options, {
    origin,
    localIssuer: `${standIns}/_lokaal/tokens/token`,
    send,
  });

  const callLocal = (path: string, request: Request): Promise<Answer> => send(`${standIns}${path}`, request);

  const call = async (organisation: string, path: string, request: Request): Promise<Answer> => {
    const callWith = (bearer: string): Promise<Answer> =>
      send(`${api}${path}`, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${bearer}` },
      });
    const used = await tokens.of(organisation);
    const answer = await callWith(used);
    // A token expires, or a local hub no longer accepts it: without --data a restart makes a new key, and the clock may be set to
    // another date. A new token solves this, so the refusal is no error yet.
    if (answer.status !== 401 || !(await tokens.forget(organisation, used))) return answer;
    return callWith(await tokens.of(organisation));
  };

  const get = (organisation: string, path: string): Promise<Answer> =>
    call(organisation, path, { method: 'GET' });

  const gemeente = (gemeentecode = STANDARD_GEMEENTE): string => `gemeente-${gemeentecode}`;

  /** All pages of a list. */
  const pages = async <Item>(
    readPage: (after: string | undefined) => Promise<{ items: readonly Item[]; na?: string | undefined }>,
  ): Promise<readonly Item[]> => {
    const all: Item[] = [];
    let after: string | undefined;
    do {
      const page = await readPage(after);
      all.push(...page.items);
      after = page.na;
    } while (after !== undefined);
    return all;
  };

  const query = (values: Readonly<Record<string, string | undefined>>): string => {
    const given = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return new URLSearchParams(given).toString();
  };

  const dayOf = (organisation: string, datum: string | undefined): Promise<Answer> =>
    get(organisation, datum === undefined ? '/dag' : `/dag?${query({ datum })}`);

  const berichtenPage = async (
    partner: string,
    gemeentecode: string,
    state: Poststaat | undefined,
    after: string | undefined,
  ) => {
    // The call is made as the gemeente, because after "vervallen" a partner no longer sees its earlier messages of that person.
    const answer = await get(
      gemeente(gemeentecode),
      `/berichten?${query({ partner, na: after, staat: state })}`,
    );
    return read(Berichten, answer, `berichten of ${partner}`);
  };

  return {
    url: origin,
    call,
    callLocal,
    token: tokens.of,
    speaksFor: tokens.speaksFor,
    find: async (key, gemeentecode) =>
      read(
        FindResponse,
        await call(gemeente(gemeentecode), '/zaken/_zoek', { method: 'POST', body: key }),
        'zaken',
      ).zaken,
    tijdlijn: async (zaakId, gemeentecode = STANDARD_GEMEENTE) => {
      const answer = await get(gemeente(gemeentecode), `/zaken/${encodeURIComponent(zaakId)}/tijdlijn`);
      if (answer.status === 404)
        throw userError(`gemeente ${gemeentecode} has no zaak ${zaakId}: ask another with --gemeente`);
      return read(Tijdlijn, answer, 'tijdlijn');
    },
    berichten: (partner, gemeentecode, state) =>
      pages(async (after) => {
        const page = await berichtenPage(partner, gemeentecode, state, after);
        return { items: page.berichten, na: page.na };
      }),
    stilstaand: (partner, gemeentecode, state) =>
      pages(async (after) => {
        const page = await berichtenPage(partner, gemeentecode, state, after);
        return { items: page.stilstaand, na: page.na };
      }),
    bericht: async (partner, gemeentecode, id) => {
      const path = `/berichten/${encodeURIComponent(id)}?${query({ partner })}`;
      const answer = await get(`${partner}-${gemeentecode}`, path);
      return answer.status === 404 ? undefined : read(BerichtState, answer, 'bericht');
    },
    ontvangsten: (status) =>
      pages(async (after) => {
        const page = read(
          Ontvangsten,
          await get(OPERATIONS, `/ontvangsten?${query({ status, na: after })}`),
          'ontvangsten',
        );
        return { items: page.ontvangsten, na: page.na };
      }),
    ontvangst: async (organisation, ontvangstId) =>
      read(
        Ontvangst,
        await get(organisation, `/gebeurtenissen/${encodeURIComponent(ontvangstId)}`),
        'ontvangst',
      ),
    heropnemen: async (ontvangstId) => {
      const path = `/ontvangsten/${encodeURIComponent(ontvangstId)}/_heropnemen`;
      const answer = await call(OPERATIONS, path, { method: 'POST' });
      if (answer.status === 404)
        throw userError(`there is no ontvangst ${ontvangstId}: hub quarantaine and hub wachtend list them`);
      if (isProblem(answer, 'al-verwerkt')) return false;
      if (answer.status >= 400) throw userError(`heropnemen: ${describe(answer)}`);
      return true;
    },
    balans: async (gemeentecode) => {
      const whom = gemeentecode === undefined ? OPERATIONS : gemeente(gemeentecode);
      const everyPage = await pages(async (after) => {
        const path = after === undefined ? '/balans' : `/balans?${query({ na: after })}`;
        const { na: next, ...page } = read(Balans, await get(whom, path), 'balans');
        return { items: [page], na: next };
      });
      return everyPage.reduce(addBalans, EMPTY_BALANS);
    },
    kpis: async (gemeentecode, peildatum) => {
      const path = `/gemeenten/${encodeURIComponent(gemeentecode)}/kpis`;
      const asked = peildatum === undefined ? path : `${path}?${query({ peildatum })}`;
      return read(Kpis, await get(gemeente(gemeentecode), asked), 'kpis');
    },
    dag: async (gemeentecode, datum) => read(Dag, await dayOf(gemeente(gemeentecode), datum), 'dag'),
    partnerDag: async (partner, gemeentecode, datum) =>
      read(PartnerDag, await dayOf(`${partner}-${gemeentecode}`, datum), `dag of ${partner}`),
    agenda: async (of, gemeentecode, days) => {
      const asked = query(days);
      const answer = await call(
        of === REGIEVOERDER ? gemeente(gemeentecode) : `${of}-${gemeentecode}`,
        asked === '' ? '/agenda' : `/agenda?${asked}`,
        {
          method: 'GET',
          headers: { accept: 'text/calendar' },
        },
      );
      return read(z.string(), answer, `agenda of ${of}`);
    },
    verwerkingen: (zaakId, gemeentecode) =>
      pages(async (after) => {
        const path = `/zaken/${encodeURIComponent(zaakId)}/verwerkingen?${query({ limit: '100', na: after })}`;
        const { verwerkingen, na } = read(
          Verwerkingen,
          await get(gemeente(gemeentecode), path),
          'verwerkingen',
        );
        return { items: verwerkingen, na };
      }),
    openstaand: async () => read(Openstaand, await get(OPERATIONS, '/openstaand'), 'openstaand'),
  };
};
