import type { Bsn, HuishoudenId, OntvangstId, Vnummer, ZaakId } from '../../contracts/base-types.ts';
import { allHuishoudensOf } from '../huishouden/from-zaak.ts';
import { vNummerIn } from '../zaak/numbers.ts';
import { everyBsnIn, putAsideIn, type Zaak } from '../zaak/zaak.ts';

/** What the facts on a timeline name, by which the rest of what is kept about the person is found. */
export interface Trace {
  readonly vNummers: readonly Vnummer[];
  readonly bsns: readonly Bsn[];
  readonly koppelingIds: readonly string[];
  readonly huishoudens: readonly HuishoudenId[];
  readonly ontvangstIds: readonly OntvangstId[];
  /** Zaken of the same person that this one took up. */
  readonly takenUp: readonly ZaakId[];
}

const unique = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];

/** The trace of a person. Facts that were put right since are looked at too, because data was kept under their numbers. */
export const traceOf = (zaak: Zaak): Trace => {
  const feiten = [...zaak.feiten.values()];
  const putAside = putAsideIn(zaak);
  return {
    vNummers: unique(feiten.flatMap((feit) => vNummerIn(feit) ?? [])),
    bsns: everyBsnIn(zaak),
    koppelingIds: unique(
      feiten.flatMap((feit) => {
        if (feit.soort === 'koppeling') return [feit.koppeling.koppelingId];
        return feit.soort === 'koppeling-vervallen' ? [feit.koppelingId] : [];
      }),
    ),
    huishoudens: allHuishoudensOf(zaak),
    ontvangstIds: unique(feiten.map(({ ontvangstId }) => ontvangstId)),
    takenUp: feiten.flatMap((feit) =>
      feit.soort === 'opgenomen' && !putAside.has(feit.feitId) ? [feit.uit] : [],
    ),
  };
};

/** What several timelines name together. */
export const tracesTogether = (traces: readonly Trace[]): Trace => ({
  vNummers: unique(traces.flatMap(({ vNummers }) => vNummers)),
  bsns: unique(traces.flatMap(({ bsns }) => bsns)),
  koppelingIds: unique(traces.flatMap(({ koppelingIds }) => koppelingIds)),
  huishoudens: unique(traces.flatMap(({ huishoudens }) => huishoudens)),
  ontvangstIds: unique(traces.flatMap(({ ontvangstIds }) => ontvangstIds)),
  takenUp: unique(traces.flatMap(({ takenUp }) => takenUp)),
});
