import { APPOINTMENTS } from '../../contracts/appointments.ts';
import type { Gemeentecode } from '../../contracts/base-types.ts';
import { dayFieldOf, isPartyTo, partOf, ROUTEMAP, type RoutemapEvent } from '../../contracts/routemap.ts';
import { gemeentenOf } from '../huishouden/huishouden.ts';
import { oncePerKey } from '../once.ts';
import { type KanaalId, kanaalParts } from '../partners/address.ts';
import { isTold, type LatestNotices, type Told } from '../partners/notices.ts';
import { regievoerderKanaal } from '../regievoerder/kanaal.ts';
import { type Feit, onMoment } from '../zaak/feiten.ts';
import { situationOf } from '../zaak/situation.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import { EVENTS_FOR_WONING, isOverWithWoning } from '../zaak/woning.ts';
import { mergedInto, type Zaak } from '../zaak/zaak.ts';
import { eventIn, type RoutemapContent, type RoutemapFeit, type SaidReport, saidReports } from './reports.ts';

/**
 * The appointments of a zaak or a household, for the calendar and the day list of the gemeente, and of each partner that heard of
 * them or planned them. An appointment that fell away stays on its own day, as cancelled: the calendar in which somebody put it has
 * to drop it.
 */

const PLANNED: ReadonlySet<RoutemapEvent> = new Set(APPOINTMENTS);

const ENDS_WONING: ReadonlySet<RoutemapEvent | undefined> = new Set<RoutemapEvent>([
  'woning-afgekeurd',
  'woning-geweigerd',
]);

/** What a report says of the time and place of an appointment. Without a time it lasts the whole day. */
interface When {
  readonly afspraakdatum: string;
  readonly tijd?: string;
  readonly plaats?: string;
  readonly tolk?: boolean;
}

export interface Appointment extends When {
  /** The key of the appointment, which stays the same however often it is moved. */
  readonly sleutel: string;
  readonly gebeurtenis: RoutemapEvent;
  /** The other party, the part of the brede intake, or the home that the appointment is about. */
  readonly deel: string;
  /** A number that is higher each time that the receiver hears of the appointment. */
  readonly reeks: number;
  /** Moment of the last report of the appointment. */
  readonly gemeldOp: string;
  readonly isAfgezegd?: true;
}

/** A report of an event of the routemap. A report of a member of a household does not name its sender. */
type Report = SaidReport & { readonly routemap: RoutemapContent; readonly partner?: string };

/** An appointment without its time and place. */
type Basis = Omit<Appointment, keyof When | 'isAfgezegd'>;

/** Everything that was reported of one appointment. */
interface Reported {
  readonly basis: Basis;
  readonly reports: readonly Report[];
}

const isReport = (feit: Feit): feit is RoutemapFeit =>
  feit.soort === 'melding' && feit.routemap !== undefined;

/** Every report on a zaak to this gemeente, or of the members of a household. */
const reportsIn = ({ feiten }: Zaak, gemeentecode: string): readonly Report[] =>
  [...feiten.values()].flatMap((feit): readonly Report[] => {
    if (feit.soort === 'huishouden-lid')
      return [feit.lid, ...(feit.lid.elders ?? [])].flatMap((one) =>
        one.gemeentecode === gemeentecode ? (one.meldingen ?? []) : [],
      );
    return isReport(feit) && feit.gemeentecode === gemeentecode ? [feit] : [];
  });

/**
 * Each appointment that this gemeente or a partner of it ever reported, with its reports, oldest first. Reports that were put aside
 * are among them, because a calendar that has the appointment has to drop it.
 */
const readReported = (zaak: Zaak, gemeentecode: string): readonly Reported[] => {
  const found = reportsIn(zaak, gemeentecode).flatMap((report) => {
    const { event, sleutel } = eventIn(report) ?? {};
    return event === undefined || sleutel === undefined || !PLANNED.has(event)
      ? []
      : [{ sleutel, gebeurtenis: event, deel: partOf(event, { ...report.routemap }), report }];
  });
  return [...Map.groupBy(found, ({ sleutel }) => sleutel).values()].flatMap((same) =>
    same.slice(0, 1).map(({ report: _, ...appointment }) => {
      // A household holds a report of a member in each version of that member.
      const reports = [...new Map(same.map(({ report }) => [report.feitId, report])).values()].toSorted(
        onMoment,
      );
      return { basis: basisOf(zaak, appointment, reports), reports };
    }),
  );
};

const perGemeente = oncePerKey<Zaak, readonly Reported[]>();

/** The appointments of `readReported`, read once for the gemeente and all its partners. */
const reportedIn = (zaak: Zaak, gemeentecode: string): readonly Reported[] =>
  perGemeente(zaak, gemeentecode, () => readReported(zaak, gemeentecode));

const whenOf = (gebeurtenis: RoutemapEvent, said: Readonly<Record<string, unknown>>): When[] => {
  const { [dayFieldOf(gebeurtenis)]: afspraakdatum, tijd, plaats, tolk } = said;
  if (typeof afspraakdatum !== 'string') return [];
  return [
    {
      afspraakdatum,
      ...(typeof tijd === 'string' ? { tijd } : {}),
      ...(typeof plaats === 'string' ? { plaats } : {}),
      ...(typeof tolk === 'boolean' ? { tolk } : {}),
    },
  ];
};

const whenIn = (gebeurtenis: RoutemapEvent, { datum, routemap }: Report): When[] =>
  whenOf(gebeurtenis, { ...routemap, [dayFieldOf(gebeurtenis)]: datum });

/** The other facts that can decide whether an appointment still holds: corrections by a person, and a home that fell through. */
const turns = ({ feiten }: Zaak, gebeurtenis: RoutemapEvent): readonly Feit[] =>
  [...feiten.values()].filter(
    (feit) =>
      feit.soort === 'herstel' ||
      (EVENTS_FOR_WONING.has(gebeurtenis) &&
        (feit.soort === 'huishouden-stand'
          ? feit.woning?.afgezegd !== undefined
          : isReport(feit) && ENDS_WONING.has(eventIn(feit)?.event))),
  );

const basisOf = (
  zaak: Zaak,
  appointment: Pick<Appointment, 'sleutel' | 'gebeurtenis' | 'deel'>,
  reports: readonly Report[],
): Basis => {
  const changes = [...reports, ...turns(zaak, appointment.gebeurtenis)].toSorted(onMoment);
  return { ...appointment, reeks: changes.length, gemeldOp: changes.at(-1)?.tijdstip ?? '' };
};

const CANCELLED = { isAfgezegd: true } as const;

/** Each appointment among these reports as it stands, and an appointment that fell away as it was said last in this stay. */
const byReports = (
  zaak: Zaak,
  all: readonly Reported[],
  isOwn: (report: Report) => boolean = () => true,
): readonly Appointment[] => {
  const stay = stayOf(situationOf(zaak));
  // When two organisations planned the same appointment, each has it in its calendar, whichever was first.
  const standing = new Set(saidReports(zaak.meldingen, stay).map(({ feitId }) => feitId));
  return all.flatMap(({ basis, reports }) => {
    const own = reports.filter(isOwn);
    // Reports are in the order of their sources, so a report that is said again after the appointment fell away counts from then.
    const stands = own.findLast(({ feitId }) => standing.has(feitId));
    if (stands !== undefined) {
      const off = isOverWithWoning(zaak, stands) ? CANCELLED : {};
      return whenIn(basis.gebeurtenis, stands).map((when) => ({ ...basis, ...when, ...off }));
    }
    const last = own.findLast(
      ({ datum = '', routemap }) => routemap.ingetrokken === undefined && datum >= stay.since,
    );
    return last === undefined
      ? []
      : whenIn(basis.gebeurtenis, last).map((when) => ({ ...basis, ...when, ...CANCELLED }));
  });
};

/** Each appointment as a partner was told it, or as it was told before a message said that it does not hold. */
const byNotices = (all: readonly Reported[], told: Told): readonly Appointment[] =>
  all.flatMap(({ basis }) => {
    const holds = told.steps.get(basis.sleutel);
    const notice = holds ?? told.gone.get(basis.sleutel);
    if (notice === undefined) return [];
    return whenOf(basis.gebeurtenis, notice.gegevens).map((when) => ({
      ...basis,
      ...when,
      reeks: notice.volgnummer,
      ...(holds === undefined ? CANCELLED : {}),
    }));
  });

/**
 * The appointments that a partner heard of, and those that it planned itself and does not hear back. So it gets no more than it
 * knows.
 */
const ofPartner = (
  zaak: Zaak,
  all: readonly Reported[],
  latest: LatestNotices,
  kanaal: KanaalId,
): readonly Appointment[] => {
  const told = latest.get(kanaal);
  if (!isTold(told)) return [];
  const { partner } = kanaalParts(kanaal);
  const unheard = all.filter(({ basis }) => ROUTEMAP[basis.gebeurtenis].horen?.[told.last.rol] === undefined);
  return [...byNotices(all, told), ...byReports(zaak, unheard, (report) => report.partner === partner)];
};

/** Whether a zaak or a household is the business of a gemeente and its partners now. */
const isBusinessOf = (zaak: Zaak, gemeentecode: string): boolean => {
  if (zaak.leden.length > 0) return gemeentenOf(zaak).some((code) => code === gemeentecode);
  const situation = situationOf(zaak);
  return (
    situation.hasZaak &&
    situation.status === 'actief' &&
    situation.gemeentecode === gemeentecode &&
    mergedInto(zaak) === undefined
  );
};

/** The appointments for a gemeente or a partner. A zaak that is over, or that is another gemeente's, has none. */
export const appointmentsOf = (
  zaak: Zaak,
  latest: LatestNotices,
  kanaal: KanaalId,
): readonly Appointment[] => {
  const { gemeentecode } = kanaalParts(kanaal);
  if (!isBusinessOf(zaak, gemeentecode)) return [];
  const all = reportedIn(zaak, gemeentecode);
  return kanaal === regievoerderKanaal(gemeentecode)
    ? byReports(zaak, all)
    : ofPartner(zaak, all, latest, kanaal);
};

/** Whether a partner heard of an appointment, or planned it. */
const mayHave = (
  { basis: { gebeurtenis }, reports }: Reported,
  { rol, sleutel }: { readonly rol: Told['last']['rol']; readonly sleutel: string },
): boolean =>
  ROUTEMAP[gebeurtenis].horen?.[rol] === undefined
    ? reports.some(({ partner }) => partner === sleutel)
    : reports.some(({ routemap }) => isPartyTo(rol, gebeurtenis, routemap));

/** The gemeenten to which anything was ever reported. */
const gemeentenIn = ({ feiten }: Zaak): ReadonlySet<Gemeentecode> =>
  new Set(
    [...feiten.values()].flatMap((feit) => {
      if (feit.soort === 'huishouden-lid') return feit.lid.gemeentecode ?? [];
      return isReport(feit) ? (feit.gemeentecode ?? []) : [];
    }),
  );

/**
 * The receivers in whose calendar an appointment can ever have stood, each with the key of the appointment: an appointment that
 * fell away has to leave it. An appointment that is told per household stands in the calendar of the gemeente by the zaak on which
 * it was reported.
 */
export const appointmentKeys = (
  zaak: Zaak,
  latest: LatestNotices,
): readonly Readonly<{ kanaal: KanaalId; sleutel: string }>[] =>
  [...gemeentenIn(zaak)].flatMap((gemeentecode) => {
    const partners = [...latest].filter(([kanaal]) => kanaalParts(kanaal).gemeentecode === gemeentecode);
    return reportedIn(zaak, gemeentecode).flatMap((one) => [
      ...(zaak.leden.length > 0
        ? []
        : [{ kanaal: regievoerderKanaal(gemeentecode), sleutel: one.basis.sleutel }]),
      ...partners.flatMap(([kanaal, { last }]) =>
        mayHave(one, { rol: last.rol, sleutel: kanaalParts(kanaal).partner })
          ? [{ kanaal, sleutel: one.basis.sleutel }]
          : [],
      ),
    ]);
  });
