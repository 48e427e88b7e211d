import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { createMailer } from '../../adapters/mail/mailer.ts';
import { createReturnedMails } from '../../adapters/mail/returned.ts';
import { createKanalen } from '../../adapters/table/kanalen.ts';
import { createLinkMails } from '../../adapters/table/link-mails.ts';
import { createMails } from '../../adapters/table/mails.ts';
import { createFeeds } from '../../adapters/table/postvak/feeds.ts';
import { placeStatus } from '../../adapters/table/postvak/item.ts';
import { createTable } from '../../adapters/table/table.ts';
import { readEnvironment } from '../shared/environment.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { workHandler } from '../shared/work-handler.ts';
import { sendMails } from './send-mails.ts';

const environment = readEnvironment(
  z.object({ TABEL_NAAM: z.string().min(1), MAIL_AFZENDER: z.email(), LOKET_ADRES: z.url() }),
);

const telemetry = createTelemetry('mailen');
const table = createTable(environment.TABEL_NAAM);
const fixed = {
  mails: createMails(table),
  linkMails: createLinkMails(table),
  kanalen: createKanalen(table),
  feeds: createFeeds(table),
  // Counted by the index alone: this function reads no message.
  countReady: (kanaal: Parameters<typeof placeStatus>[0], until: string) =>
    table.count(placeStatus(kanaal, 'klaargezet'), until),
  sendMail: createMailer(environment.MAIL_AFZENDER),
  returned: createReturnedMails(),
  sleep: setTimeout,
  telemetry,
  address: environment.LOKET_ADRES,
};

/** Wiring of functions/mailen: see README.md. */
export const handler = workHandler<unknown, void>(telemetry).handler(() =>
  sendMails({ ...fixed, now: new Date() }),
);
