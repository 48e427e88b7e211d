import * as z from 'zod';

/** A rehearsed failure of DUO: slow, down, or refusing; for one person or for everybody, a number of times or on. */
export const Outage = z
  .strictObject({
    status: z.int().min(400).max(599).optional(),
    vertragingMs: z.int().min(0).max(600_000).optional(),
    bsn: z
      .string()
      .regex(/^\d{9}$/)
      .optional(),
    aantal: z.int().min(1).optional(),
  })
  .transform(({ status, vertragingMs, ...rest }) => ({
    ...rest,
    vertragingMs: vertragingMs ?? 0,
    // Only a delay means slow, not broken; nothing at all means down.
    status: status ?? (vertragingMs === undefined ? 503 : undefined),
  }));
export type Outage = z.infer<typeof Outage>;

/** The failures that are being rehearsed now. In memory: a restart ends them. */
export interface Outages {
  begin(outage: Outage): void;
  end(): void;
  /** What goes wrong with this request, if anything; counts it. */
  hits(bsn: string): Outage | undefined;
}

const EVERYONE = '*';

/** Keeps at most one failure per person and one for everybody; a person's own goes first. */
export const createOutages = (): Outages => {
  const active = new Map<string, Outage & { remaining: number }>();
  return {
    begin: (outage) => {
      active.set(outage.bsn ?? EVERYONE, {
        ...outage,
        remaining: outage.aantal ?? Number.POSITIVE_INFINITY,
      });
    },
    end: () => active.clear(),
    hits: (bsn) => {
      const key = active.has(bsn) ? bsn : EVERYONE;
      const outage = active.get(key);
      if (outage === undefined) return undefined;
      outage.remaining -= 1;
      if (outage.remaining < 1) active.delete(key);
      return outage;
    },
  };
};
