import type { Gemeentecode } from '../../contracts/base-types.ts';
import { seenBy } from '../zaak/access.ts';
import { type Feit, type KoppelingFeit, onMoment } from '../zaak/feiten.ts';
import {
  type Belonging,
  type GemeenteClaim,
  gemeenteIn,
  isToldIn,
  namedGemeenten,
} from '../zaak/gemeente.ts';
import { countedKoppelingen, perKoppeling } from '../zaak/koppelingen.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { mergedInto, type Zaak, zaakOf } from '../zaak/zaak.ts';
import { type KnownDay, type Mijlpalen, mijlpalenOf } from './mijlpalen.ts';
import { type Ending, endingBy, withPause } from './period.ts';

/**
 * The days of a zaak in each gemeente that has it or had it. A zaak that went on to another gemeente counts in both, each in its
 * own time.
 */

type PerGemeente = ReadonlyMap<Gemeentecode, Mijlpalen | undefined>;

/**
 * A zaak for a gemeente that had it: the facts that were told before it left, and later facts that are not about another gemeente.
 * A PIP that DUO makes known after a move was still established before it.
 */
const asOneGemeente = (zaak: Zaak, gemeentecode: string, isTold: (feit: Feit) => boolean): Zaak =>
  zaakOf(
    [...zaak.feiten.values()].filter((feit) => {
      const named = gemeenteIn(feit);
      return named === undefined || named === gemeentecode || isTold(feit);
    }),
  );

/** A day as it counts for a gemeente that had the zaak until another day; undefined when the day came after that. */
const dayUntil = (day: KnownDay, until: string): KnownDay | undefined => {
  if (typeof day === 'string') return day <= until ? day : undefined;
  if (day.vanaf !== undefined) return day.vanaf <= until ? day : undefined;
  return day.uiterlijk === undefined || day.uiterlijk <= until ? day : {};
};

/** The days until the zaak ended for this gemeente. Later days are not its own. */
const cutOff = (
  { vrijgesteldOp: _, ...mijlpalen }: Mijlpalen,
  einde: Ending,
  vrijgesteldOp?: string,
): Mijlpalen => ({
  ...mijlpalen,
  stappen: Object.fromEntries(
    Object.entries(mijlpalen.stappen).flatMap(([stap, day]) => {
      const cut = dayUntil(day, einde.op);
      return cut === undefined ? [] : [[stap, cut]];
    }),
  ),
  termijnen: mijlpalen.termijnen.map(({ gehaald, ...termijn }) => {
    const cut = gehaald && dayUntil(gehaald, einde.op);
    return cut === undefined ? termijn : { ...termijn, gehaald: cut };
  }),
  ...withPause(einde, vrijgesteldOp),
});

/**
 * A zaak without what was told of the gemeente that has it since the person came back there: then it is still another gemeente's.
 */
const beforeReturn = (zaak: Zaak, gemeentecode: string, arrival: Feit): Zaak =>
  zaakOf(
    [...zaak.feiten.values()].filter(
      (feit) => gemeenteIn(feit) !== gemeentecode || onMoment(feit, arrival) < 0,
    ),
  );

/** The days of a zaak in the gemeente that has it, with those of each earlier stay there. */
const inEachStay = (zaak: Zaak): Mijlpalen | undefined => {
  const { belonging, gemeentecode } = situationOf(zaak);
  const days = mijlpalenOf(zaak);
  const { arrival, former } = belonging;
  if (days === undefined || gemeentecode === undefined || arrival === undefined || former.length === 0) {
    return days;
  }
  const before = beforeReturn(zaak, gemeentecode, arrival);
  const eerder = situationOf(before).gemeentecode === gemeentecode ? undefined : daysIn(before, gemeentecode);
  return eerder === undefined ? days : { ...days, eerder };
};

/**
 * The days as a gemeente had them that does not have the zaak any more, by what it was told; undefined when these facts make no
 * such zaak.
 */
const inItsTime = (
  zaak: Zaak,
  gemeentecode: string,
  isTold: (feit: Feit) => boolean,
  left: Ending,
): Mijlpalen | undefined => {
  const own = asOneGemeente(zaak, gemeentecode, isTold);
  const days = situationOf(own).gemeentecode === gemeentecode ? inEachStay(own) : undefined;
  if (days === undefined) return undefined;
  // A zaak that had ended before that keeps its own reason. A zaak that only stood still had not ended.
  const { einde = left, vrijgesteldOp } = days;
  return einde.reden === 'tijdelijk vrijgesteld'
    ? cutOff(days, left, einde.op)
    : cutOff(days, einde.op <= left.op ? einde : left, vrijgesteldOp);
};

/** The days as a gemeente had them until the person moved on to another one. */
const handedOver = (zaak: Zaak, { belonging }: Situation, gemeentecode: string): Mijlpalen | undefined => {
  const former = belonging.former.find((one) => one.gemeentecode === gemeentecode);
  if (former === undefined || !situationOf(seenBy(zaak, former)).hasZaak) return undefined;
  return inItsTime(zaak, gemeentecode, isToldIn(former), { op: former.next.since, reden: 'andere gemeente' });
};

/** The claim by which another gemeente had the zaak before this fact came. */
const takenOverBy = ({ current, former }: Belonging, end: Feit): GemeenteClaim | undefined =>
  [current, ...former.map(({ claim }) => claim)]
    .flatMap((claim) => claim ?? [])
    .filter(({ since, feit }) => since !== '' && onMoment(feit, end) < 0)
    .at(-1);

/** COA took a koppeling away from a gemeente: since when the gemeente had it, and how the end counts there. */
interface Taken {
  readonly end: Feit;
  readonly begin: string;
  readonly left: Ending;
}

/**
 * A higher version gave the koppeling to another gemeente, from a later day on. A version of the same day puts right whose it is,
 * and takes nothing away.
 */
const givenAway = (
  zaak: Zaak,
  { koppelingId }: KoppelingFeit['koppeling'],
  gemeentecode: string,
): readonly Taken[] => {
  const versions = countedKoppelingen(zaak).filter(({ koppeling }) => koppeling.koppelingId === koppelingId);
  const own = versions
    .filter(({ koppeling }) => koppeling.gemeentecode === gemeentecode)
    .toSorted((one, other) => one.koppeling.versie - other.koppeling.versie)
    .at(-1)?.koppeling;
  const [end] = versions
    .filter(({ koppeling }) => own !== undefined && koppeling.versie > own.versie)
    .toSorted(onMoment);
  if (own === undefined || end === undefined || end.koppeling.datumKoppeling <= own.datumKoppeling) return [];
  const { datumKoppeling: op } = end.koppeling;
  return [{ end, begin: own.datumKoppeling, left: { op, reden: 'andere gemeente' } }];
};

/** Each time that COA took a koppeling away from this gemeente, the first one at the front. */
const takenFrom = (zaak: Zaak, gemeentecode: string): readonly Taken[] =>
  perKoppeling(zaak)
    .flatMap(({ end, feit: { koppeling } }) => {
      if (koppeling.gemeentecode !== gemeentecode) return givenAway(zaak, koppeling, gemeentecode);
      return end === undefined ? [] : [{ end, begin: koppeling.datumKoppeling, left: endingBy(end) }];
    })
    .toSorted((one, other) => onMoment(one.end, other.end));

/** The days as a gemeente had them until COA withdrew its koppeling or gave it away, when another gemeente has the person now. */
const withdrawn = (zaak: Zaak, { belonging }: Situation, gemeentecode: string): Mijlpalen | undefined => {
  const taken = takenFrom(zaak, gemeentecode).at(-1);
  if (taken === undefined) return undefined;
  const { end, begin, left } = taken;
  const next = takenOverBy(belonging, end);
  const isTakenOver = next !== undefined && next.since > begin;
  return inItsTime(
    zaak,
    gemeentecode,
    (feit) => onMoment(feit, isTakenOver ? next.feit : end) < 0,
    isTakenOver ? { op: next.since, reden: 'andere gemeente' } : left,
  );
};

/** The days of a zaak in one gemeente; undefined when the gemeente has nothing to count. */
const daysIn = (zaak: Zaak, code: Gemeentecode): Mijlpalen | undefined => {
  const situation = situationOf(zaak);
  if (!situation.hasZaak || mergedInto(zaak) !== undefined) return undefined;
  return situation.gemeentecode === code
    ? inEachStay(zaak)
    : (handedOver(zaak, situation, code) ?? withdrawn(zaak, situation, code));
};

/** The days of a zaak per gemeente of this hub; `undefined` for a gemeente that a fact names and that has nothing to count. */
export const mijlpalenPerGemeente = (zaak: Zaak): PerGemeente =>
  new Map(namedGemeenten(zaak).map((code) => [code, daysIn(zaak, code)]));
