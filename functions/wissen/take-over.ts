import type { Logboek } from '../../adapters/table/logboek.ts';
import { readLogged } from '../../adapters/table/logged-zaak.ts';
import { readSendEntry } from '../../adapters/table/outbound.ts';
import { createReplies } from '../../adapters/table/postvak/replies.ts';
import type { RemovalTable } from '../../adapters/table/removal.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { activityAt } from '../../domain/logboek/activities.ts';
import { laterGemeenten, laterProcessings } from '../../domain/logboek/later-processings.ts';
import type { Processing } from '../../domain/logboek/record.ts';
import { gemeentenIn, processingsOf } from '../../domain/logboek/timeline-processings.ts';
import { spanIdOf, traceIdOf } from '../../domain/logboek/trace.ts';
import type { Erasing } from '../../domain/wissen/erasing.ts';

interface TakeOverDependencies {
  readonly table: RemovalTable;
  readonly logboek: Pick<Logboek, 'write'>;
}

/** The record that the hub erased this zaak. Every run gives the same record. */
const erasedBy = ({ gemeentecode, reden, gevraagdOp }: Erasing, zaakId: ZaakId): Processing => {
  const moment = Date.parse(gevraagdOp);
  return {
    activity: 'wissen',
    gemeentecode,
    subject: { id: zaakId, soort: 'zaak' },
    traceId: traceIdOf('wissen', zaakId, gevraagdOp),
    spanId: spanIdOf('wissen', zaakId, gevraagdOp),
    begin: moment,
    end: moment,
    status: 'Ok',
    name: `${activityAt('wissen', moment).naam.toLowerCase()}: ${reden}`,
    fields: [],
  };
};

const reader = (table: RemovalTable) => {
  const replies = createReplies(table);
  return async (id: ZaakId) => {
    const [told, said] = await Promise.all([readSendEntry(table, id), replies.ofZaak(id)]);
    return { ...told, said };
  };
};

/**
 * The logbooks outlive the timelines. Before anything goes, they take over what the timelines record of who got what, each gemeente
 * its own part. A run that comes again finds the records there.
 */
export const takeOver = async (
  { table, logboek }: TakeOverDependencies,
  erasing: Erasing,
  { zaken, leden }: Readonly<Record<'zaken' | 'leden', readonly ZaakId[]>>,
): Promise<void> => {
  const readTold = reader(table);
  for (const id of [...zaken, ...leden]) {
    const { gemeenten, processingsFor } = await readLogged(readTold, id);
    for (const gemeentecode of gemeenten) await logboek.write(processingsFor(gemeentecode));
  }
  await logboek.write(zaken.map((id) => erasedBy(erasing, id)));
};

/**
 * Takes over what was written after these timelines were erased, by a function that had read before: how a message came to its
 * receiver, what the receiver said of it, and how the message that a person was erased came to its own receiver. The timelines
 * themselves are gone by then.
 */
export const takeOverLater = async (
  { table, logboek }: TakeOverDependencies,
  ids: Iterable<ZaakId>,
): Promise<void> => {
  const readTold = reader(table);
  for (const id of ids) {
    const timeline = { id, ...(await readTold(id)) };
    for (const gemeentecode of new Set([...gemeentenIn(timeline.commits), ...laterGemeenten(timeline)])) {
      await logboek.write([
        ...processingsOf(timeline, gemeentecode),
        ...laterProcessings(timeline, gemeentecode),
      ]);
    }
  }
};
