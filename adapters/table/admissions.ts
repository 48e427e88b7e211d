import { known } from '../../domain/known.ts';
import { findOrganisation, organisations } from '../../domain/organisations.ts';
import { type KanaalId, kanaalId } from '../../domain/partners/address.ts';
import { shutOutKey, TOKEN_SECONDS, tokenIn, toShutOut as toShutOutByGemeente } from './shut-out.ts';
import type { Item, Table } from './table.ts';

/**
 * Who may come in: the clients that were admitted at an issuer of tokens (`hub partner toelaten`), and the organisations
 * and tokens that were shut out since (`hub partner intrekken`). A gemeente shuts out its own partners, among their doors
 * (`shut-out.ts`): who was shut out by both comes in again once both let it in.
 */

/** How long an answer of the table counts: so long after a withdrawal a token may still be taken. */
const FRESH_MS = 5_000;

/** Clients at once; a caller without a right token never gets here, so these are clients that an issuer knows. */
const AT_MOST_CLIENTS = 500;

const CLIENTS = 'TOELATING';
const SHUT_OUT = 'UITGESLOTEN';

/** A client at an issuer, by the name that the hub gives the issuer. */
interface ClientKey {
  readonly uitgever: string;
  readonly client: string;
}

/** A client that was admitted for an organisation. */
interface AdmittedClient extends ClientKey {
  readonly organisatie: string;
  /** When it was admitted. */
  readonly sinds: string;
  /** When it was withdrawn. */
  readonly ingetrokken?: string;
}

/** An organisation that was shut out, or one token of it. */
interface ShutOut {
  readonly organisatie: string;
  readonly kenmerk?: string;
  readonly sinds: string;
  /** Key of the organisation that did it. */
  readonly door: string;
}

type Needed = Pick<Table, 'read' | 'partition' | 'insert' | 'write'>;

/** Asks again when the answer is no longer fresh; a call meanwhile waits for the same answer. */
const remembered = <Value>(ask: () => Promise<Value>, now: () => number): (() => Promise<Value>) => {
  let last: { readonly answer: Promise<Value>; readonly at: number } | undefined;
  return () => {
    const age = last === undefined ? Number.POSITIVE_INFINITY : now() - last.at;
    // A clock that went back makes an answer of the future, which is not fresh either.
    if (last !== undefined && age >= 0 && age < FRESH_MS) return last.answer;
    const asked = { answer: ask(), at: now() };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.answer;
  };
};

const clientKey = ({ uitgever, client }: ClientKey) => ({ pk: CLIENTS, sk: `${uitgever}#${client}` });

const toClient = ({ sk, organisatie, sinds, ingetrokken }: Item): AdmittedClient => {
  const [uitgever = '', ...client] = sk.split('#');
  return {
    uitgever,
    client: client.join('#'),
    organisatie: String(organisatie),
    sinds: String(sinds),
    ...(ingetrokken === undefined ? {} : { ingetrokken: String(ingetrokken) }),
  };
};

const toShutOut = ({ organisatie, kenmerk, sinds, door }: Item): ShutOut => ({
  organisatie: String(organisatie),
  ...(kenmerk === undefined ? {} : { kenmerk: String(kenmerk) }),
  sinds: String(sinds),
  door: String(door),
});

/** What is shut out under one of these. A token belongs to its organisation: another may use the same `jti`. */
const places = {
  organisation: (key: string) => `ORGANISATIE#${key}`,
  token: (key: string, tokenId: string) => `TOKEN#${key}#${tokenId}`,
};

/** Whether somebody is out by what an item says: it holds still, or they came in (ISO 8601, UTC) before it ended. */
const isOut = ({ opgeheven }: Item, begun: string | undefined): boolean =>
  opgeheven === undefined || (begun !== undefined && begun < String(opgeheven));

/** Where a gemeente says that it shut this organisation out; undefined when it is no partner of one. */
const kanaalOf = (organisation: string): KanaalId | undefined => {
  const found = findOrganisation(organisation);
  return found?.rol === 'partner' ? kanaalId(found.gemeentecode, found.partner) : undefined;
};

/** Whose the clients of issuers are, and who was shut out; remembered for some seconds. */
export const createAdmissions = (table: Needed, now: () => number = Date.now) => {
  const everShut = (): Promise<readonly Item[]> => table.partition(SHUT_OUT);
  const shutOut = remembered(async () => new Map((await everShut()).map((item) => [item.sk, item])), now);
  const clients = new Map<string, () => Promise<string | undefined>>();
  const moment = (): string => new Date(now()).toISOString();

  /** What its gemeente says of an organisation: a Query, because functions that may not read one item ask this too. */
  const everShutByGemeente = async (organisation: string): Promise<readonly Item[]> => {
    const kanaal = kanaalOf(organisation);
    if (kanaal === undefined) return [];
    const { pk, sk } = shutOutKey(kanaal);
    return table.partition(pk, sk);
  };
  const ofGemeente = async (organisation: string): Promise<readonly ShutOut[]> =>
    (await everShutByGemeente(organisation)).flatMap((item) => {
      const holds = toShutOutByGemeente(item);
      const kenmerk = tokenIn(item);
      if (holds === undefined) return [];
      return [{ ...holds, organisatie: organisation, ...known({ kenmerk }) }];
    });
  /** As many as there are organisations. */
  const perGemeente = new Map<string, () => Promise<readonly Item[]>>();
  const isShutOutByGemeente = async (
    organisation: string,
    tokenId: string | undefined,
    begun: string | undefined,
  ): Promise<boolean> => {
    const ask = perGemeente.get(organisation) ?? remembered(() => everShutByGemeente(organisation), now);
    perGemeente.set(organisation, ask);
    return (await ask()).some((item) => {
      const kenmerk = tokenIn(item);
      return (kenmerk === undefined || kenmerk === tokenId) && isOut(item, begun);
    });
  };

  const readClient = async (key: ClientKey): Promise<AdmittedClient | undefined> => {
    const item = await table.read(clientKey(key));
    return item && toClient(item);
  };

  const asking = (key: ClientKey): (() => Promise<string | undefined>) => {
    const { sk } = clientKey(key);
    const asked = clients.get(sk);
    if (asked !== undefined) return asked;
    if (clients.size >= AT_MOST_CLIENTS) clients.clear();
    const ask = remembered(async () => {
      const found = await readClient(key);
      return found?.ingetrokken === undefined ? found?.organisatie : undefined;
    }, now);
    clients.set(sk, ask);
    return ask;
  };

  return {
    /** The key of the organisation of a client; undefined when it was never admitted, or was withdrawn. */
    organisationOf: (key: ClientKey): Promise<string | undefined> => asking(key)(),

    /**
     * Whether an organisation, or this one token of it, was shut out, by an operator or by its gemeente. So stays what began
     * (`begun`, ISO 8601, UTC) before it was let in again. Five seconds old at most.
     */
    isShutOut: async (organisation: string, tokenId?: string, begun?: string): Promise<boolean> => {
      const [shut, shutByGemeente] = await Promise.all([
        shutOut(),
        isShutOutByGemeente(organisation, tokenId, begun),
      ]);
      const isOutAt = (place: string): boolean => {
        const item = shut.get(place);
        return item !== undefined && isOut(item, begun);
      };
      return (
        shutByGemeente ||
        isOutAt(places.organisation(organisation)) ||
        (tokenId !== undefined && isOutAt(places.token(organisation, tokenId)))
      );
    },

    /** Since when its gemeente shuts an organisation out, and why; undefined when it does not. Asks the table itself. */
    shutOutByGemeente: async (organisation: string): Promise<ShutOut | undefined> =>
      (await ofGemeente(organisation)).find(({ kenmerk }) => kenmerk === undefined),

    /** Every client that was ever admitted, and everything that is shut out now. */
    list: async (): Promise<{
      readonly clients: readonly AdmittedClient[];
      readonly shutOut: readonly ShutOut[];
    }> => {
      const [admitted, shut, perPartner] = await Promise.all([
        table.partition(CLIENTS),
        everShut(),
        Promise.all(organisations.map(({ sleutel }) => ofGemeente(sleutel))),
      ]);
      const stillShut = shut.filter((item) => isOut(item, undefined)).map(toShutOut);
      return { clients: admitted.map(toClient), shutOut: [...stillShut, ...perPartner.flat()] };
    },

    /** Admits a client for an organisation. One that was withdrawn, or is of another organisation, stays what it is: false. */
    admitClient: async (key: ClientKey, organisation: string): Promise<boolean> => {
      const client = await readClient(key);
      if (client !== undefined)
        return client.organisatie === organisation && client.ingetrokken === undefined;
      return table.insert({ ...clientKey(key), organisatie: organisation, sinds: moment() });
    },

    /** Withdraws a client for good; false when this organisation has no such client. */
    withdrawClient: async (key: ClientKey, organisation: string): Promise<boolean> => {
      const client = await readClient(key);
      if (client?.organisatie !== organisation) return false;
      if (client.ingetrokken !== undefined) return true;
      const { organisatie, sinds } = client;
      await table.write([{ ...clientKey(key), organisatie, sinds, ingetrokken: moment() }]);
      return true;
    },

    /** Shuts out an organisation, or one token of it until it has expired. */
    shutOut: async (organisation: string, by: string, tokenId?: string): Promise<void> => {
      const seconds = Math.floor(now() / 1000);
      await table.write([
        {
          pk: SHUT_OUT,
          sk: tokenId === undefined ? places.organisation(organisation) : places.token(organisation, tokenId),
          organisatie: organisation,
          kenmerk: tokenId,
          sinds: moment(),
          door: by,
          ...(tokenId === undefined ? {} : { verlooptOp: seconds + TOKEN_SECONDS }),
        },
      ]);
    },

    /**
     * Ends that an operator shut an organisation out; its tokens that were shut out one by one stay out. False when it was
     * not shut out.
     */
    letIn: async (organisation: string): Promise<boolean> => {
      const key = { pk: SHUT_OUT, sk: places.organisation(organisation) };
      const item = await table.read(key);
      if (item === undefined || item['opgeheven'] !== undefined) return false;
      await table.write([{ ...item, opgeheven: moment() }]);
      return true;
    },
  };
};

export type Admissions = ReturnType<typeof createAdmissions>;
