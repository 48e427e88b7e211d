import type { MailChoice, MailState } from '../../adapters/table/mails.ts';
import type { KanaalId } from '../../domain/partners/address.ts';
import type { MailDependencies } from './dependencies.ts';

/** A mail that no mailbox takes comes back within minutes: so long after it went, SES is asked. */
const LOOK_BACK_MS = 10 * 60_000;

/** From when it can be looked up whether a mail that goes now came back. */
export const lookBackFrom = (now: Date): string => new Date(now.getTime() + LOOK_BACK_MS).toISOString();

/** Whether the last mail of a partner is still to be looked up, and can be. */
export const isToLookUp = ({ naTeZien }: MailState, now: Date): boolean =>
  naTeZien !== undefined && naTeZien <= now.toISOString();

/**
 * Looks up whether the last mail of a partner came back: then nothing goes to that address until somebody saves the mail again. Returns how
 * far it is when the next mail may go. When SES answers no more of these questions now, it is looked up in the next minute, or after that mail.
 */
export const lookBack = async (
  { mails, returned, telemetry, now }: MailDependencies,
  kanaal: KanaalId,
  choice: MailChoice,
  state: MailState,
): Promise<MailState | undefined> => {
  const found = await returned.look(choice.adres);
  if (found === 'busy') return state;
  const { naTeZien: _, versie: __, tot, ...known } = state;
  if (found === 'not returned') return mails.follow(kanaal, state, { ...known, ...(tot && { tot }) });
  // Nobody was told of the messages that this mail was about: without `tot` the next one counts them too.
  const geweigerd = { sinds: now.toISOString(), keuze: choice.versie };
  await mails.follow(kanaal, state, { ...known, geweigerd });
  telemetry.fout('mail kwam terug', { partner: kanaal });
  return undefined;
};

/** Makes SES send to an address again that somebody saved anew after mails did not reach the one before; false when it cannot now. */
export const forgetReturned = async (
  { returned }: Pick<MailDependencies, 'returned'>,
  { adres }: MailChoice,
  { geweigerd }: MailState,
): Promise<boolean> => geweigerd === undefined || (await returned.forget(adres)) !== 'busy';
