import type {
  Bsn,
  Gemeentecode,
  HuishoudenId,
  Oin,
  OntvangstId,
  Vnummer,
  ZaakId,
} from '../../contracts/base-types.ts';
import type { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from '../../contracts/brp.ts';
import type { Koppeling, Persoon } from '../../contracts/coa.ts';
import type { DuoResponses } from '../../contracts/duo-queries.ts';
import type { CasusGeopend } from '../../contracts/gemeente.ts';
import { compareInstants } from '../../contracts/instant.ts';
import type { AcceptedTrace } from '../../contracts/internal/accepted-bericht.ts';
import type { AcceptedNotificatie } from '../../contracts/internal/duo-bericht.ts';
import type { MeldingBericht } from '../../contracts/internal/melding-bericht.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import type { RegievoerderToegewezen } from '../../contracts/regisseur.ts';
import type { DuoOrder } from '../duomeldingen/orders.ts';
import type { Huishouden, Lid, Woning } from '../huishouden/lid.ts';
import type { PipReport } from '../pip/reports.ts';
import type { RoutemapContent } from '../routemap/reports.ts';

/** Where a fact came from. */
export interface Cause {
  readonly ontvangstId: OntvangstId;
  /** The id that the source gave its message: a correction names it. */
  readonly berichtId: string;
  readonly bron: string;
  /** Moment of the message at its source, in UTC; older facts have the offset that their source wrote. */
  readonly tijdstip: string;
  /** The gemeente that typed this over, when it was not the source itself that told it. */
  readonly gemeldDoor?: Gemeentecode;
  /** Which person of its sender reported it on a page, by an id; none of a programme. */
  readonly medewerker?: string;
  /** The trace of the message; a commit keeps it once, and its facts not at all. */
  readonly trace?: AcceptedTrace;
}

/** Whether a gemeente told this, and not the source that it typed over: a register knows a person by the number. */
export const isReported = ({ gemeldDoor }: Pick<Cause, 'gemeldDoor'>): boolean => gemeldDoor !== undefined;

/** What the source itself says goes before what a gemeente typed over. */
export const ownSourceFirst = (one: Pick<Cause, 'gemeldDoor'>, other: Pick<Cause, 'gemeldDoor'>): number =>
  Number(isReported(one)) - Number(isReported(other));

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
  /** Older facts lack it: their household is told nothing as a whole until the koppeling changes. */
  readonly huishoudenId?: HuishoudenId;
  /** The BSN that a lower version named with this person, and this one names with another member. */
  readonly bsnVanAnder?: Bsn;
}

/**
 * The koppeling ended for this person: withdrawn by COA, or the person is no longer in the household. One below the first
 * version that names the person ends nothing, and says whose the household was.
 */
export interface KoppelingVervallenFeit extends Basis {
  readonly soort: 'koppeling-vervallen';
  readonly oorzaakVerval: 'ingetrokken' | 'niet meer in huishouden';
  readonly koppelingId: string;
  readonly versie: number;
  /** The gemeente that this version names; a withdrawal names none, and older facts lack it. */
  readonly gemeentecode?: Gemeentecode;
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
  /** Told while no BSN was known to ask DUO with: its message waits for that, and what DUO answers then stands beside this. */
  readonly zonderBsn?: true;
}

/** The BSN, from a further notification of an event that stands on the timeline already. */
export interface BsnFeit extends Basis {
  readonly soort: 'bsn';
  readonly bsn: Bsn;
}

/** A gemeente opens a zaak itself, or tells who somebody is whom DUO named: nobody else knows their name. */
export interface GeopendFeit extends Basis {
  readonly soort: 'casus-geopend';
  readonly gegevens: CasusGeopend;
  readonly huishoudenId: HuishoudenId;
}

/** What a gemeente read in DUO's portal, until DUO tells it itself; or what it or a partner did. */
export interface MeldingFeit extends Basis {
  readonly soort: 'melding';
  readonly melding: MeldingBericht['type'];
  readonly gemeentecode?: Gemeentecode;
  /** The key of the partner that reported it; absent when the gemeente did, and in older facts. */
  readonly partner?: string;
  /** As DUO would have answered. */
  readonly antwoorden: DuoResponses;
  /** The BSN that the report named. */
  readonly bsn?: Bsn;
  readonly vNummer?: Vnummer;
  /** The day on which something was established or began (`YYYY-MM-DD`), when the report named it. */
  readonly datum?: string;
  /** What else an event of the routemap says, and which earlier report it replaces. */
  readonly routemap?: RoutemapContent;
  /** What a decision about the PIP says beside its dagtekening, which is `datum`. */
  readonly pip?: PipReport;
}

/** A gemeente assigned a casusregisseur to a zaak of its own. */
export interface RegisseurFeit extends Basis {
  readonly soort: 'regisseur';
  readonly gegevens: Omit<RegievoerderToegewezen, 'zaakId'>;
}

/** A person at the gemeente put something right, and says why. A fact like any other: it can be put right in turn. */
export interface HerstelFeit extends Basis {
  readonly soort: 'herstel';
  /** Present when the hub itself put it aside, because it cannot hold beside what another source said. */
  readonly door?: 'hub';
  readonly reden: string;
  /** Facts that do not hold. */
  readonly vervalt: readonly string[];
  /** The right BSN: what another BSN brought here is about somebody else. */
  readonly bsn?: Bsn;
}

/** What a member means for the household, as the timeline of that member said it in a version. */
export interface LidFeit extends Basis {
  readonly soort: 'huishouden-lid';
  readonly zaakId: ZaakId;
  /** Version of the member's timeline; the highest counts. */
  readonly versie: number;
  readonly lid: Lid;
}

/** What the household amounts to since something changed in it: each member's zaak knows it too. */
export interface HuishoudenStandFeit extends Basis {
  readonly soort: 'huishouden-stand';
  readonly huishoudenId: HuishoudenId;
  /** Version of the household's timeline; the highest counts. */
  readonly versie: number;
  readonly huishouden: Huishouden;
  /** Absent in older facts, and as long as nothing was reported of a home: then the zaak itself says it. */
  readonly woning?: Woning;
}

/** This zaak and another one are one person: everything of it went on to that one, where it is told further. */
export interface SamengevoegdFeit extends Basis {
  readonly soort: 'samengevoegd';
  readonly naar: ZaakId;
}

/** Everything of another zaak of the same person came here. */
export interface OpgenomenFeit extends Basis {
  readonly soort: 'opgenomen';
  readonly uit: ZaakId;
  /** Ids of the facts that came by it, and were not here before. */
  readonly feiten: readonly string[];
}

/** What the hub tells DUO for the gemeente: first that it is going to, then what came of it. */
export interface DuoMeldingFeit extends Basis {
  readonly soort: 'duo-melding';
  /** The same for everything about one call. */
  readonly meldingId: string;
  /** 1, 2, 3 … on the timeline. */
  readonly nummer: number;
  /** `niet gedaan`: DUO does not have it, and it need not be told any more. */
  readonly stap: 'voorgenomen' | 'bevestigd' | 'geweigerd' | 'niet gedaan';
  readonly gemeentecode: Gemeentecode;
  /** Id of the decision that it follows from. */
  readonly besluit: string;
  /** Under which DUO was told: of a person whose BSN is put right it was about somebody else. */
  readonly bsn: Bsn;
  readonly opdracht: DuoOrder;
  /** Why DUO refused, in its own words. */
  readonly redenen?: readonly string[];
}

/** A message that cannot be applied yet; its content waits in its receipt. */
export type WaitFeit = Basis & { readonly soort: 'wacht' } & WaitContent;

/**
 * For what. `plaats`: that anybody tells of which gemeente the person is. In quarantine a message waits for the `gemeente` that the
 * zaak has to be of, or to have been of, and for another BSN of the zaak than the one that its own contradicts (`ander bsn`).
 */
export type WaitContent =
  | { readonly nodig: 'koppeling' | 'bsn' | 'plaats' | 'ander bsn' }
  | { readonly nodig: 'gemeente'; readonly gemeentecode: Gemeentecode };

/** Everything that can stand on the timeline of a person. */
export type Feit =
  | KoppelingFeit
  | KoppelingVervallenFeit
  | InschrijvingFeit
  | VerhuizingFeit
  | OverlijdenFeit
  | DuoFeit
  | BsnFeit
  | GeopendFeit
  | MeldingFeit
  | RegisseurFeit
  | HerstelFeit
  | LidFeit
  | HuishoudenStandFeit
  | DuoMeldingFeit
  | SamengevoegdFeit
  | OpgenomenFeit
  | WaitFeit;

/**
 * Order of facts at their sources, the same in whatever order they arrive. Of one moment by the fact itself: which
 * message brought it depends on which came first.
 */
export const onMoment = (
  one: Pick<Basis, 'tijdstip' | 'feitId'>,
  other: Pick<Basis, 'tijdstip' | 'feitId'>,
): number => compareInstants(one.tijdstip, other.tijdstip) || one.feitId.localeCompare(other.feitId);
