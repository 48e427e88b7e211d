import type { ZaakId } from '../../../contracts/base-types.ts';
import type { Door } from '../../../contracts/postvak.ts';
import { DAY_SECONDS } from '../../../contracts/time.ts';
import type {
  ItemPlace,
  ListItem,
  PostvakItem,
  PostvakState,
  Standing,
} from '../../../domain/delivery/item.ts';
import type { Move } from '../../../domain/delivery/transitions.ts';
import { known } from '../../../domain/known.ts';
import type { KanaalId } from '../../../domain/partners/projection.ts';
import type { Item, Key } from '../table.ts';

/** How a message lies in the table: its key, its item, and what a move changes of it. */

/** How the sort keys of messages and lanes begin. */
export const POST = 'POST#';

const PARTITION = 'POSTVAK#';

/** The partition of all messages about a zaak, in which nothing else lies: a function that may reach it reaches no timeline. */
export const postPartition = (zaakId: ZaakId): string => `${PARTITION}${zaakId}`;

/** The last part of the key of a lane's waiting state, which lies among the messages of its partner and zaak. */
export const LANE = 'BAAN';

/** The list in the index for one place of one partner. */
export const placeStatus = (partner: KanaalId, place: PostvakState): string => `${POST}${partner}#${place}`;

/** `POST#0907/taalschool#000001` in the partition of the messages about the zaak. */
export const itemKey = ({ zaakId, partner, volgnummer }: ItemPlace): Key => ({
  pk: postPartition(zaakId),
  sk: `${POST}${partner}#${String(volgnummer).padStart(6, '0')}`,
});

/** An alias outlives the content of its message, so that a late confirmation still finds it. */
const ALIAS_SECONDS = 180 * DAY_SECONDS;

/** An item by which a message is found that is known by its id only. */
export const idKey = (id: string): Key => ({ pk: `BERICHT#${id}`, sk: 'POST' });

/** The alias of a message. */
export const toIdItem = (item: PostvakItem): Item => {
  const { pk, sk } = itemKey(item);
  return {
    ...idKey(item.id),
    partner: item.partner,
    naarPk: pk,
    naarSk: sk,
    verlooptOp: Math.floor(Date.parse(item.klaargezetOp) / 1000) + ALIAS_SECONDS,
  };
};

/** The partner and the place that an item's key names, wherever it lies (old-place.ts). */
export const placeOf = ({ pk, sk }: Key): ItemPlace => {
  const [, partner = '', volgnummer = ''] = sk.split('#');
  return {
    partner: partner as KanaalId,
    zaakId: pk.slice(pk.indexOf('#') + 1) as ZaakId,
    volgnummer: Number(volgnummer),
  };
};

/**
 * Everything of a message except its key. One without content stands in no list, unless its content is still to be
 * made.
 */
const attributesOf = (item: PostvakItem): Readonly<Record<string, string | number | undefined>> => {
  const isListed = item.tekst !== undefined || item.reden !== undefined;
  return {
    status: isListed ? placeStatus(item.partner, item.plek) : undefined,
    sinds: isListed ? item.positie : undefined,
    berichtId: item.id,
    plek: item.plek,
    positie: item.positie,
    klaargezetOp: item.klaargezetOp,
    staatSinds: item.sinds,
    deur: item.deur,
    bezigTot: item.bezigTot,
    pogingen: item.pogingen.length === 0 ? undefined : JSON.stringify(item.pogingen),
    herleveringen: item.herleveringen === 0 ? undefined : item.herleveringen,
    herleveringId: item.herleveringId,
    type: item.type,
    source: item.source,
    bericht: item.tekst,
    reden: item.reden,
    uitVersie: item.uitVersie,
    bevestigdDoor: item.bevestigdDoor,
  };
};

/** A message as the table keeps it. */
export const toTableItem = (item: PostvakItem): Item => ({ ...itemKey(item), ...attributesOf(item) });

/** A move as the table makes it: only what differs is written, so that the content is not written again. */
export const tableMove = ({ from, to, places, claim, tekst }: Move) => {
  const old = attributesOf(from);
  return {
    key: itemKey(from),
    changes: Object.fromEntries(
      Object.entries(attributesOf(to)).filter(([name, value]) => old[name] !== value),
    ),
    statuses: places.map((place) => placeStatus(from.partner, place)),
    conditions: {
      ...known({ bezigTot: claim, bericht: tekst }),
    },
  };
};

const textField = <Name extends string>(name: Name, value: unknown) =>
  (value === undefined ? {} : { [name]: String(value) }) as { [N in Name]?: string };

/** Type and source of a message. An older item has them in its text only. */
const eventOf = ({ type, source, bericht }: Item): Pick<PostvakItem, 'type' | 'source'> => {
  const parsed = type === undefined && bericht !== undefined ? JSON.parse(String(bericht)) : { type, source };
  return { ...textField('type', parsed.type), ...textField('source', parsed.source) };
};

/** The message that an item of the table holds, in its new place or its old one. */
export const fromTableItem = (item: Item): PostvakItem => ({
  ...placeOf(item),
  id: String(item['berichtId']),
  plek: String(item['plek']) as PostvakState,
  positie: String(item['positie']),
  klaargezetOp: String(item['klaargezetOp']),
  sinds: String(item['staatSinds']),
  ...(textField('deur', item['deur']) as { deur?: Door }),
  ...textField('bezigTot', item['bezigTot']),
  pogingen: JSON.parse(String(item['pogingen'] ?? '[]')),
  herleveringen: Number(item['herleveringen'] ?? 0),
  ...textField('herleveringId', item['herleveringId']),
  ...eventOf(item),
  ...textField('tekst', item['bericht']),
  ...textField('reden', item['reden']),
  ...(item['uitVersie'] === undefined ? {} : { uitVersie: Number(item['uitVersie']) }),
  ...textField('bevestigdDoor', item['bevestigdDoor']),
});

/** An item of the index, which shows no more than this of a message. */
export const toListItem = (item: Item): ListItem => {
  const { type } = eventOf(item);
  return {
    ...placeOf(item),
    plek: String(item['status']).split('#').at(-1) as PostvakState,
    positie: String(item['sinds']),
    ...known({ type }),
    ...textField('tekst', item['bericht']),
    ...textField('reden', item['reden']),
  };
};

const isMessage = ({ sk }: Item): boolean => sk.startsWith(POST) && !sk.endsWith(`#${LANE}`);

/** The messages among these items, in the order of the items. */
export const postOf = (items: readonly Item[]): readonly PostvakItem[] =>
  items.filter(isMessage).map(fromTableItem);

/** What an item must show to know how far its message is. */
export const STANDING_ATTRIBUTES = ['plek', 'bezigTot'] as const;

/** How far the messages among these items are, in the order of the items. */
export const standingIn = (items: readonly Item[]): readonly Standing[] =>
  items.filter(isMessage).map((item) => ({
    ...placeOf(item),
    plek: String(item['plek']) as PostvakState,
    ...textField('bezigTot', item['bezigTot']),
  }));
