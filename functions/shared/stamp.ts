import type { SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { type BusEvent, STAMP } from '../../contracts/internal/bus-events.ts';

/** What recovery stamped on a message: the run that moved it back, the replay that it comes from; or nothing. */
export const stampOf = (
  { messageAttributes }: Pick<SQSRecord, 'messageAttributes'>,
  event: z.infer<typeof BusEvent>,
): { readonly herstel?: string | undefined; readonly repetition?: string | undefined } | undefined => {
  const recovery = messageAttributes[STAMP]?.stringValue;
  const repetition = event['replay-name'];
  return recovery === undefined && repetition === undefined ? undefined : { herstel: recovery, repetition };
};
