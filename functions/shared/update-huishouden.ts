import { isDeepStrictEqual } from 'node:util';
import type { Gemeentecode, HuishoudenId } from '../../contracts/base-types.ts';
import { lidFeit, lidOf } from '../../domain/huishouden/from-zaak.ts';
import {
  gemeentenOf,
  knownStand,
  knowsLid,
  membersIn,
  standFeit,
  standIn,
} from '../../domain/huishouden/huishouden.ts';
import { tijdlijnOfHuishouden } from '../../domain/huishouden/tijdlijn.ts';
import { unlessErased } from '../../domain/wissen/boundary.ts';
import type { Cause } from '../../domain/zaak/feiten.ts';
import type { Outcome, ZaakUpdate } from './process-messages.ts';
import { appendToZaak, type ZaakDependencies } from './update-zaak.ts';

type Needed = Pick<ZaakDependencies, 'zaken' | 'now'>;

/** Brings one household up to date with these zaken of its members, and its other members with what it has become. */
export const updateHuishouden = async (
  deps: Needed,
  cause: Cause,
  huishoudenId: HuishoudenId,
  updates: readonly ZaakUpdate[],
): Promise<Pick<Outcome, 'updated' | 'wake'>> => {
  const id = tijdlijnOfHuishouden(huishoudenId);
  const { update, wake } = await appendToZaak(
    deps,
    id,
    cause.ontvangstId,
    ({ zaak: huishouden }) => ({
      feiten: updates.flatMap(({ zaakId, dossier: { zaak, versie } }) => {
        const lid = lidOf(zaak, huishoudenId);
        return knowsLid(huishouden, zaakId, versie, lid) ? [] : [lidFeit(cause, zaakId, versie, lid)];
      }),
    }),
    { probablyEmpty: updates.every(({ dossier }) => dossier.versie === 1) },
  );
  const told = await Promise.all(
    gemeentenOf(update.dossier.zaak).map((gemeentecode) =>
      tellMembers(deps, cause, huishoudenId, gemeentecode, update, updates),
    ),
  );
  return {
    updated: [...(update.dossier.versie === 0 ? [] : [update]), ...told.flatMap(({ updated }) => updated)],
    wake: [...wake, ...told.flatMap(({ wake: woken }) => woken)],
  };
};

/** Members whose own zaak says something else about the household are told what it is now. */
const tellMembers = async (
  deps: Needed,
  cause: Cause,
  huishoudenId: HuishoudenId,
  gemeentecode: Gemeentecode,
  { dossier: { zaak: huishouden, versie }, before }: ZaakUpdate,
  updates: readonly ZaakUpdate[],
): Promise<Pick<Outcome, 'updated' | 'wake'>> => {
  const stand = standIn(huishouden, gemeentecode);
  const isUnchanged = before !== undefined && isDeepStrictEqual(standIn(before.zaak, gemeentecode), stand);
  // Another message may have told a member what the household was before: then the newer version goes to everybody.
  const isOvertaken = before !== undefined && before.zaak.leden.length > 0 && !isUnchanged;
  const inHand = new Map(updates.map(({ zaakId, dossier }) => [zaakId, dossier.zaak]));
  const members = membersIn(huishouden, gemeentecode).filter((zaakId) => {
    const zaak = inHand.get(zaakId);
    if (isOvertaken) return true;
    return zaak === undefined ? !isUnchanged : !isDeepStrictEqual(knownStand(zaak), stand);
  });
  const appended = await Promise.all(
    members.map((zaakId) =>
      unlessErased(
        appendToZaak(deps, zaakId, cause.ontvangstId, ({ zaak }) => ({
          feiten:
            !isOvertaken && isDeepStrictEqual(knownStand(zaak), stand)
              ? []
              : [standFeit(cause, huishoudenId, versie, stand)],
        })),
      ),
    ),
  );
  return {
    updated: appended.flatMap((one) => one?.update ?? []),
    wake: appended.flatMap((one) => one?.wake ?? []),
  };
};
