import { REPLY_REASONS, type Reply, type ReplyReason } from '../../../contracts/replies.ts';
import { momentInWords } from './dates.ts';

/** What partners say of their messages, in words. */

const REASONS: Readonly<Record<ReplyReason, string>> = {
  'geen-plek': 'wij hebben nu geen plek',
  'gegevens-kloppen-niet': 'de gegevens kloppen niet',
  'niet-bereikbaar': 'wij krijgen geen contact',
  'niet-voor-ons': 'dit hoort niet bij ons',
  anders: 'iets anders',
};

/** The reasons to choose from, as the partner says them. */
export const REASON_CHOICES: readonly (readonly [value: ReplyReason, text: string])[] = REPLY_REASONS.map(
  (reason) => [reason, REASONS[reason]],
);

/** Why a partner cannot do something, as the gemeente reads it: in its words, between quotes. */
export const reasonInWords = (reason: ReplyReason): string => `“${REASONS[reason]}”`;

/** What was said last of a message; what holds of it first. */
export const replyInWords = ({ antwoord, reden, sinds, afgehandeldOp }: Reply): string =>
  [
    antwoord === 'opgepakt' ? 'opgepakt' : 'lukt niet',
    ...(reden === undefined ? [] : [`: ${reasonInWords(reden)}`]),
    `, gezegd op ${momentInWords(sinds)}`,
    ...(afgehandeldOp === undefined ? [] : [`, afgehandeld op ${momentInWords(afgehandeldOp)}`]),
  ].join('');

const SAID: Readonly<Record<string, (who: string) => string>> = {
  'partner-pakt-op': (who) => `${who} pakt dit op`,
  'partner-lukt-niet': (who) => `${who} kan dit niet doen`,
  'lukt-niet-afgehandeld': (who) => `Afgehandeld: wat ${who} niet kan doen`,
};

/** What a line of a timeline says of a partner; its name, when it says something else. */
export const saidInWords = (name: string, who: string): string => SAID[name]?.(who) ?? who;
