import type { TermijnStand } from '../../contracts/api.ts';
import type { EindGebeurtenis, GemeenteProfiel, TermijnRegel } from '../gemeenten/profiel.ts';
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
  /** The day on which its end event happened, at the latest: what a source registers may be a few days older. */
  readonly gehaaldOp?: string;
  /** No source tells the hub whether the end event happened, so the term never counts as exceeded. */
  readonly nietTeVolgen?: true;
  /** The term no longer runs, and why. */
  readonly gestopt?: string;
}

/** What the hub knows about an end event: the day it happened, that it is still to come, or nothing at all. */
export type Einde = { readonly op: string } | 'nog niet' | 'niet te volgen';

/** What is known about the terms of one zaak beside their rules. */
export interface Voortgang {
  /** About this end event, for a term that began on `startdatum`. */
  readonly einde: (gebeurtenis: EindGebeurtenis, startdatum: string) => Einde;
  /** Why no term of this zaak runs any more. */
  readonly gestopt?: string | undefined;
}

const eindeVan = (einde: Einde): Pick<Termijn, 'gehaaldOp' | 'nietTeVolgen'> => {
  if (einde === 'nog niet') return {};
  return einde === 'niet te volgen' ? { nietTeVolgen: true } : { gehaaldOp: einde.op };
};

const termijn = (regel: TermijnRegel, start: string, { einde, gestopt }: Voortgang): Termijn => {
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
    ...eindeVan(einde(regel.eindGebeurtenis, eerste)),
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
  voortgang: Voortgang,
): readonly Termijn[] =>
  profiel.termijnen
    .filter(
      (regel) =>
        regel.startGebeurtenis === 'brp-inschrijving-ontvangen' &&
        isGeldigOp(regel.geldig, grenzen(datumInschrijving).eerste),
    )
    .map((regel) => termijn(regel, datumInschrijving, voortgang))
    .toSorted((een, ander) => een.einddatum.localeCompare(ander.einddatum));

/** Open and to be watched: not met, not stopped, and a source would tell when it is met. */
export const isOpen = ({ gehaaldOp, gestopt, nietTeVolgen }: Termijn): boolean =>
  gehaaldOp === undefined && gestopt === undefined && nietTeVolgen === undefined;

/**
 * How a term stands on a day (`YYYY-MM-DD` in Europe/Amsterdam). The end day itself still counts. A local term that
 * passes warns (verstreken), a statutory one is exceeded (overschreden).
 */
export const standOp = (termijn: Termijn, vandaag: string): TermijnStand => {
  const { einddatum, gehaaldOp, gestopt, nietTeVolgen, soort } = termijn;
  if (gehaaldOp !== undefined) return gehaaldOp <= einddatum ? 'gehaald' : 'te laat gehaald';
  if (gestopt !== undefined) return 'gestopt';
  if (vandaag <= einddatum) return 'loopt';
  if (nietTeVolgen !== undefined) return 'onbekend';
  return soort === 'wettelijk' ? 'overschreden' : 'verstreken';
};
