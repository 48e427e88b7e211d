import type { SendEntry } from '../../adapters/table/outbound.ts';
import type { Item } from '../../adapters/table/table.ts';
import type { OntvangstId, ZaakId } from '../../contracts/base-types.ts';
import { type ItemPlace, isStuck, type PostvakItem, placeKey } from '../../domain/delivery/item.ts';
import { REASONS, schemaReason } from '../../domain/delivery/reasons.ts';
import { unfitPaths } from '../../domain/delivery/text.ts';
import { isEnd } from '../../domain/delivery/withdrawn.ts';
import { known } from '../../domain/known.ts';
import { traceIdOfCommit } from '../../domain/logboek/trace.ts';
import { berichtIdOf, partnerbericht, type Sender } from '../../domain/partners/bericht.ts';
import { type InburgeraarNotice, type Notice, typeOfNotice } from '../../domain/partners/notices.ts';
import type { KanaalId } from '../../domain/partners/projection.ts';
import { owedToRegievoerder } from './compose-regievoerder.ts';
import { inRounds, type Outgoing, type Unmakeable, whyUnmakeable } from './outgoing.ts';
import { createStates, type State } from './states.ts';
import { asStillTold, type LastNotices, lastNoticesIn, messageStillTold } from './still-told.ts';

/** What the timeline of a zaak still owes to its partners, worked out from the timeline and the postvak alone. */

/**
 * What one commit owes, with one message per receiver at most, so that a commit that owes the gemeente more takes more
 * steps. The steps of a zaak are taken one after another, so that each receiver gets its messages in order.
 */
export interface Step {
  readonly zaakId: ZaakId;
  readonly versie: number;
  /** The messages that led to this commit. */
  readonly ontvangstIds: readonly OntvangstId[];
  /** What the commit is once everything of it is on its way; absent when it was already, or when more steps of it follow. */
  readonly afterSending?: Item;
  readonly outgoing: readonly Outgoing[];
}

/**
 * The steps that are left of a zaak, oldest first. A message is composed from the state right after its commit. One that
 * cannot be made from that state is made from the first later one from which it can, and everything after it for the same
 * partner waits for it: volgnummer 1, 2, 3 goes in that order. Other partners are not concerned.
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

type SentCommit = SendEntry['commits'][number];

/** A notice of a commit, what lies of it in the postvak, and how its partner stands before it. */
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

const settleNotice = (
  sender: Sender,
  zaakId: ZaakId,
  { notice, commit, item, line, later, lasts, state }: NoticeOfCommit,
): Settled => {
  const { versie, tijd, afterSending } = commit;
  const traceId = traceIdOfCommit(zaakId, commit);
  // A notice without item whose commit is done was lost: the books name it (`bericht-ontbreekt`).
  if (item === undefined ? afterSending === undefined : !isStuck(item)) {
    // A message that went out as an end already is still followed by the end notice itself.
    const told = { ...line, isTold: !isEnding(notice) };
    if (item === undefined || afterSending === undefined) return { ...told, settled: [] };
    const over = isEnd(item) ? undefined : endAfter(later(), notice);
    const end =
      over && make(sender, zaakId, { notice: asEnd(notice, over), tijd, versie, traceId, lasts }, state());
    const lying = { kind: 'lying' as const, ...placed(zaakId, notice), item };
    const instead =
      end === undefined ? messageStillTold(item, notice, lasts) : 'message' in end && end.message;
    return { ...told, settled: [instead ? { ...lying, instead } : lying] };
  }
  const waiting = [...line.waiting, { notice, tijd, versie, traceId, lasts, ...known({ stuck: item }) }];
  const isFirst = line.isTold || line.waiting.length === 0;
  const end = item === undefined && isFirst ? endAfter(later(), notice) : undefined;
  if (end === undefined) return settle(sender, zaakId, { ...line, waiting }, state());
  // It is over already before this was made: it says so, and the end itself is still to come.
  return { ...settleWithdrawal(sender, zaakId, { ...line, waiting }, state(), end), isTold: true };
};

/** The steps of a commit, of which the last says that nothing of it is still to be sent; none when nothing is left of it. */
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

/** A message without deliverable content, with the commit that decided on it. */
interface Waiting {
  readonly notice: Notice;
  readonly tijd: string;
  readonly versie: number;
  readonly traceId: string;
  readonly lasts: LastNotices;
  readonly stuck?: PostvakItem;
}

/** How one partner stands: whether the last that it was told is that it has this zaak, and what it waits for. */
interface Line {
  readonly isTold: boolean;
  readonly waiting: readonly Waiting[];
}

const UNTOLD: Line = { isTold: false, waiting: [] };

interface Settled extends Line {
  readonly settled: readonly Outgoing[];
}

const placed = (zaakId: ZaakId, { partner, volgnummer }: Notice): ItemPlace => ({
  zaakId,
  partner,
  volgnummer,
});

/** What becomes of everything that a partner waits for, now that the zaak is in this state. */
const settle = (sender: Sender, zaakId: ZaakId, line: Line, state: State): Settled => {
  const newest = line.waiting.at(-1)?.notice;
  if (newest?.soort !== 'vervallen') return settleNews(sender, zaakId, line, state);
  if (line.isTold) return settleWithdrawal(sender, zaakId, line, state, newest);
  // A partner that was never told need not hear of a withdrawal. When the zaak comes back, these messages go first, so
  // that no volgnummer is skipped.
  return {
    ...line,
    settled: line.waiting.flatMap((one) => unmade(zaakId, one, 'vervallen', { reden: REASONS.neverTold })),
  };
};

/** The notice in one of these commits by which the partner of this one hears that it is over. */
const endAfter = (later: SendEntry['commits'], notice: Notice): Ending | undefined =>
  isEnding(notice)
    ? undefined
    : later
        .flatMap(({ inhoud }) => inhoud.meldingen)
        .filter(isEnding)
        .find(({ partner }) => partner === notice.partner);

/** A notice that its partner has the person no more. */
type Ending = InburgeraarNotice;

const isEnding = (notice: Notice): notice is Ending => isEnd({ type: typeOfNotice(notice) });

/** The notice by which a partner hears that it is over under the volgnummer of an earlier one. */
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
