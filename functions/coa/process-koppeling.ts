import { findZaak } from '../../adapters/secrets/pseudonyms.ts';
import { currentIds } from '../../adapters/table/follow-zaak.ts';
import type { Logs } from '../../adapters/table/logs.ts';
import type { OntvangstId } from '../../contracts/base-types.ts';
import type { Koppeling, Persoon } from '../../contracts/coa.ts';
import type { CoaBericht } from '../../contracts/internal/coa-bericht.ts';
import {
  allMembers,
  decideContradicting,
  decideTypedOver,
  decideVersion,
  decideWithdrawal,
  erasedKoppeling,
  huishoudenIdOf,
  type KoppelingCommit,
  type KoppelingContent,
  type KoppelingVersion,
  koppelingFeit,
  type MemberFact,
  memberFacts,
  type ToldVersion,
  waitingBerichten,
  withWaiting,
} from '../../domain/koppeling/koppeling.ts';
import { OTHER_GEMEENTE } from '../../domain/koppeling/typed-over.ts';
import type { Decision } from '../../domain/log/log.ts';
import { CONTRADICTING_NUMBERS } from '../../domain/persoonsnummers/persoonsnummers.ts';
import { erased, isFromBefore, unlessErased } from '../../domain/wissen/boundary.ts';
import { hasTypedOver } from '../../domain/zaak/bsn.ts';
import { causeOf } from '../../domain/zaak/decide.ts';
import { isReported } from '../../domain/zaak/feiten.ts';
import { openForStrayed } from '../shared/find-persoon.ts';
import { type Outcome, only, type ZaakUpdate } from '../shared/process-messages.ts';
import { updateHuishoudens } from '../shared/update-huishoudens.ts';
import { type Appended, appendToZaak, type ZaakDependencies } from '../shared/update-zaak.ts';
import type { followCounted } from './follow-counted.ts';
import type { keepsNobody } from './keeps-nobody.ts';
import { contradictingNumbers, linkNumbers, type Member } from './link-members.ts';

export interface CoaDependencies extends ZaakDependencies {
  readonly koppelingen: Logs<KoppelingContent>;
}

/**
 * One message of COA: a household koppelt, changes or is withdrawn (werkafspraken R00.T3). Every member has a timeline
 * of their own; the koppeling itself only knows their pseudonyms.
 */
export async function processKoppeling(deps: CoaDependencies, bericht: CoaBericht): Promise<Outcome> {
  return updateHuishoudens(deps, causeOf(bericht), await processByType(deps, bericht));
}

const processByType = (deps: CoaDependencies, bericht: CoaBericht): Promise<Outcome> => {
  switch (bericht.type) {
    case 'nl.tvs.koppeling.geregistreerd.v1':
      return processVersion(deps, bericht, 'geregistreerd', bericht.data);
    case 'nl.tvs.koppeling.gewijzigd.v1':
      return processVersion(deps, bericht, 'gewijzigd', bericht.data);
    case 'nl.tvs.koppeling.ingetrokken.v1':
      return processWithdrawal(deps, bericht);
  }
};

async function processVersion(
  deps: CoaDependencies,
  bericht: CoaBericht,
  action: 'geregistreerd' | 'gewijzigd',
  koppeling: Koppeling,
): Promise<Outcome> {
  const { koppelingId, versie, gemeentecode, personen } = koppeling;
  const offered = { versie, gemeentecode, oorzaak: causeOf(bericht) };
  const named = await findMembers(deps, personen, bericht.tijdstip);
  if (await isOfErased(deps, bericht, koppeling, named)) throw erased();
  if (await waitsAsOfOther(deps, koppelingId, offered)) return OF_OTHER_GEMEENTE;
  const linked = await linkNumbers(deps, bericht, named, { koppelingId, offered });
  const { tegenstrijdig, members, updated, wake } = linked;
  if (members.length === 0) throw erased();
  if (tegenstrijdig) {
    if ((await noted(deps, koppelingId, offered, decideContradicting)) === 'contradicted') {
      const inQuarantine = only({ soort: 'quarantaine', reden: CONTRADICTING_NUMBERS });
      return { ...inQuarantine, updated, wake: linked.wakeFromQuarantaine };
    }
    await (await contradictingNumbers()).endClaims(deps, bericht, members);
  }
  const { outcome, commits } = await recordVersion(deps, action, koppelingId, {
    ...offered,
    leden: members.map(({ zaakId }) => zaakId),
  });
  if (outcome === 'stale') return { ...VERSION_KNOWN, updated, wake };
  const told = tegenstrijdig
    ? await (await contradictingNumbers()).withOwnNumbers(deps, members, offered)
    : members;
  const huishoudenId = huishoudenIdOf(commits);
  const facts = told.map(({ zaakId, persoon, bsnVanAnder }) => ({
    zaakId,
    feit: koppelingFeit(offered.oorzaak, action, koppeling, persoon, { huishoudenId, bsnVanAnder }),
  }));
  const appended = await updateMembers(deps, bericht.ontvangstId, koppelingId, commits, facts);
  const outcomeOfAll = await followed(deps, bericht, appended, [...wake, ...waitingBerichten(commits)]);
  return { ...outcomeOfAll, updated: [...updated, ...outcomeOfAll.updated] };
}

/** Keeps a version in the log of its koppeling, under the household of the koppeling, or a new one. */
const recordVersion = (
  { koppelingen, pseudonyms }: CoaDependencies,
  action: 'geregistreerd' | 'gewijzigd',
  koppelingId: string,
  version: Omit<KoppelingVersion, 'soort' | 'koppelingId' | 'huishoudenId'>,
) =>
  koppelingen.append(
    pseudonyms.koppelingKey(koppelingId),
    (earlier) => {
      const huishoudenId =
        huishoudenIdOf(earlier) ?? pseudonyms.huishoudenId(householdBasis(koppelingId, earlier));
      return decideVersion(earlier, { soort: 'versie', koppelingId, huishoudenId, ...version });
    },
    { probablyEmpty: action === 'geregistreerd' },
  );

async function processWithdrawal(
  deps: CoaDependencies,
  bericht: Extract<CoaBericht, { type: 'nl.tvs.koppeling.ingetrokken.v1' }>,
): Promise<Outcome> {
  const { koppelingId, versie, reden } = bericht.data;
  const version: KoppelingVersion = {
    soort: 'versie',
    koppelingId,
    versie,
    leden: [],
    ingetrokken: reden,
    oorzaak: causeOf(bericht),
  };
  const key = deps.pseudonyms.koppelingKey(koppelingId);
  if (await waitsAsOfOther(deps, koppelingId, version)) return OF_OTHER_GEMEENTE;
  const { outcome, commits } = await deps.koppelingen.append(key, (earlier) => {
    if (isFromBefore(bericht.tijdstip, erasedKoppeling(earlier)?.tot)) throw erased();
    return decideWithdrawal(earlier, version);
  });
  switch (outcome) {
    case 'wait':
      return only({ soort: 'wacht', reden: 'wacht op de koppeling die hiermee wordt ingetrokken' });
    case 'stale':
      return VERSION_KNOWN;
    case 'append':
    case 'known':
      return followed(
        deps,
        bericht,
        await updateMembers(deps, bericht.ontvangstId, koppelingId, commits),
        waitingBerichten(commits),
      );
  }
}

/**
 * Whether a version waits for COA because a gemeente typed over the koppeling of another gemeente. COA itself cannot be wrong about
 * whose the koppeling is, so its own versions cost no read here.
 */
const waitsAsOfOther = async (
  deps: CoaDependencies,
  koppelingId: string,
  offered: ToldVersion,
): Promise<boolean> =>
  isReported(offered.oorzaak) && (await noted(deps, koppelingId, offered, decideTypedOver)) === 'of other';

/** The decision about a version before anything is made of it. The log of the koppeling gets that it has to wait. */
const noted = async <Outcome>(
  { koppelingen, pseudonyms }: CoaDependencies,
  koppelingId: string,
  offered: ToldVersion,
  decide: (...version: Parameters<typeof decideTypedOver>) => Decision<KoppelingContent, Outcome>,
): Promise<Outcome> => {
  const { outcome } = await koppelingen.append(pseudonyms.koppelingKey(koppelingId), (earlier) =>
    decide(earlier, koppelingId, offered),
  );
  return outcome;
};

const OF_OTHER_GEMEENTE = only({ soort: 'quarantaine', reden: OTHER_GEMEENTE });

/** Another message already brought this version: first come, the other changes nothing (docs/domein/coa.md). */
const VERSION_KNOWN = only({ soort: 'verwerkt', reden: 'deze versie van de koppeling is al bekend' });

/** The members that the version names, without those who were erased since: of them only what is said later counts. */
const findMembers = async (
  deps: CoaDependencies,
  personen: readonly Persoon[],
  tijdstip: string,
): Promise<readonly Member[]> => {
  const found = await Promise.all(
    personen.map(async (persoon) => ({ ...(await findZaak(deps, persoon.vNummer)), persoon })),
  );
  return found.flatMap(({ zaakId, persoon, gewistOp }) =>
    isFromBefore(tijdstip, gewistOp) ? [] : [{ zaakId, persoon }],
  );
};

/** Members of a household are seldom erased, so the code that looks who is left is loaded only then. */
const isOfErased = async (...[deps, bericht, koppeling, named]: Parameters<typeof keepsNobody>) =>
  named.length < koppeling.personen.length &&
  (await import('./keeps-nobody.ts')).keepsNobody(deps, bericht, koppeling, named);

/** A household that comes after everybody of the koppeling was erased is another one than before. */
const householdBasis = (koppelingId: string, commits: readonly KoppelingCommit[]): string => {
  const times = erasedKoppeling(commits)?.keer;
  return times === undefined ? koppelingId : `${koppelingId}#${times}`;
};

/**
 * The versions with their members as they are known now. Another message may have said whose the BSN of a member is, after the
 * version was kept and before the first line of the member stood there. The members in `named` were looked up a moment ago.
 */
const withMembersNow = async (
  { zaken }: CoaDependencies,
  versions: readonly KoppelingVersion[],
  named: readonly MemberFact[],
): Promise<readonly KoppelingVersion[]> => {
  const known = new Set(named.map(({ zaakId }) => zaakId));
  const now = await currentIds(
    zaken,
    allMembers(versions).filter((id) => !known.has(id)),
  );
  return versions.map((version) => ({ ...version, leden: version.leden.map((id) => now.get(id) ?? id) }));
};

/** Everything that the versions of a koppeling now say about its members, each on their own timeline. */
const updateMembers = async (
  deps: CoaDependencies,
  ontvangstId: OntvangstId,
  koppelingId: string,
  commits: readonly KoppelingCommit[],
  named: readonly MemberFact[] = [],
): Promise<readonly Appended<unknown>[]> => {
  const versions = await withMembersNow(deps, withWaiting(commits), named);
  // The timelines of the members of a new koppeling are mostly new too.
  const options = { probablyEmpty: versions.length === 1 };
  const appended = await Promise.all(
    memberFacts(koppelingId, versions, named).map(({ zaakId, feiten }) =>
      unlessErased(appendToZaak(deps, zaakId, ontvangstId, () => ({ feiten }), options)),
    ),
  );
  return appended.filter((one) => one !== undefined);
};

/** What followed for the members, and for people whose BSN stood on the zaak of a member. */
const followed = async (
  deps: CoaDependencies,
  bericht: CoaBericht,
  appended: readonly Appended<unknown>[],
  wake: Outcome['wake'],
): Promise<Outcome> => {
  const members = appended.map(({ update }) => update);
  const linked = await followTypedOver(deps, bericht, members);
  const updated = [...members, ...linked.updated];
  const opened = await openForStrayed(deps, bericht, updated);
  return {
    settlement: { soort: 'verwerkt' },
    updated: [...updated, ...opened.updated],
    wake: [...wake, ...appended.flatMap((one) => one.wake), ...linked.wake, ...opened.wake],
  };
};

/**
 * Only when a gemeente typed a version over can a version stop counting, or count again. What follows from that is loaded only
 * then.
 */
const followTypedOver = async (
  deps: CoaDependencies,
  bericht: CoaBericht,
  members: readonly ZaakUpdate[],
): ReturnType<typeof followCounted> =>
  members.some(({ dossier }) => hasTypedOver(dossier.zaak))
    ? (await import('./follow-counted.ts')).followCounted(deps, bericht, members)
    : { updated: [], wake: [] };
