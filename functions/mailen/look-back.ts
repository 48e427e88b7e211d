import type { MailChoice, MailState } from '../../adapters/table/mails.ts';
import type { KanaalId } from '../../domain/partners/address.ts';
import { takeAll } from '../shared/steps.ts';
import type { MailDependencies } from './dependencies.ts';

/**
 * Looks up, one after the other, which mails of these partners came back, as far as SES answers: it takes one such question a second. Whom
 * it does not get to is looked up in the next minute, and one that fails holds up none of the others.
 */
export async function lookBack(deps: MailDependencies, kanalen: readonly KanaalId[]): Promise<void> {
  let isBusy = false;
  await takeAll(
    kanalen.map((kanaal) => async () => {
      if (isBusy) return;
      // Meanwhile another mail may have gone.
      const state = await deps.mails.state(kanaal);
      if (!isToLookUp(state, deps.now)) return;
      const { adres } = state.naTeZien;
      const found = await deps.returned.look(adres);
      if (found === 'busy') isBusy = true;
      else await keep(deps, kanaal, state, found === 'not returned' ? undefined : { adres, found });
    }),
  );
}

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
 * Keeps what was found. Of a mail that came back nobody read anything: the next one counts its messages too, and need not wait for its
 * moment of another day. It goes when somebody saves the mail again, or did so meanwhile with another address.
 */
const keep = async (
  { mails, telemetry, now }: MailDependencies,
  kanaal: KanaalId,
  state: MailState,
  returned: { readonly adres: string; readonly found: 'returned' | 'complained' } | undefined,
): Promise<void> => {
  const { naTeZien: _, versie: __, tot, verzondenOp, ...known } = state;
  if (returned === undefined) {
    const read = { ...(tot && { tot }), ...(verzondenOp && { verzondenOp }) };
    await mails.follow(kanaal, state, { ...known, ...read });
    return;
  }
  const choice = await mails.choice(kanaal);
  const { adres, found } = returned;
  const isSame = choice?.adres === adres;
  const geweigerd = {
    sinds: now.toISOString(),
    keuze: choice?.versie ?? 0,
    ...(found === 'returned' && { teruggekomenVan: adres }),
  };
  await mails.follow(kanaal, state, { ...known, ...(isSame && { geweigerd }) });
  telemetry.fout('mail kwam terug', { partner: kanaal });
};

/**
 * Has SES send again to an address that somebody saved once more after a mail came back from it; false when SES does nothing now. What
 * its reader called spam stays where it is.
 */
export const forgetReturned = async (
  { returned }: Pick<MailDependencies, 'returned'>,
  { adres }: MailChoice,
  { geweigerd }: MailState,
): Promise<boolean> => geweigerd?.teruggekomenVan !== adres || returned.forget(adres);
