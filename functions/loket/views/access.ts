import type { MedewerkerEntry } from '../../../adapters/table/medewerkers.ts';
import { spanIdOf } from '../../../domain/logboek/trace.ts';
import type { Caller, Gemeente, Partner } from '../../../domain/organisations.ts';
import { beginTrace } from '../../shared/rest/http/trace.ts';
import type { LoketDependencies } from '../dependencies.ts';

/** Who changes how somebody comes in: a beheerder of a gemeente, or that person. */
export type PageCaller = (Gemeente | Partner) & Pick<Caller, 'medewerker'>;

/**
 * Writes down in the logbook of the gemeente what is about to change in how somebody on its list comes in, and who does it. The
 * change waits for that: throws when it cannot be written.
 */
export const recordAccess = async (
  { clock, log, logboek }: Pick<LoketDependencies, 'clock' | 'log' | 'logboek'>,
  { gemeentecode, sleutel, medewerker: by }: PageCaller,
  name: string,
  { id, organisatie }: Pick<MedewerkerEntry, 'id' | 'organisatie'>,
  fields: readonly string[],
): Promise<void> => {
  const moment = clock.now().getTime();
  const { traceId, spanId } = beginTrace(undefined, moment);
  await logboek.write([
    {
      activity: 'toegang',
      gemeentecode,
      traceId,
      spanId: spanIdOf(spanId, id),
      subject: { id, soort: 'medewerker' },
      begin: moment,
      end: moment,
      status: 'Ok',
      name,
      party: { role: 'bron', key: sleutel, medewerker: by },
      fields,
    },
  ]);
  log.info(name, { medewerker: id, organisatie, door: by ?? sleutel });
};
