import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { Ontvangsten } from '../../adapters/table/ontvangsten.ts';
import { OntvangstId } from '../../contracts/base-types.ts';
import { safeText } from '../../domain/errors.ts';
import type { Telemetry } from './telemetry.ts';

/** The part of a message that can still be read when its contract does not allow the rest. */
const Named = z.object({ detail: z.object({ ontvangstId: OntvangstId, type: z.string().optional() }) });
type Named = z.infer<typeof Named>['detail'];

const namedIn = ({ body }: SQSRecord): Named | undefined => {
  try {
    return Named.safeParse(JSON.parse(body)).data?.detail;
  } catch {
    return undefined;
  }
};

export interface PutAsideDependencies {
  readonly ontvangsten: Pick<Ontvangsten, 'read' | 'wakeable'>;
  readonly telemetry: Telemetry<'InQuarantaine'>;
}

/**
 * A release made the contract of a message stricter while the message was on its queue. Trying again would end at the dead letters,
 * and no redrive would mend it. So it goes to quarantine, where the receipt keeps its content. True when it can leave its queue.
 */
export const putAside = async (
  { ontvangsten, telemetry }: PutAsideDependencies,
  record: SQSRecord,
): Promise<boolean> => {
  const named = namedIn(record);
  if (named === undefined) return false;
  const { ontvangstId, type } = named;
  const { messageId } = record;
  try {
    const status = (await ontvangsten.read(ontvangstId))?.status;
    if (status === 'quarantaine' || status === 'verwerkt') return true;
    if ((await ontvangsten.wakeable(ontvangstId)) !== 'quarantaine') return false;
    telemetry.count('InQuarantaine', 1);
    telemetry.info('bericht quarantaine', { ontvangstId, messageId, type });
    return true;
  } catch (error) {
    telemetry.fout('bericht niet weggezet', { ontvangstId, messageId, fout: safeText(error) });
    return false;
  }
};
