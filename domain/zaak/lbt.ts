import type { LbtResultaat } from '../../contracts/duo.ts';
import { canonicalInstant, compareInstants } from '../../contracts/instant.ts';
import { opTijdstip } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/** A result of the leerbaarheidstoets with its standing among the others. */
export interface GewaardeerdResultaat extends LbtResultaat {
  readonly status: 'geldig' | 'vervangen';
  /** Possibly revised: 28 to 30 points measured against 31 (the needed score went from 31 to 28 on 12-4-2023). */
  readonly markering?: 'mogelijk-herzien';
  /** When DUO first reported this result, in UTC. */
  readonly gemeldOp: string;
}

const sleutel = (resultaat: LbtResultaat): string =>
  [resultaat.datumAfname, resultaat.resultaat, resultaat.behaaldeScore, resultaat.benodigdeScore].join('|');

const score = (tekst: string): number => Number(tekst.replace(',', '.'));

/** The needed score is read as DUO gave it, never recomputed. */
const isMogelijkHerzien = (resultaat: LbtResultaat): boolean =>
  score(resultaat.benodigdeScore) === 31 &&
  score(resultaat.behaaldeScore) >= 28 &&
  score(resultaat.behaaldeScore) <= 30;

const metResultaten = (zaak: Zaak) =>
  zaak.duo.filter((feit) => feit.antwoorden['lbt/resultaten'] !== undefined).toSorted(opTijdstip);

/** The day of the first test in DUO's latest answer; undefined as long as no result is known. */
export const afgenomenOp = (zaak: Zaak): string | undefined =>
  metResultaten(zaak)
    .at(-1)
    ?.antwoorden['lbt/resultaten']?.map(({ datumAfname }) => datumAfname)
    .toSorted()[0];

/**
 * Every result that DUO ever gave, newest first. The newest in DUO's latest answer stands; all others are kept as
 * replaced (docs/domein.md, case 18).
 */
export const lbtResultaten = (zaak: Zaak): readonly GewaardeerdResultaat[] => {
  const antwoorden = metResultaten(zaak);
  const gemeld = new Map<string, LbtResultaat & { gemeldOp: string }>();
  for (const feit of antwoorden) {
    for (const resultaat of feit.antwoorden['lbt/resultaten'] ?? []) {
      if (!gemeld.has(sleutel(resultaat))) {
        gemeld.set(sleutel(resultaat), { ...resultaat, gemeldOp: canonicalInstant(feit.tijdstip) });
      }
    }
  }
  const latest = antwoorden.at(-1)?.antwoorden['lbt/resultaten'] ?? [];
  const places = new Map(latest.map((resultaat, place) => [sleutel(resultaat), place]));
  // Of results that one answer brought, DUO lists the newer one later.
  const placeOf = (resultaat: LbtResultaat): number => places.get(sleutel(resultaat)) ?? -1;
  const nieuwsteEerst = [...gemeld.values()].toSorted(
    (een, ander) =>
      ander.datumAfname.localeCompare(een.datumAfname) ||
      compareInstants(ander.gemeldOp, een.gemeldOp) ||
      placeOf(ander) - placeOf(een) ||
      sleutel(ander).localeCompare(sleutel(een)),
  );
  const geldend = nieuwsteEerst.find((resultaat) => places.has(sleutel(resultaat)));
  return nieuwsteEerst.map((resultaat) => ({
    ...resultaat,
    status: resultaat === geldend ? 'geldig' : 'vervangen',
    ...(isMogelijkHerzien(resultaat) ? { markering: 'mogelijk-herzien' } : {}),
  }));
};
