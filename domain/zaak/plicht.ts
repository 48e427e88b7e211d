import type { Inburgeringsplicht } from '../../contracts/duo.ts';
import { NO_END } from '../../contracts/years.ts';
import { duoCode, type Plicht } from '../duo/codes.ts';
import { oncePer } from '../once.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { type DuoFeit, type MeldingFeit, onMoment } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/** What DUO says about the inburgeringsplicht: its answer first, and the code of its notification where there is none. */

/** DUO's reason of somebody who left the country. */
export const LEFT = 'Vertrek uit Nederland langer dan een jaar';

/** Why there is no plicht, as DUO's answer has it. */
const ENDED: Readonly<Record<NonNullable<Inburgeringsplicht['redenGeenInburgeringsplicht']>, Plicht>> = {
  'Volledige ontheffing': 'voldaan',
  'Volledige vrijstelling': 'voldaan',
  'Inburgeringsplicht voldaan': 'voldaan',
  'Verblijfsdoel gewijzigd': 'ingetrokken',
  [LEFT]: 'ingetrokken',
  Overlijden: 'ingetrokken',
  Overig: 'ingetrokken',
  'Tijdelijke vrijstelling': 'tijdelijk vrijgesteld',
};

const isEnd = (plicht: Plicht | undefined): boolean => plicht !== undefined && plicht !== 'geldt';

/**
 * DUO notifies before its answers show what it notified. So an answer that the plicht holds, to a code that it ended, is
 * older than the code unless DUO says that it changed the plicht since; and so is the answer that an exemption lasts, to a
 * code that it was withdrawn.
 */
const isOutdatedBy = (feit: DuoFeit, answer: Inburgeringsplicht): boolean => {
  const { plicht, ended } = duoCode(feit.notificatie.gebeurtenisId);
  const { indicatorInburgeringsplicht: holds, redenGeenInburgeringsplicht: reden, wijzigingsdatum } = answer;
  if (wijzigingsdatum !== undefined && wijzigingsdatum >= daySaid(feit)) return false;
  return holds ? isEnd(plicht) : reden !== undefined && ENDED[reden] === ended;
};

/** What one notification with its answers says about the plicht; undefined when it says nothing about it. */
export const plichtIn = (feit: DuoFeit): Plicht | undefined => {
  const { plicht: byCode } = duoCode(feit.notificatie.gebeurtenisId);
  const { inburgeringsplicht: answer } = feit.antwoorden;
  if (answer === undefined || isOutdatedBy(feit, answer)) return byCode;
  if (answer.indicatorInburgeringsplicht) return 'geldt';
  const { redenGeenInburgeringsplicht: reden } = answer;
  if (reden === undefined) return isEnd(byCode) ? byCode : 'geen';
  return ENDED[reden];
};

/**
 * The same, after what DUO told before it: an answer that DUO changed last before the code that ended the plicht, or the exemption, is as
 * old to every notification that comes after that code.
 */
const plichtAfter = (feit: DuoFeit, place: number, inOrder: readonly DuoFeit[]): Plicht | undefined => {
  const { inburgeringsplicht: answer } = feit.antwoorden;
  if (answer?.wijzigingsdatum === undefined) return plichtIn(feit);
  const byCode = inOrder.findLast((one, at) => {
    const { plicht } = duoCode(one.notificatie.gebeurtenisId);
    return at < place && plicht !== undefined && plicht === plichtIn(one);
  });
  const isOutdated = byCode !== undefined && isOutdatedBy(byCode, answer);
  return isOutdated ? duoCode(feit.notificatie.gebeurtenisId).plicht : plichtIn(feit);
};

/** Whether DUO tells a death by this. */
export const isOverlijdenByDuo = ({ notificatie }: DuoFeit): boolean =>
  duoCode(notificatie.gebeurtenisId).gebeurtenis === 'overlijden-ontvangen';

/**
 * The first that DUO told of a death since it last established that the plicht holds: what it told before that was about somebody
 * else. Undefined when it told none.
 */
export const overlijdenByDuo = ({ duo }: Pick<Zaak, 'duo'>): DuoFeit | undefined => {
  const inOrder = duo.toSorted(onMoment);
  const established = inOrder.findLastIndex(
    (feit) => duoCode(feit.notificatie.gebeurtenisId).plicht === 'geldt' && plichtIn(feit) === 'geldt',
  );
  return inOrder.slice(established + 1).find(isOverlijdenByDuo);
};

/** What a report of a gemeente says about the plicht, as it read that in DUO's portal. */
export const plichtReported = ({
  antwoorden: { inburgeringsplicht: answer },
}: MeldingFeit): Plicht | undefined => {
  if (answer === undefined) return undefined;
  if (answer.indicatorInburgeringsplicht) return 'geldt';
  const { redenGeenInburgeringsplicht: reden } = answer;
  return reden === undefined ? 'geen' : ENDED[reden];
};

/** What was said about the plicht, DUO's reason when there is none, and the days on which it began and ended. */
interface Said {
  readonly plicht: Plicht;
  readonly reden: Inburgeringsplicht['redenGeenInburgeringsplicht'];
  readonly begindatum: string | undefined;
  readonly einddatum: string | undefined;
  readonly tijdstip: string;
}

/** Everything that DUO said, in its order; as long as it said nothing, what a gemeente read in its portal. */
const allSaid = oncePer(({ duo, meldingen }: PlichtFeiten): readonly Said[] => {
  const said = <Feit extends DuoFeit | MeldingFeit>(
    feiten: readonly Feit[],
    plichtOfFeit: (feit: Feit, place: number, all: readonly Feit[]) => Plicht | undefined,
  ): readonly Said[] =>
    feiten.toSorted(onMoment).flatMap((feit, place, all) => {
      const plicht = plichtOfFeit(feit, place, all);
      const { redenGeenInburgeringsplicht, begindatum, einddatum } = feit.antwoorden.inburgeringsplicht ?? {};
      const reden = plicht === 'geldt' ? undefined : redenGeenInburgeringsplicht;
      return plicht === undefined ? [] : [{ plicht, reden, begindatum, einddatum, tijdstip: feit.tijdstip }];
    });
  const byDuo = said(duo, plichtAfter);
  return byDuo.length > 0 ? byDuo : said(meldingen, plichtReported);
});

type PlichtFeiten = Pick<Zaak, 'duo' | 'meldingen'>;

/** Whether the plicht holds, by the latest that DUO said; undefined as long as it said nothing. */
export const plichtOf = (zaak: PlichtFeiten): Plicht | undefined => allSaid(zaak).at(-1)?.plicht;

/** Why there is no plicht, in DUO's words, when it gave a reason. */
export const reasonByDuo = (zaak: PlichtFeiten): Said['reden'] => allSaid(zaak).at(-1)?.reden;

/** That the plicht ended because somebody had left the country: since when at the latest, and on which day that was said. */
interface Departure {
  readonly day: string;
  readonly said: string;
}

/** The day that DUO gives as the end goes before that on which it told so, when it is earlier: somebody can be back by then. */
const endedBy = (one: Said): string => [one.einddatum ?? '~', daySaid(one)].toSorted()[0] ?? daySaid(one);

/** Each time that it was said. */
export const leftOn = (zaak: PlichtFeiten): readonly Departure[] =>
  allSaid(zaak).flatMap((one) => (one.reden === LEFT ? [{ day: endedBy(one), said: daySaid(one) }] : []));

/** The days (`YYYY-MM-DD`) of those. */
export const leftSaidOn = (zaak: PlichtFeiten): readonly string[] =>
  leftOn(zaak).flatMap(({ day, said }) => [...new Set([day, said])]);

/** A time of which it is said since that it is over. */
export interface Pause {
  /** The first day (`YYYY-MM-DD`) of it. */
  readonly van: string;
  /** The day (`YYYY-MM-DD`) on which it was said that the plicht holds again, or on which another one began before that. */
  readonly tot: string;
  readonly plicht: Exclude<Plicht, 'geldt'>;
}

const isPause = (said: Said): boolean => said.plicht === 'tijdelijk vrijgesteld' || said.reden === LEFT;

/** Whether a plicht is over by this, and does not stand still alone. */
const isOver = ({ plicht }: Said): boolean => isEnd(plicht) && plicht !== 'tijdelijk vrijgesteld';

/**
 * The day (`YYYY-MM-DD`) on which another plicht began after this end, by the newest answer until the next end; empty when none did. One that
 * began before the end goes on: the end was a mistake.
 */
const begunAfter = (said: readonly Said[], end: number): string => {
  const [ending, ...later] = said.slice(end);
  const until = later.findIndex(isOver);
  const since = until === -1 ? later : later.slice(0, until);
  const begin = since.findLast(({ begindatum }) => begindatum !== undefined)?.begindatum;
  if (ending === undefined || begin === undefined) return '';
  const { einddatum = NO_END } = ending;
  return begin > (einddatum === NO_END ? daySaid(ending) : einddatum) ? begin : '';
};

/** When somebody was exempt for a time, had left the country, or had no plicht, before it held again, or another one did. */
export const pausesOf = (zaak: PlichtFeiten): readonly Pause[] => {
  const said = allSaid(zaak);
  return said.flatMap((one, place) => {
    const { plicht } = one;
    if (plicht === 'geldt' || said[place - 1]?.plicht === plicht) return [];
    const at = said.findIndex((later, index) => index > place && later.plicht !== plicht);
    const next = said[at];
    const begun = begunAfter(said, at - 1);
    if (next?.plicht !== 'geldt' || !(isPause(one) || begun !== '')) return [];
    const told = daySaid(next);
    return [{ van: endedBy(one), tot: begun !== '' && begun < told ? begun : told, plicht }];
  });
};

/** The days (`YYYY-MM-DD`) on which it was said that the plicht holds, the earliest first. */
export const heldSaidOn = (zaak: PlichtFeiten): readonly string[] =>
  allSaid(zaak)
    .filter(({ plicht }) => plicht === 'geldt')
    .map(daySaid);

/**
 * The day (`YYYY-MM-DD`) on which the plicht began that held last, when that was after another one had ended; empty when there was no other.
 * One that stood still in a temporary exemption is the same.
 */
export const nextPlichtFrom = (zaak: PlichtFeiten): string => {
  const said = allSaid(zaak);
  const held = said.slice(0, said.findLastIndex(({ plicht }) => plicht === 'geldt') + 1);
  const end = held.findLastIndex(isOver);
  return end === -1 ? '' : begunAfter(held, end);
};

/** DUO once held this person to be inburgeringsplichtig, whatever the hub made of their age. */
export const wasPlichtig = (zaak: PlichtFeiten): boolean =>
  allSaid(zaak).some(({ plicht }) => plicht === 'geldt');

/** The day (`YYYY-MM-DD`) on which it was first said that the plicht is what it is now; undefined as long as nobody said so. */
export const plichtSaidOn = (zaak: PlichtFeiten): string | undefined =>
  saidSince(zaak, (one, last) => one.plicht === last.plicht);

/** The first day (`YYYY-MM-DD`) of why there is no plicht, as DUO gives it or said so: of an end for another reason before it the day does not count. */
export const reasonSince = (zaak: PlichtFeiten): string | undefined =>
  saidAlike(zaak, (one, last) => one.plicht === last.plicht && one.reden === last.reden)
    .map(endedBy)
    .toSorted()[0];

/**
 * Whether it did not end as this after all, by what was said later: that the plicht holds, that there never was one, or that it
 * stands still for a time. That there never was one is taken back by anything else.
 */
const isTakenBack = (as: Plicht, later: Plicht): boolean =>
  later !== as &&
  (as === 'geen' || later === 'geldt' || later === 'geen' || later === 'tijdelijk vrijgesteld');

/**
 * When the plicht came to stand so since it last held: the day (`YYYY-MM-DD`) that the newest answer that says so gives as its end
 * (`einddatum`), and that on which it was first said. Who says the same again says nothing new about when, and what became of it after
 * that takes nothing back: somebody who met it, and died, met it. Undefined when it did not, or when there never was one after all.
 */
export const endedAs = (
  zaak: PlichtFeiten,
  plicht: Plicht,
): { readonly einddatum: string | undefined; readonly gezegdOp: string } | undefined => {
  const said = allSaid(zaak);
  const alike = said
    .slice(said.findLastIndex((one) => isTakenBack(plicht, one.plicht)) + 1)
    .filter((one) => one.plicht === plicht);
  const [first] = alike;
  return (
    first && {
      einddatum: alike.findLast(({ einddatum }) => einddatum !== undefined && einddatum !== NO_END)
        ?.einddatum,
      gezegdOp: daySaid(first),
    }
  );
};

/** What was said since anybody last said otherwise, the first of it first. */
const saidAlike = (zaak: PlichtFeiten, isSame: (one: Said, last: Said) => boolean): readonly Said[] => {
  const said = allSaid(zaak);
  const last = said.at(-1);
  return last === undefined ? [] : said.slice(said.findLastIndex((one) => !isSame(one, last)) + 1);
};

const saidSince = (...said: Parameters<typeof saidAlike>): string | undefined => {
  const [first] = saidAlike(...said);
  return first && daySaid(first);
};
