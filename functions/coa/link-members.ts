import { readDossier } from '../../adapters/table/follow-zaak.ts';
import type { Bsn, ZaakId } from '../../contracts/base-types.ts';
import type { Persoon } from '../../contracts/coa.ts';
import type { CoaBericht } from '../../contracts/internal/coa-bericht.ts';
import { claimOfVersion, type ToldVersion } from '../../domain/koppeling/koppeling.ts';
import { countedVersions } from '../../domain/koppeling/typed-over.ts';
import { endClaim, linkedZaak } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { bsnOf } from '../../domain/zaak/bsn.ts';
import { type KoppelingFeit, ownSourceFirst } from '../../domain/zaak/feiten.ts';
import { claimOf, feitenOfKoppeling, type VersionFeit } from '../../domain/zaak/koppelingen.ts';
import { isFromDuoOrBrp, type Zaak } from '../../domain/zaak/zaak.ts';
import {
  type LinkedPersoon,
  linkPersoonsnummers,
  loosenBsn,
  loosenInConflict,
} from '../shared/find-persoon.ts';
import type { ZaakDependencies } from '../shared/update-zaak.ts';

/** Somebody whom a version of a koppeling names, and the zaak of their V-nummer. */
export interface Member {
  readonly zaakId: ZaakId;
  readonly persoon: Persoon;
}

/** A version of a koppeling as its message has it. */
interface Offered {
  readonly koppelingId: string;
  readonly offered: ToldVersion;
}

/** What came of linking the numbers of all members. */
interface LinkedMembers extends Omit<LinkedPersoon, 'zaakId'> {
  /** Some member's numbers contradict what is known; its zaak is the one of its V-nummer then. */
  readonly tegenstrijdig: boolean;
  readonly members: readonly Member[];
}

/** Records of every member whose BSN is named that the two numbers are one person. */
export async function linkNumbers(
  deps: ZaakDependencies,
  bericht: CoaBericht,
  members: readonly Member[],
  { koppelingId, offered }: Offered,
): Promise<LinkedMembers> {
  const corrects = correctedBy(koppelingId, offered);
  const linked = await linkEach(deps, bericht, members, corrects);
  const contradicted = linked.filter(({ tegenstrijdig }) => tegenstrijdig);
  const given = await Promise.all(
    contradicted.map(async (member) =>
      loosenInConflict(deps, bericht.ontvangstId, member.zaakId, await wrongBsn(deps, member, corrects)),
    ),
  );
  return {
    tegenstrijdig: contradicted.length > 0,
    members: linked.map(({ persoon, zaakId }) => ({ persoon, zaakId })),
    updated: linked.flatMap(({ updated }) => updated),
    wake: [...linked.flatMap(({ wake }) => wake), ...given.flat()],
    wakeFromQuarantaine: [...linked.flatMap((one) => one.wakeFromQuarantaine), ...given.flat()],
  };
}

/** A version that a higher one put right claims the BSNs no more that it waited for. */
export const endClaims = async (
  { numbers, pseudonyms }: ZaakDependencies,
  { ontvangstId }: CoaBericht,
  members: readonly Member[],
): Promise<void> => {
  const bsns = members.flatMap(({ persoon }) => persoon.bsn ?? []);
  await Promise.all(
    bsns.map((bsn) =>
      numbers.append(pseudonyms.bsnKey(bsn), (earlier) => endClaim(earlier, bsn, ontvangstId)),
    ),
  );
};

type Corrects = (zaak: Zaak, known: Bsn) => boolean;

/**
 * COA puts a BSN right with a higher version of the koppeling in which it named the wrong one, and with its own of the same
 * number what a gemeente typed over; any koppeling does where only DUO or the BRP named the other. A version that does not
 * count beside this one says nothing.
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
      counting.every((feit) => feit?.soort !== 'koppeling' || goesBefore(offered, feit))
    );
  };

const goesBefore = ({ versie, oorzaak }: ToldVersion, feit: KoppelingFeit): boolean =>
  (feit.koppeling.versie - versie || ownSourceFirst(oorzaak, feit)) < 0;

type LinkedMember = Member & Omit<LinkedMembers, 'members'>;

/** A BSN that another member had by mistake is free once that one has its own: who was contradicted by that is tried again. */
const linkEach = async (
  deps: ZaakDependencies,
  bericht: CoaBericht,
  members: readonly Member[],
  corrects: Corrects,
): Promise<readonly LinkedMember[]> => {
  const tried = await Promise.all(
    members.map(async ({ zaakId, persoon }): Promise<LinkedMember> => {
      const unlinked: LinkedPersoon = { zaakId, updated: [], wake: [], wakeFromQuarantaine: [] };
      if (persoon.bsn === undefined) return { persoon, ...unlinked, tegenstrijdig: false };
      const found = await linkPersoonsnummers(deps, bericht, persoon.bsn, zaakId, { corrects });
      return 'tegenstrijdig' in found
        ? { persoon, ...unlinked, tegenstrijdig: true }
        : { persoon, ...found, tegenstrijdig: false };
    }),
  );
  const contradicted = tried.filter(({ tegenstrijdig }) => tegenstrijdig);
  if (contradicted.length === 0) return tried;
  const isStuck = contradicted.length === tried.length;
  if (isStuck && !(await freeMixedUp(deps, bericht, contradicted, corrects))) return tried;
  const again = await linkEach(deps, bericht, contradicted, corrects);
  return tried.map((one) => again.find(({ persoon }) => persoon === one.persoon) ?? one);
};

/**
 * Gives the BSNs back of members each of whom has that of another of them, because notifications mixed them up: COA names all of
 * them, so that each can have its own. Says whether there are any. A BSN of somebody whom this version does not name, or that
 * a koppeling or a person gave, stays where it is: a person decides.
 */
const freeMixedUp = async (
  deps: ZaakDependencies,
  bericht: CoaBericht,
  members: readonly Member[],
  corrects: Corrects,
): Promise<boolean> => {
  const held = await Promise.all(members.map((member) => heldBsn(deps, member, corrects)));
  const mixedUp = amongEachOther(held.flatMap((one) => one ?? []));
  await Promise.all(mixedUp.map(({ bsn, holder }) => loosenBsn(deps, bsn, holder, bericht.ontvangstId)));
  return mixedUp.length > 0;
};

/** The BSN that the zaak of a member has and that this version puts right; undefined when it puts nothing right. */
const wrongBsn = async (
  { zaken }: ZaakDependencies,
  { zaakId, persoon: { bsn } }: Member,
  corrects: Corrects,
): Promise<Bsn | undefined> => {
  const { zaak } = await readDossier(zaken, zaakId);
  const known = bsnOf(zaak);
  return known !== undefined && known !== bsn && corrects(zaak, known) ? known : undefined;
};

/** The BSN of a member that leads to the zaak of another. */
interface HeldBsn {
  readonly zaakId: ZaakId;
  readonly bsn: Bsn;
  readonly holder: ZaakId;
}

/** Undefined for a member whose own zaak has no BSN, or one that this version does not put right. */
const heldBsn = async (
  deps: ZaakDependencies,
  member: Member,
  corrects: Corrects,
): Promise<HeldBsn | undefined> => {
  const { zaakId, persoon } = member;
  const { bsn } = persoon;
  if (bsn === undefined || (await wrongBsn(deps, member, corrects)) === undefined) return undefined;
  const holder = linkedZaak(await deps.numbers.read(deps.pseudonyms.bsnKey(bsn)));
  return holder && { zaakId, bsn, holder };
};

/** Those of whom the BSN leads to another of them, and to nobody else. */
const amongEachOther = (held: readonly HeldBsn[]): readonly HeldBsn[] => {
  const among = held.filter(({ holder }) => held.some(({ zaakId }) => zaakId === holder));
  return among.length === held.length ? held : amongEachOther(among);
};
