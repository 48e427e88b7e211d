import { isDeepStrictEqual } from 'node:util';
import type { ZaakId } from '../../contracts/base-types.ts';
import { type PartnerGebeurtenis, partnerGebeurtenisType } from '../../contracts/partner-gebeurtenissen.ts';
import {
  aboutWhat,
  BERICHTTYPEN,
  type PartnerberichtSoort,
  type Partnerrol,
  reasonForRole,
} from '../../contracts/partnerrollen.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import { known } from '../known.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type KanaalId, type Projection, projections } from './projection.ts';
import { type PartnerStep, partnerStepsOf } from './steps.ts';

/** The decision to tell one partner something. It stands on the timeline in the same commit as the fact that caused it. */
interface Basis {
  readonly partner: KanaalId;
  readonly rol: Partnerrol;
  /** 1, 2, 3 … per zaak and partner. */
  readonly volgnummer: number;
  /** Names of the fields that are told, never their values. */
  readonly velden: readonly string[];
}

/**
 * A notice that a person comes, has other data than told, or does not come. Its content is composed from the facts when it is sent.
 */
export type InburgeraarNotice = Basis & {
  readonly soort: PartnerberichtSoort;
  readonly gewijzigd?: readonly string[];
  readonly reden?: ReasonIntrekking;
};

/**
 * A notice of a step of the zaak, or that a step does not hold any more. It holds everything that is told, so that this can be
 * compared later with what stands, whatever came in between.
 */
export type StepNotice = Basis & {
  readonly soort: 'stap';
  readonly gebeurtenis: PartnerGebeurtenis;
  readonly gegevens: Readonly<Record<string, unknown>>;
  /** The key of the step: the same in every message about it. */
  readonly sleutel: string;
  /** The volgnummer of the message that this one replaces. */
  readonly vervangt?: number;
};

export type Notice = InburgeraarNotice | StepNotice;

/** The type of the message that a notice becomes. */
export const typeOfNotice = (notice: Notice): string =>
  notice.soort === 'stap' ? partnerGebeurtenisType(notice.gebeurtenis) : BERICHTTYPEN[notice.soort];

/**
 * What a partner was told: the last notice about the person, and the steps that hold as far as the partner knows, by their keys.
 */
export interface Told {
  readonly last: Notice;
  readonly steps: ReadonlyMap<string, StepNotice>;
  /**
   * The steps that the partner was told and that no longer hold: each as it was told, with the volgnummer of the message that ended
   * it.
   */
  readonly gone: ReadonlyMap<string, StepNotice>;
  /** Names of the fields that the partner was told of the person last. */
  readonly velden: readonly string[];
}

/** The `Told` of every partner that was told anything. */
export type LatestNotices = ReadonlyMap<KanaalId, Told>;

const NOTHING: Omit<Told, 'last' | 'velden'> = { steps: new Map(), gone: new Map() };

const toldAfter = (before: Told | undefined, notice: Notice): Told => {
  const { steps, gone } = before ?? NOTHING;
  // A partner that has the person no more holds no steps, and a partner that hears of the person anew hears every step anew.
  if (notice.soort !== 'stap') {
    const { velden } = notice;
    return { ...NOTHING, ...(notice.soort === 'gewijzigd' && { steps, gone }), last: notice, velden };
  }
  const { sleutel, volgnummer } = notice;
  const { velden = [] } = before ?? {};
  const held = steps.get(sleutel);
  const after = new Map(steps);
  if (notice.gebeurtenis !== 'gebeurtenis-vervallen')
    return { last: notice, steps: after.set(sleutel, notice), gone, velden };
  after.delete(sleutel);
  return {
    last: notice,
    steps: after,
    gone: held ? new Map(gone).set(sleutel, { ...held, volgnummer }) : gone,
    velden,
  };
};

/** The `latest` notices with the `fresh` ones added. The oldest fresh notice comes first. */
export const withNotices = (latest: LatestNotices, fresh: readonly Notice[]): LatestNotices => {
  if (fresh.length === 0) return latest;
  const together = new Map<KanaalId, Told>(latest);
  for (const notice of fresh) {
    together.set(notice.partner, toldAfter(together.get(notice.partner), notice));
  }
  return together;
};

/** Whether a partner was told of the person, and was not told since that it is over. */
export const isTold = (told: Told | undefined): told is Told =>
  told !== undefined && told.last.soort !== 'vervallen' && told.last.soort !== 'gewist';

/**
 * Names of the fields that differ from what a partner was told. A gemeente can give a partner a field, or take it away, without any
 * fact: then the projections before and after are the same, and only what the partner was told shows the difference.
 */
const difference = (told: Told, forOne: Projection | undefined, after: Projection): string[] => {
  const old: Readonly<Record<string, unknown>> = forOne?.velden ?? {};
  const fresh: Readonly<Record<string, unknown>> = after.velden;
  return [...new Set([...told.velden, ...Object.keys(fresh)])]
    .filter(
      (name) => told.velden.includes(name) !== name in fresh || !isDeepStrictEqual(old[name], fresh[name]),
    )
    .sort();
};

/** Why a partner that was told does not have this zaak any more. */
const reasonFor = ({ gemeentecode, redenVervallen }: Situation, kanaal: KanaalId): ReasonIntrekking => {
  if (redenVervallen !== undefined) return redenVervallen;
  return gemeentecode === undefined || kanaal.startsWith(`${gemeentecode}/`) ? 'anders' : 'andere gemeente';
};

/**
 * Notices about steps: a step that a partner was not told, that it was told otherwise, or that it was told and does not hold any
 * more.
 */
const stepNotices = (
  basis: Pick<Basis, 'partner' | 'rol'>,
  after: number,
  held: ReadonlyMap<string, StepNotice>,
  fresh: ReadonlyMap<string, PartnerStep>,
): readonly StepNotice[] => {
  const withdrawn = [...held].flatMap(([sleutel, { gebeurtenis, volgnummer }]) =>
    fresh.has(sleutel)
      ? []
      : [
          {
            gebeurtenis: 'gebeurtenis-vervallen' as const,
            gegevens: { gebeurtenis },
            sleutel,
            vervangt: volgnummer,
          },
        ],
  );
  const news = [...fresh].flatMap(([sleutel, step]) => {
    const before = held.get(sleutel);
    if (before !== undefined && isDeepStrictEqual(before.gegevens, step.gegevens)) return [];
    return [{ ...step, sleutel, ...known({ vervangt: before?.volgnummer }) }];
  });
  return [...withdrawn, ...news].map((one, place) => ({
    ...basis,
    soort: 'stap',
    volgnummer: after + 1 + place,
    velden: Object.keys(one.gegevens),
    ...one,
  }));
};

/**
 * The notices to partners on a day (`YYYY-MM-DD`) when a zaak goes from `before` to `after`. A partner that was not told hears
 * `gemeld`, a partner that was told otherwise hears `gewijzigd`, and exactly the partners that were told hear `vervallen`. A change
 * in none of a partner's fields tells it nothing, and neither does the same fact again (werkafspraken R00.6, of which R06.1 is the
 * same message to Taalmaatjes). A partner of which the contract ended is signed off, and its successor is told. A partner that was
 * told of the person hears the steps of the zaak that concern it.
 */
export const notices = (
  zaakId: ZaakId,
  before: Zaak,
  after: Zaak,
  latest: LatestNotices,
  today: string,
): readonly Notice[] => {
  // Before any partner was told, there is nothing to compare with.
  const old = latest.size === 0 ? undefined : projections(zaakId, before, today);
  const fresh = projections(zaakId, after, today);
  const next = (partner: KanaalId): number => (latest.get(partner)?.last.volgnummer ?? 0) + 1;
  const announcements = [...fresh].flatMap(([partner, projection]): InburgeraarNotice[] => {
    const basis = {
      partner,
      rol: projection.rol,
      volgnummer: next(partner),
      velden: Object.keys(projection.velden),
    };
    const told = latest.get(partner);
    if (!isTold(told)) return [{ ...basis, soort: 'gemeld' }];
    const gewijzigd = difference(told, old?.get(partner), projection);
    return gewijzigd.length === 0 ? [] : [{ ...basis, soort: 'gewijzigd', gewijzigd }];
  });
  // In older zaken a shop was told of each person. It hears of the household now, and of the zaak no more.
  const isOfHuishouden = (role: Partnerrol): boolean => aboutWhat(role) === 'huishouden';
  const intrekkingen = [...latest].flatMap(([partner, told]): InburgeraarNotice[] =>
    isTold(told) && !fresh.has(partner) && isOfHuishouden(told.last.rol) === after.leden.length > 0
      ? [
          {
            partner,
            rol: told.last.rol,
            soort: 'vervallen',
            volgnummer: next(partner),
            velden: ['reden'],
            reden: reasonForRole(told.last.rol, reasonFor(situationOf(after), partner)),
          },
        ]
      : [],
  );
  const informed = withNotices(latest, announcements);
  const stepsFor = partnerStepsOf(after);
  const steps = [...fresh].flatMap(([partner, { rol }]) => {
    const told = informed.get(partner);
    return isTold(told)
      ? stepNotices({ partner, rol }, told.last.volgnummer, told.steps, stepsFor(rol, partner))
      : [];
  });
  return [...announcements, ...intrekkingen, ...steps];
};
