import * as z from 'zod';
import { MAIL } from './base-types.ts';

/** A mail address of a person, as somebody types it in a form: without the spaces around it. */
export const MAIL_ADDRESS = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email({ pattern: MAIL, error: 'is geen mailadres' }));
