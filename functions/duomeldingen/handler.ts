import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { createBus } from '../../adapters/bus/bus.ts';
import { createDuoClaims } from '../../adapters/table/duo-claims.ts';
import { createDuoContacts } from '../../adapters/table/duo-contacts.ts';
import { createZaakLogs } from '../../adapters/table/logs.ts';
import { createTable } from '../../adapters/table/table.ts';
import { createZaakLists } from '../../adapters/table/zaak-lists.ts';
import { atFirstCall } from '../shared/at-first-call.ts';
import { DuoEnvironment } from '../shared/duo-environment.ts';
import { readEnvironment } from '../shared/environment.ts';
import { postponerAtRequest } from '../shared/postponer-at-request.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { workHandler } from '../shared/work-handler.ts';
import { processAnnouncements } from './process-announcements.ts';

const environment = readEnvironment(
  z.object({ TABEL_NAAM: z.string().min(1), BUS_NAAM: z.string().min(1), ...DuoEnvironment }),
);

const telemetry = createTelemetry('duomeldingen');
const table = createTable(environment.TABEL_NAAM);

// For most announcements DUO knows everything already, so the code that calls it is loaded when something is owed.
const duo = atFirstCall(
  ['tell', 'see', 'resultaten', 'registerContact', 'changeContact', 'linkContact'],
  async () => {
    const [{ createDuoOrders }, { duoSettings }] = await Promise.all([
      import('../../adapters/duo/orders.ts'),
      import('../shared/duo-settings.ts'),
    ]);
    return createDuoOrders(duoSettings(environment));
  },
);

const dependencies = {
  zaken: createZaakLogs(table),
  zaakLists: createZaakLists(table),
  claims: createDuoClaims(table),
  contacts: createDuoContacts(table),
  bus: createBus(environment.BUS_NAAM),
  duo,
  telemetry,
  // The function puts off only what DUO does not take now.
  postponeAnnouncement: postponerAtRequest(environment.WACHTRIJ_URL),
  now: () => new Date(),
  chance: Math.random,
};

/** Wiring of functions/duomeldingen: see README.md. */
export const handler = workHandler<SQSEvent, SQSBatchResponse>(telemetry).handler((event) =>
  processAnnouncements(dependencies, event),
);
