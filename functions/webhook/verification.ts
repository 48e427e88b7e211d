import type { DeliveryJob } from '../../contracts/internal/delivery-jobs.ts';
import { type Abonnement, REQUESTED_TEMPO } from '../../domain/delivery/abonnement.ts';
import { statusAfterInstemming } from '../../domain/delivery/abonnement-changes.ts';
import { WAITS_MS } from '../../domain/delivery/schedule.ts';
import { known } from '../../domain/known.ts';
import { letTry } from '../shared/receiver-state.ts';
import { fetchAdmission } from './attempt.ts';
import { DONE, type JobOutcome, type WebhookDependencies } from './dependencies.ts';
import { type ConsentResponse, instemmingOut, no, requestHeaders } from './requests.ts';

type Needed = Pick<
  WebhookDependencies,
  | 'kanalen'
  | 'deliveryQueue'
  | 'sender'
  | 'tokens'
  | 'encryption'
  | 'telemetry'
  | 'origin'
  | 'now'
  | 'chance'
  | 'sleep'
>;
type Verification = Extract<DeliveryJob, { soort: 'verificatie' }>;

/**
 * The handshake before the first delivery. What the receiver does not consent to now is asked again after the first steps
 * of the schedule; then it is for its partner to ask. An abonnement that had consent keeps it.
 */
export async function verify(dependencies: Needed, job: Verification, time: number): Promise<JobOutcome> {
  const { kanalen, deliveryQueue, telemetry, now } = dependencies;
  const { kanaal, abonnementId } = job;
  const abonnement = await kanalen.abonnement(kanaal, abonnementId);
  if (abonnement === undefined) return DONE;
  const response = await query(dependencies, abonnement);
  const note = (name: string, data: Readonly<Record<string, unknown>>) =>
    kanalen.record(abonnementId, { tijdstip: now().toISOString(), naam: name, door: 'hub', gegevens: data });
  telemetry.info('verificatie', {
    partner: kanaal,
    abonnementId,
    keer: time,
    uitkomst: response.kind === 'yes' ? 'ja' : 'nee',
  });

  if (response.kind === 'yes') {
    if (!(await record(dependencies, job, abonnement, response.tempo))) return DONE;
    await note('verificatie-gelukt', {});
    // What lies ready goes through this door from now on. The lanes that stand before this order find that out as well.
    await letTry(dependencies, abonnement, { byPartner: true });
    await deliveryQueue.enqueue([{ job: { soort: 'kanaal', kanaal } }]);
    return DONE;
  }
  const wait = WAITS_MS[time - 1];
  const onceMore = abonnement.status === 'wacht-op-verificatie' && time <= REPETITIONS && wait !== undefined;
  const reason = onceMore ? response.reden : `${response.reden}; de hub vraagt het niet meer uit zichzelf`;
  await note('verificatie-mislukt', { reden: reason });
  return onceMore ? { kind: 'wait', until: now().getTime() + wait, inIndex: false } : DONE;
}

/** After these it is for the partner to ask again. */
const REPETITIONS = 2;

/**
 * Asks the receiver for its consent. Whoever gave none yet is asked without a token and without the hub's certificate:
 * nobody is called at an address of the partner's choosing with more than this question.
 */
const query = async (dependencies: Needed, abonnement: Abonnement): Promise<ConsentResponse> => {
  const { sender, origin } = dependencies;
  const tempo = abonnement.tempo ?? REQUESTED_TEMPO;
  const consented = abonnement.instemming !== undefined;
  const admission = consented ? await fetchAdmission(dependencies, abonnement, 10_000) : {};
  if (admission === undefined) return no('geen token te krijgen bij de tokenUrl');
  const response = await sender.send({
    method: 'OPTIONS',
    url: abonnement.sink,
    headers: { ...requestHeaders(origin, tempo), ...admission },
    mtls: consented && abonnement.mtls === true,
  });
  return response.kind === 'response'
    ? instemmingOut(response.status, response.headers, origin, tempo)
    : no(`geen antwoord (${response.reden})`);
};

/** Writes the consent down; false when the abonnement is gone or leads elsewhere by now. */
const record = async (
  { kanalen, now }: Needed,
  { kanaal, abonnementId }: Verification,
  { sink }: Abonnement,
  tempo: number | undefined,
): Promise<boolean> => {
  const at = now().toISOString();
  for (;;) {
    const before = await kanalen.abonnement(kanaal, abonnementId);
    if (before === undefined || before.sink !== sink) return false;
    const kept = await kanalen.change(kanaal, before, {
      status: statusAfterInstemming(before),
      instemming: { wijze: 'handdruk', op: at, ...known({ tempo }) },
    });
    if (kept !== undefined) return true;
  }
};
