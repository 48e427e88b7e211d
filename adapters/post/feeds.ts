import { adresDelen, type PartnerAdres } from '../../domain/partners/address.ts';
import type { Tabel } from '../tabel.ts';

/**
 * When messages of a partner last came to lie ready again that lay there before: its doors changed, or it asked for them
 * again. A reader with a cursor of before that must look at all of it (domain/delivery/feed.ts).
 */
const sleutel = (adres: PartnerAdres) => {
  const { gemeentecode, partner } = adresDelen(adres);
  return { pk: `FEED#${gemeentecode}`, sk: partner };
};

export const maakFeeds = (tabel: Pick<Tabel, 'lees' | 'schrijfAlsNieuwer'>) => ({
  /** Strongly consistent. */
  async herzienOp(partner: PartnerAdres): Promise<string | undefined> {
    const moment = (await tabel.lees(sleutel(partner)))?.['herzienOp'];
    return moment === undefined ? undefined : String(moment);
  },

  async herzie(partner: PartnerAdres, nu: Date): Promise<void> {
    await tabel.schrijfAlsNieuwer({ ...sleutel(partner), herzienOp: nu.toISOString() }, 'herzienOp');
  },
});

export type Feeds = ReturnType<typeof maakFeeds>;
