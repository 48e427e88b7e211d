import type { Baan } from '../../adapters/post/banen.ts';
import type { Poging } from '../../contracts/post.ts';
import type { Abonnement } from '../../domain/delivery/abonnement.ts';
import type { Poststuk } from '../../domain/delivery/item.ts';
import { KORT_MS } from '../../domain/delivery/rate.ts';
import { MAX_POGINGEN, wachttijdNa } from '../../domain/delivery/schedule.ts';
import type { Resterend, WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import { leverAf } from './aflevering.ts';
import type { Baanafhankelijkheden } from './geheugen.ts';
import { noteerOordeel, reserveerPlek, vraagToegang } from './ontvanger.ts';
import { waarschuw } from './waarschuwing.ts';

/** One message through the webhook door. */

/** How far the message at the head of its lane is. */
export interface Kop extends Pick<Baan, 'pogingen' | 'gereserveerd'> {
  /** When its next try was planned (ms since 1970); one that comes earlier is an extra. */
  readonly gepland: number;
}

const VERS: Kop = { pogingen: 0, gereserveerd: false, gepland: 0 };

/** A lane that waited for this receiver with this message goes on where it was; with any other it begins anew. */
export const kopVan = (baan: Baan | undefined, { id }: Abonnement, { volgnummer }: Poststuk): Kop =>
  baan === undefined || baan.abonnementId !== id || baan.volgnummer !== volgnummer
    ? VERS
    : { ...baan, gepland: Date.parse(baan.gepland) };

export type Deuruitkomst =
  | { readonly soort: 'bezorgd' }
  /** Somebody else has it in hand. */
  | { readonly soort: 'bezet' }
  | ({ readonly soort: 'wacht'; readonly vanaf: number } & Kop)
  /** That was the last try. */
  | { readonly soort: 'op' }
  /** The receiver wants no more. */
  | { readonly soort: 'gestopt' };

/** A claim ends well after the invocation that made it. */
const RUIMTE_MS = 30_000;
/** Rest ends for every lane of a receiver at once; they do not come back at once. */
const SPREIDING_MS = 5000;

type Later = Extract<Deuruitkomst, { soort: 'wacht' | 'op' }>;

/**
 * After a failed try: when the next is, or that this was the last. An extra try uses up none of the schedule: a receiver
 * that comes and goes would use up all of it in minutes.
 */
const naMislukking = (
  { nu, toeval }: WebhookAfhankelijkheden,
  { pogingen, gepland }: Kop,
  retryAfterMs = 0,
): Later => {
  const moment = nu().getTime();
  if (gepland > moment) {
    const vanaf = Math.max(gepland, moment + retryAfterMs);
    return { soort: 'wacht', vanaf, gepland, pogingen, gereserveerd: false };
  }
  const wachttijd = wachttijdNa(pogingen + 1, toeval(), retryAfterMs);
  if (wachttijd === undefined) return { soort: 'op' };
  const vanaf = moment + wachttijd;
  return { soort: 'wacht', vanaf, gepland: vanaf, pogingen: pogingen + 1, gereserveerd: false };
};

/** Not tried yet: an extra try stays one while it waits. */
const nogNiet = ({ nu }: WebhookAfhankelijkheden, kop: Kop, vanaf: number, gereserveerd: boolean): Later => ({
  soort: 'wacht',
  vanaf,
  gepland: kop.gepland > nu().getTime() ? kop.gepland : vanaf,
  pogingen: kop.pogingen,
  gereserveerd,
});

/** The hub stops calling a receiver that answered 410; its messages are kept. */
const stop = async (
  afhankelijkheden: WebhookAfhankelijkheden,
  { partner }: Poststuk,
  { id, sink }: Abonnement,
): Promise<void> => {
  const { kanalen } = afhankelijkheden;
  for (;;) {
    const nu = await kanalen.abonnement(partner, id);
    // Somebody paused it or gave it another address meanwhile.
    if (nu === undefined || nu.status !== 'actief' || nu.sink !== sink) return;
    if ((await kanalen.wijzig(partner, nu, { status: 'gestopt' })) !== undefined) break;
  }
  const reden = 'de ontvanger antwoordde 410; berichten worden bewaard';
  await waarschuw(afhankelijkheden, partner, id, 'abonnement-gestopt', reden);
};

const meldPoging = (
  { waarnemen }: WebhookAfhankelijkheden,
  { partner, zaakId, id, volgnummer }: Poststuk,
  abonnementId: string,
  poging: Poging,
): void => {
  const tekst = poging.reden === 'gelukt' ? 'partnerbericht bezorgd' : 'partnerbericht niet bezorgd';
  waarnemen.info(tekst, { partner, zaakId, berichtId: id, volgnummer, abonnementId, ...poging });
};

/** Why the message may not go now; undefined when it may. */
const magNiet = async (
  afhankelijkheden: Baanafhankelijkheden,
  abonnement: Abonnement,
  stuk: Poststuk,
  kop: Kop,
): Promise<Deuruitkomst | undefined> => {
  const { postvak, nu, toeval, pauze } = afhankelijkheden;
  const toegang = await vraagToegang(afhankelijkheden, abonnement);
  if (toegang.soort === 'wacht') {
    return nogNiet(afhankelijkheden, kop, toegang.tot + Math.round(SPREIDING_MS * toeval()), false);
  }
  // A last try is a real one: nothing is parked that nobody tried.
  if (toegang.soort === 'sla over' && kop.pogingen + 1 < MAX_POGINGEN) {
    const poging: Poging = { tijdstip: nu().toISOString(), reden: 'overgeslagen', duurMs: 0 };
    meldPoging(afhankelijkheden, stuk, abonnement.id, poging);
    await postvak.noteerPoging(stuk, nu(), poging);
    return naMislukking(afhankelijkheden, kop);
  }
  if (kop.gereserveerd || toegang.soort === 'proef') return undefined;
  const plek = await reserveerPlek(afhankelijkheden, abonnement);
  const wachtMs = (plek ?? 0) - nu().getTime();
  if (plek === undefined || wachtMs <= 0) return undefined;
  if (wachtMs > KORT_MS) return nogNiet(afhankelijkheden, kop, plek, true);
  await pauze(wachtMs);
  return undefined;
};

/** Tries the message at the head of a lane. */
export const doorWebhook = async (
  afhankelijkheden: Baanafhankelijkheden,
  abonnement: Abonnement,
  stuk: Poststuk,
  kop: Kop,
  resterend: Resterend,
): Promise<Deuruitkomst> => {
  const { postvak, waarnemen, nu } = afhankelijkheden;
  const tegen = await magNiet(afhankelijkheden, abonnement, stuk, kop);
  if (tegen !== undefined) return tegen;
  const begin = nu();
  const bezigTot = new Date(begin.getTime() + resterend() + RUIMTE_MS);
  const inHand = await postvak.claim(stuk, 'webhook', bezigTot, begin);
  if (inHand === undefined) return { soort: 'bezet' };

  const { poging, oordeel } = await leverAf(afhankelijkheden, abonnement, inHand);
  meldPoging(afhankelijkheden, stuk, abonnement.id, poging);
  if (oordeel.soort === 'gelukt') {
    await postvak.bezorgd(inHand, nu(), poging);
    waarnemen.tel('BezorgdBijWebhook', 1);
  } else {
    await postvak.geefTerug(inHand, nu(), poging);
  }
  await noteerOordeel(afhankelijkheden, stuk.partner, abonnement, oordeel);
  switch (oordeel.soort) {
    case 'gelukt':
      return { soort: 'bezorgd' };
    case 'stop':
      await stop(afhankelijkheden, stuk, abonnement);
      return { soort: 'gestopt' };
    case 'later':
      return naMislukking(afhankelijkheden, kop, oordeel.retryAfterMs);
  }
};
