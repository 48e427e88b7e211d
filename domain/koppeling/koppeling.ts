import type { Bsn, Gemeentecode, HuishoudenId, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { Koppeling, Persoon } from '../../contracts/coa.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import { huishoudenOf } from '../huishouden/outline.ts';
import { known } from '../known.ts';
import type { Commit, Decision } from '../log/log.ts';
import { type Cause, type Feit, isReported, ownSourceFirst } from '../zaak/feiten.ts';
import { countedVersions, countsBefore, type VersionClaim } from './typed-over.ts';

/**
 * The koppeling as a whole: which versions are known and whom each of them names. It decides what a version means for
 * persons that it no longer names, and for persons that an older version names when it arrives late.
 */

/** One version of a koppeling, without personal data: the members are pseudonyms. */
export type KoppelingVersion = {
  readonly soort: 'versie';
  /** The number of the koppeling itself: the key of this log changes when another secret is used (rekey). */
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
  | (Waits & { readonly soort: 'wacht' })
  /** Everybody whom the koppeling named was erased, for the `keer`-th time. A message from before `tot` no longer counts. */
  | { readonly soort: 'gewist'; readonly tot: string; readonly keer: number };
export type KoppelingCommit = Commit<KoppelingContent>;

/** A message that waits for another version. */
interface Waits {
  readonly koppelingId: string;
  readonly ontvangstId: OntvangstId;
  /** COA's own withdrawal, which also ends the koppeling for members of a lower version that comes later. Older entries lack it. */
  readonly intrekking?: KoppelingVersion;
}

type ErasedKoppeling = Extract<KoppelingContent, { readonly soort: 'gewist' }>;

/** The latest entry of the log that says that everybody of the koppeling was erased; undefined when that never happened. */
export const erasedKoppeling = (commits: readonly KoppelingCommit[]): ErasedKoppeling | undefined =>
  commits.map(({ inhoud }) => inhoud).findLast((content) => content.soort === 'gewist');

/** The entries of the log since the koppeling was last erased. */
const contentsOf = (commits: readonly KoppelingCommit[]): readonly KoppelingContent[] => {
  const contents = commits.map(({ inhoud }) => inhoud);
  return contents.slice(contents.findLastIndex(({ soort }) => soort === 'gewist') + 1);
};

/** Every version in the log since the last erasing, also those that do not count. */
export const allVersions = (commits: readonly KoppelingCommit[]): readonly KoppelingVersion[] =>
  contentsOf(commits).flatMap((content) => (content.soort === 'versie' ? [content] : []));

/** A version as its message has it, before it is known whom it names. */
export type ToldVersion = Pick<KoppelingVersion, 'versie' | 'gemeentecode' | 'ingetrokken' | 'oorzaak'>;

/** What an offered version claims: its number, its gemeente, and whether it withdraws the koppeling. */
export const claimOfVersion = ({
  versie,
  gemeentecode,
  ingetrokken,
  oorzaak,
}: ToldVersion): VersionClaim => ({
  versie,
  gemeentecode: gemeentecode ?? (ingetrokken === undefined ? oorzaak.gemeldDoor : undefined),
  isIngetrokken: ingetrokken !== undefined,
  oorzaak,
});

/** The versions that count (`countedVersions`) when the offered one is added to those of the log. */
const countingWith = (commits: readonly KoppelingCommit[], offered: ToldVersion): readonly ToldVersion[] =>
  countedVersions<ToldVersion>(
    [...allVersions(commits).filter((known) => !isSameVersion(known, offered)), offered],
    claimOfVersion,
  );

const isSameVersion = (one: ToldVersion, other: ToldVersion): boolean =>
  one.versie === other.versie && one.oorzaak.gemeldDoor === other.oorzaak.gemeldDoor;

/**
 * Decides whether a gemeente may type this version over. A version of a household that belongs to another gemeente waits in
 * quarantine until another version says which gemeente the household belongs to. A version that is in the log already stays.
 */
export const decideTypedOver = (
  commits: readonly KoppelingCommit[],
  koppelingId: string,
  offered: ToldVersion,
): Decision<KoppelingContent, 'own' | 'of other'> => {
  const { ontvangstId } = offered.oorzaak;
  const isKnown = allVersions(commits).some(({ oorzaak }) => oorzaak.ontvangstId === ontvangstId);
  if (isKnown || countingWith(commits, offered).includes(offered)) return { outcome: 'own' };
  return waitOnce(commits, { koppelingId, ontvangstId }, 'of other');
};

/** Notes that a message waits for another version, unless the log says so already. */
const waitOnce = <Outcome>(
  commits: readonly KoppelingCommit[],
  waits: Waits,
  outcome: Outcome,
): Decision<KoppelingContent, Outcome> =>
  waitingBerichten(commits).includes(waits.ontvangstId)
    ? { outcome }
    : { append: { soort: 'wacht', ...waits }, outcome };

/**
 * The messages that wait for another version: a withdrawal of a koppeling that is not known yet, a version of a household of
 * another gemeente, and a version with contradicting numbers.
 */
const waitingIn = (commits: readonly KoppelingCommit[]): readonly Waits[] => {
  const taken = new Set(allVersions(commits).map(({ oorzaak }) => oorzaak.ontvangstId));
  return contentsOf(commits).flatMap((content) =>
    content.soort === 'wacht' && !taken.has(content.ontvangstId) ? [content] : [],
  );
};

/** The receipts of the messages that wait for another version. */
export const waitingBerichten = (commits: readonly KoppelingCommit[]): readonly OntvangstId[] =>
  waitingIn(commits).map(({ ontvangstId }) => ontvangstId);

/** Every version of the log, and the withdrawals that wait: these count as soon as any version names a member. */
export const withWaiting = (commits: readonly KoppelingCommit[]): readonly KoppelingVersion[] => [
  ...allVersions(commits),
  ...waitingIn(commits).flatMap(({ intrekking }) => intrekking ?? []),
];

/**
 * What a message means for the log of its koppeling: it adds a version, it added that version at an earlier delivery, it
 * came after another message with the same version, or it waits for the koppeling that it withdraws.
 */
export type VersionOutcome = 'append' | 'known' | 'stale' | 'wait';

/**
 * Decides about a message that brings a version (werkafspraken R00.T3). Of several messages with the same version number the first
 * counts (docs/domein/coa.md), separately for COA itself and for each gemeente that typed the version over.
 */
export function decideVersion(
  commits: readonly KoppelingCommit[],
  version: KoppelingVersion,
): Decision<KoppelingContent, Exclude<VersionOutcome, 'wait'>> {
  const same = allVersions(commits).find((known) => isSameVersion(known, version));
  if (same === undefined) return { append: version, outcome: 'append' };
  return { outcome: same.oorzaak.ontvangstId === version.oorzaak.ontvangstId ? 'known' : 'stale' };
}

/**
 * Decides about a message that withdraws a koppeling (werkafspraken R00.T3). The message waits when no version of the koppeling is
 * known yet.
 */
export function decideWithdrawal(
  commits: readonly KoppelingCommit[],
  version: KoppelingVersion,
): Decision<KoppelingContent, VersionOutcome> {
  const { koppelingId, oorzaak } = version;
  return allVersions(commits).length > 0
    ? decideVersion(commits, version)
    : waitOnce(
        commits,
        {
          koppelingId,
          ontvangstId: oorzaak.ontvangstId,
          // Whether a withdrawal counts that a gemeente typed over depends on which gemeente the household turns out to belong to.
          ...(!isReported(oorzaak) && { intrekking: version }),
        },
        'wait',
      );
}

/**
 * Decides about a version that names, as far as the hub knows, the BSN and the V-nummer of two different persons. A version that
 * counts and overrules this one (`countsBefore`) has put the numbers right, so that those of this version no longer matter.
 * Otherwise the message waits until such a version comes, or until a number turns out to belong to somebody else.
 */
export const decideContradicting = (
  commits: readonly KoppelingCommit[],
  koppelingId: string,
  offered: ToldVersion,
): Decision<KoppelingContent, 'put right' | 'contradicted'> => {
  const isPutRight = countingWith(commits, offered).some((version) => countsBefore(version, offered));
  return isPutRight
    ? { outcome: 'put right' }
    : waitOnce(commits, { koppelingId, ontvangstId: offered.oorzaak.ontvangstId }, 'contradicted');
};

/** The zaken of all members of all versions. */
export const allMembers = (versions: readonly KoppelingVersion[]): readonly ZaakId[] => [
  ...new Set(versions.flatMap(({ leden }) => leden)),
];

/** The versions that withdraw the koppeling or leave this member out, in whatever order they came. */
const ends = (versions: readonly KoppelingVersion[], member: ZaakId): readonly KoppelingVersion[] =>
  versions.filter(({ ingetrokken, leden }) => ingetrokken !== undefined || !leden.includes(member));

/**
 * The versions that go before the first one that names a member, when a gemeente typed that first one over and one of these says
 * that the koppeling belongs to another gemeente.
 */
const whoseBefore = (
  versions: readonly KoppelingVersion[],
  { versie, oorzaak }: KoppelingVersion,
): readonly KoppelingVersion[] => {
  if (!isReported(oorzaak)) return [];
  const below = versions.filter(
    (one) => one.versie < versie || (one.versie === versie && !isReported(one.oorzaak)),
  );
  const isOfOther = below.some(
    ({ gemeentecode }) => gemeentecode !== undefined && gemeentecode !== oorzaak.gemeldDoor,
  );
  return isOfOther ? below : [];
};

/**
 * The facts that follow for a member from the versions that do not name this member: the koppeling was withdrawn, or the member
 * left the household. Only a version that overrules (`countsBefore`) the first one that names the member ends the koppeling; a
 * lower version says which gemeente the household belongs to (`countedVersions`). `perKoppeling` decides which of these facts
 * count, because that depends on all that COA itself and the gemeenten that typed over said.
 */
export const expiryFeiten = (
  koppelingId: string,
  versions: readonly KoppelingVersion[],
  member: ZaakId,
): readonly Feit[] => {
  const [first] = versions
    .filter(({ leden }) => leden.includes(member))
    .toSorted((one, other) => one.versie - other.versie || ownSourceFirst(one.oorzaak, other.oorzaak));
  if (first === undefined) return [];
  const after = ends(versions, member).filter((version) => countsBefore(version, first));
  return [...new Set([...whoseBefore(versions, first), ...after])].map(
    ({ versie, gemeentecode, ingetrokken, oorzaak }) => ({
      ...oorzaak,
      feitId: `koppeling-vervallen:${koppelingId}:${versie}${reporterOf(oorzaak)}`,
      soort: 'koppeling-vervallen',
      oorzaakVerval: ingetrokken === undefined ? 'niet meer in huishouden' : 'ingetrokken',
      koppelingId,
      versie,
      ...known({ gemeentecode }),
      reden: ingetrokken ?? 'anders',
    }),
  );
};

/** A fact about a member whom a version names. */
export interface MemberFact {
  readonly zaakId: ZaakId;
  readonly feit: Feit;
}

/** The facts about each member of any version: what the offered version says, and how the koppeling ended for the member. */
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

/** The household of a koppeling, as the first version that names one has it. */
export const huishoudenIdOf = (commits: readonly KoppelingCommit[]): HuishoudenId | undefined =>
  allVersions(commits).find(({ huishoudenId }) => huishoudenId !== undefined)?.huishoudenId;

/** The end of a fact's id, so that the fact of a gemeente that typed a message over has another id than that of COA itself. */
const reporterOf = ({ gemeldDoor }: Cause): string => (gemeldDoor === undefined ? '' : `:${gemeldDoor}`);

/** What the hub knows of a member beside the message of the version. */
interface MemberContext {
  readonly huishoudenId?: HuishoudenId | undefined;
  readonly bsnVanAnder?: Bsn | undefined;
}

/** The fact that a version of a koppeling becomes for one of its members. */
export const koppelingFeit = (
  cause: Cause,
  action: 'geregistreerd' | 'gewijzigd',
  { personen, ...koppeling }: Koppeling,
  persoon: Persoon,
  { huishoudenId, bsnVanAnder }: MemberContext = {},
): Feit => ({
  ...cause,
  feitId: `koppeling:${koppeling.koppelingId}:${koppeling.versie}${reporterOf(cause)}`,
  soort: 'koppeling',
  handeling: action,
  koppeling,
  persoon,
  huishouden: huishoudenOf(personen),
  ...known({ huishoudenId, bsnVanAnder }),
});
