import {
  fieldsOfEvent,
  isPartyTo,
  nameOfField,
  partOf,
  ROUTEMAP,
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
} from '../../contracts/routemap.ts';
import { type KanaalId, kanaalParts } from '../partners/address.ts';
import { isTold, type LatestNotices } from '../partners/notices.ts';
import { regievoerderKanaal } from '../regievoerder/kanaal.ts';
import { type Feit, onMoment } from '../zaak/feiten.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import { stayOf } from '../zaak/termijn-ends.ts';
import { mergedInto, type Zaak } from '../zaak/zaak.ts';
import { eventIn, type RoutemapFeit, standingReports } from './reports.ts';

/**
 * The appointments of a zaak, for the calendar of the gemeente and of each partner that heard of them. One that fell away stays
 * on its own day, as cancelled: whoever put it in a calendar has to hear that it goes.
 */

/** Events that say when and where somebody is awaited. */
const APPOINTMENTS: ReadonlySet<RoutemapEvent> = new Set(
  ROUTEMAP_EVENTS.filter((event) => {
    const fields = fieldsOfEvent(event).map(nameOfField);
    return (['afspraakdatum', 'tijd', 'plaats'] as const).every((field) => fields.includes(field));
  }),
);

/** What is said of an appointment. */
interface When {
  readonly afspraakdatum: string;
  readonly tijd: string;
  readonly plaats: string;
  readonly tolk?: boolean;
}

export interface Appointment extends When {
  /** The same for one event and part, however often it is moved. */
  readonly sleutel: string;
  readonly gebeurtenis: RoutemapEvent;
  /** With whom, or of which part of the brede intake. */
  readonly deel: string;
  /** Higher each time that its receiver hears of it. */
  readonly reeks: number;
  /** Moment of the last report of it. */
  readonly gemeldOp: string;
  readonly isAfgezegd?: true;
}

/** Everything that was reported of one appointment. */
interface Reported extends Pick<Appointment, 'sleutel' | 'gebeurtenis' | 'deel'> {
  readonly reports: readonly RoutemapFeit[];
}

const isReport = (feit: Feit): feit is RoutemapFeit =>
  feit.soort === 'melding' && feit.routemap !== undefined;

/**
 * Each appointment that this gemeente or a partner of it ever reported, with its reports, oldest first. What was put aside is
 * among them: who put it in a calendar has to hear of it too.
 */
const reportedIn = ({ feiten }: Zaak, gemeentecode: string): readonly Reported[] => {
  const found = [...feiten.values()].filter(isReport).flatMap((report) => {
    const { event, sleutel } = eventIn(report) ?? {};
    return event === undefined ||
      sleutel === undefined ||
      !APPOINTMENTS.has(event) ||
      report.gemeentecode !== gemeentecode
      ? []
      : [{ sleutel, gebeurtenis: event, deel: partOf(event, { ...report.routemap }), report }];
  });
  return [...Map.groupBy(found, ({ sleutel }) => sleutel).values()].flatMap((same) =>
    same.slice(0, 1).map(({ report: _, ...appointment }) => ({
      ...appointment,
      reports: same.map(({ report }) => report).toSorted(onMoment),
    })),
  );
};

const whenOf = (said: Readonly<Record<string, unknown>>): When[] => {
  const { afspraakdatum, tijd, plaats, tolk } = said;
  if (typeof afspraakdatum !== 'string' || typeof tijd !== 'string' || typeof plaats !== 'string') return [];
  return [{ afspraakdatum, tijd, plaats, ...(typeof tolk === 'boolean' ? { tolk } : {}) }];
};

const whenIn = ({ datum, routemap }: RoutemapFeit): When[] => whenOf({ ...routemap, afspraakdatum: datum });

/** Everything that a person put right: it may have changed what holds. */
const corrections = ({ feiten }: Zaak): readonly Feit[] =>
  [...feiten.values()].filter(({ soort }) => soort === 'herstel');

const basisOf = (
  zaak: Zaak,
  { reports, ...rest }: Reported,
): Omit<Appointment, keyof When | 'isAfgezegd'> => {
  const changes = [...reports, ...corrections(zaak)].toSorted(onMoment);
  return { ...rest, reeks: changes.length, gemeldOp: changes.at(-1)?.tijdstip ?? '' };
};

const CANCELLED = { isAfgezegd: true } as const;

/** What stands of each appointment, and of one that fell away what was last said of it in this stay. */
const ofGemeente = (zaak: Zaak, situation: Situation, all: readonly Reported[]): readonly Appointment[] => {
  const stay = stayOf(situation);
  const standing = new Set(standingReports(zaak.meldingen, stay));
  return all.flatMap((one) => {
    const basis = basisOf(zaak, one);
    const stands = one.reports.find((report) => standing.has(report));
    if (stands !== undefined) return whenIn(stands).map((when) => ({ ...basis, ...when }));
    const last = one.reports.findLast(
      ({ datum = '', routemap }) => routemap.ingetrokken === undefined && datum >= stay.since,
    );
    return last === undefined ? [] : whenIn(last).map((when) => ({ ...basis, ...when, ...CANCELLED }));
  });
};

/** What a partner was told of each appointment, and that one was told to hold no longer. */
const ofPartner = (
  zaak: Zaak,
  all: readonly Reported[],
  latest: LatestNotices,
  kanaal: KanaalId,
): readonly Appointment[] => {
  const told = latest.get(kanaal);
  if (!isTold(told)) return [];
  return all.flatMap((one) => {
    const holds = told.steps.get(one.sleutel);
    const notice = holds ?? told.gone.get(one.sleutel);
    if (notice === undefined) return [];
    return whenOf(notice.gegevens).map((when) => ({
      ...basisOf(zaak, one),
      ...when,
      reeks: notice.volgnummer,
      ...(holds === undefined ? CANCELLED : {}),
    }));
  });
};

/** The appointments for the calendar of a gemeente or a partner; none of a zaak that is over or that is another's. */
export const appointmentsOf = (
  zaak: Zaak,
  latest: LatestNotices,
  kanaal: KanaalId,
): readonly Appointment[] => {
  const { gemeentecode } = kanaalParts(kanaal);
  const situation = situationOf(zaak);
  const isItsBusiness =
    situation.hasZaak &&
    situation.status === 'actief' &&
    situation.gemeentecode === gemeentecode &&
    mergedInto(zaak) === undefined;
  if (!isItsBusiness) return [];
  const all = reportedIn(zaak, gemeentecode);
  return kanaal === regievoerderKanaal(gemeentecode)
    ? ofGemeente(zaak, situation, all)
    : ofPartner(zaak, all, latest, kanaal);
};

/** In whose calendar an appointment of this zaak can ever have stood, each with its key: what fell away has to leave it. */
export const appointmentKeys = (
  zaak: Zaak,
  latest: LatestNotices,
): readonly Readonly<{ kanaal: KanaalId; sleutel: string }>[] => {
  const gemeenten = new Set(
    [...zaak.feiten.values()].filter(isReport).flatMap(({ gemeentecode }) => gemeentecode ?? []),
  );
  return [...gemeenten].flatMap((gemeentecode) => {
    const partners = [...latest].filter(([kanaal]) => kanaalParts(kanaal).gemeentecode === gemeentecode);
    return reportedIn(zaak, gemeentecode).flatMap(({ sleutel, gebeurtenis, reports }) => [
      { kanaal: regievoerderKanaal(gemeentecode), sleutel },
      ...partners.flatMap(([kanaal, { last }]) =>
        ROUTEMAP[gebeurtenis].horen?.[last.rol] !== undefined &&
        reports.some(({ routemap }) => isPartyTo(last.rol, gebeurtenis, routemap))
          ? [{ kanaal, sleutel }]
          : [],
      ),
    ]);
  });
};
