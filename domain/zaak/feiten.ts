import type { Bsn, Oin, OntvangstId } from '../../contracts/base-types.ts';
import type { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from '../../contracts/brp.ts';
import type { Koppeling, Persoon, ReasonIntrekking } from '../../contracts/coa.ts';
import type { DuoResponses } from '../../contracts/duo.ts';
import { compareInstants } from '../../contracts/instant.ts';
import type { AcceptedNotificatie } from '../../contracts/internal/bus-events.ts';
import type { Gezinssamenstelling } from '../../contracts/partnerberichten.ts';

/** Where a fact came from. */
export interface Cause {
  readonly ontvangstId: OntvangstId;
  /** The id that the source gave its message: a correction names it. */
  readonly berichtId: string;
  readonly bron: string;
  /** Moment of the message at its source, in UTC; older facts have the offset that their source wrote. */
  readonly tijdstip: string;
}

interface Basis extends Cause {
  /** The same fact has the same id, however often and in whatever message it arrives. */
  readonly feitId: string;
}

/** COA koppelt, or changes the koppeling: this person's part of it. */
export interface KoppelingFeit extends Basis {
  readonly soort: 'koppeling';
  readonly handeling: 'geregistreerd' | 'gewijzigd';
  readonly koppeling: Omit<Koppeling, 'personen'>;
  readonly persoon: Persoon;
  readonly huishouden: Huishouden;
}

/** The household as far as anybody but its own members may know it. */
export interface Huishouden {
  readonly aantalPersonen: number;
  readonly gezinssamenstelling: Gezinssamenstelling;
}

/** The koppeling ended for this person: withdrawn by COA, or the person is no longer in the household. */
export interface KoppelingVervallenFeit extends Basis {
  readonly soort: 'koppeling-vervallen';
  readonly oorzaakVerval: 'ingetrokken' | 'niet meer in huishouden';
  readonly koppelingId: string;
  readonly versie: number;
  readonly reden: ReasonIntrekking;
}

export interface InschrijvingFeit extends Basis {
  readonly soort: 'brp-inschrijving';
  readonly gegevens: PersoonIngeschreven;
}

export interface VerhuizingFeit extends Basis {
  readonly soort: 'brp-verhuizing';
  readonly gegevens: PersoonVerhuisd;
}

export interface OverlijdenFeit extends Basis {
  readonly soort: 'brp-overlijden';
  readonly gegevens: PersoonOverleden;
}

/** What DUO notified, with what it answered when the hub asked. */
export interface DuoFeit extends Basis {
  readonly soort: 'duo';
  /** The OIN that DUO addressed: of a gemeente, or of the hub. Facts of before it was kept have none. */
  readonly doel?: Oin;
  readonly notificatie: AcceptedNotificatie;
  readonly antwoorden: DuoResponses;
}

/** The BSN, from a further notification of an event that stands on the timeline already. */
export interface BsnFeit extends Basis {
  readonly soort: 'bsn';
  readonly bsn: Bsn;
}

/** A message that cannot be applied yet; its content waits in its receipt. */
export interface WaitFeit extends Basis {
  readonly soort: 'wacht';
  readonly nodig: 'koppeling' | 'bsn';
}

/** Everything that can stand on the timeline of a person. */
export type Feit =
  | KoppelingFeit
  | KoppelingVervallenFeit
  | InschrijvingFeit
  | VerhuizingFeit
  | OverlijdenFeit
  | DuoFeit
  | BsnFeit
  | WaitFeit;

/**
 * Order of facts at their sources, the same in whatever order they arrive. Of one moment by the fact itself: which
 * message brought it depends on which came first.
 */
export const onMoment = (one: Basis, other: Basis): number =>
  compareInstants(one.tijdstip, other.tijdstip) || one.feitId.localeCompare(other.feitId);
