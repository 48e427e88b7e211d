import type { Gemeentecode, HuishoudenId, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { Koppeling, Persoon } from '../../contracts/coa.ts';
import type { Gezinssamenstelling } from '../../contracts/gezinssamenstelling.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import type { Commit, Decision } from '../log/log.ts';
import type { Cause, Feit, Huishouden } from '../zaak/feiten.ts';

/**
 * The koppeling as a whole: which versions are known and whom each of them names. It decides what a version means for
 * persons that it no longer names, and for persons that an older version names when it arrives late.
 */

/** One version of a koppeling, without personal data: the members are pseudonyms. */
export type KoppelingVersion = {
  readonly soort: 'versie';
  /** Its own number, because under another secret (re-keying) the key of this log is another. */
  readonly koppelingId: string;
  readonly versie: number;
  readonly leden: readonly ZaakId[];
  /** The gemeente of this koppeling; older versions lack it. */
  readonly gemeentecode?: Gemeentecode;
  /** The household of this koppeling; older versions lack it. */
  readonly huishoudenId?: HuishoudenId;
  /** Present when this version withdraws the koppeling. */
  readonly ingetrokken?: ReasonIntrekking;
  readonly oorzaak: Cause;
};

export type KoppelingContent =
  | KoppelingVersion
  | { readonly soort: 'wacht'; readonly koppelingId: string; readonly ontvangstId: OntvangstId }
  /** Everybody whom it named was erased, for the `keer`-th time; a message from before `tot` says nothing any more. */
  | { readonly soort: 'gewist'; readonly tot: string; readonly keer: number };
export type KoppelingCommit = Commit<KoppelingContent>;

type ErasedKoppeling = Extract<KoppelingContent, { readonly soort: 'gewist' }>;

/** How a koppeling of which everybody was erased stands in its log; undefined when that never happened. */
export const erasedKoppeling = (commits: readonly KoppelingCommit[]): ErasedKoppeling | undefined =>
  commits.map(({ inhoud }) => inhoud).findLast((content) => content.soort === 'gewist');

/** What was said of a koppeling since it was last erased. */
const contentsOf = (commits: readonly KoppelingCommit[]): readonly KoppelingContent[] => {
  const contents = commits.map(({ inhoud }) => inhoud);
  return contents.slice(contents.findLastIndex(({ soort }) => soort === 'gewist') + 1);
};

const allVersions = (commits: readonly KoppelingCommit[]): readonly KoppelingVersion[] =>
  contentsOf(commits).flatMap((content) => (content.soort === 'versie' ? [content] : []));

const isReported = ({ oorzaak }: Pick<KoppelingVersion, 'oorzaak'>): boolean =>
  oorzaak.gemeldDoor !== undefined;

/** The versions that count: what a gemeente typed over gives way to what COA itself says of the same version. */
export const versionsOf = (commits: readonly KoppelingCommit[]): readonly KoppelingVersion[] => {
  const versions = allVersions(commits);
  const own = new Set(versions.filter((version) => !isReported(version)).map(({ versie }) => versie));
  return versions.filter((version) => !isReported(version) || !own.has(version.versie));
};

/** Whether a gemeente reports a version of a koppeling of another gemeente: that is not its business. */
export const isOfOtherGemeente = (
  commits: readonly KoppelingCommit[],
  gemeldDoor: Gemeentecode | undefined,
): boolean =>
  gemeldDoor !== undefined &&
  allVersions(commits).some(({ gemeentecode }) => gemeentecode !== undefined && gemeentecode !== gemeldDoor);

/** Withdrawals that came before anybody was named. */
export const waitingIntrekkingen = (commits: readonly KoppelingCommit[]): readonly OntvangstId[] => {
  const versions = versionsOf(commits);
  return contentsOf(commits).flatMap((inhoud) =>
    inhoud.soort === 'wacht' && !versions.some(({ oorzaak }) => oorzaak.ontvangstId === inhoud.ontvangstId)
      ? [inhoud.ontvangstId]
      : [],
  );
};

/**
 * What a message means for the log of its koppeling: it adds a version, it added that version at an earlier delivery, it
 * came after another message with the same version, or it waits for the koppeling that it withdraws.
 */
export type VersionOutcome = 'append' | 'known' | 'stale' | 'wait';

/**
 * Decides about a message that brings a version (werkafspraken R00.T3): the first message with a version number counts
 * (docs/domein.md).
 */
export function decideVersion(
  commits: readonly KoppelingCommit[],
  version: KoppelingVersion,
): Decision<KoppelingContent, Exclude<VersionOutcome, 'wait'>> {
  const same = allVersions(commits).find(
    (known) => known.versie === version.versie && isReported(known) === isReported(version),
  );
  if (same === undefined) return { append: version, outcome: 'append' };
  return { outcome: same.oorzaak.ontvangstId === version.oorzaak.ontvangstId ? 'known' : 'stale' };
}

/** Decides about a message that withdraws a koppeling (werkafspraken R00.T3); before any version of it is known, that message waits. */
export function decideWithdrawal(
  commits: readonly KoppelingCommit[],
  version: KoppelingVersion,
): Decision<KoppelingContent, VersionOutcome> {
  if (versionsOf(commits).length > 0) return decideVersion(commits, version);
  const { koppelingId, oorzaak } = version;
  const { ontvangstId } = oorzaak;
  return waitingIntrekkingen(commits).includes(ontvangstId)
    ? { outcome: 'wait' }
    : { append: { soort: 'wacht', koppelingId, ontvangstId }, outcome: 'wait' };
}

/** Whether a higher version is known: then what this version says about numbers no longer matters. */
export const isSuperseded = (commits: readonly KoppelingCommit[], version: number): boolean =>
  versionsOf(commits).some(({ versie }) => versie > version);

/** Everybody whom any version names. */
export const allMembers = (versions: readonly KoppelingVersion[]): readonly ZaakId[] => [
  ...new Set(versions.flatMap(({ leden }) => leden)),
];

/** Versions that end the koppeling for this person, in whatever order they came. */
const ends = (versions: readonly KoppelingVersion[], member: ZaakId): readonly KoppelingVersion[] =>
  versions.filter(({ ingetrokken, leden }) => ingetrokken !== undefined || !leden.includes(member));

/**
 * The facts that follow for a member from the versions that do not name them: a withdrawal, or having left the
 * household. Only versions above the first that names them count.
 */
export const expiryFeiten = (
  koppelingId: string,
  versions: readonly KoppelingVersion[],
  member: ZaakId,
): readonly Feit[] => {
  const named = versions.filter(({ leden }) => leden.includes(member)).map(({ versie }) => versie);
  const first = Math.min(...named);
  return ends(versions, member)
    .filter(({ versie }) => versie > first)
    .map(({ versie, ingetrokken, oorzaak }) => ({
      ...oorzaak,
      feitId: `koppeling-vervallen:${koppelingId}:${versie}${reporterOf(oorzaak)}`,
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
  versions: readonly KoppelingVersion[],
  named: readonly MemberFact[],
): readonly { readonly zaakId: ZaakId; readonly feiten: readonly Feit[] }[] =>
  [...new Set([...allMembers(versions), ...named.map(({ zaakId }) => zaakId)])].map((zaakId) => ({
    zaakId,
    feiten: [
      ...named.filter((member) => member.zaakId === zaakId).map(({ feit }) => feit),
      ...expiryFeiten(koppelingId, versions, zaakId),
    ],
  }));

/** The household in outline: a partner makes a couple, a child makes a family. */
export const huishoudenOf = (personen: readonly Pick<Persoon, 'relatie'>[]): Huishouden => ({
  aantalPersonen: personen.length,
  gezinssamenstelling: gezinssamenstelling(personen),
});

const gezinssamenstelling = (personen: readonly Pick<Persoon, 'relatie'>[]): Gezinssamenstelling => {
  // Of a couple of which one died or left, the other is alone, in whatever relation COA named them.
  const hasPartner = personen.some(({ relatie }) => relatie === 'partner') && hasTwoHeads(personen);
  if (personen.some(({ relatie }) => relatie === 'kind')) {
    return hasPartner ? 'gezin met kinderen' : 'eenoudergezin';
  }
  return hasPartner ? 'stel' : 'alleenstaand';
};

/** Nobody but the head of the household and their partner makes a couple; COA may name two heads. */
const hasTwoHeads = (personen: readonly Pick<Persoon, 'relatie'>[]): boolean =>
  personen.filter(({ relatie }) => relatie === 'partner' || relatie === 'hoofdpersoon').length > 1;

/** The household that the versions of a koppeling belong to, as the first of them had it. */
export const huishoudenIdOf = (versions: readonly KoppelingVersion[]): HuishoudenId | undefined =>
  versions.find(({ huishoudenId }) => huishoudenId !== undefined)?.huishoudenId;

/** What sets the fact of a gemeente that typed something over apart from that of the source itself. */
const reporterOf = ({ gemeldDoor }: Cause): string => (gemeldDoor === undefined ? '' : `:${gemeldDoor}`);

/** What a koppeling says about one of its members. */
export const koppelingFeit = (
  cause: Cause,
  action: 'geregistreerd' | 'gewijzigd',
  { personen, ...koppeling }: Koppeling,
  persoon: Persoon,
  huishoudenId?: HuishoudenId,
): Feit => ({
  ...cause,
  feitId: `koppeling:${koppeling.koppelingId}:${koppeling.versie}${reporterOf(cause)}`,
  soort: 'koppeling',
  handeling: action,
  koppeling,
  persoon,
  huishouden: huishoudenOf(personen),
  ...(huishoudenId && { huishoudenId }),
});
