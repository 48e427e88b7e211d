import type { CoaBericht } from '../../contracts/internal/coa-bericht.ts';
import { unlessErased } from '../../domain/wissen/boundary.ts';
import {
  bsnOf,
  numberOfOtherFeiten,
  numbersOfOther,
  putAsideByHub,
  typedOverWith,
} from '../../domain/zaak/bsn.ts';
import { causeOf } from '../../domain/zaak/decide.ts';
import { isReported } from '../../domain/zaak/feiten.ts';
import { type FoundPersoon, linkPersoonsnummers } from '../shared/find-persoon.ts';
import { loosenBsn } from '../shared/loosen-bsn.ts';
import type { ZaakUpdate } from '../shared/process-messages.ts';
import { appendToZaak, type ZaakDependencies } from '../shared/update-zaak.ts';

type Followed = Pick<FoundPersoon, 'updated' | 'wake'>;

interface Linked extends Followed {
  /** Ids of the facts of versions whose BSN belongs to somebody else. */
  readonly contradicted: readonly string[];
}

/**
 * Lets the BSNs of members follow which versions count. A BSN that only a version named which counts no more is given back. A BSN
 * of a version that counts again is linked again, as when COA released the household or gave it to that gemeente. A version whose
 * BSN somebody else got meanwhile counts no more. Every step may be repeated.
 */
export const followCounted = async (
  deps: ZaakDependencies,
  bericht: CoaBericht,
  members: readonly ZaakUpdate[],
): Promise<Followed> => {
  const typedOver = members.filter(({ dossier }) => dossier.zaak.koppelingen.some(isReported));
  // A BSN that one member gives back may be the BSN of another.
  const loosened = await Promise.all(typedOver.map((member) => giveBack(deps, bericht, member)));
  const linked = await Promise.all(typedOver.map((member) => linkAgain(deps, bericht, member)));
  // A version that is aside on one timeline is not contradicted any more. After a fall it goes aside on the other timelines all the
  // same.
  const contradicted = [
    ...new Set([
      ...members.flatMap(({ dossier }) => putAsideByHub(dossier.zaak)),
      ...linked.flatMap((one) => one.contradicted),
    ]),
  ];
  const aside =
    contradicted.length === 0
      ? []
      : await Promise.all(members.map((member) => putAside(deps, bericht, member, contradicted)));
  return {
    updated: [...linked.flatMap(({ updated }) => updated), ...aside.flat()],
    wake: [...loosened.flat(), ...linked.flatMap(({ wake }) => wake)],
  };
};

const giveBack = async (
  deps: ZaakDependencies,
  { ontvangstId }: CoaBericht,
  { zaakId, dossier }: ZaakUpdate,
): Promise<Followed['wake']> => {
  const bsns = [...numbersOfOther(dossier.zaak)];
  return (await Promise.all(bsns.map((bsn) => loosenBsn(deps, bsn, zaakId, ontvangstId)))).flat();
};

/**
 * Links a BSN again, unless another zaak has it. That zaak keeps it, and the version that gives it to this one is put aside, as it
 * would have stayed in quarantine: a person decides whose it is.
 */
const linkAgain = async (
  deps: ZaakDependencies,
  bericht: CoaBericht,
  { zaakId, dossier: { zaak } }: ZaakUpdate,
): Promise<Linked> => {
  const bsn = bsnOf(zaak);
  const typedOver = bsn === undefined ? [] : typedOverWith(zaak, bericht.data.koppelingId, bsn);
  if (bsn === undefined || typedOver.length === 0) return { updated: [], wake: [], contradicted: [] };
  const linked = await linkPersoonsnummers(deps, bericht, bsn, zaakId);
  return 'tegenstrijdig' in linked
    ? { updated: [], wake: [], contradicted: typedOver }
    : { ...linked, contradicted: [] };
};

/** Puts the versions aside on the timeline of every member whom they name. */
const putAside = async (
  deps: ZaakDependencies,
  bericht: CoaBericht,
  { zaakId }: ZaakUpdate,
  feitIds: readonly string[],
): Promise<readonly ZaakUpdate[]> => {
  const appended = await unlessErased(
    appendToZaak(deps, zaakId, bericht.ontvangstId, ({ zaak }) => ({
      feiten: numberOfOtherFeiten(causeOf(bericht), zaak, feitIds),
    })),
  );
  return appended === undefined ? [] : [appended.update];
};
