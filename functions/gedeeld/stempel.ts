import type { SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { type BusEvent, STEMPEL } from '../../contracts/intern.ts';

/** What recovery stamped on a message: the run that moved it back, the replay that it comes from; or nothing. */
export const stempelVan = (
  { messageAttributes }: Pick<SQSRecord, 'messageAttributes'>,
  event: z.infer<typeof BusEvent>,
): { readonly herstel?: string | undefined; readonly herhaling?: string | undefined } | undefined => {
  const herstel = messageAttributes[STEMPEL]?.stringValue;
  const herhaling = event['replay-name'];
  return herstel === undefined && herhaling === undefined ? undefined : { herstel, herhaling };
};
