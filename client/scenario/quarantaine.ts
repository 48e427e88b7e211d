import * as z from 'zod';
import type { Answer } from '../http.ts';
import type { HubClient } from '../hub-client.ts';

/** The answer of the API about a message that it accepted. A notification of DUO gets no such answer. */
const Receipt = z.object({ ontvangstId: z.string() });

/** The receipt of a message that was accepted now or before; undefined when the answer names no receipt. */
export const ontvangstIdOf = ({ status, body }: Answer): string | undefined =>
  status < 300 ? Receipt.safeParse(body).data?.ontvangstId : undefined;

interface Look {
  /** Receipts of DUO in quarantine, oldest first. */
  readonly duo: readonly string[];
  readonly all: ReadonlySet<string>;
  /** The number of messages that the hub accepted so far. */
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

/** Sends one message that has to end in quarantine, and gives its receipt there; undefined when it did not end there. */
export type SendToQuarantaine = (
  send: () => Promise<Answer>,
) => Promise<{ readonly answer: Answer; readonly ontvangstId: string | undefined }>;

/**
 * Lets the hub come to rest before and after the message, and looks in the quarantine each time. The interface of DUO gives no
 * receipt. A notification of DUO is then taken to be the receipt that came into quarantine in between, or one that lay there before
 * when the hub had the notification already.
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
