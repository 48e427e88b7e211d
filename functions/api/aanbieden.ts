import { type InkomendBericht, TYPE_DUO_NOTIFICATIE } from '../../contracts/intern.ts';
import { BRONNEN, type Bron } from '../../contracts/metrieken.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { veiligeFout } from './logboek.ts';

type Nodig = Pick<Afhankelijkheden, 'bus' | 'logboek' | 'ontvangsten' | 'bronnen' | 'waarnemen'>;

/**
 * Puts a message that is stored on the bus. When that fails the sender's answer stays the same: the receipt is
 * durable and keeps its status, and the watch (`functions/bewaking`) offers it again.
 */
export const biedAan = async (
  { bus, logboek }: Pick<Nodig, 'bus' | 'logboek'>,
  bericht: InkomendBericht,
): Promise<void> => {
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

/**
 * Stores a message once and offers it; false when its id was used before for another message. `writtenDigest` is the
 * digest of the message as it was written, which older receipts keep.
 */
export const neemAan = async (
  nodig: Nodig,
  bericht: InkomendBericht,
  writtenDigest = bericht.afdruk,
): Promise<boolean> => {
  const aanname = await nodig.ontvangsten.neemAan(bericht, writtenDigest);
  if (aanname === 'ander bericht') return false;
  const { ontvangstId, type, organisatie } = bericht;
  nodig.logboek.info('bericht aangenomen', { ontvangstId, type, organisatie, aanname });
  // A source that only repeats itself may be stuck: it counts as heard when it sends something new.
  if (aanname === 'nieuw') await Promise.all([biedAan(nodig, bericht), houdBronBij(nodig, bericht)]);
  else if (await staatNogOpen(nodig, bericht)) await biedAan(nodig, bericht);
  return true;
};

const isBron = (organisatie: string): organisatie is Bron => BRONNEN.some((bron) => bron === organisatie);

/** Writes down that this source was heard. The message is in already: that it fails is counted, and no more. */
const houdBronBij = async (
  { bronnen, waarnemen, logboek }: Nodig,
  { organisatie, ontvangstId }: InkomendBericht,
): Promise<void> => {
  if (!isBron(organisatie)) return;
  try {
    await bronnen.gehoord(organisatie);
  } catch (fout) {
    waarnemen.telPer('BronNietBijgehouden', organisatie, 1);
    logboek.error('bron niet bijgehouden', { organisatie, ontvangstId, ...veiligeFout(fout) });
  }
};

/**
 * A repeated message that nobody took yet may never have reached the bus; and DUO that repeats a notification may have
 * the answer by now that the first one waits for.
 */
const staatNogOpen = async (
  { ontvangsten }: Nodig,
  { ontvangstId, type }: InkomendBericht,
): Promise<boolean> => {
  const status = (await ontvangsten.lees(ontvangstId))?.status;
  return status === 'ontvangen' || (status === 'wacht' && type === TYPE_DUO_NOTIFICATIE);
};
