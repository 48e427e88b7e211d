import type { InkomendBericht } from '../../contracts/intern.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { veiligeFout } from './logboek.ts';

type Nodig = Pick<Afhankelijkheden, 'bus' | 'logboek' | 'ontvangsten'>;

/**
 * Puts a message that is stored on the bus. When that fails the sender's answer stays the same: the receipt is
 * durable and keeps its status, and the watch (`functions/bewaking`) offers it again.
 */
export const biedAan = async ({ bus, logboek }: Nodig, bericht: InkomendBericht): Promise<void> => {
  try {
    await bus.biedAan([bericht]);
  } catch (fout) {
    logboek.error('bericht is bewaard, maar bereikte de bus nog niet', {
      ontvangstId: bericht.ontvangstId,
      type: bericht.type,
      ...veiligeFout(fout),
    });
  }
};

/** Stores a message once and offers it; false when its id was used before for another message. */
export const neemAan = async (nodig: Nodig, bericht: InkomendBericht): Promise<boolean> => {
  const aanname = await nodig.ontvangsten.neemAan(bericht);
  if (aanname === 'ander bericht') return false;
  const { ontvangstId, type, organisatie } = bericht;
  nodig.logboek.info('bericht aangenomen', { ontvangstId, type, organisatie, aanname });
  if (aanname === 'nieuw' || (await staatNogOpen(nodig, bericht))) await biedAan(nodig, bericht);
  return true;
};

/** A repeated message that nobody took yet may never have reached the bus. */
const staatNogOpen = async ({ ontvangsten }: Nodig, { ontvangstId }: InkomendBericht): Promise<boolean> =>
  (await ontvangsten.lees(ontvangstId))?.status === 'ontvangen';
