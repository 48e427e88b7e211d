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
  /** The gemeente that typed this over; absent when the source itself told it. */
  readonly gemeldDoor?: Gemeentecode;
  /** The id of the person who reported it on a page; absent when a programme did. */
  readonly medewerker?: string;
  /** The trace of the message. The commit keeps it once; its facts do not. */
  readonly trace?: AcceptedTrace;
}

/** Whether a gemeente typed this over, and the source itself did not tell it. */
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
 * The koppeling ended for this person: COA withdrew it, or the person is no longer in the household. A version below the first one
 * that names the person ends nothing; it only says whose the household was.
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
  /** The OIN that DUO addressed: that of a gemeente, or of the hub. Older facts have none. */
  readonly doel?: Oin;
  readonly notificatie: AcceptedNotificatie;
  readonly antwoorden: DuoResponses;
  /**
   * The notification counted before a BSN was known to ask DUO with. Its message waits for the BSN, and DUO's answer then stands
   * beside this fact.
   */
  readonly zonderBsn?: true;
}

/** A BSN that a further notification of an event on the timeline brought. */
export interface BsnFeit extends Basis {
  readonly soort: 'bsn';
  readonly bsn: Bsn;
}

/** A gemeente opens a zaak itself, or tells the name of a person whom DUO named: nobody else knows it. */
export interface GeopendFeit extends Basis {
  readonly soort: 'casus-geopend';
  readonly gegevens: CasusGeopend;
  readonly huishoudenId: HuishoudenId;
}

/** What a gemeente read in DUO's portal, which counts until DUO tells it itself; or what the gemeente or a partner did. */
export interface MeldingFeit extends Basis {
  readonly soort: 'melding';
  readonly melding: MeldingBericht['type'];
  readonly gemeentecode?: Gemeentecode;
  /** The key of the partner that reported it; absent when the gemeente did, and in older facts. */
  readonly partner?: string;
  /** The answers, in the form in which DUO would have given them. */
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

/** A person at the gemeente put something right, and says why. It is a fact like any other, so it can be put right in turn. */
export interface HerstelFeit extends Basis {
  readonly soort: 'herstel';
  /** Present when the hub itself put the facts aside, because they contradict what another source said. */
  readonly door?: 'hub';
  readonly reden: string;
  /** Ids of the facts that do not hold. */
  readonly vervalt: readonly string[];
  /** The right BSN: facts that another BSN brought to this timeline are about somebody else. */
  readonly bsn?: Bsn;
}

/** What a member means for the household, as a version of that member's timeline said it. */
export interface LidFeit extends Basis {
  readonly soort: 'huishouden-lid';
  readonly zaakId: ZaakId;
  /** Version of the member's timeline; the highest counts. */
  readonly versie: number;
  readonly lid: Lid;
}

/** What the household amounts to after a change in it. Each member's zaak has this fact too. */
export interface HuishoudenStandFeit extends Basis {
  readonly soort: 'huishouden-stand';
  readonly huishoudenId: HuishoudenId;
  /** Version of the household's timeline; the highest counts. */
  readonly versie: number;
  readonly huishouden: Huishouden;
  /** Absent in older facts, and as long as nobody reported anything about a home: then the zaak itself says it. */
  readonly woning?: Woning;
}

/** This zaak and another one are of one person. Everything in it went to the other zaak, where the timeline continues. */
export interface SamengevoegdFeit extends Basis {
  readonly soort: 'samengevoegd';
  readonly naar: ZaakId;
}

/** Everything in another zaak of the same person came to this one. */
export interface OpgenomenFeit extends Basis {
  readonly soort: 'opgenomen';
  readonly uit: ZaakId;
  /** Ids of the facts that came with it, and that this zaak did not have before. */
  readonly feiten: readonly string[];
}

/** What the hub tells DUO for the gemeente: first the intention, then what came of it. */
export interface DuoMeldingFeit extends Basis {
  readonly soort: 'duo-melding';
  /** The same for all facts about one call. */
  readonly meldingId: string;
  /** 1, 2, 3 … on the timeline. */
  readonly nummer: number;
  /** `niet gedaan`: DUO does not have it, and the hub need not tell it any more. */
  readonly stap: 'voorgenomen' | 'bevestigd' | 'geweigerd' | 'niet gedaan';
  readonly gemeentecode: Gemeentecode;
  /** Id of the decision that it follows from. */
  readonly besluit: string;
  /** The BSN under which DUO was told. When the BSN of the person is put right since, the call was about somebody else. */
  readonly bsn: Bsn;
  readonly opdracht: DuoOrder;
  /** Why DUO refused, in its own words. */
  readonly redenen?: readonly string[];
}

/** A message that cannot be applied yet; its content waits in its receipt. */
export type WaitFeit = Basis & { readonly soort: 'wacht' } & WaitContent;

/**
 * What the message waits for. `plaats`: a message that says of which gemeente the person is. A message in quarantine waits for the
 * `gemeente` that the zaak has to belong to, or to have belonged to, or for a BSN of the zaak other than the one that it
 * contradicts (`ander bsn`).
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
 * The order of facts at their sources, which is the same in whatever order they arrive. Facts of one moment are ordered by their
 * content, because which message brought a fact depends on which came first.
 */
export const onMoment = (
  one: Pick<Basis, 'tijdstip' | 'feitId'>,
  other: Pick<Basis, 'tijdstip' | 'feitId'>,
): number => compareInstants(one.tijdstip, other.tijdstip) || one.feitId.localeCompare(other.feitId);
