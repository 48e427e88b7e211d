import type { DuoOrders, PendingResponse } from '../../adapters/duo/orders.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import { feitenOfAnswer } from '../../domain/duomeldingen/steps.ts';
import type { Owed } from '../../domain/duomeldingen/tasks.ts';
import type { Feit } from '../../domain/zaak/feiten.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { appendToZaak, type ZaakDependencies } from '../shared/update-zaak.ts';

/**
 * Asks DUO for the result of a test that nobody told. Asking twice does no harm, so nothing is recorded before the question. The
 * answer is recorded in one commit, unless the result came in meanwhile.
 */

export interface UitslagDependencies extends Pick<ZaakDependencies, 'zaken' | 'now'> {
  readonly duo: Pick<DuoOrders, 'resultaten'>;
  readonly telemetry: Telemetry<MetricOf<'duomeldingen'>>;
}

/** The result is undefined when DUO answered. */
export const askUitslag = async (
  deps: UitslagDependencies,
  zaakId: ZaakId,
  { task, bsn }: Extract<Owed, { readonly kind: 'tell' }>,
): Promise<PendingResponse | undefined> => {
  const { duo, telemetry, now } = deps;
  const answer = await duo.resultaten(bsn, task.gemeentecode);
  if (answer.kind === 'later') return answer;
  const { decision } = await appendToZaak(
    deps,
    zaakId,
    task.cause.ontvangstId,
    ({ zaak }, id): { readonly feiten: readonly Feit[] } => ({
      feiten: feitenOfAnswer(zaak, id, answer, now()),
    }),
  );
  const stappen = decision.feiten.flatMap((feit) => (feit.soort === 'duo-melding' ? [feit.stap] : []));
  telemetry.info('DUO naar een uitslag gevraagd', { zaakId, stappen });
  return undefined;
};
