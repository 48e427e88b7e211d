import { chunk } from '../../adapters/chunk.ts';
import { isRefused, type MailChoice, type MailState } from '../../adapters/table/mails.ts';
import type { KanaalSettings } from '../../domain/delivery/abonnement.ts';
import { accepts } from '../../domain/delivery/destination.ts';
import { known } from '../../domain/known.ts';
import { isMailMoment } from '../../domain/mail/moment.ts';
import type { KanaalId } from '../../domain/partners/address.ts';
import { takeAll } from '../shared/steps.ts';
import type { MailDependencies } from './dependencies.ts';
import {
  addressOf,
  forgetReturned,
  isInHand,
  isOtherAddress,
  isToLookUp,
  linksToLookUp,
  lookBack,
  lookBackFrom,
  partnerLook,
  type ToLookUp,
} from './look-back.ts';
import { mailOf } from './mail.ts';

/** Mails who reads its messages on a page that there is something new. */

/** Partners that are looked at side by side. */
const TOGETHER = 10;

/**
 * Mails each partner that wants mail, and looks up which mails came back. One that fails holds up none of the others, and fails the run
 * afterwards.
 */
export async function sendMails(deps: MailDependencies): Promise<void> {
  const wanted = await deps.mails.wanted();
  const doorsOf = await deps.kanalen.settingsOfAll(wanted);
  const readers = wanted.filter((kanaal) => readsHere(doorsOf(kanaal)));
  const toLookUp: ToLookUp[] = [];
  await takeAll([
    ...chunk(readers, TOGETHER).map((some) => async () => {
      const ended = await Promise.allSettled(
        some.map(async (kanaal) => {
          const [choice, state] = await Promise.all([deps.mails.choice(kanaal), deps.mails.state(kanaal)]);
          if (isToLookUp(state, deps.now))
            toLookUp.push({ vanaf: state.naTeZien.vanaf, look: partnerLook(deps, kanaal) });
          if (choice !== undefined) await mailTo(deps, kanaal, choice, state);
        }),
      );
      await takeAll(
        ended.map((one) => async () => {
          if (one.status === 'rejected') throw one.reason;
        }),
      );
    }),
    async () => void toLookUp.push(...(await linksToLookUp(deps))),
    () => lookBack(deps, toLookUp),
  ]);
}

/** Whether a partner has its messages on a page: nothing else gets all of them, and nobody shut it out. */
const readsHere = ({ basisdeur, abonnementen, uitgesloten }: KanaalSettings): boolean =>
  basisdeur === 'ophalen' &&
  uitgesloten === undefined &&
  !abonnementen.some((one) => accepts(one) && one.types.length === 0 && one.filters.length === 0);

/** A message gets its moment before it is written: one that is older than this can come no more. */
const BACKLOG_MS = 60_000;
/** Longer than this function can run: a mail that is being sent for longer fell with its run. */
const IN_HAND_MS = 2 * 60_000;

const later = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

/**
 * Mails one partner of what was put since the last mail. That it is being sent is written down first, and that it went last: a run
 * that falls in between leaves a mail that goes once more, and never none.
 */
const mailTo = async (
  deps: MailDependencies,
  kanaal: KanaalId,
  choice: MailChoice,
  state: MailState,
): Promise<void> => {
  const { mails, sendMail, telemetry, address, now } = deps;
  const adres = addressOf(choice);
  if (isRefused(choice, state) || isInHand(state, now) || isOtherAddress(state, adres)) return;
  if (!isMailMoment(choice, state.verzondenOp, now)) return;
  const until = later(now, -BACKLOG_MS);
  const count = await countNew(deps, kanaal, state, until);
  if (count === 0 || !(await forgetReturned(deps, adres, state))) return;
  const { tot, verzondenOp } = state;
  const before = known({ tot, verzondenOp });
  const bezig = { tot: until, houdbaarTot: later(now, IN_HAND_MS) };
  const taken = await mails.follow(kanaal, state, { ...before, bezig });
  if (taken === undefined) return;
  const outcome = await sendMail({ to: adres, ...mailOf(count, address) });
  if (outcome === 'sent') {
    await mails.follow(kanaal, taken, {
      tot: until,
      verzondenOp: now.toISOString(),
      naTeZien: lookBackFrom(adres, now),
    });
    telemetry.info('mail verstuurd', { partner: kanaal, berichten: count });
    return;
  }
  const geweigerd = { sinds: now.toISOString(), keuze: choice.versie };
  await mails.follow(kanaal, taken, { ...before, geweigerd });
  telemetry.fout('mail geweigerd', { partner: kanaal });
};

/** How many messages lie ready that no mail told of. After another choice of doors older ones may, so then all are new. */
const countNew = async (
  { countReady, feeds }: MailDependencies,
  kanaal: KanaalId,
  { tot }: MailState,
  until: string,
): Promise<number> => {
  const revisedAt = await feeds.herzienOp(kanaal);
  // What the doors that were chosen just now bring back is counted once all of it lies there, and by one mail.
  if (revisedAt !== undefined && revisedAt > until) return 0;
  const all = await countReady(kanaal, until);
  if (tot === undefined || (revisedAt !== undefined && revisedAt > tot)) return all;
  return Math.max(0, all - (await countReady(kanaal, tot)));
};
