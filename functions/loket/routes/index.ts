import { CORRECTION_ROUTES } from './correction.ts';
import { GEMEENTE_ROUTES } from './gemeente.ts';
import { MAIL_ROUTES } from './mail.ts';
import { MEDEWERKER_ROUTES } from './medewerkers.ts';
import { OPERATIONS_ROUTES } from './operations.ts';
import { PARTNER_ROUTES } from './partner.ts';
import { PASSKEY_ROUTES } from './passkeys.ts';
import { REPORT_ROUTES } from './report.ts';
import type { LoketRoute } from './route.ts';

/** Every page of who is signed in. */
export const LOKET_ROUTES: readonly LoketRoute[] = [
  ...GEMEENTE_ROUTES,
  ...CORRECTION_ROUTES,
  ...MEDEWERKER_ROUTES,
  ...MAIL_ROUTES,
  ...OPERATIONS_ROUTES,
  ...PARTNER_ROUTES,
  ...REPORT_ROUTES,
  ...PASSKEY_ROUTES,
];
