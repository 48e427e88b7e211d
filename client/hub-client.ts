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

/** The hub as the command line sees it: the public API, and on this machine the mounts beside it. */
export interface HubClient {
  readonly url: string;
  /** Calls the API as an organisation. */
  call(organisation: string, path: string, request: Request): Promise<Answer>;
  /** Calls something beside the API that needs no token. */
  callLocal(path: string, request: Request): Promise<Answer>;
  token(organisation: string): Promise<string>;
  /** Whether it can call as this organisation: without tokens of its own a local hub hands out every one. */
  speaksFor(organisation: string): boolean;
  find(
    key: { readonly vNummer: string } | { readonly bsn: string },
    gemeentecode?: string,
  ): Promise<readonly FoundZaak[]>;
  tijdlijn(zaakId: string, gemeentecode?: string): Promise<Tijdlijn>;
  /** What a partner was sent, or only what is in one state. */
  berichten(partner: string, gemeentecode: string, state?: Poststaat): Promise<readonly Bericht[]>;
  /** What a partner cannot be sent because it cannot be made, or only what is in one state. */
  stilstaand(partner: string, gemeentecode: string, state?: Poststaat): Promise<readonly StilstaandBericht[]>;
  /** How far one message is; undefined when the hub cannot say. */
  bericht(partner: string, gemeentecode: string, id: string): Promise<BerichtState | undefined>;
  ontvangsten(status: OutstandingStatus): Promise<readonly Ontvangst[]>;
  /** How far one message is, as its sender sees it. */
  ontvangst(organisation: string, ontvangstId: string): Promise<Ontvangst>;
  /** Offers a message again; false when it was processed meanwhile. */
  heropnemen(ontvangstId: string): Promise<boolean>;
  /** The books, all pages added up; of one gemeente as it sees them itself. */
  balans(gemeentecode?: string): Promise<Balans>;
  /** The figures of a gemeente as it sees them itself, on a day (`YYYY-MM-DD`) or today. */
  kpis(gemeentecode: string, peildatum?: string): Promise<Kpis>;
  /** The day list of a gemeente, on a day (`YYYY-MM-DD`) that is today to the hub when none is given. */
  dag(gemeentecode: string, datum?: string): Promise<Dag>;
  /** The day list of a partner as it sees it itself, by its key in that gemeente. */
  partnerDag(partner: string, gemeentecode: string, datum?: string): Promise<PartnerDag>;
  /** The calendar of a gemeente (`gemeente`), or of its partner with this key, as an iCalendar file. */
  agenda(
    of: string,
    gemeentecode: string,
    days: { readonly van?: string; readonly totEnMet?: string },
  ): Promise<string>;
  /** What the logbook of a gemeente says of one person, all pages, oldest first. */
  verwerkingen(zaakId: string, gemeentecode?: string): Promise<readonly Verwerking[]>;
  /** What is on its way now. */
  openstaand(): Promise<Openstaand>;
}

export interface HubClientOptions extends TokensOptions {
  /**
   * Where the hub is: of a host alone the API is at `/v1`; a URL with a path, as API Gateway gives one, is the API's own.
   */
  readonly url: string;
  /** Where the token issuer and DUO's stand-in are; on the same host unless given. */
  readonly standInsUrl?: string;
  readonly send?: Send;
}

export const STANDARD_GEMEENTE = '0907';
const OPERATIONS = 'beheer';

/** What an error answer says, without repeating what was sent. */
export const describe = (answer: Answer): string => {
  const faults = faultsOf(answer);
  const headline = headlineOf(answer);
  return faults.length === 0 ? headline : [headline.replace(/\.$/, ''), ...faults].join('; ');
};

/** The same without its faults. */
export const headlineOf = ({ status, body }: Answer): string => {
  const { title, detail } = Problem.safeParse(body).data ?? {};
  return [`HTTP ${status}`, detail ?? title].filter((part) => part !== undefined).join('; ');
};

/** Whether an answer is this problem of the API. */
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
    // A token expires. A local hub without --data has a new key after a restart, and one whose clock was set another date:
    // its old tokens are worthless, not ours to report.
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
    // As its gemeente sees them: a partner is no longer shown what it was told of somebody before "vervallen".
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
