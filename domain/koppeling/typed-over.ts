import type { Gemeentecode } from '../../contracts/base-types.ts';
import { compareInstants } from '../../contracts/instant.ts';
import { type Cause, isReported, ownSourceFirst } from '../zaak/feiten.ts';

/** The reason in the quarantine of a version that a gemeente typed over and that belongs to another gemeente. */
export const OTHER_GEMEENTE = 'deze koppeling is van een andere gemeente dan die haar meldt';

/** What one version of a koppeling says about the gemeente that the koppeling belongs to. */
export interface VersionClaim {
  readonly versie: number;
  /** The gemeente that the version names. A withdrawal names no gemeente, and neither do older records of a version. */
  readonly gemeentecode?: Gemeentecode | undefined;
  readonly isIngetrokken: boolean;
  readonly oorzaak: Pick<Cause, 'gemeldDoor' | 'tijdstip'>;
}

/**
 * The versions of one koppeling that count, lowest first, whatever the order in which they came. COA's own versions always count. A
 * gemeente may type over only a koppeling of its own: its version does not count when the highest version below it that counts, or
 * COA's own version of the same number, names another gemeente. When that version is a withdrawal, the household is released, and
 * any gemeente may type over the next version. When two gemeenten type over the same number, the earlier one goes before the other.
 */
export const countedVersions = <Version>(
  versions: readonly Version[],
  claimOf: (version: Version) => VersionClaim,
): readonly Version[] => {
  const claims = versions
    .map((version) => ({ version, claim: claimOf(version) }))
    .toSorted((one, other) => inOrder(one.claim, other.claim));
  const own = new Set(claims.flatMap(({ claim }) => (isReported(claim.oorzaak) ? [] : [claim.versie])));
  let before: VersionClaim | undefined;
  return claims.flatMap(({ version, claim }) => {
    const { oorzaak, versie, gemeentecode, isIngetrokken } = claim;
    if (isReported(oorzaak) && isOfOther(before, oorzaak.gemeldDoor)) return [];
    const givesWay = isReported(oorzaak) && own.has(versie);
    if (!givesWay && (isIngetrokken || gemeentecode !== undefined)) before = claim;
    return [version];
  });
};

/**
 * Whether version `one` of a koppeling overrules version `other`: its number is higher, or it is COA's own version and a gemeente
 * typed over the same number.
 */
export const countsBefore = (
  one: Pick<VersionClaim, 'versie' | 'oorzaak'>,
  other: Pick<VersionClaim, 'versie' | 'oorzaak'>,
): boolean => (other.versie - one.versie || ownSourceFirst(one.oorzaak, other.oorzaak)) < 0;

const isOfOther = (before: VersionClaim | undefined, gemeldDoor: Gemeentecode | undefined): boolean =>
  before?.gemeentecode !== undefined && !before.isIngetrokken && before.gemeentecode !== gemeldDoor;

const inOrder = (one: VersionClaim, other: VersionClaim): number =>
  one.versie - other.versie ||
  ownSourceFirst(one.oorzaak, other.oorzaak) ||
  compareInstants(one.oorzaak.tijdstip, other.oorzaak.tijdstip) ||
  (one.oorzaak.gemeldDoor ?? '').localeCompare(other.oorzaak.gemeldDoor ?? '');
