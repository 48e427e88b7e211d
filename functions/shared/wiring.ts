import type { z } from 'zod';
import { createPseudonyms, fetchSecret } from '../../adapters/secrets/pseudonyms.ts';
import { createKoppelingLogs, createPersoonsnummerLogs, createZaakLogs } from '../../adapters/table/logs.ts';
import { createOntvangsten } from '../../adapters/table/ontvangsten.ts';
import { createTable } from '../../adapters/table/table.ts';
import { createZaakLists } from '../../adapters/table/zaak-lists.ts';
import type { MetricName } from '../../contracts/internal/metrics.ts';
import { busAtRequest } from './bus-at-request.ts';
import type { ProcessorEnvironment } from './environment.ts';
import type { Telemetry } from './telemetry.ts';

/** What the functions that add to timelines have in common, made once per cold start. */
export const createProcessor = async <Metrics extends MetricName>(
  environment: z.infer<typeof ProcessorEnvironment>,
  telemetry: Telemetry<Metrics>,
) => {
  const table = createTable(environment.TABEL_NAAM);
  return {
    table,
    ontvangsten: createOntvangsten(table),
    zaakLists: createZaakLists(table),
    bus: busAtRequest(environment.BUS_NAAM),
    telemetry,
    now: () => new Date(),
    zaken: createZaakLogs(table),
    numbers: createPersoonsnummerLogs(table),
    koppelingen: createKoppelingLogs(table),
    pseudonyms: createPseudonyms(await fetchSecret(environment.SLEUTEL_GEHEIM_ID)),
  };
};
