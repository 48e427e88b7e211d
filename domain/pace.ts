/**
 * The pace of one organisation over all instances of a function. What they share is one number per organisation; an instance
 * reserves some requests of it at once, so that neither a quiet caller nor a flood costs a write for each request.
 */

/** Requests a minute, and how many may come at once. */
export interface Pace {
  readonly perMinute: number;
  readonly burst: number;
}

/** How many requests somebody needs room for at least, and how many it takes when there is room. */
export interface Needed {
  readonly least: number;
  readonly most: number;
}

/** Admission for so many requests, or how long until there is room for one. */
export type Admission =
  | {
      readonly count: number;
      /** What the shared number becomes, in milliseconds since 1970. */
      readonly freeAt: number;
      /** The stored number counts no more: it lies in the past, or so far ahead that a clock was wrong. */
      readonly anew: boolean;
      /** The stored number may be no higher than this to leave room for as many. */
      readonly until: number;
    }
  | { readonly waitMs: number };

/** Milliseconds of the pace that one request takes. */
export const requestMs = ({ perMinute }: Pace): number => 60_000 / perMinute;

/**
 * So far the clocks of two instances may differ. A number further ahead than a full pace and this cannot have been stored by a
 * clock that was right, and must not shut an organisation out until then.
 */
const CLOCKS_MS = 5000;

/**
 * The room that a pace leaves: a generic cell rate algorithm with a burst. `freeAt` is the number that the last reservation
 * left, in milliseconds since 1970; undefined when there was none.
 */
export const admit = (
  freeAt: number | undefined,
  pace: Pace,
  { least, most }: Needed,
  now: number,
): Admission => {
  const interval = requestMs(pace);
  const full = now + pace.burst * interval;
  const anew = freeAt !== undefined && (freeAt < now || freeAt > full + CLOCKS_MS);
  const due = freeAt === undefined || anew ? now : freeAt;
  const room = Math.floor((full - due) / interval);
  if (room < least) return { waitMs: Math.ceil(due + least * interval - full) };
  const count = Math.min(most, room);
  return { count, freeAt: due + count * interval, anew, until: full - count * interval };
};

/** What one instance may let through of one organisation without asking again. */
export interface Lease {
  /** Milliseconds since 1970, as all moments here. */
  readonly until: number;
  readonly left: number;
  /** Let through under this lease. */
  readonly used: number;
  /** Let through in advance: not reserved yet. */
  readonly owed: number;
}

/**
 * How long a lease holds. What is left of it then is lost, so an organisation never has more at once than its burst and what its
 * pace gives in this time.
 */
export const LEASE_MS = 20_000;

/** The first requests of a lease go in advance: who asks no more than these on an instance costs no call at all. */
export const IN_ADVANCE = 2;

/** As many requests an instance reserves at most in one write. */
export const LARGEST_LEASE = 64;

/** One request more: the lease after it was let through, or what has to be reserved for this one first. */
export type Taken =
  | { readonly let: true; readonly lease: Lease }
  | { readonly let: false; readonly lease: Lease; readonly wanted: Needed };

/**
 * Takes one request out of a lease. An instance reserves half as many as it let through already, so that it seldom asks of who
 * comes often, and what all instances together hold back is never more than a third of what they reserved.
 */
export const takeOne = (lease: Lease | undefined, now: number): Taken => {
  // A lease that ends later than a new one would is of a clock that went back.
  if (lease === undefined || lease.until <= now || lease.until > now + LEASE_MS) {
    return { let: true, lease: { until: now + LEASE_MS, left: IN_ADVANCE - 1, used: 1, owed: 1 } };
  }
  const { left, used, owed } = lease;
  if (left === 0) {
    const more = Math.min(Math.ceil(used / 2), LARGEST_LEASE);
    return { let: false, lease, wanted: { least: owed + 1, most: owed + more } };
  }
  const isInAdvance = used < IN_ADVANCE;
  return {
    let: true,
    lease: { ...lease, left: left - 1, used: used + 1, owed: isInAdvance ? owed + 1 : owed },
  };
};

/** A lease of which this many requests were reserved, those that it owed among them. */
export const withReserve = (lease: Lease, count: number, now: number): Lease => ({
  ...lease,
  until: now + LEASE_MS,
  left: count - lease.owed,
  owed: 0,
});

/** A lease of which nothing could be reserved: as many are let through as if it had been, and what it owed it still owes. */
export const withoutReserve = (lease: Lease, { most }: Needed, now: number): Lease => ({
  ...lease,
  until: now + LEASE_MS,
  left: most - lease.owed,
});
