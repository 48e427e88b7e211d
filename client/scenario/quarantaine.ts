import * as z from 'zod';
import type { Answer } from '../http.ts';
import type { HubClient } from '../hub-client.ts';

/** What the API answers about a message that it took. DUO's notification gets no such answer. */
const Receipt = z.object({ ontvangstId: z.string() });

/** The receipt of a message that was taken now or before; undefined when the answer names none. */
export const ontvangstIdOf = ({ status, body }: Answer): string | undefined =>
  status < 300 ? Receipt.safeParse(body).data?.ontvangstId : undefined;

interface Look {
  /** Receipts of DUO in quarantine, oldest first. */
  readonly duo: readonly string[];
  readonly all: ReadonlySet<string>;
  /** Messages that the hub took so far. */
  readonly accepted: number;
}

const look = async (hub: HubClient): Promise<Look> => {
  const found = await hub.ontvangsten('quarantaine');
  const { ontvangsten } = await hub.balans();
  return {
    duo: found.filter(({ organisatie }) => organisatie === 'duo').map(({ ontvangstId }) => ontvangstId),
    all: new Set(found.map(({ ontvangstId }) => ontvangstId)),
    accepted: Object.values(ontvangsten).reduce((total, count) => total + count, 0),
  };
};

/** Sends one message that has to end in quarantine, and tells which receipt did: undefined when none did. */
export type SendToQuarantaine = (
  send: () => Promise<Answer>,
) => Promise<{ readonly answer: Answer; readonly ontvangstId: string | undefined }>;

/**
 * Lets the hub come to rest before and after the message, and looks in the quarantine. Where the hub gives no receipt
 * (DUO's interface has none), the message is the one that came there meanwhile; of a notification that the hub had
 * already, one that lay there before.
 */
export const quarantaineSender = (hub: HubClient, settle: () => Promise<unknown>): SendToQuarantaine => {
  const claimed = new Set<string>();
  return async (send) => {
    await settle();
    const before = await look(hub);
    const answer = await send();
    await settle();
    const after = await look(hub);
    const ontvangstId = choose(answer, before, after, claimed);
    if (ontvangstId !== undefined) claimed.add(ontvangstId);
    return { answer, ontvangstId };
  };
};

const choose = (
  answer: Answer,
  before: Look,
  after: Look,
  claimed: ReadonlySet<string>,
): string | undefined => {
  if (answer.status >= 300) return undefined;
  const receipt = ontvangstIdOf(answer);
  if (receipt !== undefined) return after.all.has(receipt) ? receipt : undefined;
  const candidates =
    after.accepted > before.accepted ? after.duo.filter((id) => !before.all.has(id)) : after.duo;
  return candidates.find((id) => !claimed.has(id));
};
