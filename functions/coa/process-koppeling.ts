import type { Logboeken } from '../../adapters/logboeken.ts';
import { vindZaakId } from '../../adapters/pseudoniemen.ts';
import type { OntvangstId, ZaakId } from '../../contracts/basistypen.ts';
import type { Koppeling, Persoon } from '../../contracts/coa.ts';
import type { CoaBericht } from '../../contracts/intern.ts';
import {
  decideVersion,
  decideWithdrawal,
  isSuperseded,
  type KoppelingCommit,
  type KoppelingInhoud,
  type KoppelingVersie,
  koppelingFeit,
  type MemberFact,
  memberFacts,
  versiesVan,
  wachtendeIntrekkingen,
} from '../../domain/koppeling/koppeling.ts';
import { oorzaakVan, TEGENSTRIJDIGE_NUMMERS } from '../../domain/zaak/besluit.ts';
import { alleen, type Uitkomst } from '../gedeeld/process-messages.ts';
import {
  type Appended,
  appendToZaak,
  koppelPersoonsnummers,
  type ZaakAfhankelijkheden,
} from '../gedeeld/update-zaak.ts';

export interface CoaAfhankelijkheden extends ZaakAfhankelijkheden {
  readonly koppelingen: Logboeken<KoppelingInhoud>;
}

/**
 * One message of COA: a household koppelt, changes or is withdrawn (werkafspraken R00.T3). Every member has a timeline
 * of their own; the koppeling itself only knows their pseudonyms.
 */
export async function processKoppeling(deps: CoaAfhankelijkheden, bericht: CoaBericht): Promise<Uitkomst> {
  switch (bericht.type) {
    case 'nl.tvs.koppeling.geregistreerd.v1':
      return processVersion(deps, bericht, 'geregistreerd', bericht.data);
    case 'nl.tvs.koppeling.gewijzigd.v1':
      return processVersion(deps, bericht, 'gewijzigd', bericht.data);
    case 'nl.tvs.koppeling.ingetrokken.v1':
      return processWithdrawal(deps, bericht);
  }
}

async function processVersion(
  deps: CoaAfhankelijkheden,
  bericht: CoaBericht,
  handeling: 'geregistreerd' | 'gewijzigd',
  koppeling: Koppeling,
): Promise<Uitkomst> {
  const { koppelingId, versie } = koppeling;
  const members = await findMembers(deps, koppeling.personen);
  const key = deps.pseudoniemen.koppelingSleutel(koppelingId);
  const { tegenstrijdig, wekken } = await linkNumbers(deps, members, bericht.ontvangstId);
  if (tegenstrijdig) return { ...withOtherNumbers(await deps.koppelingen.lees(key), versie), wekken };

  const oorzaak = oorzaakVan(bericht);
  const leden = members.map(({ zaakId }) => zaakId);
  const { outcome, commits } = await deps.koppelingen.append(
    key,
    (earlier) => decideVersion(earlier, { soort: 'versie', koppelingId, versie, leden, oorzaak }),
    { probablyEmpty: handeling === 'geregistreerd' },
  );
  if (outcome === 'stale') return { ...VERSION_KNOWN, wekken };

  const named = members.map(({ zaakId, persoon }) => ({
    zaakId,
    feit: koppelingFeit(oorzaak, handeling, koppeling, persoon),
  }));
  const appended = await updateMembers(deps, bericht.ontvangstId, koppelingId, commits, named);
  return updated(appended, [...wekken, ...wachtendeIntrekkingen(commits)]);
}

async function processWithdrawal(
  deps: CoaAfhankelijkheden,
  bericht: Extract<CoaBericht, { type: 'nl.tvs.koppeling.ingetrokken.v1' }>,
): Promise<Uitkomst> {
  const { koppelingId, versie, reden } = bericht.data;
  const version: KoppelingVersie = {
    soort: 'versie',
    koppelingId,
    versie,
    leden: [],
    ingetrokken: reden,
    oorzaak: oorzaakVan(bericht),
  };
  const { outcome, commits } = await deps.koppelingen.append(
    deps.pseudoniemen.koppelingSleutel(koppelingId),
    (earlier) => decideWithdrawal(earlier, version),
  );
  switch (outcome) {
    case 'wait':
      return alleen({ soort: 'wacht', reden: 'wacht op de koppeling die hiermee wordt ingetrokken' });
    case 'stale':
      return VERSION_KNOWN;
    case 'append':
    case 'known':
      return updated(await updateMembers(deps, bericht.ontvangstId, koppelingId, commits));
  }
}

/** Another message already brought this version: first come, the other changes nothing (docs/domein.md). */
const VERSION_KNOWN = alleen({ soort: 'verwerkt', reden: 'deze versie van de koppeling is al bekend' });

/** Numbers that contradict what is known matter, unless a higher version has put them right since. */
const withOtherNumbers = (commits: readonly KoppelingCommit[], version: number): Uitkomst =>
  isSuperseded(commits, version)
    ? alleen({ soort: 'verwerkt', reden: 'een hogere versie kwam eerder, met andere nummers' })
    : alleen({ soort: 'quarantaine', reden: TEGENSTRIJDIGE_NUMMERS });

interface Member {
  readonly zaakId: ZaakId;
  readonly persoon: Persoon;
}

const findMembers = (deps: CoaAfhankelijkheden, personen: readonly Persoon[]): Promise<readonly Member[]> =>
  Promise.all(
    personen.map(async (persoon) => ({ zaakId: await vindZaakId(deps, persoon.vNummer), persoon })),
  );

/** Records of every member whose BSN is named that the two numbers are one person. */
const linkNumbers = async (
  deps: CoaAfhankelijkheden,
  members: readonly Member[],
  ontvangstId: OntvangstId,
): Promise<{ readonly tegenstrijdig: boolean; readonly wekken: readonly OntvangstId[] }> => {
  const linked = await Promise.all(
    members.flatMap(({ zaakId, persoon: { bsn } }) =>
      bsn === undefined ? [] : [koppelPersoonsnummers(deps, bsn, zaakId, ontvangstId)],
    ),
  );
  return {
    tegenstrijdig: linked.some(({ tegenstrijdig }) => tegenstrijdig),
    wekken: linked.flatMap(({ wekken }) => wekken),
  };
};

/** Everything that the versions of a koppeling now say about its members, each on their own timeline. */
const updateMembers = (
  deps: CoaAfhankelijkheden,
  ontvangstId: OntvangstId,
  koppelingId: string,
  commits: readonly KoppelingCommit[],
  named: readonly MemberFact[] = [],
): Promise<readonly Appended<unknown>[]> => {
  const versions = versiesVan(commits);
  // The timelines of members of a new koppeling are new too, more often than not.
  const options = { probablyEmpty: versions.length === 1 };
  return Promise.all(
    memberFacts(koppelingId, versions, named).map(({ zaakId, feiten }) =>
      appendToZaak(deps, zaakId, ontvangstId, () => ({ feiten }), options),
    ),
  );
};

const updated = (appended: readonly Appended<unknown>[], wekken: Uitkomst['wekken'] = []): Uitkomst => ({
  afloop: { soort: 'verwerkt' },
  bijgewerkt: appended.map(({ update }) => update),
  wekken: [...wekken, ...appended.flatMap((one) => one.wekken)],
});
