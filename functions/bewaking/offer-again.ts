import type { Bus } from '../../adapters/bus/bus.ts';
import type { Offer, OfferAgain } from '../../adapters/table/offer-again.ts';
import type { Ontvangsten } from '../../adapters/table/ontvangsten.ts';
import type { Item, Table } from '../../adapters/table/table.ts';
import type { Ontvangst } from '../../contracts/api.ts';
import type { OntvangstId } from '../../contracts/base-types.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import { DAY_MS } from '../../contracts/time.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { note } from './findings.ts';
import { momentBefore } from './moments.ts';

/**
 * Accepted messages that no function got through are offered to their queue again, the oldest first and a bounded number in each
 * run. Those that were offered often enough stay in their list for as long as nobody takes them up: a place is kept behind them,
 * so that no run looks at them again but the round that goes along all of them: it gets what a run leaves, and half at least.
 */

export interface OfferDependencies {
  readonly table: Pick<Table, 'read' | 'writeIfNewer'>;
  readonly ontvangsten: Pick<Ontvangsten, 'list' | 'countUntil' | 'isTried'>;
  readonly offers: OfferAgain;
  readonly bus: Pick<Bus, 'publish'>;
  readonly telemetry: Telemetry<MetricOf<'bewaking'>>;
  readonly now: Date;
}

/** What stays 'ontvangen' this long was not taken by any queue, or its function keeps failing. */
const RECEIVED_TOO_LONG_MS = 60 * 60 * 1000;
/** Receipts that are looked at in one run, and side by side. */
const PER_RUN = 500;
const TOGETHER = 25;
/**
 * So often a round begins in which every receipt is looked at, also those behind the place: somebody may have put back old
 * ones. One that takes longer comes to its end first.
 */
const ROUND_MS = DAY_MS;

const KEY = { pk: 'LIJSTEN', sk: 'ONTVANGSTEN' };

/** Offers accepted messages to their queue again, each at most once an hour; receivers ignore what they know. */
export const publishAgain = async (deps: OfferDependencies): Promise<void> => {
  const { ontvangsten, now } = deps;
  const until = momentBefore(now, RECEIVED_TOO_LONG_MS);
  const counted = new Map([['ontvangsten', await ontvangsten.countUntil('ontvangen', until)]]);
  await note(deps, 'BlijftLiggen', counted, (what) => what === 'ontvangsten');
  const place = await readPlace(deps, until);
  const { ronde } = place;
  const max = ronde === undefined ? PER_RUN : PER_RUN / 2;
  const stuck = await offerFrom(deps, { na: place.na, until, max });
  const round =
    ronde === undefined || stuck.isAway
      ? undefined
      : await offerFrom(deps, {
          na: ronde.na,
          until: momentBefore(new Date(place.begonnen), RECEIVED_TOO_LONG_MS),
          max: PER_RUN - stuck.looked.size,
          but: stuck.looked,
        });
  const refused = [...stuck.refused, ...(round?.refused ?? [])];
  await Promise.all(refused.map((ontvangstId) => ontvangsten.isTried(ontvangstId, now)));
  const next = round?.isThrough === true ? undefined : (round ?? ronde);
  await writePlace(deps, { ...place, na: stuck.na, ronde: next && { na: next.na } }, until);
  const failure = stuck.failure ?? round?.failure;
  if (failure !== undefined) throw failure.reason;
};

/** A part of the list: at most so many receipts after one of them, up to a moment. */
interface Part {
  readonly na: string | undefined;
  readonly until: string;
  readonly max: number;
  /** Those that this run looked at already: the index may not know yet that they stand at the end of the list. */
  readonly but?: ReadonlySet<OntvangstId>;
}

interface Progress {
  readonly looked: ReadonlySet<OntvangstId>;
  /** After which receipt the next run begins. */
  readonly na: string | undefined;
  /** Whether the part ends where the list does. */
  readonly isThrough: boolean;
  /** Whether the bus took nothing at all. */
  readonly isAway: boolean;
  /** Those that the bus refused while it took others: they come again as the last ones, and it does not count. */
  readonly refused: readonly OntvangstId[];
  readonly failure?: PromiseRejectedResult | undefined;
}

/** Offers page by page; a bus that takes nothing at all is left alone, and the next run begins with what it refused. */
const offerFrom = async (
  deps: OfferDependencies,
  { na: from, until, max, but = new Set() }: Part,
): Promise<Progress> => {
  const outcomes: Offered[] = [];
  const looked = new Set<OntvangstId>();
  let na = from;
  let beforeRefusal = from;
  let isThrough = false;
  for (let left = max; left > 0; left -= TOGETHER) {
    const { ontvangsten, ...page } = await deps.ontvangsten.list(
      'ontvangen',
      na,
      until,
      Math.min(left, TOGETHER),
    );
    for (const { ontvangstId } of ontvangsten) looked.add(ontvangstId);
    outcomes.push(
      ...(await offerAll(
        deps,
        ontvangsten.filter(({ ontvangstId }) => !but.has(ontvangstId)),
      )),
    );
    const refused = outcomes.filter(({ outcome }) => outcome.status === 'rejected').length;
    isThrough = page.na === undefined;
    if (page.na === undefined || (refused >= TOGETHER && refused === outcomes.length)) break;
    na = page.na;
    if (refused === 0) beforeRefusal = na;
  }
  const failures = outcomes.flatMap(({ ontvangstId, outcome }) =>
    outcome.status === 'rejected' ? [{ ontvangstId, outcome }] : [],
  );
  const failure = failures[0]?.outcome;
  const isAway = failure !== undefined && failures.length === outcomes.length;
  return isAway
    ? { looked, na: beforeRefusal, isThrough: false, isAway, refused: [], failure }
    : { looked, na, isThrough, isAway, refused: failures.map(({ ontvangstId }) => ontvangstId), failure };
};

interface Offered {
  readonly ontvangstId: OntvangstId;
  readonly outcome: PromiseSettledResult<void>;
}

/** Offers those of some receipts that are still to be offered, side by side, and counts it of what the bus took. */
const offerAll = async (
  deps: OfferDependencies,
  receipts: readonly Pick<Ontvangst, 'ontvangstId'>[],
): Promise<readonly Offered[]> => {
  const found = await Promise.all(receipts.map(({ ontvangstId }) => readOffer(deps, ontvangstId)));
  return Promise.all(
    found
      .filter((one) => one !== undefined)
      .map(async (one) => {
        const [outcome] = await Promise.allSettled([offer(deps, one)]);
        return { ontvangstId: one.bericht.ontvangstId, outcome };
      }),
  );
};

const readOffer = async (
  { offers, telemetry }: OfferDependencies,
  ontvangstId: OntvangstId,
): Promise<Offer | undefined> => {
  const found = await offers.toOfferAgain(ontvangstId);
  if (found !== 'quarantaine') return found;
  telemetry.fout('bewaard bericht in quarantaine', { ontvangstId });
  telemetry.count('InQuarantaine', 1);
  return undefined;
};

const offer = async ({ offers, bus, telemetry, now }: OfferDependencies, one: Offer): Promise<void> => {
  const { ontvangstId, type } = one.bericht;
  await bus.publish([one.bericht]);
  await offers.countOffer(one, now);
  telemetry.info('ontvangst opnieuw aangeboden', { ontvangstId, type });
};

interface Place {
  /** After this receipt; from the first one on when there is none. */
  readonly na: string | undefined;
  /** When the last round began. */
  readonly begonnen: string;
  /** After which receipt the round goes on, as long as there is one. */
  readonly ronde: Pick<Part, 'na'> | undefined;
  readonly stored: Item | undefined;
}

/** Where the run before stopped; before the first receipt when the clock was put back. A round begins once a day. */
const readPlace = async ({ table, now }: OfferDependencies, until: string): Promise<Place> => {
  const stored = await table.read(KEY);
  const moment = now.toISOString();
  if (stored === undefined || String(stored['tot']) > until) {
    return { na: undefined, begonnen: moment, ronde: undefined, stored };
  }
  // An empty text is the place before the first one.
  const placeOf = (name: string) => (stored[name] ? String(stored[name]) : undefined);
  const na = placeOf('na');
  const begonnen = String(stored['begonnen']);
  if (stored['ronde'] !== undefined) return { na, begonnen, ronde: { na: placeOf('ronde') }, stored };
  const isDue = begonnen <= momentBefore(now, ROUND_MS);
  return { na, begonnen: isDue ? moment : begonnen, ronde: isDue ? { na: undefined } : undefined, stored };
};

const writePlace = async (
  { table }: OfferDependencies,
  { na, begonnen, ronde, stored }: Place,
  until: string,
): Promise<void> => {
  const fresh = { begonnen, na, ronde: ronde && (ronde.na ?? '') };
  if (stored?.['begonnen'] === begonnen && stored['na'] === na && stored['ronde'] === fresh.ronde) return;
  // Whoever writes this twice only looks at the same receipts again.
  const versie = Number(stored?.['versie'] ?? 0) + 1;
  await table.writeIfNewer({ ...KEY, versie, ...fresh, tot: until }, 'versie');
};
