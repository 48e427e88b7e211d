import { chance, inschrijvingOf, koppelingOf } from '../huishoudens.ts';

/** One message of a run at scale, and who sends it. */
export interface Supply {
  readonly van: 'coa' | 'brp';
  readonly bericht: object;
  /** Partner messages that it leads to: six are told of a koppeling, four of an address. */
  readonly partnerberichten: number;
}

const SEED = 907;
const AT_KOPPELING = 6;
const AT_ADRES = 4;

/**
 * The messages of households `van` up to `tot`: each koppeling, and `achterstand` koppelingen later its registration,
 * so that the BRP does not speak of somebody whom the hub is still hearing of. Made one by one: a list of all of them
 * would be the memory that this measures.
 */
export function* stream(of: number, until: number, backlog: number): Generator<Supply> {
  const koppeling = (n: number) => koppelingOf(n, chance(SEED + n));
  const inschrijving = (n: number): Supply => ({
    van: 'brp',
    bericht: inschrijvingOf(n, koppeling(n)),
    partnerberichten: AT_ADRES,
  });
  for (let n = of; n < until; n += 1) {
    yield { van: 'coa', bericht: koppeling(n), partnerberichten: AT_KOPPELING };
    if (n - backlog >= of) yield inschrijving(n - backlog);
  }
  for (let n = Math.max(of, until - backlog); n < until; n += 1) yield inschrijving(n);
}
