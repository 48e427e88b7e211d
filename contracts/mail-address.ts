import * as z from 'zod';

/** A mail address of a person, as somebody types it in a form: without the spaces around it. */
export const MAIL_ADDRESS = z.string().trim().max(254).pipe(z.email('is geen mailadres'));
