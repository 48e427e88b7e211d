import type { ZaakId } from '../../../contracts/base-types.ts';
import type { PostvakItem } from '../../../domain/delivery/item.ts';
import { known } from '../../../domain/known.ts';
import type { KanaalId } from '../../../domain/partners/projection.ts';
import { allPages } from '../all-pages.ts';
import type { Item, Table } from '../table.ts';
import { LANE, POST, placeOf, postOf, postPartition } from './item.ts';

/** Lanes: what one partner still gets of one zaak, in order. A lane has a state of its own only while it must wait. */

/** Until when a lane waits, and why. */
export interface Lane {
  readonly kanaal: KanaalId;
  readonly zaakId: ZaakId;
  /** The message at its head when it began to wait. */
  readonly volgnummer: number;
  /** Failed tries of that message, of this round. */
  readonly pogingen: number;
  readonly from: string;
  /** When its next try was planned; `from` is earlier when somebody let it go on before that. */
  readonly gepland: string;
  /** Whose receiver these tries and this wait are about. */
  readonly abonnementId: string;
  /** The receiver asked not to get the message before this moment. */
  readonly nietVoor?: string;
  /** At `from` its receiver has room for it: that was reserved. */
  readonly gereserveerd: boolean;
  /** Its receiver refused a token at this try, and it comes back to be called with a new one: that happens once for each try. */
  readonly geweigerd?: boolean;
}

/** A lane as the list of what is due shows it. Earlier versions of the hub did not show there for whose receiver it waits. */
export type WaitingLane = Pick<Lane, 'kanaal' | 'zaakId' | 'from' | 'nietVoor'> &
  Partial<Pick<Lane, 'abonnementId'>>;

/** Everything of one partner of one zaak, in order of volgnummer. */
export interface LaneEntry {
  readonly items: readonly PostvakItem[];
  /** Only while the lane waits. */
  readonly baan?: Lane;
}

/** The list of lanes that wait, by the moment at which they may go on. */
export const STATUS_LANE = 'BAAN';

/**
 * By what a lane stands in line for its receiver. An older version wrote `gereserveerd`, for a place that it had taken already; it
 * does not know this one, so that beside it or after it no lane is called that has no place.
 */
const IN_LINE = 'inRij';

/** By what a lane comes back with a new token. An older version does not read it, and counts that as a try. */
const REFUSED = 'tokenGeweigerd';

const key = ({ kanaal, zaakId }: Pick<Lane, 'kanaal' | 'zaakId'>) => ({
  pk: postPartition(zaakId),
  sk: `${POST}${kanaal}#${LANE}`,
});

/** What the list shows of a lane beside when it goes on. */
type Shown = Pick<WaitingLane, 'abonnementId' | 'nietVoor'>;

const writeShown = ({ abonnementId, nietVoor }: Shown): string => JSON.stringify({ abonnementId, nietVoor });

const toWaiting = (item: Item): WaitingLane => {
  const { partner, zaakId } = placeOf(item);
  const shown: Shown = JSON.parse(String(item['bericht'] ?? '{}'));
  return { kanaal: partner, zaakId, from: String(item['sinds']), ...shown };
};

const toLane = (item: Item): Lane => ({
  ...toWaiting(item),
  gepland: String(item['gepland']),
  abonnementId: String(item['abonnementId']),
  volgnummer: Number(item['volgnummer']),
  pogingen: Number(item['pogingen'] ?? 0),
  gereserveerd: item[IN_LINE] === 'ja',
  ...(item[REFUSED] === 'ja' ? { geweigerd: true } : {}),
});

/** The lanes of receivers: one for each partner and zaak. */
export const createLanes = (table: Table) => ({
  /** Strongly consistent. */
  async read(kanaal: KanaalId, zaakId: ZaakId): Promise<LaneEntry> {
    const items = await table.partition(postPartition(zaakId), `${POST}${kanaal}#`);
    const lane = items.find((item) => item['status'] === STATUS_LANE);
    return { items: postOf(items), ...(lane === undefined ? {} : { baan: toLane(lane) }) };
  },

  /** The lane waits until `from`. */
  wait: (lane: Lane): Promise<void> =>
    table.write([
      {
        ...key(lane),
        status: STATUS_LANE,
        sinds: lane.from,
        gepland: lane.gepland,
        abonnementId: lane.abonnementId,
        volgnummer: lane.volgnummer,
        pogingen: lane.pogingen,
        bericht: writeShown(lane),
        ...(lane.gereserveerd ? { [IN_LINE]: 'ja' } : {}),
        ...(lane.geweigerd === true ? { [REFUSED]: 'ja' } : {}),
      },
    ]),

  /** The lane, if it still waits, need not wait any longer: its partner did something about it. */
  async advance({ kanaal, zaakId }: Pick<Lane, 'kanaal' | 'zaakId'>, now: Date): Promise<void> {
    const changes = { sinds: now.toISOString(), bericht: undefined, [IN_LINE]: undefined };
    await table.change(key({ kanaal, zaakId }), changes, [STATUS_LANE]);
  },

  /**
   * The same because its receiver answers again: as soon as that receiver asked for at the earliest. One that began another wait
   * since the list showed it is left as it is. Gives from when it goes on.
   */
  async advanceAsAsked(lane: WaitingLane, now: Date): Promise<string> {
    const moment = now.toISOString();
    const { from, nietVoor = moment, abonnementId } = lane;
    const sinds = nietVoor > moment ? nietVoor : moment;
    if (sinds >= from) return from;
    const unchanged = abonnementId === undefined ? {} : { bericht: writeShown(lane) };
    await table.change(key(lane), { sinds, [IN_LINE]: undefined }, [STATUS_LANE], unchanged);
    return sinds;
  },

  /** Nothing holds the lane any more. */
  async free(lane: Pick<Lane, 'kanaal' | 'zaakId'>): Promise<void> {
    await table.change(
      key(lane),
      {
        status: undefined,
        sinds: undefined,
        gepland: undefined,
        abonnementId: undefined,
        volgnummer: undefined,
        pogingen: undefined,
        bericht: undefined,
        [IN_LINE]: undefined,
        [REFUSED]: undefined,
      },
      [STATUS_LANE],
    );
  },

  /** Lanes that may go on by `until`, or all that wait; soonest first. Eventually consistent. */
  async waiting(until?: string): Promise<readonly WaitingLane[]> {
    const items = await allPages(async (after) => {
      const { items: elements, ...rest } = await table.perStatus(STATUS_LANE, {
        max: 1000,
        ...known({ until, na: after }),
      });
      return { elements, ...rest };
    });
    return items.map(toWaiting);
  },
});

export type Lanes = ReturnType<typeof createLanes>;
