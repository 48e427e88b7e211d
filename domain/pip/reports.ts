import type { MeldingBericht } from '../../contracts/internal/melding-bericht.ts';
import type { PipContent, PipPart } from '../../contracts/pip.ts';
import { LEERROUTE_AT_DUO, type LEERROUTES } from '../../contracts/routemap.ts';
import { type MeldingFeit, onMoment } from '../zaak/feiten.ts';

/** What gemeenten decided about the PIP of a person (R10.2, R10.T4), and which of it holds. */

/** What the report of such a decision says beside the dagtekening of the PIP. */
export interface PipReport {
  /** As DUO registers it; without it the hub has nothing to tell DUO. */
  readonly inhoud?: PipContent;
  /** What a decision without that content names (R10.T1). */
  readonly leerroute?: (typeof LEERROUTES)[number];
  /** The file says why the leerroute is another one than the leerbaarheidstoets came to. */
  readonly gemotiveerd?: true;
  /** Of the first PIP, when this one is a change. */
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
    return { datum: dagtekening, pip: datum === undefined ? {} : { ingetrokkenOp: datum } };
  }
  const said: PipReport = {
    ...(pip && { inhoud: pip }),
    // Content says it too, and the same.
    ...(pip === undefined && leerroute && { leerroute }),
    ...(gemotiveerd === true && { gemotiveerd }),
    ...(dagtekeningInitieel && { dagtekeningInitieel }),
    ...(onderdelen && { onderdelen: onderdelen.toSorted() }),
  };
  return { datum: dagtekening, ...(Object.keys(said).length > 0 && { pip: said }) };
};

/** A PIP that a gemeente decided on and that holds. */
export interface StandingPip extends Omit<PipReport, 'ingetrokkenOp' | 'onderdelen' | 'leerroute'> {
  readonly feit: MeldingFeit;
  readonly dagtekening: string;
  /** As it was said last, with the content or without it. */
  readonly leerroute?: Leerroute;
  /** It changes the leerroute, and does not say to which. */
  readonly changesLeerroute?: true;
}

/** How a change of a PIP names the leerroute among what it changes (R10.T4). */
const LEERROUTE_PART = 'leerroute en ondersteuning' satisfies PipPart;

type Leerroute = NonNullable<PipContent['leerroute']>;

const namedLeerroute = ({ inhoud, leerroute }: PipReport): Leerroute | undefined =>
  inhoud?.leerroute ?? (['B', 'O', 'Z'] as const).find((one) => LEERROUTE_AT_DUO[one] === leerroute);

const isPipReport = ({ melding }: MeldingFeit): boolean => (PIP_TYPES as readonly string[]).includes(melding);

/** A gemeente reported a PIP and not when. */
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

/** Each PIP once, by its gemeente and its dagtekening, with what was reported of it in the order of its source. */
const perPip = (meldingen: readonly MeldingFeit[]): readonly (readonly Dated[])[] => [
  ...Map.groupBy(
    dated(meldingen).toSorted((one, other) => onMoment(one.feit, other.feit)),
    ({ feit, dagtekening }) => `${feit.gemeldDoor}#${dagtekening}`,
  ).values(),
];

/** A later report without content takes away nothing of what an earlier one said. */
const standingOf = (reports: readonly Dated[]): readonly StandingPip[] => {
  const since = reports.findLastIndex(({ pip }) => pip.ingetrokkenOp !== undefined) + 1;
  const standing = reports.slice(since);
  const last = standing.findLast(({ pip }) => pip.inhoud !== undefined) ?? standing.at(-1);
  if (last === undefined) return [];
  const { inhoud, gemotiveerd, dagtekeningInitieel } = last.pip;
  const leerroute = standing.map(({ pip }) => namedLeerroute(pip)).findLast((one) => one !== undefined);
  const changesLeerroute = standing.some(({ pip }) => pip.onderdelen?.includes(LEERROUTE_PART));
  return [
    {
      feit: last.feit,
      dagtekening: last.dagtekening,
      ...(inhoud && { inhoud }),
      ...(leerroute && { leerroute }),
      ...(leerroute === undefined && changesLeerroute && ({ changesLeerroute: true } as const)),
      ...(gemotiveerd && { gemotiveerd }),
      ...(dagtekeningInitieel && { dagtekeningInitieel }),
    },
  ];
};

/**
 * Every PIP that holds, the oldest first: whatever order the reports came in, and of one dagtekening as it was reported last.
 */
export const standingPips = (meldingen: readonly MeldingFeit[]): readonly StandingPip[] =>
  perPip(meldingen)
    .flatMap(standingOf)
    .toSorted(
      (one, other) => one.dagtekening.localeCompare(other.dagtekening) || onMoment(one.feit, other.feit),
    );

/** Every PIP that was ever decided on: as it holds, and one that was withdrawn or annulled since as it was reported last before that. */
export const reportedPips = (
  meldingen: readonly MeldingFeit[],
): readonly Pick<StandingPip, 'feit' | 'dagtekening' | 'dagtekeningInitieel'>[] =>
  perPip(meldingen).flatMap((reports) => {
    const standing = standingOf(reports);
    return standing.length > 0
      ? standing
      : standingOf(reports.filter(({ pip }) => pip.ingetrokkenOp === undefined));
  });

/** The withdrawals that hold, the last one of each PIP. */
export const withdrawnPips = (meldingen: readonly MeldingFeit[]): readonly Omit<StandingPip, 'inhoud'>[] =>
  perPip(meldingen).flatMap((reports) => {
    const last = reports.at(-1);
    return last?.pip.ingetrokkenOp === undefined ? [] : [{ feit: last.feit, dagtekening: last.dagtekening }];
  });
