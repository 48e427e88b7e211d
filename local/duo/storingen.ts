import * as z from 'zod';

/** A rehearsed failure of DUO: slow, down, or refusing; for one person or for everybody, a number of times or on. */
export const Storing = z
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
export type Storing = z.infer<typeof Storing>;

/** The failures that are being rehearsed now. In memory: a restart ends them. */
export interface Storingen {
  begin(storing: Storing): void;
  beeindig(): void;
  /** What goes wrong with this request, if anything; counts it. */
  treft(bsn: string): Storing | undefined;
}

const IEDEREEN = '*';

/** Keeps at most one failure per person and one for everybody; a person's own goes first. */
export const maakStoringen = (): Storingen => {
  const actief = new Map<string, Storing & { resterend: number }>();
  return {
    begin: (storing) => {
      actief.set(storing.bsn ?? IEDEREEN, {
        ...storing,
        resterend: storing.aantal ?? Number.POSITIVE_INFINITY,
      });
    },
    beeindig: () => actief.clear(),
    treft: (bsn) => {
      const sleutel = actief.has(bsn) ? bsn : IEDEREEN;
      const storing = actief.get(sleutel);
      if (storing === undefined) return undefined;
      storing.resterend -= 1;
      if (storing.resterend < 1) actief.delete(sleutel);
      return storing;
    },
  };
};
