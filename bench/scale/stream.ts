import { chance, inschrijvingOf, koppelingOf } from '../huishoudens.ts';

/** One message of a run at scale, and the organisation that sends it. */
export interface Supply {
  readonly van: 'coa' | 'brp';
  readonly bericht: object;
  /** The number of messages to partners that follow from this message. */
  readonly partnerberichten: number;
}

/** The number of messages to partners that follow from a koppeling, and from its inschrijving. */
export interface Told {
  readonly koppeling: number;
  readonly inschrijving: number;
}

const SEED = 907;

/**
 * The messages of households `from` up to `until`: each koppeling, and `backlog` koppelingen later its inschrijving,
 * so that the hub knows a person before the BRP reports about them. The messages are made one by one, because a list
 * of all of them would take memory of the process that measures.
 */
export function* stream(from: number, until: number, backlog: number, told: Told): Generator<Supply> {
  const koppeling = (n: number) => koppelingOf(n, chance(SEED + n));
  const inschrijving = (n: number): Supply => ({
    van: 'brp',
    bericht: inschrijvingOf(n, koppeling(n)),
    partnerberichten: told.inschrijving,
  });
  for (let n = from; n < until; n += 1) {
    yield { van: 'coa', bericht: koppeling(n), partnerberichten: told.koppeling };
    if (n - backlog >= from) yield inschrijving(n - backlog);
  }
  for (let n = Math.max(from, until - backlog); n < until; n += 1) yield inschrijving(n);
}
