import type { Bus } from '../../adapters/bus/bus.ts';
import { chunk } from '../../adapters/chunk.ts';
import type { Ontvangsten } from '../../adapters/table/ontvangsten.ts';
import type { DueQuestion, PendingAnswers } from '../../adapters/table/pending-answers.ts';
import type { MetricOf } from '../../contracts/internal/metrics.ts';
import type { Telemetry } from '../shared/telemetry.ts';

/** Messages that wait for an answer of DUO are offered again when DUO is to be asked again. */

export interface PendingAnswerDependencies {
  readonly pendingAnswers: Pick<PendingAnswers, 'due' | 'claim' | 'forget'>;
  readonly ontvangsten: Pick<Ontvangsten, 'wakeable'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly telemetry: Telemetry<MetricOf<'bewaking'>>;
  readonly now: Date;
}

/** Offers every message of which DUO is to be asked again by now. */
export async function offerPendingQuestions(dependencies: PendingAnswerDependencies): Promise<void> {
  const due = await dependencies.pendingAnswers.due(dependencies.now);
  for (const some of chunk(due, AT_ONCE)) {
    const taken = await Promise.all(some.map((question) => take(dependencies, question)));
    await dependencies.bus.publish(taken.filter((bericht) => bericht !== undefined));
  }
  if (due.length > 0) dependencies.telemetry.info('DUO wordt opnieuw gevraagd', { berichten: due.length });
}

/** Messages that are offered side by side. */
const AT_ONCE = 20;

/** A claim lasts far longer than processing takes; a message that is lost on its way is offered again after it. */
const CLAIM_MS = 15 * 60_000;

/** Claims one question and gives its message; undefined when it waits for nothing any more, or another run has it. */
const take = async (
  { pendingAnswers, ontvangsten, telemetry, now }: PendingAnswerDependencies,
  question: DueQuestion,
) => {
  const { ontvangstId } = question;
  const bericht = await ontvangsten.wakeable(ontvangstId);
  if (bericht === undefined || bericht === 'quarantaine') {
    if (bericht === 'quarantaine') {
      telemetry.fout('wachtend bericht in quarantaine', { ontvangstId });
      telemetry.count('InQuarantaine', 1);
    }
    await pendingAnswers.forget(ontvangstId, now);
    return undefined;
  }
  const claimed = await pendingAnswers.claim(question, new Date(now.getTime() + CLAIM_MS));
  return claimed ? bericht : undefined;
};
