import type { SendEntry } from '../../adapters/table/outbound.ts';
import type { ZaakId } from '../../contracts/base-types.ts';
import { type ItemPlace, isStuck, type PostvakItem } from '../../domain/delivery/item.ts';
import { REASONS, schemaReason } from '../../domain/delivery/reasons.ts';
import { unfitPaths } from '../../domain/delivery/text.ts';
import { isEnd } from '../../domain/delivery/withdrawn.ts';
import { known } from '../../domain/known.ts';
import { traceIdOfCommit } from '../../domain/logboek/trace.ts';
import { berichtIdOf, partnerbericht, type Sender } from '../../domain/partners/bericht.ts';
import { type InburgeraarNotice, type Notice, typeOfNotice } from '../../domain/partners/notices.ts';
import { type Outgoing, type Unmakeable, whyUnmakeable } from './outgoing.ts';
import type { State } from './states.ts';
import { asStillTold, type LastNotices, messageStillTold } from './still-told.ts';

/**
 * What becomes of one notice of a commit: it is made from this state, was made before, waits for a later state, or is not needed
 * any more.
 */

export type SentCommit = SendEntry['commits'][number];

/** A notice of a commit, its message in the postvak, and how its partner stands before it. */
interface NoticeOfCommit {
  readonly notice: Notice;
  readonly commit: SentCommit;
  readonly item: PostvakItem | undefined;
  readonly line: Line;
  /** The commits after this one. */
  readonly later: () => readonly SentCommit[];
  readonly lasts: LastNotices;
  readonly state: () => State;
}

/**
 * What becomes of a notice. When the commit is done and there is no message, the message was lost: the books name it
 * (`bericht-ontbreekt`).
 */
export const settleNotice = (sender: Sender, zaakId: ZaakId, one: NoticeOfCommit): Settled => {
  const isMade = one.item === undefined ? one.commit.afterSending === undefined : !isStuck(one.item);
  return (isMade ? settleMade : settleUnmade)(sender, zaakId, one);
};

/** What becomes of a message that was made before, and may still be in the postvak. */
const settleMade = (sender: Sender, zaakId: ZaakId, one: NoticeOfCommit): Settled => {
  const { notice, commit, item, line } = one;
  // A message that went out as an end already is still followed by the end notice itself.
  const told = { ...line, isTold: !isEnding(notice) };
  if (item === undefined || commit.afterSending === undefined) return { ...told, settled: [] };
  const instead = insteadOf(sender, zaakId, item, one);
  return { ...told, settled: [{ kind: 'lying', ...placed(zaakId, notice), item, ...known({ instead }) }] };
};

/** The message that replaces one in the postvak: that it is over, or what its partner still has to be told. */
const insteadOf = (
  sender: Sender,
  zaakId: ZaakId,
  item: PostvakItem,
  { notice, commit, later, lasts, state }: NoticeOfCommit,
) => {
  const over = isEnd(item) ? undefined : endAfter(later(), notice);
  if (over === undefined) return messageStillTold(item, notice, lasts);
  const end = make(
    sender,
    zaakId,
    { ...fromCommit(zaakId, commit, lasts), notice: asEnd(notice, over) },
    state(),
  );
  return 'message' in end ? end.message : undefined;
};

/** What becomes of a message that is still to be made, or whose content could not be made before. */
const settleUnmade = (
  sender: Sender,
  zaakId: ZaakId,
  { notice, commit, item, line, later, lasts, state }: NoticeOfCommit,
): Settled => {
  const waiting = [
    ...line.waiting,
    { notice, ...fromCommit(zaakId, commit, lasts), ...known({ stuck: item }) },
  ];
  const isFirst = line.isTold || line.waiting.length === 0;
  const end = item === undefined && isFirst ? endAfter(later(), notice) : undefined;
  if (end === undefined) return settle(sender, zaakId, { ...line, waiting }, state());
  // The zaak was over before this message was made: the message says so, and the end notice itself is still to come.
  return { ...settleWithdrawal(sender, zaakId, { ...line, waiting }, state(), end), isTold: true };
};

/** A message without content that can be delivered, with the commit that decided on it. */
interface Waiting {
  readonly notice: Notice;
  readonly tijd: string;
  readonly versie: number;
  readonly traceId: string;
  readonly lasts: LastNotices;
  readonly stuck?: PostvakItem;
}

/** The fields of a message that come from the commit that decided on it. */
const fromCommit = (
  zaakId: ZaakId,
  commit: SentCommit,
  lasts: LastNotices,
): Omit<Waiting, 'notice' | 'stuck'> => ({
  tijd: commit.tijd,
  versie: commit.versie,
  traceId: traceIdOfCommit(zaakId, commit),
  lasts,
});

/** How one partner stands: whether it was told last that it has this zaak, and which messages wait. */
export interface Line {
  readonly isTold: boolean;
  readonly waiting: readonly Waiting[];
}

export const UNTOLD: Line = { isTold: false, waiting: [] };

interface Settled extends Line {
  readonly settled: readonly Outgoing[];
}

const placed = (zaakId: ZaakId, { partner, volgnummer }: Notice): ItemPlace => ({
  zaakId,
  partner,
  volgnummer,
});

/** What becomes of the messages that wait for a partner, now that the zaak is in this state. */
const settle = (sender: Sender, zaakId: ZaakId, line: Line, state: State): Settled => {
  const newest = line.waiting.at(-1)?.notice;
  if (newest?.soort !== 'vervallen') return settleNews(sender, zaakId, line, state);
  if (line.isTold) return settleWithdrawal(sender, zaakId, line, state, newest);
  // A partner that was never told need not hear of a withdrawal. When the zaak comes back, these messages go first, so that no
  // volgnummer is skipped.
  return {
    ...line,
    settled: line.waiting.flatMap((one) => unmade(zaakId, one, 'vervallen', { reden: REASONS.neverTold })),
  };
};

/** The notice, in one of these commits, by which the partner of this notice hears that it is over. */
const endAfter = (later: SendEntry['commits'], notice: Notice): Ending | undefined =>
  isEnding(notice)
    ? undefined
    : later
        .flatMap(({ inhoud }) => inhoud.meldingen)
        .filter(isEnding)
        .find(({ partner }) => partner === notice.partner);

/** A notice that the partner does not have the person any more. */
type Ending = InburgeraarNotice;

const isEnding = (notice: Notice): notice is Ending => isEnd({ type: typeOfNotice(notice) });

/** The notice by which a partner hears that it is over, under the volgnummer of an earlier one. */
const asEnd = ({ partner, rol, volgnummer, velden }: Notice, { soort, reden }: Ending): Ending => ({
  partner,
  rol,
  volgnummer,
  velden,
  soort,
  ...known({ reden }),
});

/** Makes the messages that wait, in order, as far as they can be made from this state. */
const settleNews = (sender: Sender, zaakId: ZaakId, { isTold, waiting }: Line, state: State): Settled => {
  const settled: Outgoing[] = [];
  let told = isTold;
  for (const [index, one] of waiting.entries()) {
    const attempt = make(sender, zaakId, one, state);
    if (!('kind' in attempt)) {
      const [, ...behind] = waiting.slice(index);
      settled.push(
        ...unmade(zaakId, one, 'geparkeerd', attempt),
        ...behind.flatMap((later) => unmade(zaakId, later, 'geparkeerd', { reden: REASONS.behind })),
      );
      return { isTold: told, waiting: waiting.slice(index), settled };
    }
    settled.push(attempt);
    told = !isEnding(one.notice);
  }
  return { isTold: told, waiting: [], settled };
};

/**
 * The zaak ended while its partner, who knows of it, still waited for something. There is nothing left to tell but that,
 * so every message that it waits for says so.
 */
const settleWithdrawal = (
  sender: Sender,
  zaakId: ZaakId,
  { waiting }: Line,
  state: State,
  end: Ending,
): Settled =>
  settleNews(
    sender,
    zaakId,
    {
      isTold: true,
      waiting: waiting.map((one) => ({ ...one, notice: asEnd(one.notice, end) })),
    },
    state,
  );

/** What has to be written of a message that cannot be made; nothing when it lies there so already. */
const unmade = (
  zaakId: ZaakId,
  { notice, stuck }: Waiting,
  place: 'geparkeerd' | 'vervallen',
  why: Unmakeable,
): readonly Outgoing[] => {
  if (stuck !== undefined && (stuck.plek === place || stuck.plek === 'vervallen')) return [];
  return [
    {
      kind: 'unmade',
      ...placed(zaakId, notice),
      id: berichtIdOf(zaakId, notice.partner, notice.volgnummer),
      type: typeOfNotice(notice),
      plek: place,
      ...why,
      ...known({ stuck }),
    },
  ];
};

/** The message from this state, or why it cannot be made from it. */
const make = (
  sender: Sender,
  zaakId: ZaakId,
  { notice, tijd, versie, traceId, lasts, stuck }: Waiting,
  state: State,
): Outgoing | Unmakeable => {
  // A message that its queue refused is made again only from a later state, and only when its text differs.
  const isRefused = stuck?.tekst !== undefined;
  if (isRefused && state.versie <= (stuck.uitVersie ?? versie)) return { reden: REASONS.refused };
  if (state.fault !== undefined && (notice.soort === 'gemeld' || notice.soort === 'gewijzigd')) {
    return { reden: REASONS.unmakeable, fault: state.fault };
  }
  try {
    const projection = state.projections.get(notice.partner);
    const own = projection === undefined ? [] : ([[notice.partner, projection()]] as const);
    const whole = partnerbericht({ ...sender, traceId }, zaakId, new Map(own), notice, tijd);
    const message = asStillTold(whole, notice, lasts);
    const unfit = unfitPaths(message.data);
    if (unfit.length > 0) return { reden: schemaReason(unfit) };
    if (isRefused && JSON.stringify(message) === stuck.tekst) return { reden: REASONS.refused };
    return {
      kind: 'made',
      ...placed(zaakId, notice),
      message,
      ...(state.versie === versie ? {} : { uitVersie: state.versie }),
      ...known({ stuck }),
    };
  } catch (error) {
    return whyUnmakeable(error);
  }
};
