import { type Response, TIMEOUT_MS } from '../../adapters/egress/sender.ts';
import { sign } from '../../adapters/egress/signature.ts';
import type { Attempt } from '../../contracts/postvak.ts';
import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import type { PostvakItem } from '../../domain/delivery/item.ts';
import { traceparentIn } from '../../domain/delivery/text.ts';
import { type Verdict, verdictOver } from '../../domain/delivery/verdict.ts';
import { HubError } from '../../domain/errors.ts';
import { known } from '../../domain/known.ts';
import { deliverySpanId, readTraceparent, traceIdOf, writeTraceparent } from '../../domain/logboek/trace.ts';
import type { LaneDependencies } from './batch-memory.ts';
import { awaitPlace } from './places.ts';
import { deliveryHeaders } from './requests.ts';

type Needed = Pick<
  LaneDependencies,
  'sender' | 'tokens' | 'encryption' | 'origin' | 'now' | 'reserve' | 'sleep'
>;

/** One try, and what it amounts to. */
export interface Handover {
  readonly attempt: Attempt;
  readonly verdict: Verdict;
  /** Its token was refused, and there was no room to call with a new one: it may do so from then on (ms since 1970). */
  readonly backAt?: number;
}

/** The secrets that sign now: the newest, and the one before it while a rotation lasts. */
const validSecrets = (
  { encryption }: Pick<Needed, 'encryption'>,
  { id, geheimen }: Abonnement,
  now: Date,
): readonly string[] =>
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

type Admission = NonNullable<Awaited<ReturnType<typeof fetchAdmission>>>;

const bearer = (admission: Admission): string | undefined =>
  'authorization' in admission ? admission.authorization.slice('Bearer '.length) : undefined;

/** A try that was begun. Its token is fetched before its place is taken: that may take as long as a call. */
export interface AttemptBegin {
  /** So long its token took: that counts with the try, and the wait for its place does not. */
  readonly tookMs: number;
  /** Undefined when no token is to be had: then the receiver is not called. */
  readonly admission: Admission | undefined;
}

/**
 * Begins a try: fetches what it needs before its receiver is called. `isRefused`: the message comes back because its token was
 * refused. Another invocation may have tried it then, and this one may still have that token: it asks for another.
 */
export const begin = async (
  dependencies: Pick<Needed, 'tokens' | 'encryption' | 'now'>,
  abonnement: Abonnement,
  isRefused: boolean,
): Promise<AttemptBegin> => {
  const { tokens, now } = dependencies;
  const since = now().getTime();
  const passedMs = (): number => now().getTime() - since;
  const fetch = () => fetchAdmission(dependencies, abonnement, Math.max(1, TIMEOUT_MS - passedMs()));
  let admission = await fetch();
  const old = admission && bearer(admission);
  if (isRefused && old !== undefined) {
    tokens.forget(abonnement.id, old);
    admission = await fetch();
  }
  return { tookMs: passedMs(), admission };
};

const NO_TOKEN: Response = { kind: 'no response', reden: 'geen-token', duurMs: 0 };

/** What a receiver answered, and when there is room to call it again when there was none for a second call. */
interface Answered {
  readonly response: Response;
  readonly backAt?: number;
}

/**
 * Delivers the stored bytes once; again at once with a new token when the receiver no longer takes the old one and its rate has
 * room for a second call.
 */
export const deliver = async (
  dependencies: Needed,
  abonnement: Abonnement,
  { id, tekst }: PostvakItem,
  { tookMs, admission: first }: AttemptBegin,
): Promise<Handover> => {
  const { sender, tokens, origin, now } = dependencies;
  if (tekst === undefined) throw new HubError('retry', 'van dit bericht is de inhoud al weg');
  const body = Buffer.from(tekst);
  const moment = now();
  const tijdstip = moment.toISOString();
  // The header names this try; the event itself keeps naming where it began (B6).
  const traceparent = writeTraceparent({
    traceId: readTraceparent(traceparentIn(tekst))?.traceId ?? traceIdOf(id),
    spanId: deliverySpanId(id, tijdstip),
  });
  const passedMs = (): number => now().getTime() - moment.getTime() + tookMs;
  const remainingMs = (): number => Math.max(1, TIMEOUT_MS - passedMs());

  const call = async (admission: Admission): Promise<{ response: Response; refused: string | undefined }> => {
    const signedAt = now();
    const response = await sender.send({
      method: 'POST',
      url: abonnement.sink,
      headers: {
        ...deliveryHeaders(origin),
        ...sign(id, body, validSecrets(dependencies, abonnement, signedAt), signedAt),
        ...admission,
        traceparent,
      },
      body,
      mtls: abonnement.mtls ?? false,
      timeoutMs: remainingMs(),
    });
    const isRefused = response.kind === 'response' && response.status === 401;
    const refused = isRefused ? bearer(admission) : undefined;
    if (refused !== undefined) tokens.forget(abonnement.id, refused);
    return { response, refused };
  };

  const answer = async (): Promise<Answered> => {
    if (first === undefined) return { response: NO_TOKEN };
    const { response, refused } = await call(first);
    if (refused === undefined) return { response };
    const fresh = await fetchAdmission(dependencies, abonnement, remainingMs());
    if (fresh === undefined) return { response: NO_TOKEN };
    if (bearer(fresh) === refused) return { response };
    const backAt = await awaitPlace(dependencies, abonnement, true);
    return backAt === undefined ? { response: (await call(fresh)).response } : { response, backAt };
  };

  const { response, backAt } = await answer();
  const duurMs = passedMs();
  const verdict = verdictOver(
    response.kind === 'response'
      ? { status: response.status, retryAfter: response.headers['retry-after'] }
      : { reden: response.reden },
    now(),
  );
  return {
    verdict,
    attempt: {
      tijdstip,
      reden: verdict.kind === 'success' ? 'gelukt' : verdict.reden,
      ...(response.kind === 'response' ? { status: response.status } : {}),
      duurMs,
    },
    ...known({ backAt }),
  };
};
