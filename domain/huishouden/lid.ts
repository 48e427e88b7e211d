import type { Adres } from '../../contracts/adres.ts';
import type { Gemeentecode, ZaakId } from '../../contracts/base-types.ts';
import type { Persoon } from '../../contracts/coa.ts';
import type { Gezinssamenstelling } from '../../contracts/gezinssamenstelling.ts';
import type { SaidReport } from '../routemap/reports.ts';

/** The content of facts about a household: its outline, its members, and the reports about homes. */

/** The household as far as people outside it may know it. */
export interface Huishouden {
  readonly aantalPersonen: number;
  readonly gezinssamenstelling: Gezinssamenstelling;
}

/** A member of a household, without anything that nobody outside it has to know. */
export interface Lid {
  readonly relatie: Persoon['relatie'];
  /** Whether the person belongs to the household now: not after death, nor after the koppeling ended or another one came. */
  readonly isAanwezig: boolean;
  /**
   * Whether the zaak of this member is active and partners may hear of it. When no member has such a zaak, partners hear nothing of
   * the household.
   */
  readonly isActief: boolean;
  readonly gemeentecode?: Gemeentecode;
  /** Absent when the BRP keeps it secret. */
  readonly woonadres?: Adres;
  /** Present when the BRP keeps it secret: then no address of this household is told. */
  readonly isGeheim?: true;
  /** The household as the gemeente described it, when it opened a zaak of this member. */
  readonly beschreven?: Huishouden;
  /**
   * The day (`YYYY-MM-DD`) on which this member came back to the gemeente; absent for a member who always was there, and in older
   * facts.
   */
  readonly sinds?: string;
  /** Whether this member settled in the gemeente; older facts lack it. */
  readonly isGevestigd?: true;
  /** The reports about homes on this zaak; absent when there is none. */
  readonly woning?: readonly WoningMelding[];
  /** The reports on the zaak of this member that partners are told per household. */
  readonly meldingen?: readonly SaidReport[];
  /** The order to search a home that stands on this zaak; absent when there is none, and in older facts. */
  readonly zoekopdracht?: SaidReport;
  /** The decisions about homes on this zaak that corporaties hear; absent when there is none, and in older facts. */
  readonly beslissingen?: readonly SaidReport[];
  /** The reports from gemeenten where this member lived before. They belong to the household there, and not to the member. */
  readonly elders?: readonly ReportedBefore[];
}

/** The reports on the zaak of a member in a gemeente that the member has left since. */
export interface ReportedBefore extends Pick<Lid, 'woning' | 'zoekopdracht' | 'beslissingen' | 'meldingen'> {
  readonly gemeentecode: Gemeentecode;
  /** A day (`YYYY-MM-DD`) on which the member was away, when it lives in this gemeente again. */
  readonly tot?: string;
}

/** The content of one report about a home (`domain/zaak/woning.ts`). */
export interface WoningMelding {
  /** `goedgekeurd` is the agreement of the gemeente (R00.4), `akkoord` a later event that implies it. */
  readonly soort: 'voorgesteld' | 'goedgekeurd' | 'akkoord' | 'afgekeurd' | 'geweigerd';
  /** The day (`YYYY-MM-DD`) that the report is about. */
  readonly op: string;
  /** The moment of the report. */
  readonly tijdstip: string;
  readonly woningId?: string;
  /** The key of the corporatie that proposed it. */
  readonly corporatie?: string;
}

/** The outcome of the reports about a household: whether a home is agreed, which home, and when a home last fell through. */
export interface Woning {
  readonly akkoord: boolean;
  /** The home that the gemeente agreed to last, of those that still stand. */
  readonly woningId?: string;
  /** The key of the corporatie whose home that is. */
  readonly corporatie?: string;
  /** Whether a member lives in the gemeente; told only where partners wait for a home. */
  readonly isGevestigd?: true;
  readonly afgezegd?: Pick<WoningMelding, 'op' | 'tijdstip'>;
  /**
   * The order to search a home for the household, and the zaak that stands for it; absent when that zaak is of the only
   * hoofdpersoon and has the order itself.
   */
  readonly zoekopdracht?: {
    readonly namens: ZaakId;
    readonly melding: Pick<SaidReport, 'melding' | 'datum' | 'routemap'>;
  };
  /** The decisions about homes on the zaken of the household, when more than one member has a zaak. */
  readonly beslissingen?: readonly SaidReport[];
  /** The corporatie that proposed each home there, and the day of the proposal, by the key of the home. */
  readonly voorstellen?: Readonly<Record<string, Required<Pick<WoningMelding, 'corporatie' | 'op'>>>>;
}
