import type { Gemeentecode, ZaakId } from '../../../contracts/base-types.ts';
import {
  holdsWaiting,
  isFoundByHub,
  nextDayOf,
  wasToldOfWaiting,
} from '../../../domain/regievoerder/notices.ts';
import type { Dossier } from '../../../domain/zaak/dossier.ts';
import { situationOf } from '../../../domain/zaak/situation.ts';
import { allPages, type Table } from '../table.ts';
import { LISTS } from './names.ts';
import type { Place } from './places.ts';
import { zaakIdOf } from './reading.ts';

/** The zaken of which a gemeente is to be told something without any message: by the calendar, or by the postvak. */

/** The places of a zaak in both lists. `wasListed`: it may have stood in a list before, and must be taken off those. */
export const regievoerderPlaces = (
  zaakId: ZaakId,
  { zaak, regievoerder }: Pick<Dossier, 'zaak' | 'regievoerder'>,
  wasListed: boolean,
): readonly Place[] => {
  const { gemeentecode } = situationOf(zaak);
  const day = nextDayOf(zaak, regievoerder);
  const isHeld = gemeentecode !== undefined && holdsWaiting(regievoerder, gemeentecode);
  const toTell = gemeentecode !== undefined && day !== undefined ? [LISTS.toTell(gemeentecode), day] : [];
  const undelivered = isHeld ? [LISTS.undelivered(gemeentecode), zaakId] : [];
  // What a day added to a zaak stands in no list without being told.
  const isLeft = wasListed || regievoerder.some(isFoundByHub);
  return [
    ...place('AANKONDIGING', toTell, isLeft),
    ...place('ONBEZORGD', undelivered, wasToldOfWaiting(regievoerder)),
  ];
};

const place = (sk: string, [status, since]: readonly string[], isLeft: boolean): readonly Place[] => {
  if (status !== undefined && since !== undefined) return [{ sk, status, sinds: since }];
  return isLeft ? [{ sk }] : [];
};

const zakenIn = async (
  table: Pick<Table, 'perStatus'>,
  status: string,
  until?: string,
): Promise<readonly ZaakId[]> => {
  const items = await allPages(async (after) => {
    const { items: elements, ...rest } = await table.perStatus(status, {
      max: 500,
      ...(until === undefined ? {} : { until }),
      ...(after === undefined ? {} : { na: after }),
    });
    return { elements, ...rest };
  });
  return items.map(zaakIdOf);
};

/** The zaken of a gemeente of which a term is to be announced by this day (`YYYY-MM-DD`), the longest due first. */
export const zakenToTell = (
  table: Pick<Table, 'perStatus'>,
  gemeentecode: Gemeentecode,
  today: string,
): Promise<readonly ZaakId[]> => zakenIn(table, LISTS.toTell(gemeentecode), today);

/** The zaken of which a gemeente was told that a message did not come, and not yet that it is over. */
export const zakenWithUndelivered = (
  table: Pick<Table, 'perStatus'>,
  gemeentecode: Gemeentecode,
): Promise<readonly ZaakId[]> => zakenIn(table, LISTS.undelivered(gemeentecode));
