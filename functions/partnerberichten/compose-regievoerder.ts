import type { SendCommit } from '../../adapters/table/outbound.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { regievoerderType } from '../../contracts/hub-type.ts';
import { type ItemPlace, isStuck, type PostvakItem, placeKey } from '../../domain/delivery/item.ts';
import { traceIdOfCommit } from '../../domain/logboek/trace.ts';
import { berichtIdOf, type Sender } from '../../domain/partners/bericht.ts';
import { isOutgoing, type OutgoingNotice, regievoerderBericht } from '../../domain/regievoerder/bericht.ts';
import { regievoerderKanaal } from '../../domain/regievoerder/kanaal.ts';
import { type Outgoing, whyUnmakeable } from './outgoing.ts';

/**
 * What one commit owes to gemeenten themselves, in order. A notice holds everything that its message says, so the message is made
 * from the commit alone. A message that could not be made is tried again, and a message in the postvak is left as it is.
 */
export const owedToRegievoerder = (
  sender: Sender,
  zaakId: ZaakId,
  commit: SendCommit,
  lying: ReadonlyMap<string, PostvakItem>,
): readonly Outgoing[] => {
  const {
    tijd,
    inhoud: { regievoerder = [] },
    afterSending,
  } = commit;
  const from = { ...sender, traceId: traceIdOfCommit(zaakId, commit) };
  const owed = (notice: OutgoingNotice): Outgoing | undefined => {
    const place = { zaakId, partner: regievoerderKanaal(notice.gemeentecode), volgnummer: notice.volgnummer };
    const item = lying.get(placeKey(place));
    // When a message of a commit that is done is missing, it was lost: the books name it (`bericht-ontbreekt`).
    if (item === undefined) return afterSending && made(from, place, notice, tijd);
    if (!isStuck(item)) return afterSending && { kind: 'lying', ...place, item };
    const again = made(from, place, notice, tijd);
    // A notice never changes, so a text that its queue refused stays refused.
    return again.kind === 'made' && item.tekst === undefined ? { ...again, stuck: item } : undefined;
  };
  return regievoerder.filter(isOutgoing).flatMap((notice) => owed(notice) ?? []);
};

/** The message of a notice, or why it cannot be made. That holds up nothing else of the zaak. */
const made = (sender: Sender, place: ItemPlace, notice: OutgoingNotice, time: string): Outgoing => {
  try {
    return { kind: 'made', ...place, message: regievoerderBericht(sender, place.zaakId, notice, time) };
  } catch (error) {
    return {
      kind: 'unmade',
      ...place,
      id: berichtIdOf(place.zaakId, place.partner, place.volgnummer),
      type: regievoerderType(notice.gebeurtenis),
      plek: 'geparkeerd',
      ...whyUnmakeable(error),
    };
  }
};
