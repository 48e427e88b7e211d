import type { Bsn, ZaakId } from '../../contracts/base-types.ts';
import type { Persoon } from '../../contracts/coa.ts';
import type { CoaBericht } from '../../contracts/internal/coa-bericht.ts';
import { claimOfVersion, type ToldVersion } from '../../domain/koppeling/koppeling.ts';
import { countedVersions, countsBefore } from '../../domain/koppeling/typed-over.ts';
import { unlessErased } from '../../domain/wissen/boundary.ts';
import type { KoppelingFeit } from '../../domain/zaak/feiten.ts';
import { claimOf, feitenOfKoppeling, type VersionFeit } from '../../domain/zaak/koppelingen.ts';
import { isFromDuoOrBrp, type Zaak } from '../../domain/zaak/zaak.ts';
import { type LinkedPersoon, linkPersoonsnummers } from '../shared/find-persoon.ts';
import type { ZaakDependencies } from '../shared/update-zaak.ts';

/** A person whom a version of a koppeling names, and the zaak of their V-nummer. */
export interface Member {
  readonly zaakId: ZaakId;
  readonly persoon: Persoon;
  /** The BSN that this member had, and that this version names with another. */
  readonly bsnVanAnder?: Bsn | undefined;
}

/** A version of a koppeling as its message has it. */
interface Offered {
  readonly koppelingId: string;
  readonly offered: ToldVersion;
}

/** The result of linking the numbers of all members. */
interface LinkedMembers extends Omit<LinkedPersoon, 'zaakId' | 'takenFrom'> {
  /** Whether the numbers of a member contradict what is known. Its zaak is then that of its V-nummer. */
  readonly tegenstrijdig: boolean;
  readonly members: readonly Member[];
}

/** Seldom needed, and loaded only then. */
export const contradictingNumbers = () => import('./contradicting-numbers.ts');

/** Records, for every member with a BSN, that the two numbers are one person. */
export async function linkNumbers(
  deps: ZaakDependencies,
  bericht: CoaBericht,
  members: readonly Member[],
  { koppelingId, offered }: Offered,
): Promise<LinkedMembers> {
  const corrects = correctedBy(koppelingId, offered);
  const all = await linkEach(deps, bericht, members, { members, corrects });
  const linked = all.filter(({ isErased }) => !isErased);
  const lostBy = ({ zaakId, persoon }: Member) =>
    persoon.bsn === undefined
      ? linked.find(({ takenFrom }) => takenFrom.includes(zaakId))?.persoon.bsn
      : undefined;
  const contradicted = linked.filter(({ tegenstrijdig }) => tegenstrijdig);
  const given =
    contradicted.length > 0
      ? await (await contradictingNumbers()).loosenPutRight(deps, bericht, contradicted, corrects)
      : [];
  return {
    tegenstrijdig: contradicted.length > 0,
    members: linked.map(({ persoon, zaakId }) => ({
      persoon,
      zaakId,
      bsnVanAnder: lostBy({ persoon, zaakId }),
    })),
    updated: linked.flatMap(({ updated }) => updated),
    wake: [...linked.flatMap(({ wake }) => wake), ...given],
    wakeFromQuarantaine: [...linked.flatMap((one) => one.wakeFromQuarantaine), ...given],
  };
}

/** Whether a version puts right the BSN that this zaak has. */
export type Corrects = (zaak: Zaak, known: Bsn) => boolean;

/**
 * When a version puts a BSN right. COA does so with a higher version of the koppeling in which it named the wrong one, and, for
 * what a gemeente typed over, with its own version of the same number. Any koppeling does so when only DUO or the BRP named the
 * other BSN. A version that does not count beside this one, or that names no BSN, does not.
 */
const correctedBy =
  (koppelingId: string, offered: ToldVersion): Corrects =>
  (zaak, known) => {
    if (isFromDuoOrBrp(zaak, known)) return true;
    const feiten = feitenOfKoppeling(zaak, koppelingId);
    const counting = countedVersions<VersionFeit | undefined>([undefined, ...feiten], (feit) =>
      feit === undefined ? claimOfVersion(offered) : claimOf(feit),
    );
    return (
      feiten.some((feit) => feit.soort === 'koppeling' && feit.persoon.bsn === known) &&
      counting.every(
        (feit) =>
          feit?.soort !== 'koppeling' || saysNoBsn(feit, offered) || countsBefore(offered, claimOf(feit)),
      )
    );
  };

/** Another message with the same version came first, and that one counts. */
const saysNoBsn = ({ persoon, koppeling }: KoppelingFeit, { versie }: ToldVersion): boolean =>
  persoon.bsn === undefined && koppeling.versie !== versie;

type LinkedMember = Member &
  LinkedPersoon &
  Pick<LinkedMembers, 'tegenstrijdig'> & {
    /** The person was known by the BSN alone, and erased: only what is said later counts. */
    readonly isErased: boolean;
  };

/** The members that the version names, and the BSNs that it puts right. */
export interface Told {
  readonly members: readonly Member[];
  readonly corrects: Corrects;
}

/**
 * Links one member after another. A BSN that another member had by mistake is free once that member has its own, so a member that
 * was contradicted by it is tried again.
 */
const linkEach = async (
  deps: ZaakDependencies,
  bericht: CoaBericht,
  members: readonly Member[],
  told: Told,
): Promise<readonly LinkedMember[]> => {
  const { corrects } = told;
  const tried = await Promise.all(
    members.map(async ({ zaakId, persoon }): Promise<LinkedMember> => {
      const unlinked = { zaakId, updated: [], wake: [], wakeFromQuarantaine: [], takenFrom: [] };
      const member = { persoon, ...unlinked, tegenstrijdig: false, isErased: false };
      if (persoon.bsn === undefined) return member;
      const found = await unlessErased(linkPersoonsnummers(deps, bericht, persoon.bsn, zaakId, { corrects }));
      if (found === undefined) return { ...member, isErased: true };
      return { ...member, ...found };
    }),
  );
  const contradicted = tried.filter(({ tegenstrijdig }) => tegenstrijdig);
  if (contradicted.length === 0) return tried;
  const isStuck = contradicted.length === tried.length;
  if (isStuck) {
    const { loosenOfOther } = await contradictingNumbers();
    if (!(await loosenOfOther(deps, bericht, contradicted, told))) return tried;
  }
  const again = await linkEach(deps, bericht, contradicted, told);
  return tried.map((one) => again.find(({ persoon }) => persoon === one.persoon) ?? one);
};
