import { isInHand, isOpen, type Poststuk } from '../../adapters/post/poststuk.ts';
import type { Baanopdracht } from '../../contracts/bezorging.ts';
import { HubFout } from '../../domain/fouten.ts';
import type { Kanaalinstelling } from '../../domain/post/abonnement.ts';
import { type Bestemming, bestemmingVan } from '../../domain/post/bestemming.ts';
import { KLAAR, type Resterend, type Vervolg, type WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import { waarschuwGeparkeerd } from './ontvanger.ts';
import { type Deuruitkomst, doorWebhook, type Kop } from './webhookdeur.ts';

/** A lane: what one partner still gets of one zaak, in order, each message through the door that it has now. */

/** Less time than one try can take: the rest is for the next invocation. */
export const NODIG_MS = 25_000;
const BEZET_MS = 5000;
const VERS: Kop = { pogingen: 0, gereserveerd: false };

/** Through the queue door; what the queue does not take comes again with the order. */
const doorWachtrij = async (
  { postvak, partnerwachtrijen, waarnemen, nu }: WebhookAfhankelijkheden,
  stuk: Poststuk,
  resterend: Resterend,
): Promise<Deuruitkomst> => {
  const begin = nu();
  const inHand = await postvak.claim(stuk, 'wachtrij', new Date(begin.getTime() + resterend()), begin);
  if (inHand === undefined) return { soort: 'bezet' };
  const mislukt = await partnerwachtrijen.verstuur([inHand]);
  if (mislukt.size > 0) {
    await postvak.geefTerug(inHand);
    throw new HubFout('opnieuw', 'de wachtrij van een partner nam een bericht niet aan');
  }
  await postvak.bezorgd(inHand, nu());
  const { partner, zaakId, id: berichtId, volgnummer } = stuk;
  waarnemen.info('partnerbericht verstuurd', { partner, zaakId, berichtId, volgnummer, deur: 'wachtrij' });
  return { soort: 'bezorgd' };
};

/** What lies ready, with what was parked before it: order holds, also after the hub gave up on one. */
const rijVan = async (
  { postvak, nu }: WebhookAfhankelijkheden,
  stukken: readonly Poststuk[],
): Promise<{ readonly rij: readonly Poststuk[]; readonly teruggezet: boolean }> => {
  const laatste = stukken.findLast(isOpen)?.volgnummer ?? 0;
  const rij = await Promise.all(
    stukken
      .filter((stuk) => isOpen(stuk) || (stuk.plek === 'geparkeerd' && stuk.volgnummer < laatste))
      .map(async (stuk) => (stuk.plek === 'geparkeerd' ? await postvak.ontparkeer(stuk, nu()) : stuk)),
  );
  return {
    rij: rij.filter((stuk) => stuk !== undefined),
    teruggezet: stukken.some(({ plek, volgnummer }) => plek === 'geparkeerd' && volgnummer < laatste),
  };
};

const bestemming = (instelling: Kanaalinstelling, { tekst = '{}' }: Poststuk): Bestemming =>
  bestemmingVan(instelling, JSON.parse(tekst));

/** Gives up on this message, and on what waits behind it for the same receiver. */
const parkeer = async (
  afhankelijkheden: WebhookAfhankelijkheden,
  instelling: Kanaalinstelling,
  abonnement: Extract<Bestemming, { deur: 'webhook' }>['abonnement'],
  rij: readonly Poststuk[],
): Promise<void> => {
  const { postvak, nu } = afhankelijkheden;
  const zelfde = rij.filter((stuk) => {
    const doel = bestemming(instelling, stuk);
    return doel.deur === 'webhook' && doel.abonnement.id === abonnement.id;
  });
  // From the back, so that one that is cut off leaves nothing in line behind a parked one.
  for (const stuk of zelfde.toReversed()) await postvak.parkeer(stuk, nu());
  const [eerste] = zelfde;
  if (eerste !== undefined) await waarschuwGeparkeerd(afhankelijkheden, eerste.partner, abonnement);
};

/** Whoever fetches by itself must see what a door that died had in hand. */
const laatLiggen = async ({ postvak }: WebhookAfhankelijkheden, stuk: Poststuk): Promise<void> => {
  if (stuk.plek === 'bezig') await postvak.geefTerug(stuk);
};

/** Delivers what lies ready in a lane, until it is empty, must wait, or the time is up. */
export const bezorgBaan = async (
  afhankelijkheden: WebhookAfhankelijkheden,
  opdracht: Baanopdracht,
  resterend: Resterend,
): Promise<Vervolg> => {
  const { kanaal, zaakId } = opdracht;
  const { banen, kanalen, bezorgwachtrij, nu } = afhankelijkheden;
  const { stukken, baan } = await banen.lees(kanaal, zaakId);
  const vrij = () => (baan === undefined ? undefined : banen.vrij({ kanaal, zaakId }));
  if (!stukken.some(isOpen)) {
    await vrij();
    return KLAAR;
  }
  if (baan !== undefined && Date.parse(baan.vanaf) > nu().getTime()) {
    return { soort: 'wacht', tot: Date.parse(baan.vanaf), inIndex: true };
  }

  const { rij, teruggezet } = await rijVan(afhankelijkheden, stukken);
  const gesloten = new Set<string>();
  let kop = baan === undefined || teruggezet ? VERS : baan;
  for (const [plaats, stuk] of rij.entries()) {
    if (isInHand(stuk, nu())) {
      return { soort: 'wacht', tot: Date.parse(stuk.bezigTot ?? '') + 1000, inIndex: false };
    }
    const instelling = await kanalen.instelling(kanaal);
    const doel = bestemming(instelling, stuk);
    const blijftLiggen =
      doel.deur === 'ophalen' ||
      (doel.deur === 'webhook' && (doel.abonnement.status !== 'actief' || gesloten.has(doel.abonnement.id)));
    if (blijftLiggen) {
      await laatLiggen(afhankelijkheden, stuk);
      continue;
    }
    if (resterend() < NODIG_MS) {
      await bezorgwachtrij.bied([{ opdracht }]);
      return KLAAR;
    }
    const uitkomst =
      doel.deur === 'webhook'
        ? await doorWebhook(afhankelijkheden, doel.abonnement, stuk, kop, resterend)
        : await doorWachtrij(afhankelijkheden, stuk, resterend);
    if (uitkomst.soort === 'bezet') return { soort: 'wacht', tot: nu().getTime() + BEZET_MS, inIndex: false };
    if (uitkomst.soort === 'wacht') {
      const { vanaf, pogingen, gereserveerd } = uitkomst;
      const tot = new Date(vanaf).toISOString();
      await banen.wacht({ kanaal, zaakId, pogingen, gereserveerd, vanaf: tot });
      return { soort: 'wacht', tot: vanaf, inIndex: true };
    }
    if (doel.deur === 'webhook' && uitkomst.soort !== 'bezorgd') {
      gesloten.add(doel.abonnement.id);
      if (uitkomst.soort === 'op') {
        await parkeer(afhankelijkheden, instelling, doel.abonnement, rij.slice(plaats));
      }
    }
    kop = VERS;
  }
  await vrij();
  return KLAAR;
};
