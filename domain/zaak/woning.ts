import type { Gemeentecode, HuishoudenId } from '../../contracts/base-types.ts';
import { compareInstants } from '../../contracts/instant.ts';
import type { RoutemapEvent } from '../../contracts/routemap.ts';
import { isConnected } from '../gemeenten/index.ts';
import type { Woning, WoningMelding } from '../huishouden/lid.ts';
import { known } from '../known.ts';
import { eventIn, type RoutemapFeit, type SaidReport, type Stay, saidAgain } from '../routemap/reports.ts';
import { daySaid } from '../termijnen/calendar.ts';
import { type KoppelingFeit, onMoment } from './feiten.ts';
import { countedKoppelingen, perKoppeling } from './koppelingen.ts';
import { oncePerState } from './once-per-state.ts';
import { situationOf } from './situation.ts';
import { stayOf } from './termijn-ends.ts';
import type { Zaak } from './zaak.ts';

/**
 * Whether a home is agreed for the household of a person. A home is for the household, and a report of it stands on one zaak. So
 * each member carries to the household what its own zaak says (`domain/huishouden/`), and hears what all members say together.
 */

/**
 * What an event says of a home: it is proposed (R00.3), agreed (R00.4, or a later event that implies it), refused (R01.T3), or not
 * agreed after all.
 */
const SAYS: Readonly<Partial<Record<RoutemapEvent, WoningMelding['soort']>>> = {
  'woning-voorgesteld': 'voorgesteld',
  'woning-goedgekeurd': 'goedgekeurd',
  'huurcontract-getekend': 'akkoord',
  'woning-geaccepteerd': 'akkoord',
  'verhuizing-afgerond': 'akkoord',
  'azc-uitstroom-bevestigd': 'akkoord',
  'woning-afgekeurd': 'afgekeurd',
  'woning-geweigerd': 'geweigerd',
};

type Moment = Pick<WoningMelding, 'op' | 'tijdstip'>;

/** By the day that a report is about, and on one day by the moment of the report. */
const inOrder = (one: Moment, other: Moment): number =>
  one.op.localeCompare(other.op) || compareInstants(one.tijdstip, other.tijdstip);

/** What the reports on this zaak say of homes for the present household. */
const woningMeldingen = (zaak: Zaak): readonly WoningMelding[] => {
  if (zaak.meldingen.length === 0) return [];
  const { huishoudenId } = situationOf(zaak);
  const stay = huishoudenId && stayInHuishouden(zaak, huishoudenId).here;
  return woningMeldingenIn(zaak, stay ?? stayOf(situationOf(zaak)));
};

/** A stay that ended, in another gemeente or in the gemeente to which the person came back. */
interface StayBefore extends Required<Omit<Stay, 'left'>> {
  readonly gemeentecode: Gemeentecode;
}

/**
 * The stays in which reports on this zaak are about this household of the person: from the begin of the household until the next
 * household of the person. `here` is the present stay; `elders` are stays in the gemeenten that the person left, also earlier stays
 * in the gemeente to which the person came back. A first household has what was reported before its koppeling too, as a first stay
 * has (`stayOf`).
 */
export const stayInHuishouden = (
  zaak: Zaak,
  huishoudenId: HuishoudenId,
): { readonly here: Stay; readonly elders: readonly StayBefore[] } => {
  const situation = situationOf(zaak);
  const { huishoudenId: own, gemeentecode, peildatum, belonging } = situation;
  const koppelingen = perKoppeling(zaak).map(({ feit }) => feit);
  const opened = openedAnewOn(zaak, koppelingen);
  const days = [...koppelingen.map(dayIn), ...opened];
  const day = dayIn(koppelingen.find((feit) => feit.huishoudenId === huishoudenId)) || (opened[0] ?? '');
  const since = belonging.begins.find((begin) => begin <= day) ?? '';
  const [next = peildatum] = [...belonging.begins, ...days].filter((one) => one > day).toSorted();
  const current = opened[0] === undefined ? stayOf(situation) : { gemeentecode, since: opened[0] };
  const here = own === huishoudenId ? current : { gemeentecode, since, before: next };
  const isFirst = days.every((one) => one >= day);
  const elders = gemeentenBefore(zaak, huishoudenId)
    .filter((left) => left !== here.gemeentecode)
    .map((left) => {
      const until = belonging.former.find((former) => former.gemeentecode === left)?.next.since ?? next;
      return {
        gemeentecode: left,
        since: isFirst ? '' : day,
        before: own === huishoudenId || until < next ? until : next,
      };
    });
  const leftOn = belonging.former[0]?.claim.since;
  const cameBack = here === current && opened.length === 0 && here.since > day;
  return cameBack && gemeentecode !== undefined && leftOn !== undefined
    ? { here, elders: [...elders, { gemeentecode, since: isFirst ? '' : day, before: leftOn }] }
    : { here, elders };
};

/** Gemeenten where the person lived in this household: those that they left, and those to which COA linked the household. */
const gemeentenBefore = (zaak: Zaak, huishoudenId: HuishoudenId): readonly Gemeentecode[] => [
  ...new Set(
    [
      ...situationOf(zaak).belonging.former.map(({ gemeentecode }) => gemeentecode),
      ...countedKoppelingen(zaak).flatMap((feit) =>
        feit.huishoudenId === huishoudenId ? [feit.koppeling.gemeentecode] : [],
      ),
    ].filter(isConnected),
  ),
];

/** The day on which the gemeente opened the zaak itself, after the koppeling that counts had ended: the household began then. */
const openedAnewOn = (zaak: Zaak, koppelingen: readonly KoppelingFeit[]): readonly string[] =>
  koppelingen.length === 0 || situationOf(zaak).relatie !== undefined
    ? []
    : zaak.geopend
        .toSorted(onMoment)
        .slice(-1)
        .map(({ gegevens }) => gegevens.datumOpening);

const dayIn = (feit: KoppelingFeit | undefined): string => feit?.koppeling.datumKoppeling ?? '';

/**
 * What the reports on this zaak say of homes in a stay, in an order that does not depend on arrival. A report that is said again
 * counts from the moment at which it was said again: a home that was turned down by mistake is agreed once more.
 */
export const woningMeldingenIn = ({ meldingen }: Zaak, stay: Stay): readonly WoningMelding[] =>
  saidAgain(meldingen, stay)
    .flatMap(saidBy)
    .toSorted((one, other) => inOrder(one, other) || keyOf(one).localeCompare(keyOf(other)));

const saidBy = (report: RoutemapFeit): readonly WoningMelding[] => {
  const { event } = eventIn(report) ?? {};
  const soort = event && SAYS[event];
  const { datum: op = '', tijdstip, routemap } = report;
  const { woningId } = routemap;
  if (soort === undefined) return [];
  const corporatie =
    soort === 'voorgesteld' && report.partner !== undefined ? { corporatie: report.partner } : {};
  return [{ soort, op, tijdstip, ...known({ woningId }), ...corporatie }];
};

const isAkkoord = ({ soort }: WoningMelding): boolean => soort === 'akkoord' || soort === 'goedgekeurd';

const keyOf = ({ soort, woningId = '' }: WoningMelding): string => `${soort} ${woningId}`;

/**
 * Whether this report takes an agreement back: it is about the same home, as far as both name one, and not from before the
 * agreement.
 */
const takesBack = (end: WoningMelding, akkoord: WoningMelding): boolean =>
  inOrder(end, akkoord) >= 0 &&
  (end.woningId === undefined || akkoord.woningId === undefined || end.woningId === akkoord.woningId);

/**
 * What these reports come to together. A home that was turned down before anybody agreed to it ends nothing. Only the agreement of
 * the gemeente says whose home it is: a corporatie cannot say that by itself.
 */
export const woningBy = (meldingen: readonly WoningMelding[]): Woning => {
  const agreed = meldingen.filter(isAkkoord);
  const ends = meldingen.filter(
    (one) =>
      one.soort === 'geweigerd' ||
      (one.soort === 'afgekeurd' && agreed.some((akkoord) => takesBack(one, akkoord))),
  );
  const standing = agreed.filter((akkoord) => !ends.some((end) => takesBack(end, akkoord)));
  const { woningId } =
    standing
      .filter(({ soort }) => soort === 'goedgekeurd')
      .toSorted(inOrder)
      .at(-1) ?? {};
  const last = ends.toSorted(inOrder).at(-1);
  const corporatie = meldingen.find(
    (one) => one.corporatie !== undefined && one.woningId === woningId,
  )?.corporatie;
  return {
    akkoord: standing.length > 0,
    ...known({ woningId }),
    ...(woningId && corporatie && { corporatie }),
    ...(last && { afgezegd: { op: last.op, tijdstip: last.tijdstip } }),
  };
};

/** What the reports about the household of this zaak come to: as the household told it last, or else as this zaak says itself. */
export const woningOf = oncePerState(
  (zaak: Zaak): Woning => situationOf(zaak).woning ?? woningBy(woningMeldingen(zaak)),
);

/** Whether the household has a home to go to: one is agreed, or a member lives in the gemeente already. */
export const hasWoning = (zaak: Zaak): boolean => {
  const { akkoord, isGevestigd } = woningOf(zaak);
  return akkoord || isGevestigd === true || situationOf(zaak).vestiging !== undefined;
};

/** Events that are planned for a home: the day of its contract (R00.5), and the meetings of that day (R00.7). */
export const EVENTS_FOR_WONING: ReadonlySet<RoutemapEvent> = new Set([
  'huurcontractdatum-voorgesteld',
  'kennismaking-gepland',
]);

/**
 * Whether this event was planned for a home that fell through since (R01.T4): it was reported before that, and not anew. The
 * contract of the home that is agreed stands.
 */
export const isOverWithWoning = (zaak: Zaak, report: SaidReport): boolean => {
  const { event } = eventIn(report) ?? {};
  if (event === undefined || !EVENTS_FOR_WONING.has(event)) return false;
  const { afgezegd, woningId } = woningOf(zaak);
  if (afgezegd === undefined || (woningId !== undefined && report.routemap.woningId === woningId))
    return false;
  return inOrder({ op: daySaid(report), tijdstip: report.tijdstip }, afgezegd) < 0;
};
