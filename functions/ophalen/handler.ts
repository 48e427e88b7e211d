import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { createAdmissions } from '../../adapters/table/admissions.ts';
import { createKanalen } from '../../adapters/table/kanalen.ts';
import { createLimits } from '../../adapters/table/limits.ts';
import { createLogboek } from '../../adapters/table/logboek.ts';
import { createFeeds } from '../../adapters/table/postvak/feeds.ts';
import { createPostvak } from '../../adapters/table/postvak/postvak.ts';
import { createReadable } from '../../adapters/table/postvak/readable.ts';
import { createTable } from '../../adapters/table/table.ts';
import { readEnvironment } from '../shared/environment.ts';
import { once } from '../shared/once.ts';
import { createApi } from '../shared/rest/api.ts';
import { PULL_ROUTES } from '../shared/rest/http/pull-routes.ts';
import { createHandler } from '../shared/rest/invocation.ts';
import { loadTokenCheck } from '../shared/rest/token-check.ts';
import { createTelemetry } from '../shared/telemetry.ts';
import { PullEnvironment } from './environment.ts';

const environment = readEnvironment(PullEnvironment);
const logger = new Logger();
const telemetry = createTelemetry('ophalen', logger);
const table = createTable(environment.TABEL_NAAM);

const api = once(async () =>
  createApi(PULL_ROUTES, {
    postvak: createPostvak(table),
    readable: createReadable(table),
    kanalen: createKanalen(table),
    feeds: createFeeds(table),
    limits: createLimits(table),
    clock: { now: () => new Date(), sleep: (ms) => sleep(ms) },
    checkToken: await loadTokenCheck(environment.TOKEN_UITGEVERS),
    admissions: createAdmissions(table),
    certificateRequired: environment.CLIENTCERTIFICAAT_VERPLICHT === 'ja',
    logboek: createLogboek(environment.LOGBOEK_TABEL_NAAM),
    telemetry,
    log: logger,
    basisUrl: environment.HUB_BASIS_URL,
  }),
);

/** The Lambda behind `GET /berichten`, where a caller may wait. */
export const handler = createHandler(api, { telemetry, logger });
