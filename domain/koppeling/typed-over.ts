import type { Gemeentecode } from '../../contracts/base-types.ts';
import { compareInstants } from '../../contracts/instant.ts';
import { type Cause, isReported, ownSourceFirst } from '../zaak/feiten.ts';

/** Why a version that a gemeente typed over is in quarantine. */
export const OTHER_GEMEENTE = 'deze koppeling is van een andere gemeente dan die haar meldt';

/** What one version of a koppeling says about whose it is. */
export interface VersionClaim {
  readonly versie: number;
  /** The gemeente that it names; a withdrawal names none, nor do older records of a version. */
  readonly gemeentecode?: Gemeentecode | undefined;
  readonly isIngetrokken: boolean;
  readonly oorzaak: Pick<Cause, 'gemeldDoor' | 'tijdstip'>;
}

/**
 * The versions of one koppeling that count, lowest first, whatever the order in which they came. COA's own always count. A
 * gemeente types over about its own people only: its version does not count when the highest version below it that counts,
 * or COA's own of the same number, is of another gemeente. Once that is a withdrawal the household is released, and the next
 * gemeente may type it over. Of two gemeenten that type over the same number the first by its moment goes before.
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

/** Whether a version goes before another of the same koppeling: it is higher, or COA's own of the number that a gemeente typed over. */
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
