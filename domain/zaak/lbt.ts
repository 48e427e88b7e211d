import type { LbtResultaat } from '../../contracts/duo.ts';
import { canonicalInstant, compareInstants } from '../../contracts/instant.ts';
import { type DuoFeit, type MeldingFeit, onMoment } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/** A result of the leerbaarheidstoets with its standing among the others. */
export interface RankedResultaat extends LbtResultaat {
  readonly status: 'geldig' | 'vervangen';
  /** Possibly revised: 28 to 30 points measured against 31 (the needed score went from 31 to 28 on 12-4-2023). */
  readonly markering?: 'mogelijk-herzien';
  /** When DUO first reported this result, in UTC. */
  readonly gemeldOp: string;
}

const key = (resultaat: LbtResultaat): string =>
  [resultaat.datumAfname, resultaat.resultaat, resultaat.behaaldeScore, resultaat.benodigdeScore].join('|');

const score = (text: string): number => Number(text.replace(',', '.'));

/** The needed score is read as DUO gave it, never recomputed. */
const isPossibleRevised = (resultaat: LbtResultaat): boolean =>
  score(resultaat.benodigdeScore) === 31 &&
  score(resultaat.behaaldeScore) >= 28 &&
  score(resultaat.behaaldeScore) <= 30;

/** DUO's answers with results. As long as there are none, these are the reports of what a gemeente read in its portal. */
export const withResultaten = (zaak: Zaak): readonly (DuoFeit | MeldingFeit)[] => {
  const hasResultaten = (feit: DuoFeit | MeldingFeit) => feit.antwoorden['lbt/resultaten'] !== undefined;
  const byDuo = zaak.duo.filter(hasResultaten);
  return (byDuo.length > 0 ? byDuo : zaak.meldingen.filter(hasResultaten)).toSorted(onMoment);
};

/** The first of these facts that told this result. */
export const firstWith = <Told extends DuoFeit | MeldingFeit>(
  responses: readonly Told[],
  resultaat: LbtResultaat,
): Told | undefined =>
  responses.find(({ antwoorden }) =>
    antwoorden['lbt/resultaten']?.some((one) => key(one) === key(resultaat)),
  );

/** The day of the first test in DUO's latest answer; undefined as long as no result is known. */
export const takenAt = (zaak: Zaak): string | undefined =>
  withResultaten(zaak)
    .at(-1)
    ?.antwoorden['lbt/resultaten']?.map(({ datumAfname }) => datumAfname)
    .toSorted()[0];

/**
 * Every result that DUO ever gave, newest first (werkafspraken R09.4). The newest in DUO's latest answer stands; all others are kept as
 * replaced (docs/domein/cases.md, case 18).
 */
export const lbtResultaten = (zaak: Zaak): readonly RankedResultaat[] => {
  const responses = withResultaten(zaak);
  const gemeld = new Map<string, LbtResultaat & { gemeldOp: string }>();
  for (const feit of responses) {
    for (const resultaat of feit.antwoorden['lbt/resultaten'] ?? []) {
      if (!gemeld.has(key(resultaat))) {
        gemeld.set(key(resultaat), { ...resultaat, gemeldOp: canonicalInstant(feit.tijdstip) });
      }
    }
  }
  const latest = responses.at(-1)?.antwoorden['lbt/resultaten'] ?? [];
  const places = new Map(latest.map((resultaat, place) => [key(resultaat), place]));
  // DUO lists a newer result later in its answer.
  const placeOf = (resultaat: LbtResultaat): number => places.get(key(resultaat)) ?? -1;
  const newestFirst = [...gemeld.values()].toSorted(
    (one, other) =>
      other.datumAfname.localeCompare(one.datumAfname) ||
      compareInstants(other.gemeldOp, one.gemeldOp) ||
      placeOf(other) - placeOf(one) ||
      key(other).localeCompare(key(one)),
  );
  const prevailing = newestFirst.find((resultaat) => places.has(key(resultaat)));
  return newestFirst.map((resultaat) => ({
    ...resultaat,
    status: resultaat === prevailing ? 'geldig' : 'vervangen',
    ...(isPossibleRevised(resultaat) ? { markering: 'mogelijk-herzien' } : {}),
  }));
};
