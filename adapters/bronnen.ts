import type { Bron } from '../contracts/metrieken.ts';
import type { Tabel } from './tabel.ts';

/** When each source last sent something new: one small item a source, without a place in the index. */

/** A source that sends a lot writes this seldom, per warm instance: no write a message, no contention. */
const SCHRIJF_HOOGSTENS_ELKE_MS = 5 * 60 * 1000;

const item = (bron: Bron, moment: Date) => ({
  pk: `BRON#${bron}`,
  sk: 'BRON',
  gehoordOp: moment.toISOString(),
});

/** For who takes messages in. */
export const maakBronnen = (tabel: Pick<Tabel, 'schrijfAlsNieuwer'>) => {
  const geschreven = new Map<Bron, number>();
  return {
    /** This source sent something new just now. What fails is tried again with its next message. */
    async gehoord(bron: Bron, nu = new Date()): Promise<void> {
      const vorige = geschreven.get(bron);
      if (vorige !== undefined && nu.getTime() - vorige < SCHRIJF_HOOGSTENS_ELKE_MS) return;
      await tabel.schrijfAlsNieuwer(item(bron, nu), 'gehoordOp');
      geschreven.set(bron, nu.getTime());
    },
  };
};

/**
 * How long this source has been silent. One that was never heard counts from the first time that somebody asked, so
 * that it is not overlooked.
 */
export const stilteMs = async (
  tabel: Pick<Tabel, 'lees' | 'voegToe'>,
  bron: Bron,
  nu: Date,
): Promise<number> => {
  const begin = item(bron, nu);
  const gehoordOp = (await tabel.lees(begin))?.['gehoordOp'];
  if (gehoordOp !== undefined) return Math.max(0, nu.getTime() - Date.parse(String(gehoordOp)));
  await tabel.voegToe(begin);
  return 0;
};
