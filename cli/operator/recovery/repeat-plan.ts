/** A part of the period that is replayed in one go. */
export interface Deel {
  readonly van: Date;
  readonly tot: Date;
}

/** Cuts a period into parts of this many minutes; the last one may be shorter. */
export const delenVan = (van: Date, tot: Date, minuten: number): readonly Deel[] => {
  const stap = minuten * 60_000;
  const aantal = Math.ceil((tot.getTime() - van.getTime()) / stap);
  return Array.from({ length: Math.max(0, aantal) }, (_, nummer) => ({
    van: new Date(van.getTime() + nummer * stap),
    tot: new Date(Math.min(tot.getTime(), van.getTime() + (nummer + 1) * stap)),
  }));
};

export type Toestand = 'loopt' | 'klaar' | 'mislukt';

/** The AWS side of a replay. */
export interface Herhaler {
  start(naam: string, deel: Deel): Promise<void>;
  toestand(naam: string): Promise<Toestand>;
  /** Messages that the consumers of the rules still have before them. */
  onverwerkt(): Promise<number>;
}

export interface HerhaalOpties {
  /** Stamp of the run: each part is a replay `<stempel>-001` and so on. */
  readonly stempel: string;
  /** The next part starts when no more than so many messages wait. */
  readonly drempel: number;
  /** How long one part, with the emptying of the queues after it, may take. */
  readonly geduldMs: number;
  readonly pauze: () => Promise<unknown>;
  readonly nu: () => number;
  readonly opDeel?: (naam: string, deel: Deel) => void;
}

export type HerhaalUitkomst =
  | { readonly soort: 'klaar' }
  | { readonly soort: 'mislukt' | 'te lang'; readonly naam: string; readonly deel: Deel };

/** The name of the replay of one part: at most 64 of the characters that EventBridge allows. */
export const replayNaam = (stempel: string, nummer: number): string =>
  `${stempel}-${String(nummer + 1).padStart(3, '0')}`;

/**
 * Replays the parts one after the other: the next one when the former is complete and its consumers have nearly caught
 * up. Where it stops, it can be started again: whoever gets an announcement twice has nothing left to do.
 */
export const herhaal = async (
  herhaler: Herhaler,
  delen: readonly Deel[],
  { stempel, drempel, geduldMs, pauze, nu, opDeel = () => undefined }: HerhaalOpties,
): Promise<HerhaalUitkomst> => {
  for (const [nummer, deel] of delen.entries()) {
    const naam = replayNaam(stempel, nummer);
    const begin = nu();
    opDeel(naam, deel);
    await herhaler.start(naam, deel);
    let toestand: Toestand = 'loopt';
    while (toestand === 'loopt' || (await herhaler.onverwerkt()) > drempel) {
      if (nu() - begin > geduldMs) return { soort: 'te lang', naam, deel };
      await pauze();
      if (toestand === 'loopt') toestand = await herhaler.toestand(naam);
      if (toestand === 'mislukt') return { soort: 'mislukt', naam, deel };
    }
  }
  return { soort: 'klaar' };
};
