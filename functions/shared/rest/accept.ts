import { TYPE_DUO_NOTIFICATIE } from '../../../contracts/internal/duo-bericht.ts';
import type { InboundBericht } from '../../../contracts/internal/inbound-bericht.ts';
import { SOURCES, type Source } from '../../../contracts/internal/metrics.ts';
import type { Dependencies } from './dependencies.ts';
import { safeError } from './safe-log.ts';

export type AcceptDependencies = Pick<Dependencies, 'acceptances' | 'bus' | 'clock' | 'log' | 'sources'> & {
  readonly ontvangsten: Pick<Dependencies['ontvangsten'], 'accept' | 'read' | 'kept'>;
};
type Needed = AcceptDependencies;

/**
 * Refuses what the function that processes it would not read: kept, it would only go to the dead letters. Its door should have found
 * that, with a place for its sender; one that did not has a fault of its own, and stores nothing.
 */
const verifyReadable = async (bericht: InboundBericht): Promise<void> => {
  const { InboundBericht: Kept } = await import('../../../contracts/internal/inbound-bericht.ts');
  const { error } = Kept.safeParse(bericht);
  if (error === undefined) return;
  const places = error.issues.map(({ path }) => `/${path.join('/')}`);
  throw new Error(`${bericht.type} is aan de deur goed bevonden, en niet te lezen: ${places.join(' ')}`);
};

/**
 * Stores a message once and offers it; false when its id was used before for another message. `writtenDigest` is the
 * digest of the message as it was written, which older receipts keep.
 */
export const accept = async (
  needed: Needed,
  bericht: InboundBericht,
  writtenDigest = bericht.afdruk,
): Promise<boolean> => {
  await verifyReadable(bericht);
  const acceptance = await needed.ontvangsten.accept(bericht, writtenDigest);
  if (acceptance === 'ander bericht') return false;
  const { ontvangstId, type, organisatie } = bericht;
  needed.log.info('bericht aangenomen', { ontvangstId, type, organisatie, aanname: acceptance });
  // A source that only repeats itself may be stuck: it counts as heard when it sends something new.
  if (acceptance === 'nieuw') {
    await needed.acceptances.note(bericht, needed.clock.now());
    await Promise.all([publish(needed, bericht), trackSource(needed, bericht)]);
  } else {
    await acceptAgain(needed, bericht);
  }
  return true;
};

/**
 * Puts a message that is stored on the bus. When that fails the sender's answer stays the same: the receipt is
 * durable and keeps its status, and the watch (`functions/bewaking`) offers it again.
 */
export const publish = async (
  { bus, log }: Pick<Needed, 'bus' | 'log'>,
  bericht: InboundBericht,
): Promise<void> => {
  try {
    await bus.publish([bericht]);
  } catch (error) {
    log.error('bericht is bewaard, maar bereikte de bus nog niet', {
      ontvangstId: bericht.ontvangstId,
      type: bericht.type,
      ...safeError(error),
    });
  }
};

/**
 * The call before this one may have ended after it stored the receipt: what it left out is done now. A message that nobody
 * took yet may never have reached the bus; and DUO that repeats a notification may have the answer by now that the first one
 * waits for.
 */
const acceptAgain = async (needed: Needed, bericht: InboundBericht): Promise<void> => {
  const { ontvangstId, type } = bericht;
  const receipt = await needed.ontvangsten.read(ontvangstId);
  if (receipt === undefined) return;
  // Since when it is so far, and not now: a receipt that is about to expire is not looked for any more.
  await needed.acceptances.note(bericht, new Date(receipt.sinds));
  const { status } = receipt;
  const isOpen = status === 'ontvangen' || (status === 'wacht' && type === TYPE_DUO_NOTIFICATIE);
  // As it was accepted: where its moment is the hub's own, a repetition has a later one.
  const kept = isOpen ? await needed.ontvangsten.kept(ontvangstId) : undefined;
  if (kept !== undefined) await publish(needed, kept);
};

const isSource = (organisation: string): organisation is Source =>
  SOURCES.some((source) => source === organisation);

/** Writes down that this source was heard. The message is in already: that it fails is logged, and no more. */
const trackSource = async (
  { sources, log }: Needed,
  { organisatie, ontvangstId }: InboundBericht,
): Promise<void> => {
  if (!isSource(organisatie)) return;
  try {
    await sources.heard(organisatie);
  } catch (error) {
    log.error('bron niet bijgehouden', { organisatie, ontvangstId, ...safeError(error) });
  }
};
