import type { Duo } from '../../adapters/duo/duo.ts';
import { AGAIN, retry } from '../../adapters/retry.ts';
import { readDossier } from '../../adapters/table/follow-zaak.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { DuoQuery, DuoResponses } from '../../contracts/duo-queries.ts';
import type { DuoBericht } from '../../contracts/internal/duo-bericht.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import { type DuoCode, duoCode, opensZaak } from '../../domain/duo/codes.ts';
import { followUpOf, HubError } from '../../domain/errors.ts';
import { writeTraceparent } from '../../domain/logboek/trace.ts';
import { causeOf, decideDuo, mayQuery, type Query } from '../../domain/zaak/decide.ts';
import { type FoundPersoon, findPersoon } from '../shared/find-persoon.ts';
import { type BatchDependencies, type Outcome, only, settleChanges } from '../shared/process-messages.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { updateHuishoudens } from '../shared/update-huishoudens.ts';
import { decideAboutZaak, type ZaakDependencies } from '../shared/update-zaak.ts';
import type { PendingDependencies } from './pending.ts';

export interface DuoDependencies extends ZaakDependencies, BatchDependencies, PendingDependencies {
  readonly duo: Duo;
  readonly telemetry: Telemetry<MetricOf<'duo'>>;
}

/**
 * One notification of DUO (Notificatie API 1.8.0), with the answers that it leads to. When it links two numbers, two zaken may
 * become one, and messages that waited for that can go on, also when DUO itself cannot be asked. So that is settled first.
 */
export async function processNotificatie(
  dependencies: DuoDependencies,
  bericht: DuoBericht,
): Promise<Outcome> {
  const opens = opensZaak(bericht.data.gebeurtenisId);
  const found = await findPersoon(dependencies, bericht, bericht.data, { opens });
  if (!('zaakId' in found)) return found;
  await settleFound(dependencies, bericht, found);
  const outcome = await queryUntilStill(dependencies, bericht, found.zaakId);
  return updateHuishoudens(dependencies, causeOf(bericht), outcome);
}

/** Settles what changed because the person was found. Most notifications change nothing by that. */
const settleFound = async (
  dependencies: DuoDependencies,
  bericht: DuoBericht,
  { updated, wake }: FoundPersoon,
): Promise<void> => {
  if (updated.length + wake.length === 0) return;
  const changes = { ...only({ soort: 'verwerkt' }), updated, wake };
  await settleChanges(dependencies, await updateHuishoudens(dependencies, causeOf(bericht), changes));
};

/**
 * The question without whose answer the notification says nothing, when DUO does not have the answer. An empty list is no answer.
 */
const missingAnswer = ({ required }: DuoCode, responses: DuoResponses): DuoQuery | undefined => {
  if (required === undefined) return undefined;
  const response = responses[required];
  const isMissing = response === undefined || (Array.isArray(response) && response.length === 0);
  return isMissing ? required : undefined;
};

/**
 * Notify, then fetch: asks DUO what the code is about, in the trace of the notification, under the span of its acceptance.
 * Throws when DUO cannot answer now.
 */
const fetchResponses = async (
  { duo, telemetry }: DuoDependencies,
  { trace }: DuoBericht,
  code: DuoCode,
  { bsn, gemeente }: Query,
): Promise<DuoResponses> => {
  if (bsn === undefined || code.queries.length === 0) return {};
  const traceparent = trace && writeTraceparent(trace);
  const { antwoorden, unknownFields } = await duo.query(bsn, code.queries, gemeente, traceparent);
  if (unknownFields > 0) telemetry.info('DUO antwoordt met onbekende velden', { aantal: unknownFields });
  return antwoorden;
};

/**
 * DUO's answers with everything that the code needs, or how the message waits for them. The code for waiting is loaded when it is
 * needed.
 */
const askDuo = async (
  dependencies: DuoDependencies,
  bericht: DuoBericht,
  code: DuoCode,
  query: Query,
): Promise<{ readonly antwoorden: DuoResponses } | Outcome> => {
  let responses: DuoResponses;
  try {
    responses = await fetchResponses(dependencies, bericht, code, query);
  } catch (error) {
    // A death is recorded all the same when DUO refuses to say more about the person.
    if (code.standsAlone === true && followUpOf(error) === 'quarantaine') return { antwoorden: {} };
    if (followUpOf(error) !== 'postpone' || code.required === undefined) throw error;
    const { keepWaiting } = await import('./pending.ts');
    const waiting = await keepWaiting(dependencies, bericht, code.required);
    if (waiting === undefined) throw error;
    return waiting;
  }
  const missing = query.bsn === undefined ? undefined : missingAnswer(code, responses);
  if (missing === undefined) return { antwoorden: responses };
  const { awaitAnswer } = await import('./pending.ts');
  return awaitAnswer(dependencies, bericht, missing);
};

/**
 * Reads the zaak, asks DUO when that is possible and needed, and decides on the zaak as it is by then. `undefined` when the person
 * became known meanwhile, so that DUO can be asked after all.
 */
const queryAndDecide = async (
  dependencies: DuoDependencies,
  bericht: DuoBericht,
  zaakId: ZaakId,
): Promise<Outcome | undefined> => {
  const code = duoCode(bericht.data.gebeurtenisId);
  const { zaak } = await readDossier(dependencies.zaken, zaakId);
  const may = mayQuery(zaak, bericht, code);
  if (may.kind === 'query') {
    const asked = await askDuo(dependencies, bericht, code, may);
    if (!('antwoorden' in asked)) return asked;
    const { antwoorden } = asked;
    const { outcome } = await decideAboutZaak(dependencies, zaakId, bericht, (dossier) =>
      decideDuo(dossier.zaak, bericht, antwoorden),
    );
    return outcome;
  }
  const { decision, outcome } = await decideAboutZaak(dependencies, zaakId, bericht, (dossier) =>
    mayQuery(dossier.zaak, bericht, code),
  );
  return decision.kind === 'query' ? undefined : outcome;
};

const queryUntilStill = (
  dependencies: DuoDependencies,
  bericht: DuoBericht,
  zaakId: ZaakId,
): Promise<Outcome> =>
  retry(async () => (await queryAndDecide(dependencies, bericht, zaakId)) ?? AGAIN, {
    times: 3,
    pauseMs: () => 0,
    exhausted: () => new HubError('retry', 'de zaak bleef veranderen tussen vragen en vastleggen'),
  });
