import { isDeepStrictEqual } from 'node:util';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { ReasonIntrekking } from '../../contracts/coa.ts';
import type { PartnerberichtSoort, Partnerrol } from '../../contracts/partnerberichten.ts';
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

const isInformed = (notice: Notice | undefined): notice is Notice =>
  notice !== undefined && notice.soort !== 'vervallen';

const difference = (forOne: Projection | undefined, after: Projection): string[] => {
  const old: Readonly<Record<string, unknown>> = forOne?.velden ?? {};
  const fresh: Readonly<Record<string, unknown>> = after.velden;
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])]
    .filter((field) => !isDeepStrictEqual(old[field], fresh[field]))
    .sort();
};

/** Why a partner of a zaak that is active elsewhere no longer has it. */
const reasonFor = ({ koppeling, redenVervallen }: Situation, partner: KanaalId): ReasonIntrekking => {
  if (redenVervallen !== undefined) return redenVervallen;
  return koppeling === undefined || partner.startsWith(`${koppeling.gemeentecode}/`)
    ? 'anders'
    : 'andere gemeente';
};

/**
 * Whom to tell what when a zaak goes from `voor` to `na`: new to who was not told, changed to who was told otherwise,
 * withdrawn to exactly those who were told. A change that touches none of a partner's fields tells it nothing, and so
 * does the same fact again (werkafspraken R00.6, of which R06.1 is the same message to Taalmaatjes).
 */
export const notices = (
  zaakId: ZaakId,
  forOne: Zaak,
  after: Zaak,
  latest: LatestNotices,
): readonly Notice[] => {
  // Before anybody was told, there is nothing to compare with.
  const old = latest.size === 0 ? undefined : projections(zaakId, forOne);
  const fresh = projections(zaakId, after);
  const next = (partner: KanaalId): number => (latest.get(partner)?.volgnummer ?? 0) + 1;
  const announcements = [...fresh].flatMap(([partner, projection]): Notice[] => {
    const basis = {
      partner,
      rol: projection.rol,
      volgnummer: next(partner),
      velden: Object.keys(projection.velden),
    };
    if (!isInformed(latest.get(partner))) return [{ ...basis, soort: 'gemeld' }];
    const gewijzigd = difference(old?.get(partner), projection);
    return gewijzigd.length === 0 ? [] : [{ ...basis, soort: 'gewijzigd', gewijzigd }];
  });
  const intrekkingen = [...latest].flatMap(([partner, notice]): Notice[] =>
    isInformed(notice) && !fresh.has(partner)
      ? [
          {
            partner,
            rol: notice.rol,
            soort: 'vervallen',
            volgnummer: next(partner),
            velden: ['reden'],
            reden: reasonFor(situationOf(after), partner),
          },
        ]
      : [],
  );
  return [...announcements, ...intrekkingen];
};
