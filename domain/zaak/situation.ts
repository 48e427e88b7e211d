import type { Adres } from '../../contracts/adres.ts';
import type { Gemeentecode, HuishoudenId } from '../../contracts/base-types.ts';
import type { Persoon } from '../../contracts/coa.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import type { Plicht } from '../duo/codes.ts';
import { isConnected } from '../gemeenten/index.ts';
import type { Huishouden, Woning } from '../huishouden/lid.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { hasGeheimhouding, type Residence, type ValidFeiten, validFeiten, woonadresIn } from './brp.ts';
import {
  type Feit,
  type GeopendFeit,
  type KoppelingFeit,
  type KoppelingVervallenFeit,
  onMoment,
} from './feiten.ts';
import { type Belonging, belongingOf, type GemeenteClaim } from './gemeente.ts';
import { type CurrentKoppeling, currentFirst, perKoppeling } from './koppelingen.ts';
import { oncePerState } from './once-per-state.ts';
import { hasZaak, waitsForPlicht } from './own-zaak.ts';
import { type Personalia, personaliaOf } from './personalia.ts';
import { LEFT, overlijdenByDuo, plichtOf, reasonByDuo, reasonSince } from './plicht.ts';
import { vestigingenIn, vestigingSince } from './settlement.ts';
import { mergedInto, type Zaak } from './zaak.ts';

/**
 * What follows from the facts: `situationOf`, at the end, puts the parts together, once per state. Each part looks at the
 * whole set of facts, never at the order of arrival.
 */

export type ZaakStatus = 'actief' | 'vervallen';

/** Where a person stands according to all facts together. Notices, lists, terms and views take it from here. */
export interface Situation {
  /** The koppeling that counts, in whichever gemeente; its fact holds the household. */
  readonly koppeling: CurrentKoppeling | undefined;
  readonly belonging: Belonging;
  /** The gemeente that the zaak belongs to, when it takes part in this hub. */
  readonly gemeentecode: Gemeentecode | undefined;
  /** Undefined as long as no source told the data of the person: then no partner can be told. */
  readonly persoon: Personalia | undefined;
  readonly huishouden: Huishouden;
  /** The household as the koppeling or the gemeente described it last, apart from what the timeline of the household made of it. */
  readonly beschreven: Huishouden;
  /** The household that the person belongs to, or belonged to last. */
  readonly huishoudenId: HuishoudenId | undefined;
  /** The relatie in the koppeling; undefined when the gemeente described the household, because that is of this person. */
  readonly relatie: Persoon['relatie'] | undefined;
  /** What the household last told of a home (`woning.ts`); undefined when it told nothing. */
  readonly woning: Woning | undefined;
  /** Whether the person belongs to it now. */
  readonly isInHuishouden: boolean;
  /** The day (`YYYY-MM-DD`) on which ages are counted: that of the koppeling, or on which the zaak was opened. */
  readonly peildatum: string;
  /** Whether this person has a zaak of their own; others are household members (docs/domein/coa.md). */
  readonly hasZaak: boolean;
  /** Whether partners hear of it only once DUO says that the plicht holds: the gemeente opened the zaak of a minor. */
  readonly waitsForPlicht: boolean;
  readonly isOverleden: boolean;
  /** What DUO said last about the plicht. */
  readonly plicht: Plicht | undefined;
  /** Why the zaak is no longer active; `undefined` while it is. */
  readonly redenVervallen: ReasonIntrekking | undefined;
  readonly status: ZaakStatus;
  readonly valid: ValidFeiten;
  /** Where the person settled in the gemeente of the zaak. */
  readonly vestigingen: readonly Residence[];
  /** The day (`YYYY-MM-DD`) since which the gemeente has the zaak, this time; empty when it always had. Its terms begin after. */
  readonly sinds: string;
  /** The settling that starts the clock. */
  readonly vestiging: Residence | undefined;
  /** The home address, when it lies in the gemeente of the zaak. */
  readonly woonadres: Adres | undefined;
  /** Whether the BRP keeps the address secret: then only roles that the profile of the gemeente names get it. */
  readonly isGeheim: boolean;
}

/** Whether the person died, by the BRP or by DUO, which may say so as the reason why there is no plicht. */
const isOverleden = (zaak: Zaak, { overlijden }: ValidFeiten): boolean =>
  overlijden.length > 0 || overlijdenByDuo(zaak) !== undefined || reasonByDuo(zaak) === 'Overlijden';

/** What the gemeente told about a person for whom it opened a zaak, the newest first. */
const latestOpenings = (zaak: Zaak): readonly GeopendFeit[] => zaak.geopend.toSorted(onMoment).toReversed();

/** The reason, in the list that partners know, for a plicht that ended. */
const reasonOf = (zaak: Zaak, plicht: Plicht | undefined): ReasonIntrekking | undefined => {
  if (plicht === undefined || plicht === 'geldt') return undefined;
  const reden = reasonByDuo(zaak);
  if (reden === 'Overlijden') return 'overleden';
  return reden === LEFT ? 'vertrokken' : 'anders';
};

/** Whether the gemeente opened the zaak itself after this koppeling ended: the household is the one that it described then. */
const isOpenedSince = (geopend: Zaak['geopend'], { end }: Pick<CurrentKoppeling, 'end'>): boolean =>
  end !== undefined && geopend.some((opened) => onMoment(opened, end) > 0);

type ClaimOfStay = Pick<GemeenteClaim, 'gemeentecode' | 'since'> & Partial<Pick<GemeenteClaim, 'by'>>;

/** Why the zaak is of another gemeente than this koppeling: that gemeente opened it, or the person settled there since. */
const elsewhereBy = (
  { geopend }: Pick<Zaak, 'geopend'>,
  { koppeling }: KoppelingFeit,
  claim: ClaimOfStay | undefined,
): 'opened' | 'settled' | undefined => {
  if (claim === undefined || claim.gemeentecode === koppeling.gemeentecode || claim.since === '')
    return undefined;
  if (geopend.some(({ gegevens }) => gegevens.gemeentecode === claim.gemeentecode)) return 'opened';
  const isSettled = claim.by === 'brp' || claim.by === 'duo';
  return isSettled && claim.since > koppeling.datumKoppeling ? 'settled' : undefined;
};

/**
 * Why a withdrawn koppeling ends the zaak; undefined when it does not. It does not end a zaak that is another gemeente's by then,
 * because COA has no part in it after the move (`partners.csv`). As long as nobody said that the plicht holds, two reasons end it
 * there too: a death, and a koppeling that never should have been, when the person came by it (cases 10 and 29). It does not end a
 * zaak either when the person settled anew after the withdrawal while the plicht holds, or when the gemeente opened the zaak itself
 * since.
 */
const reasonByKoppeling = (
  zaak: Pick<Zaak, 'geopend'>,
  koppeling: CurrentKoppeling | undefined,
  claim: ClaimOfStay | undefined,
  plicht: Plicht | undefined,
): ReasonIntrekking | undefined => {
  if (koppeling?.vervallen === undefined) return undefined;
  const { feit, vervallen, end } = koppeling;
  if (isOpenedSince(zaak.geopend, koppeling)) return undefined;
  const elsewhere = elsewhereBy(zaak, feit, claim);
  if (plicht === 'geldt') {
    const isLater = end !== undefined && (claim?.since ?? '') > daySaid(end);
    return elsewhere !== undefined || isLater ? undefined : vervallen;
  }
  const isOverThere = vervallen === 'overleden' || (vervallen === 'ten onrechte' && elsewhere === 'settled');
  return elsewhere === undefined || isOverThere ? vervallen : undefined;
};

/** The end of the koppeling by COA, when it would end the zaak while the plicht holds. */
export const endByKoppeling = (zaak: Zaak): KoppelingVervallenFeit | undefined => {
  const { koppeling, belonging, plicht } = situationOf(zaak);
  const held = plicht && 'geldt';
  return reasonByKoppeling(zaak, koppeling, belonging.current, held) && koppeling?.end;
};

/**
 * Why the zaak ended for a gemeente before another gemeente took it over: by what DUO said until then, and by what COA said of its
 * own koppelingen. What DUO says afterwards is not that gemeente's business any more. Undefined when neither ended it.
 */
export const endedIn = (zaak: Zaak, gemeentecode: Gemeentecode): ReasonIntrekking | undefined => {
  const { former: all, current } = situationOf(zaak).belonging;
  const former = all.find((one) => one.gemeentecode === gemeentecode);
  const until = former?.next.feit ?? current?.feit;
  const isBefore = (feit: Feit): boolean => until === undefined || onMoment(feit, until) < 0;
  const before = { ...zaak, duo: zaak.duo.filter(isBefore), meldingen: zaak.meldingen.filter(isBefore) };
  const plicht = plichtOf(before);
  const [koppeling] = currentFirst(perKoppeling(zaak)).filter(
    ({ feit }) => feit.koppeling.gemeentecode === gemeentecode,
  );
  const geopend = zaak.geopend.filter(({ gegevens }) => gegevens.gemeentecode === gemeentecode);
  const claim = { gemeentecode, since: former?.claim.since ?? '' };
  return reasonOf(before, plicht) ?? reasonByKoppeling({ geopend }, koppeling, claim, plicht);
};

/** The household as the gemeente described it last: an opening that says nothing about it leaves what was said before. */
const describedBy = (openings: readonly GeopendFeit[]): Situation['beschreven'] => {
  const said = openings.find(
    ({ gegevens: { gemeentecode, aantalPersonen, gezinssamenstelling } }) =>
      gemeentecode === openings[0]?.gegevens.gemeentecode &&
      (aantalPersonen ?? gezinssamenstelling) !== undefined,
  );
  const { aantalPersonen = 1, gezinssamenstelling = 'alleenstaand' } = said?.gegevens ?? {};
  return { aantalPersonen, gezinssamenstelling };
};

/**
 * The household as its own timeline last had it, or else as the koppeling or the gemeente described it. A zaak that is over hears
 * no more of its household: what it heard last depends on the order of the messages, and does not count.
 */
const huishoudenFrom = (
  zaak: Zaak,
  koppeling: CurrentKoppeling | undefined,
  openings: readonly GeopendFeit[],
  isActief: boolean,
): Pick<Situation, 'huishouden' | 'beschreven' | 'huishoudenId' | 'relatie' | 'woning'> => {
  const huishoudenId = koppeling?.feit.huishoudenId ?? openings[0]?.huishoudenId;
  const stand = zaak.huishoudens
    .filter((feit) => feit.huishoudenId === huishoudenId)
    .toSorted((one, other) => other.versie - one.versie)[0];
  const beschreven = koppeling?.feit.huishouden ?? describedBy(openings);
  const huishouden = (isActief ? stand?.huishouden : undefined) ?? beschreven;
  return {
    huishoudenId,
    huishouden,
    beschreven,
    relatie: koppeling?.feit.persoon.relatie,
    woning: stand?.woning,
  };
};

/**
 * Whether COA linked the person, or the BRP registered them, after they left the country by what DUO said. DUO may say later that
 * the plicht holds.
 */
const cameBack = (
  zaak: Zaak,
  koppeling: CurrentKoppeling | undefined,
  { residences }: ValidFeiten,
): boolean => {
  const since = reasonSince(zaak);
  if (since === undefined) return false;
  const isLinked =
    koppeling?.vervallen === undefined && (koppeling?.feit.koppeling.datumKoppeling ?? '') > since;
  return isLinked || residences.some(({ day }) => day > since);
};

/** Why a zaak is over; undefined while it is not. When several reasons hold, the first one here counts. */
const reasonVervallen = (what: {
  readonly overleden: boolean;
  readonly isMerged: boolean;
  readonly byPlicht: ReasonIntrekking | undefined;
  readonly byKoppeling: ReasonIntrekking | undefined;
  readonly isElsewhere: boolean;
}): ReasonIntrekking | undefined => {
  if (what.overleden) return 'overleden';
  if (what.isMerged) return 'anders';
  return what.byPlicht ?? what.byKoppeling ?? (what.isElsewhere ? 'andere gemeente' : undefined);
};

const deriveSituation = (zaak: Zaak): Situation => {
  const koppelingen = currentFirst(perKoppeling(zaak));
  const openings = latestOpenings(zaak);
  const [[koppeling], [opening]] = [koppelingen, openings];
  const persoon = personaliaOf(koppelingen, openings);
  const valid = validFeiten(zaak);
  const belonging = belongingOf(zaak, koppelingen, valid);
  const { current } = belonging;
  const overleden = isOverleden(zaak, valid);
  const plicht = plichtOf(zaak);
  const isHere = current !== undefined && isConnected(current.gemeentecode);
  const isMerged = mergedInto(zaak) !== undefined;
  const byKoppeling = reasonByKoppeling(zaak, koppeling, current, plicht);
  const redenVervallen = reasonVervallen({
    overleden,
    isMerged,
    byPlicht: reasonOf(zaak, plicht),
    byKoppeling,
    isElsewhere: current !== undefined && !isHere,
  });
  const linked = koppeling !== undefined && isOpenedSince(zaak.geopend, koppeling) ? undefined : koppeling;
  const isAway = redenVervallen === 'vertrokken' && !cameBack(zaak, koppeling, valid);
  return {
    koppeling,
    belonging,
    gemeentecode: isHere ? (current.gemeentecode as Gemeentecode) : undefined,
    persoon,
    ...huishoudenFrom(zaak, linked, openings, redenVervallen === undefined),
    isInHuishouden: !overleden && !isMerged && byKoppeling === undefined && !isAway,
    peildatum: koppeling?.feit.koppeling.datumKoppeling ?? opening?.gegevens.datumOpening ?? '',
    hasZaak: hasZaak(zaak, koppelingen, persoon),
    waitsForPlicht: waitsForPlicht(zaak, koppelingen, persoon),
    isOverleden: overleden,
    plicht,
    redenVervallen,
    status: redenVervallen === undefined ? 'actief' : 'vervallen',
    valid,
    sinds: belonging.since,
    vestigingen: vestigingenIn(valid, belonging).map(({ feit }) => feit),
    vestiging: vestigingSince(valid, belonging),
    woonadres: woonadresIn(valid, current?.gemeentecode),
    isGeheim: hasGeheimhouding(zaak),
  };
};

/** What follows from the facts of a zaak, worked out once per state. */
export const situationOf = oncePerState(deriveSituation);
