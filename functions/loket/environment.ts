import * as z from 'zod';
import { TokenIssuer } from '../../contracts/internal/token-issuer.ts';
import { fromJson, ProcessorEnvironment } from '../shared/environment.ts';

/** What the function finds in its environment. */
export const LoketEnvironment = ProcessorEnvironment.pick({
  TABEL_NAAM: true,
  SLEUTEL_GEHEIM_ID: true,
}).extend({
  LOGBOEK_TABEL_NAAM: z.string().min(1),
  BUS_NAAM: z.string().min(1),
  BEZORGING_WACHTRIJ_URL: z.url(),
  /** The address of the pages, to which the issuer sends people back. */
  LOKET_ADRES: z.url(),
  /** From which address mails leave; without it none does, and there is nothing to choose about them. */
  MAIL_AFZENDER: z.email().optional(),
  /** JSON: the issuer at which people sign in, with the client of the pages as `publiek`. Without it nobody can. */
  LOKET_UITGEVER: fromJson(TokenIssuer).optional(),
});
