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
  | (Waits & { readonly soort: 'wacht' })
  /** Everybody whom it named was erased, for the `keer`-th time; a message from before `tot` says nothing any more. */
  | { readonly soort: 'gewist'; readonly tot: string; readonly keer: number };
export type KoppelingCommit = Commit<KoppelingContent>;

/** A message that waits for another version. */
interface Waits {
  readonly koppelingId: string;
  readonly ontvangstId: OntvangstId;
  /** What it says, when it is COA's own withdrawal: whom a lower version names is told to nobody. Older entries lack it. */
  readonly intrekking?: KoppelingVersion;
}

type ErasedKoppeling = Extract<KoppelingContent, { readonly soort: 'gewist' }>;

/** How a koppeling of which everybody was erased stands in its log; undefined when that never happened. */
export const erasedKoppeling = (commits: readonly KoppelingCommit[]): ErasedKoppeling | undefined =>
  commits.map(({ inhoud }) => inhoud).findLast((content) => content.soort === 'gewist');

/** What was said of a koppeling since it was last erased. */
const contentsOf = (commits: readonly KoppelingCommit[]): readonly KoppelingContent[] => {
  const contents = commits.map(({ inhoud }) => inhoud);
  return contents.slice(contents.findLastIndex(({ soort }) => soort === 'gewist') + 1);
};

/** Every version that was ever told, what counts for nothing among it. */
export const allVersions = (commits: readonly KoppelingCommit[]): readonly KoppelingVersion[] =>
  contentsOf(commits).flatMap((content) => (content.soort === 'versie' ? [content] : []));

/** A version as its message has it, before it is known whom it names. */
export type ToldVersion = Pick<KoppelingVersion, 'versie' | 'gemeentecode' | 'ingetrokken' | 'oorzaak'>;

/** What an offered version says about whose the koppeling is. */
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

/** The versions that count (`countedVersions`) once this one is among them. */
const countingWith = (commits: readonly KoppelingCommit[], offered: ToldVersion): readonly ToldVersion[] =>
  countedVersions<ToldVersion>(
    [...allVersions(commits).filter((known) => !isSameVersion(known, offered)), offered],
    claimOfVersion,
  );

const isSameVersion = (one: ToldVersion, other: ToldVersion): boolean =>
  one.versie === other.versie && one.oorzaak.gemeldDoor === other.oorzaak.gemeldDoor;

/**
 * Decides whether a gemeente may type this version over. One of a household of another gemeente waits in quarantine until
 * another version says whose the household is; one that was taken in before that was known stays.
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

/** Notes that a message waits for another version, unless that stands there. */
const waitOnce = <Outcome>(
  commits: readonly KoppelingCommit[],
  waits: Waits,
  outcome: Outcome,
): Decision<KoppelingContent, Outcome> =>
  waitingBerichten(commits).includes(waits.ontvangstId)
    ? { outcome }
    : { append: { soort: 'wacht', ...waits }, outcome };

/** What waits for another version: withdrawals before anybody was named, what is of another gemeente or has wrong numbers. */
const waitingIn = (commits: readonly KoppelingCommit[]): readonly Waits[] => {
  const taken = new Set(allVersions(commits).map(({ oorzaak }) => oorzaak.ontvangstId));
  return contentsOf(commits).flatMap((content) =>
    content.soort === 'wacht' && !taken.has(content.ontvangstId) ? [content] : [],
  );
};

/** The receipts of what waits for another version. */
export const waitingBerichten = (commits: readonly KoppelingCommit[]): readonly OntvangstId[] =>
  waitingIn(commits).map(({ ontvangstId }) => ontvangstId);

/** Every version that was told, with the withdrawals that wait for one: they count from the moment on which anybody is named. */
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
 * Decides about a message that brings a version (werkafspraken R00.T3): the first message with a version number counts
 * (docs/domein/coa.md), of COA's and of each gemeente's that typed it over.
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
 * Decides about a message that withdraws a koppeling (werkafspraken R00.T3); before any version of it is known, that message
 * waits.
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
          // What a gemeente typed over is judged by whose the household turns out to be.
          ...(!isReported(oorzaak) && { intrekking: version }),
        },
        'wait',
      );
}

/**
 * Decides about a version of which the numbers are not those of one person, as far as is known. A higher version that counts has put
 * them right, or COA's own of the number that a gemeente typed over: then what it says about numbers no longer matters. A BSN
 * that leads to somebody else is left out of what COA says of a member, and what a gemeente typed over with one is put aside unless
 * another version names the right one. Any other waits, until such a version comes or a number turns out to be of somebody else.
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

/** Everybody whom any version names. */
export const allMembers = (versions: readonly KoppelingVersion[]): readonly ZaakId[] => [
  ...new Set(versions.flatMap(({ leden }) => leden)),
];

/** Versions that end the koppeling for this person, in whatever order they came. */
const ends = (versions: readonly KoppelingVersion[], member: ZaakId): readonly KoppelingVersion[] =>
  versions.filter(({ ingetrokken, leden }) => ingetrokken !== undefined || !leden.includes(member));

/** The versions below the first that names a member, when they say that what a gemeente typed over is of another. */
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
 * The facts that follow for a member from the versions that do not name them: a withdrawal, or having left the
 * household. Only versions that go before the first that names them end it; one below it says whose the household is
 * (`countedVersions`). Which of what a gemeente typed over and of what COA itself says counts follows from all of it (`perKoppeling`).
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

/** The household that a koppeling belongs to, as the first of its versions had it. */
export const huishoudenIdOf = (commits: readonly KoppelingCommit[]): HuishoudenId | undefined =>
  allVersions(commits).find(({ huishoudenId }) => huishoudenId !== undefined)?.huishoudenId;

/** What sets the fact of a gemeente that typed something over apart from that of the source itself. */
const reporterOf = ({ gemeldDoor }: Cause): string => (gemeldDoor === undefined ? '' : `:${gemeldDoor}`);

/** What a version says of a member beside what its message says of them. */
interface MemberContext {
  readonly huishoudenId?: HuishoudenId | undefined;
  readonly bsnVanAnder?: Bsn | undefined;
}

/** What a koppeling says about one of its members. */
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
