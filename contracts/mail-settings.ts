import * as z from 'zod';
import { MAIL_ADDRESS } from './mail-address.ts';

/** When a partner that reads on a page gets a mail that there is something to read, as a form of the loket has it. */

export const MAIL_MOMENTS = ['direct', 'dagelijks', 'nooit'] as const;
export type MailMoment = (typeof MAIL_MOMENTS)[number];

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'moet een tijd zijn, zoals 18:00');

/** Hours in which no mail goes, by the clock of the Netherlands; they may pass midnight. */
export const QuietHours = z
  .strictObject({ van: Time, tot: Time })
  .refine(({ van, tot }) => van !== tot, { path: ['tot'], error: 'is hetzelfde als van' });
export type QuietHours = z.infer<typeof QuietHours>;

export const MailSettings = z.strictObject({
  adres: MAIL_ADDRESS,
  wanneer: z.enum(MAIL_MOMENTS),
  stil: QuietHours.optional(),
});
export type MailSettings = z.infer<typeof MailSettings>;
