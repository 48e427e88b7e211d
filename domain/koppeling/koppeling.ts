import type { OntvangstId, ZaakId } from '../../contracts/basistypen.ts';
import type { Koppeling, Persoon, RedenIntrekking } from '../../contracts/coa.ts';
import type { Gezinssamenstelling } from '../../contracts/partnerberichten.ts';
import type { Commit, Decision } from '../logboek/logboek.ts';
import type { Feit, Huishouden, Oorzaak } from '../zaak/feiten.ts';

/**
 * The koppeling as a whole: which versions are known and whom each of them names. It decides what a version means for
 * persons that it no longer names, and for persons that an older version names when it arrives late.
 */

/** One version of a koppeling, without personal data: the members are pseudonyms. */
export type KoppelingVersie = {
  readonly soort: 'versie';
  /** Its own number, because under another secret (re-keying) the key of this log is another. */
  readonly koppelingId: string;
  readonly versie: number;
  readonly leden: readonly ZaakId[];
  /** Present when this version withdraws the koppeling. */
  readonly ingetrokken?: RedenIntrekking;
  readonly oorzaak: Oorzaak;
};

export type KoppelingInhoud =
  | KoppelingVersie
  | { readonly soort: 'wacht'; readonly koppelingId: string; readonly ontvangstId: OntvangstId };
export type KoppelingCommit = Commit<KoppelingInhoud>;

export const versiesVan = (commits: readonly KoppelingCommit[]): readonly KoppelingVersie[] =>
  commits.flatMap(({ inhoud }) => (inhoud.soort === 'versie' ? [inhoud] : []));

/** Withdrawals that came before anybody was named. */
export const wachtendeIntrekkingen = (commits: readonly KoppelingCommit[]): readonly OntvangstId[] => {
  const versies = versiesVan(commits);
  return commits.flatMap(({ inhoud }) =>
    inhoud.soort === 'wacht' && !versies.some(({ oorzaak }) => oorzaak.ontvangstId === inhoud.ontvangstId)
      ? [inhoud.ontvangstId]
      : [],
  );
};

/**
 * What a message means for the log of its koppeling: it adds a version, it added that version at an earlier delivery, it
 * came after another message with the same version, or it waits for the koppeling that it withdraws.
 */
export type VersionOutcome = 'append' | 'known' | 'stale' | 'wait';

/** Decides about a message that brings a version: the first message with a version number counts (docs/domein.md). */
export function decideVersion(
  commits: readonly KoppelingCommit[],
  version: KoppelingVersie,
): Decision<KoppelingInhoud, Exclude<VersionOutcome, 'wait'>> {
  const same = versiesVan(commits).find(({ versie }) => versie === version.versie);
  if (same === undefined) return { append: version, outcome: 'append' };
  return { outcome: same.oorzaak.ontvangstId === version.oorzaak.ontvangstId ? 'known' : 'stale' };
}

/** Decides about a message that withdraws a koppeling; before any version of it is known, that message waits. */
export function decideWithdrawal(
  commits: readonly KoppelingCommit[],
  version: KoppelingVersie,
): Decision<KoppelingInhoud, VersionOutcome> {
  if (versiesVan(commits).length > 0) return decideVersion(commits, version);
  const { koppelingId, oorzaak } = version;
  const { ontvangstId } = oorzaak;
  return wachtendeIntrekkingen(commits).includes(ontvangstId)
    ? { outcome: 'wait' }
    : { append: { soort: 'wacht', koppelingId, ontvangstId }, outcome: 'wait' };
}

/** Whether a higher version is known: then what this version says about numbers no longer matters. */
export const isSuperseded = (commits: readonly KoppelingCommit[], version: number): boolean =>
  versiesVan(commits).some(({ versie }) => versie > version);

/** Everybody whom any version names. */
const alleLeden = (versies: readonly KoppelingVersie[]): readonly ZaakId[] => [
  ...new Set(versies.flatMap(({ leden }) => leden)),
];

/** Versions that end the koppeling for this person, in whatever order they came. */
const einden = (versies: readonly KoppelingVersie[], lid: ZaakId): readonly KoppelingVersie[] =>
  versies.filter(({ ingetrokken, leden }) => ingetrokken !== undefined || !leden.includes(lid));

/**
 * The facts that follow for a member from the versions that do not name them: a withdrawal, or having left the
 * household. Only versions above the first that names them count.
 */
export const vervalFeiten = (
  koppelingId: string,
  versies: readonly KoppelingVersie[],
  lid: ZaakId,
): readonly Feit[] => {
  const genoemd = versies.filter(({ leden }) => leden.includes(lid)).map(({ versie }) => versie);
  const eerste = Math.min(...genoemd);
  return einden(versies, lid)
    .filter(({ versie }) => versie > eerste)
    .map(({ versie, ingetrokken, oorzaak }) => ({
      ...oorzaak,
      feitId: `koppeling-vervallen:${koppelingId}:${versie}`,
      soort: 'koppeling-vervallen',
      oorzaakVerval: ingetrokken === undefined ? 'niet meer in huishouden' : 'ingetrokken',
      koppelingId,
      versie,
      reden: ingetrokken ?? 'anders',
    }));
};

/** A fact about a member whom a version names. */
export interface MemberFact {
  readonly zaakId: ZaakId;
  readonly feit: Feit;
}

/** All facts about each member that any version names: what this version says, and how the koppeling ended for them. */
export const memberFacts = (
  koppelingId: string,
  versions: readonly KoppelingVersie[],
  named: readonly MemberFact[],
): readonly { readonly zaakId: ZaakId; readonly feiten: readonly Feit[] }[] =>
  alleLeden(versions).map((zaakId) => ({
    zaakId,
    feiten: [
      ...named.filter((member) => member.zaakId === zaakId).map(({ feit }) => feit),
      ...vervalFeiten(koppelingId, versions, zaakId),
    ],
  }));

/** The household in outline: a partner makes a couple, a child makes a family. */
export const huishoudenVan = (personen: readonly Persoon[]): Huishouden => ({
  aantalPersonen: personen.length,
  gezinssamenstelling: gezinssamenstelling(personen),
});

const gezinssamenstelling = (personen: readonly Persoon[]): Gezinssamenstelling => {
  const heeftPartner = personen.some(({ relatie }) => relatie === 'partner');
  if (personen.some(({ relatie }) => relatie === 'kind')) {
    return heeftPartner ? 'gezin met kinderen' : 'eenoudergezin';
  }
  return heeftPartner ? 'stel' : 'alleenstaand';
};

/** What a koppeling says about one of its members. */
export const koppelingFeit = (
  oorzaak: Oorzaak,
  handeling: 'geregistreerd' | 'gewijzigd',
  { personen, ...koppeling }: Koppeling,
  persoon: Persoon,
): Feit => ({
  ...oorzaak,
  feitId: `koppeling:${koppeling.koppelingId}:${koppeling.versie}`,
  soort: 'koppeling',
  handeling,
  koppeling,
  persoon,
  huishouden: huishoudenVan(personen),
});
