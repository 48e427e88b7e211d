import { inschrijvingVan, koppelingVan, toeval } from '../huishoudens.ts';

/** One message of a run at scale, and who sends it. */
export interface Aanvoer {
  readonly van: 'coa' | 'brp';
  readonly bericht: object;
  /** Partner messages that it leads to: six are told of a koppeling, four of an address. */
  readonly partnerberichten: number;
}

const SEED = 907;
const BIJ_KOPPELING = 6;
const BIJ_ADRES = 4;

/**
 * The messages of households `van` up to `tot`: each koppeling, and `achterstand` koppelingen later its registration,
 * so that the BRP does not speak of somebody whom the hub is still hearing of. Made one by one: a list of all of them
 * would be the memory that this measures.
 */
export function* stroom(van: number, tot: number, achterstand: number): Generator<Aanvoer> {
  const koppeling = (n: number) => koppelingVan(n, toeval(SEED + n));
  const inschrijving = (n: number): Aanvoer => ({
    van: 'brp',
    bericht: inschrijvingVan(n, koppeling(n)),
    partnerberichten: BIJ_ADRES,
  });
  for (let n = van; n < tot; n += 1) {
    yield { van: 'coa', bericht: koppeling(n), partnerberichten: BIJ_KOPPELING };
    if (n - achterstand >= van) yield inschrijving(n - achterstand);
  }
  for (let n = Math.max(van, tot - achterstand); n < tot; n += 1) yield inschrijving(n);
}
