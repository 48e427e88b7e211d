import type { Reply } from '../../../contracts/replies.ts';
import { html } from '../html.ts';
import { PATHS, repliesPath } from '../paths.ts';
import type { Card } from '../words/cards.ts';
import { replyInWords } from '../words/replies.ts';
import { messageCard } from './inbox.ts';
import { heading, link, type Page, paragraph, type Reader } from './layout.ts';

/** What a partner said of its messages: it can say something else of each for as long as its content is kept. */

export interface Replies {
  /** What was said last first. */
  readonly cards: readonly Card[];
  /** What was said of messages of which the content is kept no more. */
  readonly gone: readonly Reply[];
  readonly mayReport: boolean;
  readonly na?: string | undefined;
  readonly isFurther: boolean;
}

const NOTHING = 'U heeft nog niets gezegd over een bericht. Dat doet u met Opgepakt of Lukt niet.';

/** The messages of which a partner said something, as cards. */
export const repliesPage = ({ cards, gone, mayReport, na, isFurther }: Replies, reader: Reader): Page => ({
  title: 'Wat u heeft gezegd',
  path: PATHS.inbox,
  reader,
  content: html`${heading('Wat u heeft gezegd')}
${paragraph(link(PATHS.inbox, 'Terug naar uw berichten'))}
${paragraph(
  cards.length + gone.length === 0 && na === undefined && !isFurther
    ? NOTHING
    : 'Wat u het laatst heeft gezegd, staat bovenaan. Wordt het anders? Dan kunt u hier opnieuw kiezen. Gaat een bericht niet meer door, dan staat het hier niet meer.',
)}
${cards.map((card) => messageCard(card, { mayReport, isReady: false }, reader))}
${gone.map((reply) => paragraph(`Over een bericht dat niet meer wordt bewaard, zei u: ${replyInWords(reply)}.`))}
${isFurther ? paragraph(link(PATHS.replies, 'Naar de eerste bladzijde')) : undefined}
${na === undefined ? undefined : paragraph(link(repliesPath({ na }), 'Volgende bladzijde'))}`,
});
