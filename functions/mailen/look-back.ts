import type { MailChoice, MailState } from '../../adapters/table/mails.ts';
import { known } from '../../domain/known.ts';
import { sameAddress } from '../../domain/medewerkers.ts';
import type { KanaalId } from '../../domain/partners/address.ts';
import { takeAll } from '../shared/steps.ts';
import type { MailDependencies } from './dependencies.ts';

/**
 * Looks up which of these mails came back, that went first, as far as SES answers: it takes one such question a second. What it
 * does not get to is looked up in the next minute, and one that fails holds up none of the others.
 */
export async function lookBack(deps: MailDependencies, due: readonly ToLookUp[]): Promise<void> {
  const first = due.toSorted((one, other) => (one.vanaf < other.vanaf ? -1 : 1)).slice(0, MOST_IN_A_RUN);
  let isBusy = false;
  await takeAll(
    first.map(({ look }, place) => async () => {
      if (isBusy) return;
      if (place > 0) await deps.sleep(BETWEEN_MS);
      isBusy = (await look()) === 'busy';
    }),
  );
}

/** A mail that is to be looked up, since when it can be, and how what is found is kept. */
export interface ToLookUp {
  readonly vanaf: string;
  readonly look: () => Promise<'busy' | undefined>;
}

/** Looks up the last mail of a partner. Meanwhile another may have gone. */
export const partnerLook =
  (deps: MailDependencies, kanaal: KanaalId): ToLookUp['look'] =>
  async () => {
    const state = await deps.mails.state(kanaal);
    if (!isToLookUp(state, deps.now)) return undefined;
    const { adres } = state.naTeZien;
    const found = await deps.returned.look(adres);
    if (found === 'busy') return found;
    await keep(deps, kanaal, state, found === 'not returned' ? undefined : { adres, found });
    return undefined;
  };

/** The links to sign in that are to be looked up by now. Of one that came back the beheerder of the gemeente reads on a page. */
export const linksToLookUp = async ({
  linkMails,
  returned,
  now,
}: Pick<MailDependencies, 'linkMails' | 'returned' | 'now'>): Promise<readonly ToLookUp[]> =>
  (await linkMails.toLookUp(now)).map(({ reader, vanaf }) => ({
    vanaf,
    look: async () => {
      const mail = await linkMails.read(reader);
      // Meanwhile another may have gone.
      if (mail?.vanaf === undefined || mail.vanaf > now.toISOString()) return undefined;
      const found = await returned.look(mail.adres);
      if (found === 'busy') return found;
      await linkMails.found(reader, mail, found !== 'not returned', now);
      return undefined;
    },
  }));

/** A run takes a minute at most, and mails go before this. */
const MOST_IN_A_RUN = 20;
/** SES answers one question a second. */
const BETWEEN_MS = 1_100;

/** Whether the last mail of a partner is still to be looked up, and can be. */
export const isToLookUp = (
  state: MailState,
  now: Date,
): state is MailState & Required<Pick<MailState, 'naTeZien'>> =>
  state.naTeZien !== undefined && state.naTeZien.vanaf <= now.toISOString() && !isInHand(state, now);

/** A mail that no mailbox takes comes back within minutes: so long after it went, SES is asked. */
const LOOK_BACK_MS = 10 * 60_000;

/** From when it can be looked up whether a mail that goes now to this address came back. */
export const lookBackFrom = (adres: string, now: Date): NonNullable<MailState['naTeZien']> => ({
  vanaf: new Date(now.getTime() + LOOK_BACK_MS).toISOString(),
  adres,
});

/** Whether a mail of this partner is being sent. */
export const isInHand = ({ bezig }: MailState, now: Date): boolean =>
  (bezig?.houdbaarTot ?? '') > now.toISOString();

/**
 * Keeps what was found. Of a mail that came back nobody read anything: the next one counts its messages too, and need not wait
 * for its moment of another day. It goes when somebody saves the mail again, or did so meanwhile with another address.
 */
const keep = async (
  { mails, telemetry, now }: MailDependencies,
  kanaal: KanaalId,
  state: MailState,
  returned: { readonly adres: string; readonly found: 'returned' | 'complained' } | undefined,
): Promise<void> => {
  const { naTeZien: _, versie: __, tot, verzondenOp, ...unread } = state;
  if (returned === undefined) {
    await mails.follow(kanaal, state, { ...unread, ...known({ tot, verzondenOp }) });
    return;
  }
  const choice = await mails.choice(kanaal);
  const { adres, found } = returned;
  const isSame = choice !== undefined && addressOf(choice) === adres;
  const geweigerd = {
    sinds: now.toISOString(),
    keuze: choice?.versie ?? 0,
    ...(found === 'returned' && { teruggekomenVan: adres }),
  };
  const kept = await mails.follow(kanaal, state, { ...unread, ...(isSame && { geweigerd }) });
  if (kept !== undefined) telemetry.fout('mail kwam terug', { partner: kanaal });
};

/**
 * Has SES send again to an address that somebody saved once more after a mail came back from it; false when SES does nothing
 * now. What its reader called spam stays where it is.
 */
export const forgetReturned = async (
  { returned }: Pick<MailDependencies, 'returned'>,
  adres: string,
  { geweigerd }: MailState,
): Promise<boolean> => geweigerd?.teruggekomenVan !== adres || returned.forget(adres);

/** Whether another address was mailed of which is still to be seen whether that came back: then it is not known what is new. */
export const isOtherAddress = ({ naTeZien }: MailState, adres: string): boolean =>
  naTeZien !== undefined && naTeZien.adres !== adres;

/** As SES keeps it, in whatever letters somebody wrote it. */
export const addressOf = ({ adres }: MailChoice): string => sameAddress(adres);
