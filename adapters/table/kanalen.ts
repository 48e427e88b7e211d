import { randomUUID } from 'node:crypto';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { compareInstants } from '../../contracts/instant.ts';
import type { BaseDoor } from '../../contracts/postvak.ts';
import type { ShutOut } from '../../contracts/shut-out.ts';
import { DAY_SECONDS } from '../../contracts/time.ts';
import type { Abonnement, KanaalSettings } from '../../domain/delivery/abonnement.ts';
import { baseDoorOf } from '../../domain/delivery/base-door.ts';
import { known } from '../../domain/known.ts';
import { type KanaalId, kanaalId, kanaalParts } from '../../domain/partners/address.ts';
import { shutOutKey, TOKEN_SECONDS, tokenIn, toShutOut } from './shut-out.ts';
import type { Item, Key, Table } from './table.ts';

/** What each partner chose: its base door and its abonnementen, with what the hub noted about them. */

/** A line on the timeline of an abonnement: names and counts, never a secret or a value of a message. */
export interface AbonnementGebeurtenis {
  readonly tijdstip: string;
  readonly naam: string;
  /** An organisation, or `hub`. */
  readonly door: string;
  readonly gegevens: Readonly<Record<string, unknown>>;
}

/** A small state of an abonnement that several functions may change at once: a write holds only on the latest version. */
export interface State<Value> {
  readonly waarde: Value;
  readonly versie: number;
}

/**
 * What is kept per abonnement beside its settings: how its receiver does, how fast it may be called, and how often it was
 * asked for consent. The last is kept per partner and per host too, under its name in the place of the id.
 */
export type StateKind = 'GEZONDHEID' | 'TEMPO' | 'VRAGEN';

const TIJDLIJN_SECONDS = 2 * 365 * DAY_SECONDS;
/** Only the questions of the past hour count. */
const VRAGEN_SECONDS = DAY_SECONDS;
const ABONNEMENT = 'ABONNEMENT';

const kanaalKey = (adres: KanaalId) => {
  const { gemeentecode, partner } = kanaalParts(adres);
  return { pk: `KANAAL#${gemeentecode}`, sk: `${partner}#KANAAL` };
};
const abonnementKey = (adres: KanaalId, id: string) => {
  const { gemeentecode, partner } = kanaalParts(adres);
  return { pk: `KANAAL#${gemeentecode}`, sk: `${partner}#${ABONNEMENT}#${id}` };
};

/** Whose abonnement stands at this place; undefined when it is the place of something else. */
export const abonnementAt = ({
  pk,
  sk,
}: Key): { readonly kanaal: KanaalId; readonly id: string } | undefined => {
  const [partner = '', kind, id] = sk.split('#');
  if (!pk.startsWith('KANAAL#') || kind !== ABONNEMENT || id === undefined) return undefined;
  return { kanaal: kanaalId(pk.slice('KANAAL#'.length) as Gemeentecode, partner), id };
};

const toAbonnement = (item: Item): Abonnement => JSON.parse(String(item['inhoud']));

const isAbonnement = ({ sk, ...item }: Item): boolean =>
  sk.split('#')[1] === ABONNEMENT && item['verwijderdOp'] === undefined;

/** The oldest abonnement goes first; two of one moment go by id, so that every reader sees one order. */
const onAge = (one: Abonnement, other: Abonnement): number =>
  compareInstants(one.aangemaaktOp, other.aangemaaktOp) || (one.id < other.id ? -1 : 1);

const settingsOf = (kanaal: KanaalId, items: readonly Item[]): KanaalSettings => {
  const uitgesloten = items
    .filter((item) => tokenIn(item) === undefined)
    .map(toShutOut)
    .find((one) => one !== undefined);
  const chosen = items.find(({ sk }) => sk.endsWith('#KANAAL'))?.['basisdeur'] as BaseDoor | undefined;
  return {
    basisdeur: baseDoorOf(kanaal, chosen),
    abonnementen: items.filter(isAbonnement).map(toAbonnement).toSorted(onAge),
    ...known({ uitgesloten }),
  };
};

/** Every door of every partner of a gemeente. */
export type Settings = (partner: KanaalId) => KanaalSettings;

const replaceAbonnement = async (
  table: Table,
  partner: KanaalId,
  { id, versie }: Abonnement,
  content: Omit<Abonnement, 'versie'>,
): Promise<Abonnement | undefined> => {
  const fresh: Abonnement = { ...content, versie: versie + 1 };
  const item = { ...abonnementKey(partner, id), versie: fresh.versie, inhoud: JSON.stringify(fresh) };
  return (await table.replace(item, { versie })) ? fresh : undefined;
};

/** What partners chose of their doors, and how their receivers do. */
export const createKanalen = (table: Table) => ({
  /** The doors of these partners, read at once per gemeente. Strongly consistent. */
  async settingsOfAll(partners: Iterable<KanaalId>): Promise<Settings> {
    const codes = new Set([...partners].map((partner) => kanaalParts(partner).gemeentecode));
    const perGemeente = await Promise.all(
      [...codes].map(async (code) => ({ code, items: await table.partition(`KANAAL#${code}`) })),
    );
    const perPartner = new Map(
      perGemeente.flatMap(({ code, items }) =>
        [...Map.groupBy(items, ({ sk }) => sk.split('#')[0])].map(([key, own]) => {
          const kanaal = kanaalId(code, key ?? '');
          return [kanaal, settingsOf(kanaal, own)] as const;
        }),
      ),
    );
    return (partner) => perPartner.get(partner) ?? settingsOf(partner, []);
  },

  /** The doors of one partner. Strongly consistent. */
  async settings(partner: KanaalId): Promise<KanaalSettings> {
    const { gemeentecode, partner: key } = kanaalParts(partner);
    return settingsOf(partner, await table.partition(`KANAAL#${gemeentecode}`, `${key}#`));
  },

  chooseBaseDoor: (partner: KanaalId, baseDoor: BaseDoor): Promise<void> =>
    table.write([{ ...kanaalKey(partner), basisdeur: baseDoor }]),

  /** Shuts this partner out, or one token of it until it has expired; what is shut out already stays so as it was. */
  async shutOut(partner: KanaalId, how: ShutOut, tokenId?: string): Promise<void> {
    const key = shutOutKey(partner, tokenId);
    const item = await table.read(key);
    if (item !== undefined && toShutOut(item) !== undefined) return;
    const verlooptOp = Math.floor(Date.parse(how.sinds) / 1000) + TOKEN_SECONDS;
    await table.write([{ ...key, ...how, ...(tokenId === undefined ? {} : { verlooptOp }) }]);
  },

  /**
   * Lets this partner in again (its tokens that were shut out one by one stay out), and keeps by whom and when. False when
   * it was not shut out.
   */
  async letIn(partner: KanaalId, by: string, at: Date): Promise<boolean> {
    const item = await table.read(shutOutKey(partner));
    if (item === undefined || toShutOut(item) === undefined) return false;
    await table.write([{ ...item, opgeheven: at.toISOString(), opgehevenDoor: by }]);
    return true;
  },

  /** An abonnement of this partner; undefined when it has none with this id. Strongly consistent. */
  async abonnement(partner: KanaalId, id: string): Promise<Abonnement | undefined> {
    const item = await table.read(abonnementKey(partner, id));
    return item === undefined || !isAbonnement(item) ? undefined : toAbonnement(item);
  },

  /** Whether this partner has, or had, an abonnement with this id. Strongly consistent. */
  async knew(partner: KanaalId, id: string): Promise<boolean> {
    return (await table.read(abonnementKey(partner, id))) !== undefined;
  },

  /** Keeps a new abonnement; false when its id exists. */
  create: (partner: KanaalId, abonnement: Abonnement): Promise<boolean> =>
    table.insert({
      ...abonnementKey(partner, abonnement.id),
      versie: abonnement.versie,
      inhoud: JSON.stringify(abonnement),
    }),

  /** Writes a change of what was read; undefined when another writer changed it meanwhile. */
  change: (
    partner: KanaalId,
    before: Abonnement,
    change: Partial<Omit<Abonnement, 'id' | 'versie' | 'aangemaaktOp'>>,
  ): Promise<Abonnement | undefined> => replaceAbonnement(table, partner, before, { ...before, ...change }),

  /** Writes the whole as the successor of what was read; undefined when another writer changed it meanwhile. */
  replace: (
    partner: KanaalId,
    before: Abonnement,
    fresh: Omit<Abonnement, 'versie'>,
  ): Promise<Abonnement | undefined> => replaceAbonnement(table, partner, before, fresh),

  /** Takes an abonnement away with its secrets; that it was there remains. False when it changed meanwhile. */
  remove: (partner: KanaalId, before: Abonnement, now: Date): Promise<boolean> =>
    table.replace(
      {
        ...abonnementKey(partner, before.id),
        versie: before.versie + 1,
        verwijderdOp: now.toISOString(),
      },
      { versie: before.versie },
    ),

  /** Adds a line to the timeline of an abonnement. */
  async record(abonnementId: string, gebeurtenis: AbonnementGebeurtenis): Promise<void> {
    const { tijdstip, naam, door, gegevens } = gebeurtenis;
    await table.insert({
      pk: `${ABONNEMENT}#${abonnementId}`,
      sk: `GEBEURTENIS#${tijdstip}#${randomUUID()}`,
      naam,
      door,
      gegevens: JSON.stringify(gegevens),
      verlooptOp: Math.floor(Date.parse(tijdstip) / 1000) + TIJDLIJN_SECONDS,
    });
  },

  /** The timeline of an abonnement, oldest first. */
  async tijdlijn(abonnementId: string): Promise<readonly AbonnementGebeurtenis[]> {
    const items = await table.partition(`${ABONNEMENT}#${abonnementId}`, 'GEBEURTENIS#');
    return items.map((item) => ({
      tijdstip: item.sk.split('#')[1] ?? '',
      naam: String(item['naam']),
      door: String(item['door']),
      gegevens: JSON.parse(String(item['gegevens'])),
    }));
  },

  /** A small state of an abonnement; undefined when nothing was noted yet. Strongly consistent. */
  async state<Value>(abonnementId: string, kind: StateKind): Promise<State<Value> | undefined> {
    const item = await table.read({ pk: `${ABONNEMENT}#${abonnementId}`, sk: kind });
    return item === undefined
      ? undefined
      : { waarde: JSON.parse(String(item['waarde'])), versie: Number(item['versie']) };
  },

  /** Writes it as the successor of what was read; false when another writer did so first. */
  putState<Value>(
    abonnementId: string,
    kind: StateKind,
    value: Value,
    before: State<Value> | undefined,
  ): Promise<boolean> {
    const item = {
      pk: `${ABONNEMENT}#${abonnementId}`,
      sk: kind,
      versie: (before?.versie ?? 0) + 1,
      waarde: JSON.stringify(value),
      ...(kind === 'VRAGEN' ? { verlooptOp: Math.floor(Date.now() / 1000) + VRAGEN_SECONDS } : {}),
    };
    return before === undefined ? table.insert(item) : table.replace(item, { versie: before.versie });
  },
});

export type Kanalen = ReturnType<typeof createKanalen>;
