import type { Adres } from '../../contracts/adres.ts';
import type { Gemeentecode, HuishoudenId } from '../../contracts/base-types.ts';
import type { Persoon } from '../../contracts/coa.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import type { Plicht } from '../duo/codes.ts';
import { isConnected } from '../gemeenten/index.ts';
import type { Huishouden, Woning } from '../huishouden/lid.ts';
import { completed } from '../known.ts';
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
import { LEFT, overlijdenByDuo, plichtOf, reasonByDuo, reasonSince } from './plicht.ts';
import { vestigingenIn, vestigingSince } from './settlement.ts';
import { mergedInto, type Zaak } from './zaak.ts';

/**
 * What follows from the facts: `situationOf`, at the end, puts the parts together, once per state. Each part looks at the
 * whole set of facts, never at the order of arrival.
 */

export type ZaakStatus = 'actief' | 'vervallen';

/** Who a person is, as far as a source told it: COA, or the gemeente that opened the zaak. Any field may be missing. */
export type Personalia = Omit<Persoon, 'vNummer' | 'bsn' | 'relatie'>;

/** Where a person stands according to all facts together. Notices, lists, terms and views take it from here. */
export interface Situation {
  /** The koppeling that counts, in whichever gemeente; its fact holds the household. */
  readonly koppeling: CurrentKoppeling | undefined;
  readonly belonging: Belonging;
  /** The gemeente that the zaak belongs to, when it takes part in this hub. */
  readonly gemeentecode: Gemeentecode | undefined;
  /** Undefined as long as no source told who the person is: then no partner can be told. */
  readonly persoon: Personalia | undefined;
  readonly huishouden: Huishouden;
  /** The household as the koppeling or the gemeente described it last, whatever its own timeline made of that. */
  readonly beschreven: Huishouden;
  /** The household that the person belongs to, or belonged to last. */
  readonly huishoudenId: HuishoudenId | undefined;
  /** What the person is in it; undefined in one that the gemeente described, which is of this person. */
  readonly relatie: Persoon['relatie'] | undefined;
  /** What the household last told of a home for it; undefined when it told nothing (`woning.ts`). */
  readonly woning: Woning | undefined;
  /** Whether the person belongs to it now. */
  readonly isInHuishouden: boolean;
  /** The day (`YYYY-MM-DD`) on which ages are counted: that of the koppeling, or on which the zaak was opened. */
  readonly peildatum: string;
  /** Whether this person has a zaak of their own; others are household members (docs/domein/coa.md). */
  readonly hasZaak: boolean;
  /** Whether partners are told of it only once DUO says that the plicht holds: the gemeente opened it of a minor. */
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
  /** Whether the BRP keeps it secret: then it goes only to whom the profile of the gemeente names. */
  readonly isGeheim: boolean;
}

/** Died, according to the BRP (a later correction withdrawn) or to DUO, which may say so as the reason why there is no plicht. */
const isOverleden = (zaak: Zaak, { overlijden }: ValidFeiten): boolean =>
  overlijden.length > 0 || overlijdenByDuo(zaak) !== undefined || reasonByDuo(zaak) === 'Overlijden';

/** What the gemeente told about a person for whom it opened a zaak, the newest first. */
const latestOpenings = (zaak: Zaak): readonly GeopendFeit[] => zaak.geopend.toSorted(onMoment).toReversed();

/** What a plicht that ended is called in the list of reasons that partners know. */
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

/** Why the zaak is another gemeente's than that of this koppeling: it opened the zaak itself, or the person settled there since. */
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
 * Why a withdrawn koppeling ends the zaak. It does not when the zaak is another gemeente's by then: who moved on is no business of
 * COA (`partners.csv`: after the outflow it has no part). As long as nobody said that the plicht holds, a death ends it there too,
 * and so does a koppeling that never should have been, where the person came by it (cases 10 and 29). Nor does it when they settled
 * anew after the withdrawal while the plicht holds, or when the gemeente opened the zaak itself since.
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

/** That COA ended the koppeling of this zaak, when that would end it while the plicht holds. */
export const endByKoppeling = (zaak: Zaak): KoppelingVervallenFeit | undefined => {
  const { koppeling, belonging, plicht } = situationOf(zaak);
  const held = plicht && 'geldt';
  return reasonByKoppeling(zaak, koppeling, belonging.current, held) && koppeling?.end;
};

/**
 * Why the zaak ended for a gemeente before it became another one's: by what DUO said until then, and by what COA said of its own
 * koppelingen. What DUO says afterwards is no business of that gemeente any more. Undefined when neither ended it.
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

/** As the koppeling that counts has it; what it leaves out as an earlier one told it, and else the gemeente. */
const personaliaOf = (
  koppelingen: readonly CurrentKoppeling[],
  openings: readonly GeopendFeit[],
): Personalia | undefined => {
  const [first, ...others] = [...koppelingen.map(fromKoppeling), ...openings.map(fromOpening)];
  return first && completed(first, others);
};

const fromKoppeling = ({ feit }: CurrentKoppeling): Personalia => {
  const { vNummer: _vNummer, bsn: _bsn, relatie: _relatie, ...persoon } = feit.persoon;
  return persoon;
};

const fromOpening = ({ gegevens }: GeopendFeit): Personalia => {
  const {
    bsn: _bsn,
    vNummer: _vNummer,
    gemeentecode: _gemeentecode,
    datumOpening: _datumOpening,
    gezinssamenstelling: _gezinssamenstelling,
    aantalPersonen: _aantalPersonen,
    ...persoon
  } = gegevens;
  return persoon;
};

/** The household as the gemeente described it: who opens the zaak again and says nothing of it leaves what was said before. */
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
 * The household: as its own timeline last had it, otherwise as the koppeling or the gemeente described it. A zaak that is over is
 * told no more of it: what it was told last follows from the order of the messages alone, and does not count.
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

/** Whether COA linked somebody, or the BRP registered them, since they left the country by what DUO said: that the plicht holds it may say later. */
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

/** Why a zaak is over; undefined while it is not. Of what holds together, the first that is asked here. */
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
