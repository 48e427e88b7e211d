import type { ZaakId } from '../../../contracts/base-types.ts';
import { DAY_SECONDS } from '../../../contracts/time.ts';
import type { KanaalSettings } from '../../../domain/delivery/abonnement.ts';
import { type HerleveringChoice, isRequested } from '../../../domain/delivery/herlevering.ts';
import { isOpen, type ListItem } from '../../../domain/delivery/item.ts';
import { type KanaalId, kanaalParts } from '../../../domain/partners/address.ts';
import { allPages } from '../all-pages.ts';
import type { Item, Table } from '../table.ts';
import { createLanes } from './lanes.ts';
import { createPostvak } from './postvak.ts';
import { createReadable } from './readable.ts';

/** Requests to send messages again, and how far they are. Of one partner one runs at a time. */

export interface Herlevering {
  readonly id: string;
  readonly kanaal: KanaalId;
  readonly keuze: HerleveringChoice;
  /** Messages per minute that are put back at most. */
  readonly tempo?: number;
  readonly door: string;
  readonly aangevraagdOp: string;
  /** How many there were when it was asked. */
  readonly aantal: number;
  readonly gedaan: number;
  /** Up to which message it is done, as `progressOf` writes that. Earlier versions of the hub wrote a position for one zaak too. */
  readonly na?: string;
  /** When it goes on; absent when it has ended. */
  readonly vanaf?: string;
  readonly versie: number;
}

/** A request that has not ended, in the index by when it goes on. */
const STATUS_RUNNING = 'HERLEVERING';
const KEEP_SECONDS = 90 * DAY_SECONDS;
const PAGE = 200;

const HERLEVERING = 'HERLEVERING#';
const key = (id: string) => ({ pk: `${HERLEVERING}${id}`, sk: 'HERLEVERING' });
const placeKey = (kanaal: KanaalId) => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  return { pk: `${HERLEVERING}${gemeentecode}`, sk: partner };
};

const toItem = (herlevering: Herlevering): Item => ({
  ...key(herlevering.id),
  ...(herlevering.vanaf === undefined ? {} : { status: STATUS_RUNNING, sinds: herlevering.vanaf }),
  versie: herlevering.versie,
  inhoud: JSON.stringify(herlevering),
  verlooptOp: Math.floor(Date.parse(herlevering.aangevraagdOp) / 1000) + KEEP_SECONDS,
});

const toHerlevering = (item: Item): Herlevering => JSON.parse(String(item['inhoud']));

/**
 * How far a request is after a message. Of one zaak that is a volgnummer: a message that got its content late lies behind later ones,
 * and its receiver gets it before them all the same.
 */
export const progressOf = (
  { zaakId }: Pick<HerleveringChoice, 'zaakId'>,
  { positie, volgnummer }: Pick<ListItem, 'positie' | 'volgnummer'>,
): string => (zaakId === undefined ? positie : String(volgnummer).padStart(6, '0'));

/** A position names its zaak after this sign. */
const isPosition = (reached: string): boolean => reached.includes('#');

/** One page of the messages that a request asks for, wherever they stand. */
export interface ChoicePage {
  readonly items: readonly ListItem[];
  /** Where the next page begins; absent after the last. */
  readonly na?: string;
}

const readHerlevering = async (table: Pick<Table, 'read'>, id: string): Promise<Herlevering | undefined> => {
  const item = await table.read(key(id));
  return item === undefined ? undefined : toHerlevering(item);
};

/** What the watch needs of requests. */
export const waitingHerleveringen = (table: Pick<Table, 'read' | 'perStatus'>) => ({
  /** Requests that may go on by now, soonest first. What the index says of them may be old; each is read itself. */
  async waiting(now: Date): Promise<readonly Herlevering[]> {
    const moment = now.toISOString();
    const { items } = await table.perStatus(STATUS_RUNNING, { until: moment });
    const found = await Promise.all(
      items.map(({ pk }) => readHerlevering(table, pk.slice(HERLEVERING.length))),
    );
    return found.flatMap((one) =>
      one?.vanaf !== undefined && Date.parse(one.vanaf) <= now.getTime() ? [one] : [],
    );
  },
});

/** What partners asked to be sent again. */
export const createHerleveringen = (table: Table) => {
  const postvak = createPostvak(table);
  const lanes = createLanes(table);
  const readable = createReadable(table);

  /** Every message of one zaak is read at once; anything else page by page. */
  const page = async (
    kanaal: KanaalId,
    { zaakId, van = '', tot }: HerleveringChoice,
    after?: string,
  ): Promise<{ items: readonly ListItem[]; meer: boolean }> => {
    if (zaakId === undefined) {
      return postvak.list(kanaal, { na: after ?? van, until: `${tot}#~`, max: PAGE });
    }
    const { items } = await lanes.read(kanaal, zaakId as ZaakId);
    if (after === undefined) return { items, meer: false };
    const countsBy = isPosition(after) ? {} : { zaakId };
    return { items: items.filter((item) => progressOf(countsBy, item) > after), meer: false };
  };

  /** The messages that a request asks for, of one zaak by volgnummer and else by position: counting and sending look at them in the same way. */
  const choose = async (
    kanaal: KanaalId,
    choice: HerleveringChoice,
    settings: KanaalSettings,
    after?: string,
  ): Promise<ChoicePage> => {
    const { items, meer } = await page(kanaal, choice, after);
    const latest = items.at(-1)?.positie;
    return {
      // What a partner may not know any more cannot be ordered again.
      items: await readable(
        kanaal,
        items.filter((item) => isRequested(choice, settings, item)),
      ),
      ...(meer && latest !== undefined ? { na: latest } : {}),
    };
  };

  const read = (id: string): Promise<Herlevering | undefined> => readHerlevering(table, id);

  /** Writes how far it is; undefined when another writer did so first. */
  const recordProgress = async (
    before: Herlevering,
    entry: Pick<Herlevering, 'gedaan' | 'na' | 'vanaf'>,
  ): Promise<Herlevering | undefined> => {
    const { na: _, vanaf: __, ...rest } = before;
    const fresh: Herlevering = { ...rest, ...entry, versie: before.versie + 1 };
    return (await table.replace(toItem(fresh), { versie: before.versie })) ? fresh : undefined;
  };

  const hasPlace = async ({ id, kanaal }: Herlevering): Promise<boolean> =>
    (await table.read(placeKey(kanaal)))?.['herleveringId'] === id;

  /** Takes the one place of its partner; false when that is of a request that has not ended, or another one was first. */
  const takePlace = async (fresh: Herlevering): Promise<boolean> => {
    const place = placeKey(fresh.kanaal);
    const item = { ...place, herleveringId: fresh.id };
    const busy = await table.read(place);
    if (busy === undefined) return (await table.insert(item)) || hasPlace(fresh);
    const previous = String(busy['herleveringId']);
    if ((await read(previous))?.vanaf !== undefined) return false;
    // A try that took the place and lost its answer is refused when the SDK makes it again.
    return (await table.replace(item, { herleveringId: previous })) || hasPlace(fresh);
  };

  return {
    read,
    choose,

    /** How many messages a request would send now: what is still on its way is not sent twice. */
    async count(kanaal: KanaalId, choice: HerleveringChoice, settings: KanaalSettings): Promise<number> {
      const chosen = await allPages(async (after) => {
        const { items, ...rest } = await choose(kanaal, choice, settings, after);
        return { elements: items.filter((item) => !isOpen(item)).map(() => 1), ...rest };
      });
      return chosen.length;
    },

    /** Keeps a new request; false when another one of this partner has not ended. */
    async begin(fresh: Herlevering): Promise<boolean> {
      if (!(await takePlace(fresh))) return false;
      // The id is of this request alone: what is there by that name is this request, kept by a try whose answer was lost.
      await table.insert(toItem(fresh));
      // A place without its request counts as free, because of a crash in between: another request may have taken it before this one was kept.
      if (await hasPlace(fresh)) return true;
      await recordProgress(fresh, { gedaan: 0 });
      return false;
    },

    recordProgress,

    ...waitingHerleveringen(table),
  };
};

export type Herleveringen = ReturnType<typeof createHerleveringen>;
