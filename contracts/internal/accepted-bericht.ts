import * as z from 'zod';
import { Moment, OntvangstId } from '../base-types.ts';

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

/** The trace that a message is processed in, with the span of its acceptance (W3C Trace Context). */
export const AcceptedTrace = z.object({
  traceId: hex(32),
  spanId: hex(16),
  /** The span of the application that called, when it passed one on. */
  parentSpanId: hex(16).optional(),
  /** That application, by a URI. */
  processor: z.string().optional(),
  /** When the acceptance began and ended (ms since 1970). */
  begin: z.int(),
  end: z.int(),
  /** Which person of its sender reported it on a page, by an id; none of a programme. */
  medewerker: z.string().optional(),
});
export type AcceptedTrace = z.infer<typeof AcceptedTrace>;

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
  /** Messages of before traces were kept have none. */
  trace: AcceptedTrace.optional(),
};

/** An accepted CloudEvent of this type, as it travels on the hub's bus and queues. */
export const acceptedEvent = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({ ...acceptedFields, type: z.literal(type), data });
