import { type Response, TIMEOUT_MS } from '../../adapters/egress/sender.ts';
import { sign } from '../../adapters/egress/signature.ts';
import type { Attempt } from '../../contracts/postvak.ts';
import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import type { PostvakItem } from '../../domain/delivery/item.ts';
import { traceparentIn } from '../../domain/delivery/text.ts';
import { type Verdict, verdictOver } from '../../domain/delivery/verdict.ts';
import { HubError } from '../../domain/errors.ts';
import { deliverySpanId, readTraceparent, traceIdOf, writeTraceparent } from '../../domain/logboek/trace.ts';
import type { WebhookDependencies } from './dependencies.ts';
import { deliveryHeaders } from './requests.ts';

type Needed = Pick<WebhookDependencies, 'sender' | 'tokens' | 'encryption' | 'origin' | 'now'>;

/** One try, and what it amounts to. */
export interface Handover {
  readonly poging: Attempt;
  readonly verdict: Verdict;
}

/** The secrets that sign now: the newest, and the one before it while a rotation lasts. */
const validSecrets = ({ encryption }: Needed, { id, geheimen }: Abonnement, now: Date): readonly string[] =>
  geheimen
    .filter(({ tot }) => tot === undefined || Date.parse(tot) > now.getTime())
    .map(({ versleuteld }) => encryption.decrypt(versleuteld, id));

/** An access token when the receiver wants one; undefined when it cannot be had. */
export const fetchAdmission = async (
  { tokens, encryption }: Pick<Needed, 'tokens' | 'encryption'>,
  { id, oauth2 }: Pick<Abonnement, 'id' | 'oauth2'>,
  timeoutMs: number,
): Promise<Readonly<Record<'authorization', string>> | Record<never, string> | undefined> => {
  if (oauth2 === undefined) return {};
  const { clientGeheim, ...rest } = oauth2;
  const request = { ...rest, clientGeheim: encryption.decrypt(clientGeheim, id) };
  const token = await tokens.token(id, request, timeoutMs);
  return token === undefined ? undefined : { authorization: `Bearer ${token}` };
};

const bearer = (admission: Readonly<Record<string, string>>): string | undefined =>
  admission['authorization']?.slice('Bearer '.length);

/** Delivers the stored bytes once; again at once with a new token when the receiver no longer takes the old one. */
export const deliver = async (
  dependencies: Needed,
  abonnement: Abonnement,
  { id, tekst }: PostvakItem,
): Promise<Handover> => {
  const { sender, tokens, origin, now } = dependencies;
  if (tekst === undefined) throw new HubError('opnieuw', 'van dit bericht is de inhoud al weg');
  const body = Buffer.from(tekst);
  const begin = now();
  // The header names this try; the event itself keeps naming where it began (B6).
  const traceparent = writeTraceparent({
    traceId: readTraceparent(traceparentIn(tekst))?.traceId ?? traceIdOf(id),
    spanId: deliverySpanId(id, begin.toISOString()),
  });
  const remainingMs = (): number => Math.max(1, TIMEOUT_MS - (now().getTime() - begin.getTime()));

  /** `earlier` is the answer to the token that was refused a moment ago. */
  const tryOne = async (earlier?: {
    readonly token: string;
    readonly response: Response;
  }): Promise<Response> => {
    const admission = await fetchAdmission(dependencies, abonnement, remainingMs());
    if (admission === undefined) return { soort: 'geen antwoord', reden: 'geen-token', duurMs: 0 };
    if (earlier !== undefined && bearer(admission) === earlier.token) return earlier.response;
    const moment = now();
    const response = await sender.send({
      methode: 'POST',
      url: abonnement.sink,
      headers: {
        ...deliveryHeaders(origin),
        ...sign(id, body, validSecrets(dependencies, abonnement, moment), moment),
        ...admission,
        traceparent,
      },
      body,
      mtls: abonnement.mtls ?? false,
      timeoutMs: remainingMs(),
    });
    const token = bearer(admission);
    const refused = response.soort === 'antwoord' && response.status === 401 && token !== undefined;
    if (!refused) return response;
    tokens.forget(abonnement.id, token);
    return earlier === undefined ? tryOne({ token, response }) : response;
  };

  const response = await tryOne();
  const done = now();
  const verdict = verdictOver(
    response.soort === 'antwoord'
      ? { status: response.status, retryAfter: response.headers['retry-after'] }
      : { reden: response.reden },
    done,
  );
  return {
    verdict,
    poging: {
      tijdstip: begin.toISOString(),
      reden: verdict.soort === 'gelukt' ? 'gelukt' : verdict.reden,
      ...(response.soort === 'antwoord' ? { status: response.status } : {}),
      duurMs: done.getTime() - begin.getTime(),
    },
  };
};
