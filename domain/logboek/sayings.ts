import type { PostvakItem } from '../delivery/item.ts';
import type { Said } from '../delivery/reply.ts';
import { known } from '../known.ts';
import { type KanaalId, kanaalParts } from '../partners/address.ts';
import type { Processing } from './record.ts';
import { saidSpanId } from './trace.ts';

/** The key of the organisation behind a kanaal, as in its tokens: `taalschool-0907`. */
export const receiverKey = (kanaal: KanaalId): string => {
  const { gemeentecode, partner } = kanaalParts(kanaal);
  return `${partner}-${gemeentecode}`;
};

const REPLIED = 'antwoord van een partner vastleggen';
const SETTLED = 'afhandelen wat een partner niet kan';

/** Whether the name of a processing says that it is a reply to a message, or that a gemeente settled such a reply. */
export const isSaying = (name: string): boolean => name === REPLIED || name === SETTLED;

/** What the partner, and its gemeente, said of the message: a processing for each time, with who said it. */
export const sayings = (
  told: Processing,
  { id: berichtId, partner, said }: Pick<PostvakItem, 'id' | 'partner'> & { readonly said: readonly Said[] },
): readonly Processing[] =>
  said.map(({ wat, tijdstip, medewerker, ...more }): Processing => {
    const isSettled = wat === 'afgehandeld';
    const { parentSpanId: _, ...rest } = told;
    return {
      ...rest,
      activity: 'ontvangen',
      spanId: saidSpanId(berichtId, tijdstip),
      parentSpanId: told.spanId,
      begin: Date.parse(tijdstip),
      end: Date.parse(tijdstip),
      status: 'Ok',
      name: isSettled ? SETTLED : REPLIED,
      party: {
        role: 'bron',
        key: isSettled ? `gemeente-${told.gemeentecode}` : receiverKey(partner),
        ...known({ medewerker }),
      },
      fields: isSettled ? ['afgehandeldOp'] : ['antwoord', ...Object.keys(more)],
    };
  });
