import type { z } from 'zod';
import { createBus } from '../../adapters/bus.ts';
import { createKoppelingLogs, createPersoonsnummerLogs, createZaakLogs } from '../../adapters/logboeken.ts';
import { createOntvangsten } from '../../adapters/ontvangsten.ts';
import { createPseudonyms, fetchSecret } from '../../adapters/pseudoniemen.ts';
import { createZaakLists } from '../../adapters/standen.ts';
import { createTable } from '../../adapters/tabel.ts';
import type { MetricName } from '../../contracts/metrieken.ts';
import type { ProcessorEnvironment } from './omgeving.ts';
import type { Telemetry } from './waarnemen.ts';

/** What functions/coa, /brp and /duo have in common, made once per cold start. */
export const createProcessor = async <Metrics extends MetricName>(
  environment: z.infer<typeof ProcessorEnvironment>,
  telemetry: Telemetry<Metrics>,
) => {
  const table = createTable(environment.TABEL_NAAM);
  return {
    table,
    ontvangsten: createOntvangsten(table),
    zaakLists: createZaakLists(table),
    bus: createBus(environment.BUS_NAAM),
    telemetry,
    zaken: createZaakLogs(table),
    numbers: createPersoonsnummerLogs(table),
    koppelingen: createKoppelingLogs(table),
    pseudonyms: createPseudonyms(await fetchSecret(environment.SLEUTEL_GEHEIM_ID)),
  };
};
