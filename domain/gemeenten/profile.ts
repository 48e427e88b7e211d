import type { Gemeentecode, Oin } from '../../contracts/base-types.ts';
import type { EndGebeurtenis, StartGebeurtenis } from '../../contracts/gemeente-profile.ts';
import type { Hoort } from '../../contracts/partner-profile.ts';
import type { ContactTeamInburgering } from '../../contracts/partnerberichten.ts';
import type { Partnerrol } from '../../contracts/partnerrollen.ts';
import type { BaseDoor } from '../../contracts/postvak.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import type { IntakePart } from '../../contracts/routemap.ts';

/** Period of validity, inclusive; without `until` it goes on. Dates as `YYYY-MM-DD`. */
export interface Validity {
  readonly from: string;
  readonly until?: string;
}

/** An organisation that is told about new inburgeraars of this gemeente, in a role that fixes what it learns. */
export interface PartnerProfile {
  /** Key in queue names and tokens. */
  readonly sleutel: string;
  readonly rol: Partnerrol;
  readonly organisatie: string;
  readonly oin: Oin;
  readonly valid: Validity;
  /** When the partner hears of a person: at the koppeling when it is absent. */
  readonly hoort?: Hoort | undefined;
  /** The door of the partner as long as nobody chose one; the door of its role when it is absent. */
  readonly deur?: BaseDoor | undefined;
}

/** A term that starts when a fact is known (`domain/termijnen`). */
export interface TermijnRule {
  /** Number in the list of terms, for example `TG05`. */
  readonly id: string;
  readonly naam: string;
  /** The event on the timeline that starts it. */
  readonly startGebeurtenis: StartGebeurtenis;
  /** The event that ends it. */
  readonly eindGebeurtenis: EndGebeurtenis;
  /** The talks of the brede intake that end the term; the three of the routemap when it is absent (R03.5). */
  readonly onderdelen?: readonly IntakePart[] | undefined;
  /** ISO 8601 duration; `P0D` is the same day. */
  readonly duur: string;
  /** DUO gives the last day, extensions included. The duration counts for as long as it does not. */
  readonly endsByDuo?: true;
  /** The term is of the MAP alone, which people in the onderwijsroute do not follow. */
  readonly isOfMap?: true;
  /** A local term warns, a statutory one is exceeded. */
  readonly soort: 'lokaal' | 'wettelijk';
  /** Whether the Algemene termijnenwet moves its last day to the next working day. */
  readonly algemeneTermijnenwet: boolean;
  /** How long before its last day the gemeente is warned: an ISO 8601 duration. */
  readonly warnedBefore: string;
  /** Where the rule is written. */
  readonly bron: string;
  readonly valid: Validity;
}

/** The gemeente as a receiver of its own messages (`domain/regievoerder/`). */
export interface RegievoerderProfile {
  readonly valid: Validity;
  /** Whole working days that a message may wait for a partner before the gemeente hears of it. */
  readonly onbezorgdNaDagen: number;
}

/** Everything that is particular to one gemeente, as its file says it (`gemeenten/`): no code knows a gemeente by name. */
export interface GemeenteProfile {
  readonly gemeentecode: Gemeentecode;
  readonly naam: string;
  readonly oin: Oin;
  /** The gemeente takes no part where real people are. */
  readonly alleenOefenen?: true;
  /** People on its list of medewerkers may sign in with a passkey. Absent when they may not. */
  readonly passkeys?: true;
  readonly contactTeamInburgering: ContactTeamInburgering;
  readonly partners: readonly PartnerProfile[];
  /** Absent when the gemeente gets no messages itself. */
  readonly regievoerder?: RegievoerderProfile;
  /** Roles that learn an address that the BRP keeps secret, as far as their contract names an address. */
  readonly secretAddressTo: readonly Partnerrol[];
  readonly termijnen: readonly TermijnRule[];
  /** How long this gemeente keeps data, in place of the terms of `domain/bewaren/`: ISO 8601 durations. */
  readonly bewaartermijnen?:
    | {
        /** After the end of a zaak, by why it ended. */
        readonly zaak?: Readonly<Partial<Record<ReasonIntrekking, string | undefined>>> | undefined;
      }
    | undefined;
}

/** True when `datum` (`YYYY-MM-DD`) lies within the period. */
export const isValidAt = (valid: Validity, datum: string): boolean =>
  valid.from <= datum && (valid.until === undefined || datum <= valid.until);
