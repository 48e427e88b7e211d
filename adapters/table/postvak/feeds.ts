import { type KanaalId, kanaalParts } from '../../../domain/partners/address.ts';
import type { Table } from '../table.ts';

/**
 * When messages of a partner last came to lie ready again that lay there before: its doors changed, or it asked for them
 * again. A reader with a cursor of before that must look at all of it (domain/delivery/feed.ts).
 */
const key = (adres: KanaalId) => {
  const { gemeentecode, partner } = kanaalParts(adres);
  return { pk: `FEED#${gemeentecode}`, sk: partner };
};

/** Since when the list of a partner is as it is. */
export const createFeeds = (table: Pick<Table, 'read' | 'writeIfNewer'>) => ({
  /** Strongly consistent. */
  async herzienOp(partner: KanaalId): Promise<string | undefined> {
    const moment = (await table.read(key(partner)))?.['herzienOp'];
    return moment === undefined ? undefined : String(moment);
  },

  async revise(partner: KanaalId, now: Date): Promise<void> {
    await table.writeIfNewer({ ...key(partner), herzienOp: now.toISOString() }, 'herzienOp');
  },
});

export type Feeds = ReturnType<typeof createFeeds>;
