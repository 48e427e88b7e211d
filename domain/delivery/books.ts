import type { Balans, Difference, Ontvangstbalans, Postbalans } from '../../contracts/balans.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { Poststaat } from '../../contracts/postvak.ts';
import { berichtIdOf } from '../partners/bericht.ts';
import type { KanaalId } from '../partners/projection.ts';
import { placeKey } from './item.ts';

/** The books: the timeline says what had to be told, the postvak what became of it. They are kept apart and compared. */

/** What the timeline and the postvak of one zaak say. */
export interface ZaakBook {
  readonly zaakId: ZaakId;
  /** Commits of which not every message lies in the postvak yet. */
  readonly nogTeVersturen: number;
  readonly notices: readonly {
    readonly partner: KanaalId;
    readonly volgnummer: number;
    /** Whether its commit is still to be sent. Then it is no fault that the message is not in the postvak. */
    readonly underway: boolean;
  }[];
  readonly post: readonly {
    readonly partner: KanaalId;
    readonly volgnummer: number;
    readonly staat: Poststaat;
  }[];
}

export const EMPTY_POSTBALANS: Postbalans = {
  geproduceerd: 0,
  klaargezet: 0,
  bezorgd: 0,
  bevestigd: 0,
  geparkeerd: 0,
  vervallen: 0,
};

export const EMPTY_ONTVANGSTBALANS: Ontvangstbalans = {
  ontvangen: 0,
  wacht: 0,
  quarantaine: 0,
  verwerkt: 0,
};

/** The books, or one page of them, without the place where they go on. */
export type BalansPage = Omit<Balans, 'na'>;

export const EMPTY_BALANS: BalansPage = {
  ontvangsten: EMPTY_ONTVANGSTBALANS,
  aangenomen: 0,
  verdwenen: [],
  zaken: 0,
  post: {},
  nogTeVersturen: 0,
  verschillen: [],
};

const sum = <Name extends string>(
  one: Readonly<Record<Name, number>>,
  other: Readonly<Record<Name, number>>,
): Record<Name, number> => {
  const names = Object.keys(one) as Name[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as Record<Name, number>;
};

/** Two pages of the books, or the books of two zaken, as one. */
export const addBalans = (one: BalansPage, other: BalansPage): BalansPage => ({
  ontvangsten: sum(one.ontvangsten, other.ontvangsten),
  aangenomen: one.aangenomen + other.aangenomen,
  verdwenen: [...one.verdwenen, ...other.verdwenen],
  zaken: one.zaken + other.zaken,
  post: Object.fromEntries(
    [...new Set([...Object.keys(one.post), ...Object.keys(other.post)])].map((partner) => [
      partner,
      sum(one.post[partner] ?? EMPTY_POSTBALANS, other.post[partner] ?? EMPTY_POSTBALANS),
    ]),
  ),
  nogTeVersturen: one.nogTeVersturen + other.nogTeVersturen,
  verschillen: [...one.verschillen, ...other.verschillen],
});

/** The books of one zaak, of the partners that are asked for. Every message is in exactly one state. */
export const bookOf = (
  { zaakId, notices, post }: ZaakBook,
  counts: (partner: KanaalId) => boolean,
): Pick<Balans, 'post' | 'verschillen'> => {
  const ownPost = post.filter(({ partner }) => counts(partner));
  const placed = new Set(ownPost.map(placeKey));
  const decided = notices.filter(({ partner }) => counts(partner));
  const known = new Set(decided.map(placeKey));
  const book = new Map<KanaalId, Postbalans>();
  const count = (partner: KanaalId, name: keyof Postbalans): void => {
    const soFar = book.get(partner) ?? EMPTY_POSTBALANS;
    book.set(partner, { ...soFar, [name]: soFar[name] + 1 });
  };
  for (const notice of decided) {
    count(notice.partner, 'geproduceerd');
    if (!placed.has(placeKey(notice)) && notice.underway) count(notice.partner, 'klaargezet');
  }
  for (const { partner, staat } of ownPost) count(partner, staat);
  const difference = (
    soort: Difference['soort'],
    { partner, volgnummer }: { partner: KanaalId; volgnummer: number },
  ): Difference => ({
    soort,
    zaakId,
    partner,
    volgnummer,
    berichtId: berichtIdOf(zaakId, partner, volgnummer),
  });
  return {
    post: Object.fromEntries(book),
    verschillen: [
      ...decided
        .filter((notice) => !notice.underway && !placed.has(placeKey(notice)))
        .map((notice) => difference('bericht-ontbreekt', notice)),
      ...ownPost
        .filter((item) => !known.has(placeKey(item)))
        .map((item) => difference('bericht-onverwacht', item)),
    ],
  };
};

/** Produced minus everything that became of it: 0 when the books are in order. */
export const restOf = ({ geproduceerd, ...states }: Postbalans): number =>
  geproduceerd - Object.values(states).reduce((total, count) => total + count, 0);

/**
 * How many things do not add up: messages on which the timelines and the postvak differ and receipts that are gone, or differences
 * that only the sums show.
 */
export const differenceOf = ({
  post,
  verschillen,
  verdwenen,
}: Pick<Balans, 'post' | 'verschillen' | 'verdwenen'>): number =>
  Math.max(
    verschillen.length + verdwenen.length,
    Object.values(post).reduce((total, partner) => total + Math.abs(restOf(partner)), 0),
  );
