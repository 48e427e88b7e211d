import * as z from 'zod';
import { Moment, OntvangstId } from '../base-types.ts';

/** Where a message came from. Every fact that follows from the message keeps this. */
export const acceptedFields = {
  ontvangstId: OntvangstId,
  /** The id of the event at its source (CloudEvent id, or DUO's berichtId). */
  berichtId: z.string(),
  bron: z.string(),
  tijdstip: Moment,
  /** The organisation in the token of the request. */
  organisatie: z.string(),
  /** Keyed digest of the message. It tells a repetition from another message under the same id. */
  afdruk: z.string(),
};

/** An accepted CloudEvent of this type, as it travels on the hub's bus and queues. */
export const acceptedEvent = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({ ...acceptedFields, type: z.literal(type), data });
