import type { Gemeentecode } from '../../contracts/basistypen.ts';
import type { ContactTeamInburgering, Partnerrol } from '../../contracts/partnerberichten.ts';

/** Period of validity, inclusive; without `totEnMet` it goes on. Dates as `YYYY-MM-DD`. */
export interface Geldigheid {
  readonly vanaf: string;
  readonly totEnMet?: string;
}

/** An organisation that is told about new inburgeraars of this gemeente, in a role that fixes what it learns. */
export interface PartnerProfiel {
  /** Key in queue names and tokens. */
  readonly sleutel: string;
  readonly rol: Partnerrol;
  readonly organisatie: string;
  readonly geldig: Geldigheid;
}

/** Events that end a term; `domain/zaak/termijneinden.ts` says for each what the hub can know about it. */
export type EindGebeurtenis =
  | 'brede-intake-gesprek-gevoerd'
  | 'taallessen-gestart'
  | 'leerbaarheidstoets-afgenomen'
  | 'pip-vastgesteld';

/** A term that starts when a fact is known (`domain/termijnen`). */
export interface TermijnRegel {
  /** Number in the list of terms, for example `TG05`. */
  readonly id: string;
  readonly naam: string;
  /** The event on the timeline that starts it. */
  readonly startGebeurtenis: 'brp-inschrijving-ontvangen';
  /** The event that ends it. */
  readonly eindGebeurtenis: EindGebeurtenis;
  /** ISO 8601 duration in days or weeks. */
  readonly duur: string;
  /** A local term warns, a statutory one is exceeded. */
  readonly soort: 'lokaal' | 'wettelijk';
  /** Whether the Algemene termijnenwet moves its end to the next working day. */
  readonly algemeneTermijnenwet: boolean;
  /** Where the rule is written. */
  readonly bron: string;
  readonly geldig: Geldigheid;
}

/** Everything that is particular to one gemeente: a new gemeente is a new profile, no new code. */
export interface GemeenteProfiel {
  readonly gemeentecode: Gemeentecode;
  readonly naam: string;
  readonly contactTeamInburgering: ContactTeamInburgering;
  readonly partners: readonly PartnerProfiel[];
  readonly termijnen: readonly TermijnRegel[];
}

/** True when `datum` (`YYYY-MM-DD`) lies within the period. */
export const isGeldigOp = (geldig: Geldigheid, datum: string): boolean =>
  geldig.vanaf <= datum && (geldig.totEnMet === undefined || datum <= geldig.totEnMet);
