import { isDeepStrictEqual } from 'node:util';
import type { ZaakId } from '../../contracts/base-types.ts';
import {
  aboutWhat,
  type PartnerberichtSoort,
  type Partnerrol,
  reasonForRole,
} from '../../contracts/partnerrollen.ts';
import type { ReasonIntrekking } from '../../contracts/reasons.ts';
import { type Situation, situationOf } from '../zaak/situation.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type KanaalId, type Projection, projections } from './projection.ts';

/**
 * The decision to tell one partner something: stands on the timeline in the same commit as the fact that caused it,
 * with field names and never their values. The content is composed from the facts when the message is sent.
 */
export interface Notice {
  readonly partner: KanaalId;
  readonly rol: Partnerrol;
  readonly soort: PartnerberichtSoort;
  /** 1, 2, 3 … per zaak and partner. */
  readonly volgnummer: number;
  readonly velden: readonly string[];
  readonly gewijzigd?: readonly string[];
  readonly reden?: ReasonIntrekking;
}

/** The last thing each partner was told. */
export type LatestNotices = ReadonlyMap<KanaalId, Notice>;

/** Whether a partner was told of somebody, and not that it is over since. */
export const isTold = (notice: Notice | undefined): notice is Notice =>
  notice !== undefined && notice.soort !== 'vervallen' && notice.soort !== 'gewist';

const difference = (forOne: Projection | undefined, after: Projection): string[] => {
  const old: Readonly<Record<string, unknown>> = forOne?.velden ?? {};
  const fresh: Readonly<Record<string, unknown>> = after.velden;
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
    .filter((field) => !isDeepStrictEqual(old[field], fresh[field]))
    .sort();
};

/** Why a partner that was told no longer has this zaak. */
const reasonFor = ({ gemeentecode, redenVervallen }: Situation, kanaal: KanaalId): ReasonIntrekking => {
  if (redenVervallen !== undefined) return redenVervallen;
  return gemeentecode === undefined || kanaal.startsWith(`${gemeentecode}/`) ? 'anders' : 'andere gemeente';
};

/**
 * Whom to tell what on a day (`YYYY-MM-DD`) when a zaak goes from `before` to `after`: new to each partner that was not
 * told, changed to one that was told otherwise, withdrawn to exactly those that were told. A change that touches none of
 * a partner's fields tells it nothing, and so does the same fact again (werkafspraken R00.6, of which R06.1 is the same
 * message to Taalmaatjes). A partner whose contract ended is signed off, and its successor is told.
 */
export const notices = (
  zaakId: ZaakId,
  before: Zaak,
  after: Zaak,
  latest: LatestNotices,
  today: string,
): readonly Notice[] => {
  // Before anybody was told, there is nothing to compare with.
  const old = latest.size === 0 ? undefined : projections(zaakId, before, today);
  const fresh = projections(zaakId, after, today);
  const next = (partner: KanaalId): number => (latest.get(partner)?.volgnummer ?? 0) + 1;
  const announcements = [...fresh].flatMap(([partner, projection]): Notice[] => {
    const basis = {
      partner,
      rol: projection.rol,
      volgnummer: next(partner),
      velden: Object.keys(projection.velden),
    };
    if (!isTold(latest.get(partner))) return [{ ...basis, soort: 'gemeld' }];
    const gewijzigd = difference(old?.get(partner), projection);
    return gewijzigd.length === 0 ? [] : [{ ...basis, soort: 'gewijzigd', gewijzigd }];
  });
  // A zaak from before households told a shop per person: that shop hears of the household now, and of the zaak no more.
  const isOfHuishouden = (role: Partnerrol): boolean => aboutWhat(role) === 'huishouden';
  const intrekkingen = [...latest].flatMap(([partner, notice]): Notice[] =>
    isTold(notice) && !fresh.has(partner) && isOfHuishouden(notice.rol) === after.leden.length > 0
      ? [
          {
            partner,
            rol: notice.rol,
            soort: 'vervallen',
            volgnummer: next(partner),
            velden: ['reden'],
            reden: reasonForRole(notice.rol, reasonFor(situationOf(after), partner)),
          },
        ]
      : [],
  );
  return [...announcements, ...intrekkingen];
};
