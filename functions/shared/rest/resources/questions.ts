import { AGAIN, retry } from '../../../../adapters/retry.ts';
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import { afterQuestion, type QuestionScope, type Questions } from '../../../../domain/delivery/questions.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import type { Dependencies } from '../dependencies.ts';
import { problem } from '../http/problems.ts';

/** How often another request may be first before the caller is asked to come back. */
const ATTEMPTS = 10;

const tooOften = (seconds: number) =>
  problem(
    'te-veel-verzoeken',
    'De hub heeft dit adres al vaak om instemming gevraagd. Probeer het later opnieuw.',
    {
      headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) },
    },
  );

/**
 * Counts the question that follows on this request, before anything is changed; 429 when the abonnement (a new one has
 * none yet), its partner or its host was asked often enough this hour.
 */
export const countQuestion = async (
  { kanalen, clock }: Pick<Dependencies, 'kanalen' | 'clock'>,
  kanaal: KanaalId,
  { id, sink }: { readonly id?: Abonnement['id']; readonly sink: string },
): Promise<void> => {
  const places: readonly (readonly [QuestionScope, string])[] = [
    ...(id === undefined ? [] : [['abonnement', id] as const]),
    ['partner', kanaal],
    // The port belongs to it for a receiver on this machine; elsewhere there is one port.
    ['host', new URL(sink).host.replace(/\.(?=:|$)/, '')],
  ];
  for (const [scope, place] of places) {
    await retry(
      async () => {
        const earlier = await kanalen.state<Questions>(place, 'VRAGEN');
        const now = clock.now().getTime();
        const after = afterQuestion(earlier?.waarde ?? { momenten: [] }, scope, now);
        if ('fullUntil' in after) throw tooOften((after.fullUntil - now) / 1000);
        return (await kanalen.putState(place, 'VRAGEN', after, earlier)) ? undefined : AGAIN;
      },
      { times: ATTEMPTS, pauseMs: () => 0, exhausted: () => tooOften(1) },
    );
  }
};
