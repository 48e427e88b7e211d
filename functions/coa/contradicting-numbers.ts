import { currentId, followZaak, readDossier } from '../../adapters/table/follow-zaak.ts';
import type { Bsn, OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import type { CoaBericht } from '../../contracts/internal/coa-bericht.ts';
import type { ToldVersion } from '../../domain/koppeling/koppeling.ts';
import { linkedZaak } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { endClaim } from '../../domain/persoonsnummers/waiting.ts';
import { bsnOf, isLinkedBySources } from '../../domain/zaak/bsn.ts';
import { isReported } from '../../domain/zaak/feiten.ts';
import { isFromDuoOrBrp, type Zaak } from '../../domain/zaak/zaak.ts';
import { loosenBsn, loosenInConflict } from '../shared/loosen-bsn.ts';
import type { ZaakDependencies } from '../shared/update-zaak.ts';
import type { Corrects, Member, Told } from './link-members.ts';

/** Members of a koppeling whose numbers contradict what is known. There are seldom any, so this is loaded only when there are. */

/**
 * Gives back the BSNs of members that others had by mistake, because notifications or a lower version mixed them up. COA names all
 * of these members, so that each can have its own BSN, or none. The result says whether that holds for all of them. A BSN of a
 * person whom this version does not name, or that another koppeling or a person gave, stays where it is, and a person decides.
 */
export const loosenOfOther = async (
  deps: ZaakDependencies,
  bericht: CoaBericht,
  members: readonly Member[],
  told: Told,
): Promise<boolean> => {
  const held = await Promise.all(members.map((member) => heldBsn(deps, member, told)));
  const mixedUp = amongEachOther(held.flatMap((one) => one ?? []));
  if (mixedUp.length < members.length) return false;
  await Promise.all(mixedUp.map(({ bsn, holder }) => loosenBsn(deps, bsn, holder, bericht.ontvangstId)));
  return true;
};

/** The BSN of a member that leads to the zaak of another person, the holder. */
interface HeldBsn {
  readonly zaakId: ZaakId;
  readonly bsn: Bsn;
  readonly holder: ZaakId;
  /** Whether the version names another BSN with the holder, who may have to wait for it. */
  readonly isExchanged: boolean;
}

/** The BSN of a member that another member holds by mistake; undefined unless this version puts both BSNs right. */
const heldBsn = async (
  deps: ZaakDependencies,
  { zaakId, persoon: { bsn } }: Member,
  { members, corrects }: Told,
): Promise<HeldBsn | undefined> => {
  const linked = bsn && linkedZaak(await deps.numbers.read(deps.pseudonyms.bsnKey(bsn)));
  const holder = linked && (await currentId(deps.zaken, linked));
  const named = members.find((other) => other.zaakId === holder);
  if (bsn === undefined || holder === undefined || named === undefined) return undefined;
  const [{ zaak: own }, { zaak: other }] = await Promise.all([
    readDossier(deps.zaken, zaakId),
    readDossier(deps.zaken, holder),
  ]);
  const known = bsnOf(own);
  const isFree = known === undefined || known === bsn || corrects(own, known);
  const isExchanged = named.persoon.bsn !== undefined;
  const isGivenUp = isExchanged ? corrects(other, bsn) : isNamedByMistake(other, bsn, corrects);
  return isFree && isGivenUp ? { zaakId, bsn, holder, isExchanged } : undefined;
};

/**
 * Whether a member without a BSN in this version holds one by mistake. A BSN that DUO or the BRP named beside their V-nummer, or
 * that a person named, stays: a person decides.
 */
const isNamedByMistake = (zaak: Zaak, bsn: Bsn, corrects: Corrects): boolean =>
  corrects(zaak, bsn) &&
  !isFromDuoOrBrp(zaak, bsn) &&
  !isLinkedBySources(zaak, bsn) &&
  !zaak.herstel.some((said) => said.bsn === bsn);

/** The BSNs whose holder needs none, or holds none of another of these members. */
const amongEachOther = (held: readonly HeldBsn[]): readonly HeldBsn[] => {
  const among = held.filter(
    ({ holder, isExchanged }) => !isExchanged || held.some(({ zaakId }) => zaakId === holder),
  );
  return among.length === held.length ? held : amongEachOther(among);
};

/**
 * Gives up the wrong BSNs of these members, also while they cannot have the right ones. The result is the receipts that waited for
 * that.
 */
export const loosenPutRight = async (
  deps: ZaakDependencies,
  { ontvangstId }: CoaBericht,
  members: readonly Member[],
  corrects: Corrects,
): Promise<readonly OntvangstId[]> => {
  const given = await Promise.all(
    members.map(async (member) =>
      loosenInConflict(deps, ontvangstId, member.zaakId, await wrongBsn(deps, member, corrects)),
    ),
  );
  return given.flat();
};

/** The BSN of a zaak that this version puts right; undefined when it puts nothing right. */
const wrongBsn = async (
  { zaken }: ZaakDependencies,
  { zaakId, persoon: { bsn } }: Member,
  corrects: Corrects,
): Promise<Bsn | undefined> => {
  const { zaak } = await readDossier(zaken, zaakId);
  const known = bsnOf(zaak);
  return known !== undefined && known !== bsn && corrects(zaak, known) ? known : undefined;
};

/** Ends the claims of a version that a higher one put right to the BSNs that it waited for. */
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

/**
 * The members of a version that a higher one put right. When COA named a BSN with one member in this version and with another in
 * the higher one, the first gets no BSN by this version. A version that a gemeente typed over keeps its BSN, and `followTypedOver`
 * puts the version aside.
 */
export const withOwnNumbers = async (
  deps: ZaakDependencies,
  members: readonly Member[],
  { oorzaak }: ToldVersion,
): Promise<readonly Member[]> =>
  isReported(oorzaak) ? members : Promise.all(members.map((one) => withOwnBsn(deps, one)));

/** The member without the BSN that this version names, unless that BSN leads to the zaak of this member. */
const withOwnBsn = async (
  { numbers, pseudonyms, zaken }: ZaakDependencies,
  member: Member,
): Promise<Member> => {
  const { bsn, ...persoon } = member.persoon;
  const holder = bsn && linkedZaak(await numbers.read(pseudonyms.bsnKey(bsn)));
  const [own, other] = await Promise.all(
    [member.zaakId, holder].map(async (one) => one && (await followZaak(zaken, one)).current.zaakId),
  );
  return own === other ? member : { zaakId: member.zaakId, persoon };
};
