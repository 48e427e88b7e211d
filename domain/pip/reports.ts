import type { MeldingBericht } from '../../contracts/internal/melding-bericht.ts';
import type { PipContent, PipPart } from '../../contracts/pip.ts';
import { LEERROUTE_AT_DUO, type LEERROUTES } from '../../contracts/routemap.ts';
import { known } from '../known.ts';
import { type MeldingFeit, onMoment } from '../zaak/feiten.ts';
import type { Belonging } from '../zaak/gemeente.ts';

/** The decisions of gemeenten about the PIP of a person (R10.2, R10.T4), and which of them hold. */

/** What the report of a decision says beside the dagtekening of the PIP. */
export interface PipReport {
  /** The PIP as DUO registers it. Without it the hub has nothing to tell DUO. */
  readonly inhoud?: PipContent;
  /** The leerroute of a decision without that content (R10.T1). */
  readonly leerroute?: (typeof LEERROUTES)[number];
  /** The file says why the leerroute is another one than the leerbaarheidstoets came to. */
  readonly gemotiveerd?: true;
  /** The dagtekening of the first PIP, when this report is a change of it. */
  readonly dagtekeningInitieel?: string;
  /** The parts that a change is about. */
  readonly onderdelen?: readonly string[];
  /** The day on which the PIP was withdrawn or annulled. */
  readonly ingetrokkenOp?: string;
}

const PIP_TYPES = [
  'nl.inburgeringszaken.pip.vastgesteld.v1',
  'nl.inburgeringszaken.pip.gewijzigd.v1',
  'nl.inburgeringszaken.pip.ingetrokken.v1',
] as const satisfies readonly MeldingBericht['type'][];

type PipBericht = Extract<MeldingBericht, { readonly type: (typeof PIP_TYPES)[number] }>;

/** The fact in a report: the dagtekening of the PIP that it is about, and the rest. */
export const pipReportIn = ({
  type,
  data: { datum, dagtekening, dagtekeningInitieel, leerroute, pip, gemotiveerd, onderdelen },
}: PipBericht): { readonly datum: string | undefined; readonly pip?: PipReport } => {
  if (type === 'nl.inburgeringszaken.pip.ingetrokken.v1') {
    return { datum: dagtekening, pip: known({ ingetrokkenOp: datum }) };
  }
  const said: PipReport = {
    ...known({ inhoud: pip }),
    // When the report has content, the content says the leerroute.
    ...(pip === undefined && leerroute && { leerroute }),
    ...(gemotiveerd === true && { gemotiveerd }),
    ...known({ dagtekeningInitieel }),
    ...(onderdelen && { onderdelen: onderdelen.toSorted() }),
  };
  return { datum: dagtekening, ...(Object.keys(said).length > 0 && { pip: said }) };
};

/** A PIP by a decision of a gemeente that holds. */
export interface StandingPip extends Omit<PipReport, 'ingetrokkenOp' | 'onderdelen' | 'leerroute'> {
  readonly feit: MeldingFeit;
  readonly dagtekening: string;
  /** The leerroute as it was said last, with the content or without it. */
  readonly leerroute?: Leerroute;
  /** The decision changes the leerroute, and does not say to which. */
  readonly changesLeerroute?: true;
}

/** The name of the leerroute among the parts of a PIP that a change names (R10.T4). */
const LEERROUTE_PART = 'leerroute en ondersteuning' satisfies PipPart;

type Leerroute = NonNullable<PipContent['leerroute']>;

const namedLeerroute = ({ inhoud, leerroute }: PipReport): Leerroute | undefined =>
  inhoud?.leerroute ?? (['B', 'O', 'Z'] as const).find((one) => LEERROUTE_AT_DUO[one] === leerroute);

const isPipReport = ({ melding }: MeldingFeit): boolean => (PIP_TYPES as readonly string[]).includes(melding);

/** Whether a gemeente reported a PIP without its day. */
export const isWithoutDay = (feit: MeldingFeit): boolean => isPipReport(feit) && feit.datum === undefined;

interface Dated {
  readonly feit: MeldingFeit;
  readonly dagtekening: string;
  readonly pip: PipReport;
}

const dated = (meldingen: readonly MeldingFeit[]): readonly Dated[] =>
  meldingen.flatMap((feit) =>
    isPipReport(feit) && feit.datum !== undefined
      ? [{ feit, dagtekening: feit.datum, pip: feit.pip ?? {} }]
      : [],
  );

/** A PIP is known by its gemeente and its dagtekening. */
interface PipKey {
  readonly gemeentecode: MeldingFeit['gemeldDoor'];
  readonly dagtekening: string;
}

/** What was reported of a PIP, in the order of its source. */
interface Told extends PipKey {
  readonly reports: readonly Dated[];
}

const perPip = (meldingen: readonly MeldingFeit[]): readonly Told[] => {
  const inOrder = dated(meldingen).toSorted((one, other) => onMoment(one.feit, other.feit));
  const groups = Map.groupBy(inOrder, ({ feit, dagtekening }) => `${feit.gemeldDoor}#${dagtekening}`);
  return [...groups.values()].flatMap((reports) => {
    const [first] = reports;
    return first === undefined
      ? []
      : [{ gemeentecode: first.feit.gemeldDoor, dagtekening: first.dagtekening, reports }];
  });
};

/** The day on which a PIP was withdrawn or annulled, when that is the last thing that was said of it. */
const goneOn = ({ reports }: Told): string | undefined => reports.at(-1)?.pip.ingetrokkenOp;

const lastOf = ({ reports }: Told, type: (typeof PIP_TYPES)[number]): Dated | undefined =>
  reports.findLast(({ feit }) => feit.melding === type);

const changedIn = (told: Told): Dated | undefined => lastOf(told, 'nl.inburgeringszaken.pip.gewijzigd.v1');

/** The last report in which a gemeente said that it established this PIP; undefined for a PIP that it reported as a change. */
const establishedIn = (told: Told): Dated | undefined =>
  changedIn(told) === undefined ? lastOf(told, 'nl.inburgeringszaken.pip.vastgesteld.v1') : undefined;

/** Days on which a stay began in the gemeente that has the zaak. */
type Begins = Belonging['begins'];

/**
 * Whether reports of two days are about one PIP. A gemeente establishes one PIP in a stay, and changes it after that (R10.2,
 * R10.T4). So a report of another day puts the first one right, unless a PIP was annulled before that day.
 */
const isSameIn = (all: readonly Told[], begins: Begins) => {
  const gone = all.map((told) => ({ gemeentecode: told.gemeentecode, day: goneOn(told) }));
  return (one: PipKey, other: PipKey): boolean => {
    const ends = gone.flatMap(({ gemeentecode, day }) =>
      gemeentecode === one.gemeentecode ? (day ?? []) : [],
    );
    return (
      one.gemeentecode === other.gemeentecode &&
      [...begins, ...ends].every((limit) => limit <= one.dagtekening === limit <= other.dagtekening)
    );
  };
};

/** The PIPs of which no other report put the day right, each with what was said of it under a wrong day. */
const pipsIn = (
  meldingen: readonly MeldingFeit[],
  begins: Begins,
): readonly (Told & { readonly mistaken: readonly Dated[] })[] => {
  const all = perPip(meldingen);
  const isSame = isSameIn(all, begins);
  // A PIP that was withdrawn was no mistake, so it does not put a later PIP right.
  const isPutRightBy = (told: Told, other: Told): boolean => {
    const [said, later] = [establishedIn(told), establishedIn(other)];
    if (said === undefined || later === undefined || goneOn(told) !== undefined) return false;
    const isInTime = told.dagtekening < (goneOn(other) ?? '~');
    return told !== other && isSame(told, other) && isInTime && onMoment(later.feit, said.feit) > 0;
  };
  return all
    .filter((told) => !all.some((other) => isPutRightBy(told, other)))
    .map((told) => ({
      ...told,
      mistaken: all
        .filter((one) => isPutRightBy(one, told))
        .flatMap(({ reports }) => reports)
        .toSorted((one, other) => onMoment(one.feit, other.feit)),
    }));
};

const firstNamedIn = (reports: readonly Dated[]): string | undefined =>
  reports.findLast(({ pip }) => pip.dagtekeningInitieel !== undefined)?.pip.dagtekeningInitieel;

/** A later report without content takes nothing away from an earlier one, under any day. */
const standingOf = (reports: readonly Dated[], mistaken: readonly Dated[]): readonly StandingPip[] => {
  const since = reports.findLastIndex(({ pip }) => pip.ingetrokkenOp !== undefined) + 1;
  const standing = reports.slice(since);
  const last = standing.findLast(({ pip }) => pip.inhoud !== undefined) ?? standing.at(-1);
  if (last === undefined) return [];
  const all = [...mistaken, ...standing];
  const { inhoud, gemotiveerd } = (all.findLast(({ pip }) => pip.inhoud !== undefined) ?? last).pip;
  const dagtekeningInitieel = firstNamedIn(standing);
  const leerroute = all.map(({ pip }) => namedLeerroute(pip)).findLast((one) => one !== undefined);
  const changesLeerroute = standing.some(({ pip }) => pip.onderdelen?.includes(LEERROUTE_PART));
  return [
    {
      feit: last.feit,
      dagtekening: last.dagtekening,
      ...known({ inhoud, leerroute, gemotiveerd, dagtekeningInitieel }),
      ...(leerroute === undefined && changesLeerroute && ({ changesLeerroute: true } as const)),
    },
  ];
};

/** Every PIP that holds, the oldest first, each as it was reported last. The order in which the reports came does not matter. */
export const standingPips = (meldingen: readonly MeldingFeit[], begins: Begins): readonly StandingPip[] =>
  pipsIn(meldingen, begins)
    .flatMap(({ reports, mistaken }) => standingOf(reports, mistaken))
    .toSorted(
      (one, other) => one.dagtekening.localeCompare(other.dagtekening) || onMoment(one.feit, other.feit),
    );

/** Ids of the facts that reported a PIP on a day that was put right since. */
export const idsPutRight = (meldingen: readonly MeldingFeit[], begins: Begins): readonly string[] =>
  pipsIn(meldingen, begins).flatMap(({ mistaken }) => mistaken.map(({ feit }) => feit.feitId));

/** A day on which a gemeente established or withdrew a PIP, with the report that says so. */
type PipDay = Pick<StandingPip, 'feit' | 'dagtekening'>;

/** The withdrawals that hold: the last one of each PIP. */
export const withdrawnPips = (meldingen: readonly MeldingFeit[]): readonly PipDay[] =>
  perPip(meldingen).flatMap((told) => (goneOn(told) === undefined ? [] : told.reports.slice(-1)));

/** The day of the first PIP of a stay, as a report of this PIP names it. */
const firstBy = (told: Told): readonly (PipKey & PipDay)[] => {
  const { gemeentecode, reports } = told;
  const established = establishedIn(told);
  const feit = (established ?? changedIn(told))?.feit;
  const dagtekening = established?.dagtekening ?? firstNamedIn(reports);
  return feit === undefined || dagtekening === undefined ? [] : [{ feit, dagtekening, gemeentecode }];
};

/**
 * The days of PIPs in everything that gemeenten reported, also of PIPs that were withdrawn since. A change names the day of the
 * first PIP too: of what is said about the first PIP of a stay, the last counts.
 */
export const reportedDays = (meldingen: readonly MeldingFeit[], begins: Begins): readonly PipDay[] => {
  const all = pipsIn(meldingen, begins);
  const isSame = isSameIn(all, begins);
  const isGone = (day: PipKey): boolean =>
    all.some(
      (told) =>
        goneOn(told) !== undefined &&
        told.gemeentecode === day.gemeentecode &&
        told.dagtekening === day.dagtekening,
    );
  const firsts = all.flatMap(firstBy);
  const standing = firsts.filter((one) => !isGone(one));
  const isPutRight = (one: PipKey & PipDay): boolean =>
    standing.some(
      (other) =>
        other.dagtekening !== one.dagtekening && isSame(one, other) && onMoment(other.feit, one.feit) > 0,
    );
  return [
    ...firsts.filter((one) => isGone(one) || !isPutRight(one)),
    ...all.flatMap((told) => changedIn(told) ?? []),
  ];
};
