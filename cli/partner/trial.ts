import { randomBytes, randomUUID } from 'node:crypto';
import { checkAddress, type FindAddresses } from '../../adapters/egress/address.ts';
import type { Response, Sender } from '../../adapters/egress/sender.ts';
import type { Partnerrol } from '../../contracts/partnerrollen.ts';
import { REQUESTED_TEMPO } from '../../domain/delivery/abonnement.ts';
import { reserve, type Tempo } from '../../domain/delivery/rate.ts';
import { deliveryHeaders, requestHeaders } from '../../functions/webhook/requests.ts';
import { readConsent } from './handshake.ts';
import { judge, type Outcome } from './outcome.ts';
import { createSteps, type Shipment } from './steps.ts';

/** A whole rehearsal against the address of one partner. */

export interface TrialQuery {
  readonly url: string;
  readonly rol: Partnerrol;
  readonly geheim: string;
  /** The name by which the hub makes itself known. */
  readonly oorsprong: string;
  /** Access token that the receiver asks for. */
  readonly token?: string;
}

export interface Environment {
  readonly sender: Sender;
  readonly resolve: FindAddresses;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly now: () => Date;
  readonly progress?: (outcome: Outcome) => void;
}

export interface TrialReport {
  readonly url: string;
  readonly rol: Partnerrol;
  readonly geslaagd: boolean;
  /** The address is one that a deployed hub may call. */
  readonly adresVoorLive: boolean;
  readonly stappen: readonly Outcome[];
  /** What the partner has to look up in its own system. */
  readonly nakijken: readonly string[];
}

/** By the rules of a real hub; an address of this machine may be used to practise, and says so. */
const verifyAddress = async (
  url: string,
  resolve: FindAddresses,
): Promise<{ readonly adres: Outcome; readonly forLive: boolean }> => {
  const announce = (successful: boolean, uitleg: string, forLive = successful) => ({
    adres: { naam: 'adres', titel: 'Het adres', geslaagd: successful, uitleg },
    forLive,
  });
  const really = await checkAddress(url, { loopbackAllowed: false, resolve });
  if (really.length === 0) return announce(true, 'openbaar, https, poort 443');
  const practise = await checkAddress(url, { loopbackAllowed: true, resolve });
  if (practise.length > 0) return announce(false, practise.join('; '));
  return announce(true, 'van deze machine: alleen om te oefenen', false);
};

/** Takes every step, and goes on after one that failed: whoever has three things to repair wants to know all three. */
export const playTrial = async (query: TrialQuery, environment: Environment): Promise<TrialReport> => {
  const { url, rol, geheim, oorsprong, token } = query;
  const { sender, resolve, sleep, now, progress } = environment;
  const { adres, forLive } = await verifyAddress(url, resolve);
  const outcomes: Outcome[] = [];
  const record = (outcome: Outcome): void => {
    outcomes.push(outcome);
    progress?.(outcome);
  };
  const report = (nakijken: readonly string[]): TrialReport => ({
    url,
    rol,
    geslaagd: outcomes.every(({ geslaagd }) => geslaagd),
    adresVoorLive: forLive,
    stappen: outcomes,
    nakijken,
  });

  record(adres);
  if (!adres.geslaagd) return report([]);

  const { uitkomst, tempo } = readConsent(
    await sender.send({
      method: 'OPTIONS',
      url,
      headers: requestHeaders(oorsprong, REQUESTED_TEMPO),
    }),
    oorsprong,
  );
  record(uitkomst);

  let state: Tempo | undefined;
  const send = async ({ bericht, headers }: Shipment): Promise<Response> => {
    if (tempo !== undefined) {
      // One after the other: each waits for its place, however far ahead that is.
      const from = Math.max(now().getTime(), state?.vrijVanaf ?? 0);
      const { place, tempo: after } = reserve(state, tempo, from, true);
      state = after;
      await sleep(Math.max(0, place.op - now().getTime()));
    }
    return sender.send({
      method: 'POST',
      url,
      headers: {
        ...deliveryHeaders(oorsprong),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers(now()),
      },
      body: bericht.body,
    });
  };

  const steps = createSteps({
    rol,
    geheim,
    otherSecret: `whsec_${randomBytes(32).toString('base64')}`,
    newZaak: randomUUID,
    now: now(),
  });
  for (const step of steps) {
    const responses: Response[] = [];
    for (const shipment of step.shipments) responses.push(await send(shipment));
    record(judge(step, responses));
  }
  // After a step that failed there is nothing to look up yet.
  const succeeded = new Set(outcomes.filter(({ geslaagd }) => geslaagd).map(({ naam }) => naam));
  const done = steps.filter(({ naam }) => succeeded.has(naam));
  const refused = done.flatMap(({ verwacht, shipments }) =>
    verwacht === 'weigeren' ? shipments.map(({ bericht }) => bericht.id) : [],
  );
  return report([
    ...done.flatMap(({ nakijken }) => nakijken ?? []),
    ...(refused.length === 0 ? [] : [`Van deze berichten is niets bewaard: ${refused.join(', ')}.`]),
  ]);
};
