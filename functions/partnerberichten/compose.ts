import type { SendEntry } from '../../adapters/table/outbound.ts';
import type { Item } from '../../adapters/table/table.ts';
import type { OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import { placeKey } from '../../domain/delivery/item.ts';
import type { Sender } from '../../domain/partners/bericht.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import { owedToRegievoerder } from './compose-regievoerder.ts';
import { inRounds, type Outgoing } from './outgoing.ts';
import { type Line, type SentCommit, settleNotice, UNTOLD } from './settle-notice.ts';
import { createStates } from './states.ts';
import { lastNoticesIn } from './still-told.ts';

/** What a zaak still owes its partners, worked out from its timeline and its postvak alone. */

/**
 * A step sends what one commit owes, with at most one message per receiver, so that a commit that owes the gemeente more takes more
 * steps. The steps of a zaak are taken one after another, so that each receiver gets its messages in order.
 */
export interface Step {
  readonly zaakId: ZaakId;
  readonly versie: number;
  /** The receipts of the messages that led to this commit. */
  readonly ontvangstIds: readonly OntvangstId[];
  /**
   * The item of the commit once everything of it is on its way; absent when it is that already, or when more steps of it follow.
   */
  readonly afterSending?: Item;
  readonly outgoing: readonly Outgoing[];
}

/**
 * The steps of a zaak that are left, oldest first. A message is composed from the state right after its commit. When it cannot be
 * made from that state, it is made from the first later state from which it can, and everything after it for the same partner waits
 * for it: volgnummer 1, 2, 3 goes in that order. Other partners are not concerned.
 */
export function composeSteps(sender: Sender, zaakId: ZaakId, { commits, post }: SendEntry): readonly Step[] {
  const lying = new Map(post.map((item) => [placeKey(item), item]));
  const lines = new Map<KanaalId, Line>();
  const stateAt = createStates(zaakId, commits);
  const lasts = lastNoticesIn(commits);
  return commits.flatMap((commit, index) => {
    const toPartners = commit.inhoud.meldingen.flatMap((notice) => {
      const { settled, ...line } = settleNotice(sender, zaakId, {
        notice,
        commit,
        item: lying.get(placeKey(notice)),
        line: lines.get(notice.partner) ?? UNTOLD,
        later: () => commits.slice(index + 1),
        lasts,
        state: () => stateAt(index),
      });
      lines.set(notice.partner, line);
      return settled;
    });
    const owed = [...toPartners, ...owedToRegievoerder(sender, zaakId, commit, lying)];
    return stepsOfCommit(zaakId, commit, inRounds(owed));
  });
}

/**
 * The steps of a commit. The last one says that nothing of the commit is still to be sent. There are none when nothing is left of
 * it.
 */
const stepsOfCommit = (
  zaakId: ZaakId,
  { versie, inhoud, afterSending }: SentCommit,
  rounds: readonly (readonly Outgoing[])[],
): readonly Step[] => {
  if (afterSending === undefined && rounds.every((outgoing) => outgoing.length === 0)) return [];
  const ontvangstIds = [...new Set(inhoud.feiten.map(({ ontvangstId }) => ontvangstId))];
  return rounds.map((outgoing, place) => {
    const isLast = place === rounds.length - 1;
    return { zaakId, versie, ontvangstIds, ...(isLast && afterSending && { afterSending }), outgoing };
  });
};
