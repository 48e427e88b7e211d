import type { GemeenteProfiel, TermijnRegel } from '../gemeenten/profiel.ts';
import { isGeldigOp } from '../gemeenten/profiel.ts';
import { eersteGewoneDag } from './feestdagen.ts';
import { grenzen, plus } from './kalender.ts';

/** One term of a zaak, with its source. Dates `YYYY-MM-DD`; `einddatum` is the last day on which it is met. */
export interface Termijn {
  readonly id: string;
  readonly naam: string;
  readonly startGebeurtenis: string;
  readonly eindGebeurtenis: string;
  readonly startdatum: string;
  readonly duur: string;
  readonly einddatum: string;
  /** The end before the Algemene termijnenwet moved it; absent when it did not. */
  readonly einddatumZonderVerlenging?: string;
  readonly soort: TermijnRegel['soort'];
  readonly bron: string;
  /** The start is an incomplete date: counted from its first possible day, to be confirmed (docs/domein.md, case 34). */
  readonly voorlopig?: true;
  /** The term no longer runs, and why. */
  readonly gestopt?: string;
}

const termijn = (regel: TermijnRegel, start: string, gestopt: string | undefined): Termijn => {
  const { eerste } = grenzen(start);
  const kaal = plus(eerste, regel.duur);
  const einddatum = regel.algemeneTermijnenwet ? eersteGewoneDag(kaal) : kaal;
  return {
    id: regel.id,
    naam: regel.naam,
    startGebeurtenis: regel.startGebeurtenis,
    eindGebeurtenis: regel.eindGebeurtenis,
    startdatum: eerste,
    duur: regel.duur,
    einddatum,
    ...(einddatum === kaal ? {} : { einddatumZonderVerlenging: kaal }),
    soort: regel.soort,
    bron: regel.bron,
    ...(start === eerste ? {} : { voorlopig: true }),
    ...(gestopt === undefined ? {} : { gestopt }),
  };
};

/**
 * The terms that run from the registration in the BRP of this gemeente. The start day does not count. A rule applies
 * when it was valid on the start day, so that a running case keeps its old rule (docs/domein.md, case 33).
 */
export const termijnenVanafInschrijving = (
  profiel: GemeenteProfiel,
  datumInschrijving: string,
  gestopt?: string,
): readonly Termijn[] =>
  profiel.termijnen
    .filter(
      (regel) =>
        regel.startGebeurtenis === 'brp-inschrijving-ontvangen' &&
        isGeldigOp(regel.geldig, grenzen(datumInschrijving).eerste),
    )
    .map((regel) => termijn(regel, datumInschrijving, gestopt))
    .toSorted((een, ander) => een.einddatum.localeCompare(ander.einddatum));
