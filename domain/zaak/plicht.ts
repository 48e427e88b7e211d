import type { Inburgeringsplicht } from '../../contracts/duo.ts';
import { NO_END } from '../../contracts/years.ts';
import { duoCode, type Plicht } from '../duo/codes.ts';
import { oncePer } from '../once.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { type DuoFeit, type MeldingFeit, onMoment } from './feiten.ts';
import type { Zaak } from './zaak.ts';

/** What DUO says about the inburgeringsplicht: its answer first, and the code of its notification where there is none. */

/** DUO's reason for a person who left the country. */
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
 * Whether an answer is older than the notification that it came with. DUO notifies before its answers show what it notified. So the
 * answer that the plicht holds, to a code that ended it, is older than the code unless DUO says that it changed the plicht since.
 * The same goes for the answer that an exemption lasts, to a code that withdrew it.
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
 * What a notification says about the plicht, given the notifications before it. An answer that DUO changed last before the code
 * that ended the plicht or the exemption is outdated for every notification after that code too.
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

/** Whether this notification of DUO tells a death. */
export const isOverlijdenByDuo = ({ notificatie }: DuoFeit): boolean =>
  duoCode(notificatie.gebeurtenisId).gebeurtenis === 'overlijden-ontvangen';

/**
 * The first notification of a death since DUO last established that the plicht holds. A notification of before that was about
 * somebody else. Undefined when there is none.
 */
export const overlijdenByDuo = ({ duo }: Pick<Zaak, 'duo'>): DuoFeit | undefined => {
  const inOrder = duo.toSorted(onMoment);
  const established = inOrder.findLastIndex(
    (feit) => duoCode(feit.notificatie.gebeurtenisId).plicht === 'geldt' && plichtIn(feit) === 'geldt',
  );
  return inOrder.slice(established + 1).find(isOverlijdenByDuo);
};

/** What a report of a gemeente says about the plicht, as read in DUO's portal. */
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

/**
 * Everything that DUO said about the plicht, in its order. As long as DUO said nothing, it is what a gemeente read in its portal.
 */
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

/** Whether the plicht holds, by the last thing that was said; undefined as long as nothing was. */
export const plichtOf = (zaak: PlichtFeiten): Plicht | undefined => allSaid(zaak).at(-1)?.plicht;

/** Why there is no plicht, in DUO's words, when it gave a reason. */
export const reasonByDuo = (zaak: PlichtFeiten): Said['reden'] => allSaid(zaak).at(-1)?.reden;

/**
 * The plicht ended because the person left the country: the day on which they had left at the latest, and the day on which that was
 * said.
 */
interface Departure {
  readonly day: string;
  readonly said: string;
}

/**
 * DUO may give a day as the end that is earlier than the day on which it told so. That day goes first, because the person can be
 * back by the day on which DUO told it.
 */
const endedBy = (one: Said): string => [one.einddatum ?? '~', daySaid(one)].toSorted()[0] ?? daySaid(one);

/** Each departure from the country that was said. */
export const leftOn = (zaak: PlichtFeiten): readonly Departure[] =>
  allSaid(zaak).flatMap((one) => (one.reden === LEFT ? [{ day: endedBy(one), said: daySaid(one) }] : []));

/** The days (`YYYY-MM-DD`) on which a departure was said. */
export const leftSaidOn = (zaak: PlichtFeiten): readonly string[] =>
  leftOn(zaak).flatMap(({ day, said }) => [...new Set([day, said])]);

/** A time without the plicht, of which it was said later that it is over. */
export interface Pause {
  /** The first day (`YYYY-MM-DD`) of it. */
  readonly van: string;
  /** The day (`YYYY-MM-DD`) on which it was said that the plicht holds again, or the earlier day on which another plicht began. */
  readonly tot: string;
  readonly plicht: Exclude<Plicht, 'geldt'>;
}

const isPause = (said: Said): boolean => said.plicht === 'tijdelijk vrijgesteld' || said.reden === LEFT;

/** Whether the plicht ended. A temporary exemption only makes it stand still. */
const isOver = ({ plicht }: Said): boolean => isEnd(plicht) && plicht !== 'tijdelijk vrijgesteld';

/**
 * The day (`YYYY-MM-DD`) on which another plicht began after this end, by the newest answer until the next end; empty when there
 * was none. When the plicht of that answer began before the end, the end was a mistake, and the plicht goes on.
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

/**
 * The times in which the person was exempt, had left the country, or had no plicht, before the plicht held again or another one
 * did.
 */
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
 * The day (`YYYY-MM-DD`) on which the plicht began that held last, when another plicht had ended before it; empty when there was no
 * other. After a temporary exemption it is still the same plicht.
 */
export const nextPlichtFrom = (zaak: PlichtFeiten): string => {
  const said = allSaid(zaak);
  const held = said.slice(0, said.findLastIndex(({ plicht }) => plicht === 'geldt') + 1);
  const end = held.findLastIndex(isOver);
  return end === -1 ? '' : begunAfter(held, end);
};

/** Whether DUO ever held this person to be inburgeringsplichtig, whatever the hub made of their age. */
export const wasPlichtig = (zaak: PlichtFeiten): boolean =>
  allSaid(zaak).some(({ plicht }) => plicht === 'geldt');

/** The day (`YYYY-MM-DD`) on which the present standing of the plicht was first said; undefined as long as nobody said anything. */
export const plichtSaidOn = (zaak: PlichtFeiten): string | undefined =>
  saidSince(zaak, (one, last) => one.plicht === last.plicht);

/**
 * The first day (`YYYY-MM-DD`) of the reason why there is no plicht, as DUO gives it, or the day on which DUO said so. The day of
 * an earlier end for another reason does not count.
 */
export const reasonSince = (zaak: PlichtFeiten): string | undefined =>
  saidAlike(zaak, (one, last) => one.plicht === last.plicht && one.reden === last.reden)
    .map(endedBy)
    .toSorted()[0];

/**
 * Whether a later message says that the plicht did not end like this after all: it holds, it never existed, or it stands still for
 * a time. That it never existed is taken back by any other message.
 */
const isTakenBack = (as: Plicht, later: Plicht): boolean =>
  later !== as &&
  (as === 'geen' || later === 'geldt' || later === 'geen' || later === 'tijdelijk vrijgesteld');

/**
 * When the plicht got this standing, since it last held: the day (`YYYY-MM-DD`) that the newest answer with this standing gives as
 * its end (`einddatum`), and the day on which it was first said. A message that says the same again does not change when it was
 * said, and what follows does not take it back: a person who met the plicht and died, met it. Undefined when the plicht never got
 * this standing, or never existed after all.
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

/** What was said since a message last said something else, the first of it at the front. */
const saidAlike = (zaak: PlichtFeiten, isSame: (one: Said, last: Said) => boolean): readonly Said[] => {
  const said = allSaid(zaak);
  const last = said.at(-1);
  return last === undefined ? [] : said.slice(said.findLastIndex((one) => !isSame(one, last)) + 1);
};

const saidSince = (...said: Parameters<typeof saidAlike>): string | undefined => {
  const [first] = saidAlike(...said);
  return first && daySaid(first);
};
