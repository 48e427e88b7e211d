import type { Bus } from '../../adapters/bus/bus.ts';
import type { Offer, OfferAgain } from '../../adapters/table/offer-again.ts';
import type { Ontvangsten } from '../../adapters/table/ontvangsten.ts';
import type { Item, Table } from '../../adapters/table/table.ts';
import type { Ontvangst } from '../../contracts/api.ts';
import type { OntvangstId } from '../../contracts/base-types.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { note } from './findings.ts';
import { momentBefore } from './moments.ts';

/**
 * Accepted messages that no function got through are offered to their queue again, the oldest first and a bounded number in each
 * run. Those that were offered often enough stay in their list for as long as nobody takes them up: a place is kept behind them,
 * so that no run looks at them again.
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
/** So often every receipt is looked at, also those behind the place: somebody may have put back old ones. */
const ROUND_MS = 24 * 60 * 60 * 1000;

const KEY = { pk: 'LIJSTEN', sk: 'ONTVANGSTEN' };

/** Offers accepted messages to their queue again, each at most once an hour; receivers ignore what they know. */
export const publishAgain = async (deps: OfferDependencies): Promise<void> => {
  const { ontvangsten, now } = deps;
  const until = momentBefore(now, RECEIVED_TOO_LONG_MS);
  const counted = new Map([['ontvangsten', await ontvangsten.countUntil('ontvangen', until)]]);
  await note(deps, 'BlijftLiggen', counted, (what) => what === 'ontvangsten');
  const place = await readPlace(deps, until);
  const { na, refused, failure } = await offerFrom(deps, place.na, until);
  await Promise.all(refused.map((ontvangstId) => ontvangsten.isTried(ontvangstId, now)));
  await writePlace(deps, place, until, na);
  if (failure !== undefined) throw failure.reason;
};

interface Progress {
  /** After which receipt the next run begins. */
  readonly na: string | undefined;
  /** Those that the bus refused while it took others: they come again as the last ones, and it does not count. */
  readonly refused: readonly OntvangstId[];
  readonly failure?: PromiseRejectedResult | undefined;
}

/** Offers page by page; a bus that takes nothing at all is left alone, and the next run begins with what it refused. */
const offerFrom = async (
  deps: OfferDependencies,
  from: string | undefined,
  until: string,
): Promise<Progress> => {
  const outcomes: Offered[] = [];
  let na = from;
  let beforeRefusal = from;
  for (let seen = 0; seen < PER_RUN; seen += TOGETHER) {
    const { ontvangsten, ...page } = await deps.ontvangsten.list('ontvangen', na, until, TOGETHER);
    outcomes.push(...(await offerAll(deps, ontvangsten)));
    const refused = outcomes.filter(({ outcome }) => outcome.status === 'rejected').length;
    if (page.na === undefined || (refused >= TOGETHER && refused === outcomes.length)) break;
    na = page.na;
    if (refused === 0) beforeRefusal = na;
  }
  const failures = outcomes.flatMap(({ ontvangstId, outcome }) =>
    outcome.status === 'rejected' ? [{ ontvangstId, outcome }] : [],
  );
  const failure = failures[0]?.outcome;
  return failures.length === outcomes.length
    ? { na: beforeRefusal, refused: [], failure }
    : { na, refused: failures.map(({ ontvangstId }) => ontvangstId), failure };
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
  /** When the first receipt was begun with. */
  readonly begonnen: string;
  readonly stored: Item | undefined;
}

/** Where the run before stopped; before the first receipt once a day, and when the clock was put back. */
const readPlace = async ({ table, now }: OfferDependencies, until: string): Promise<Place> => {
  const stored = await table.read(KEY);
  const begonnen = String(stored?.['begonnen'] ?? '');
  const isOver = begonnen <= momentBefore(now, ROUND_MS) || String(stored?.['tot']) > until;
  if (isOver) return { na: undefined, begonnen: now.toISOString(), stored };
  const na = stored?.['na'];
  return { na: na === undefined ? undefined : String(na), begonnen, stored };
};

const writePlace = async (
  { table }: OfferDependencies,
  { begonnen, stored }: Place,
  until: string,
  na: string | undefined,
): Promise<void> => {
  if (stored?.['begonnen'] === begonnen && stored['na'] === na) return;
  // Whoever writes this twice only looks at the same receipts again.
  const versie = Number(stored?.['versie'] ?? 0) + 1;
  await table.writeIfNewer({ ...KEY, versie, begonnen, tot: until, ...(na && { na }) }, 'versie');
};
