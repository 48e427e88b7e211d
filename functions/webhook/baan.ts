import type { Baan } from '../../adapters/post/banen.ts';
import type { Baanopdracht } from '../../contracts/bezorging.ts';
import type { Abonnement, Kanaalinstelling } from '../../domain/delivery/abonnement.ts';
import { type Bestemming, destinationOfItem } from '../../domain/delivery/destination.ts';
import { isInHand, isOpen, isStuck, type Poststuk } from '../../domain/delivery/item.ts';
import { REASONS } from '../../domain/delivery/reasons.ts';
import { HubFout } from '../../domain/fouten.ts';
import { KLAAR, type Resterend, type Vervolg, type WebhookAfhankelijkheden } from './afhankelijkheden.ts';
import type { Baanafhankelijkheden } from './geheugen.ts';
import { waarschuwGeparkeerd } from './ontvanger.ts';
import { doorWebhook, kopVan } from './webhookdeur.ts';

/** A lane: what one partner still gets of one zaak, in order, each message through the door that it has now. */

/** Less time than one try can take: the rest is for the next invocation. */
const NODIG_MS = 25_000;
const BEZET_MS = 5000;

const bezet = (nu: Date): Vervolg => ({ soort: 'wacht', tot: nu.getTime() + BEZET_MS, inIndex: false });

/** Through the queue door. What the queue cannot take now comes again; what it never takes is parked, and holds up nothing. */
const doorWachtrij = async (
  { postvak, partnerwachtrijen, waarnemen, nu }: WebhookAfhankelijkheden,
  stuk: Poststuk,
  resterend: Resterend,
): Promise<'delivered' | 'refused' | 'busy'> => {
  const begin = nu();
  const inHand = await postvak.claim(stuk, 'wachtrij', new Date(begin.getTime() + resterend()), begin);
  if (inHand === undefined) return 'busy';
  const { failed, refused } = await partnerwachtrijen.verstuur([inHand]);
  if (failed.size > 0) {
    await postvak.geefTerug(inHand, nu());
    throw new HubFout('opnieuw', 'de wachtrij van een partner nam een bericht niet aan');
  }
  if (refused.size > 0) {
    await postvak.parkeer(inHand, nu(), REASONS.refused);
    return 'refused';
  }
  await postvak.bezorgd(inHand, nu());
  const { partner, zaakId, id: berichtId, volgnummer } = stuk;
  waarnemen.info('partnerbericht verstuurd', { partner, zaakId, berichtId, volgnummer, deur: 'wachtrij' });
  return 'delivered';
};

const naam = (doel: Bestemming): string => (doel.deur === 'webhook' ? doel.abonnement.id : doel.deur);

/**
 * What lies ready, with what was parked before it for the same door: order holds, also after the hub gave up on one. For
 * another door it stays parked, or it would hold that one up for days again. What is parked because of its content waits
 * for a later state of the zaak, and nothing waits for it.
 */
const rijVan = async (
  { postvak, kanalen, nu }: WebhookAfhankelijkheden,
  kanaal: Baanopdracht['kanaal'],
  stukken: readonly Poststuk[],
): Promise<{ readonly rij: readonly Poststuk[]; readonly teruggezet: boolean }> => {
  const open = stukken.filter(isOpen);
  if (open.length === 0 || !stukken.some(({ plek }) => plek === 'geparkeerd')) {
    return { rij: open, teruggezet: false };
  }
  const instelling = await kanalen.instelling(kanaal);
  const doelVan = (stuk: Poststuk): string => naam(destinationOfItem(instelling, stuk));
  const laatste = new Map(open.map((stuk) => [doelVan(stuk), stuk.volgnummer]));
  const moetTerug = (stuk: Poststuk): boolean =>
    stuk.plek === 'geparkeerd' && !isStuck(stuk) && stuk.volgnummer < (laatste.get(doelVan(stuk)) ?? 0);
  const rij = await Promise.all(
    stukken
      .filter((stuk) => isOpen(stuk) || moetTerug(stuk))
      .map(async (stuk) => (isOpen(stuk) ? stuk : await postvak.ontparkeer(stuk, nu()))),
  );
  return { rij: rij.filter((stuk) => stuk !== undefined), teruggezet: stukken.some(moetTerug) };
};

/** Whether the partner changed something about the door of this message while it was tried. */
const isVeranderd = async (
  { kanalen }: WebhookAfhankelijkheden,
  stuk: Poststuk,
  { id, versie }: Abonnement,
): Promise<boolean> => {
  const doel = destinationOfItem((await kanalen.instellingen([stuk.partner]))(stuk.partner), stuk);
  return doel.deur !== 'webhook' || doel.abonnement.id !== id || doel.abonnement.versie !== versie;
};

/** Gives up on this message, and on what waits behind it for the same receiver. */
const parkeer = async (
  afhankelijkheden: WebhookAfhankelijkheden,
  instelling: Kanaalinstelling,
  abonnement: Abonnement,
  rij: readonly Poststuk[],
): Promise<void> => {
  const { postvak, nu } = afhankelijkheden;
  const zelfde = rij.filter((stuk) => {
    const doel = destinationOfItem(instelling, stuk);
    return doel.deur === 'webhook' && doel.abonnement.id === abonnement.id;
  });
  // From the back, so that one that is cut off leaves nothing in line behind a parked one.
  for (const stuk of zelfde.toReversed()) await postvak.parkeer(stuk, nu());
  const [eerste] = zelfde;
  if (eerste !== undefined) await waarschuwGeparkeerd(afhankelijkheden, eerste.partner, abonnement);
};

/** Whoever fetches by itself must see what a door that died had in hand. */
const laatLiggen = async ({ postvak, nu }: WebhookAfhankelijkheden, stuk: Poststuk): Promise<void> => {
  if (stuk.plek === 'bezig') await postvak.geefTerug(stuk, nu());
};

/** No door takes it from here: its partner fetches it, or it is kept for a receiver that takes nothing now. */
const blijftLiggen = (doel: Bestemming, gesloten: ReadonlySet<string>): boolean =>
  doel.deur === 'ophalen' ||
  (doel.deur === 'webhook' && (doel.abonnement.status !== 'actief' || gesloten.has(doel.abonnement.id)));

/** What is done with one message after another, each through the door that it has at that moment. */
const bezorgRij = async (
  afhankelijkheden: Baanafhankelijkheden,
  opdracht: Baanopdracht,
  rij: readonly Poststuk[],
  wachtte: Baan | undefined,
  resterend: Resterend,
): Promise<Vervolg> => {
  const { banen, kanalen, bezorgwachtrij, nu } = afhankelijkheden;
  const { kanaal, zaakId } = opdracht;
  const gesloten = new Set<string>();
  let kop = wachtte;
  for (const [plaats, stuk] of rij.entries()) {
    if (isInHand(stuk, nu())) {
      return { soort: 'wacht', tot: Date.parse(stuk.bezigTot ?? '') + 1000, inIndex: false };
    }
    const instelling = await kanalen.instelling(kanaal);
    const doel = destinationOfItem(instelling, stuk);
    if (blijftLiggen(doel, gesloten)) {
      await laatLiggen(afhankelijkheden, stuk);
      continue;
    }
    if (resterend() < NODIG_MS) {
      await bezorgwachtrij.bied([{ opdracht }]);
      return KLAAR;
    }
    if (doel.deur !== 'webhook') {
      if ((await doorWachtrij(afhankelijkheden, stuk, resterend)) === 'busy') return bezet(nu());
      kop = undefined;
      continue;
    }
    const { abonnement } = doel;
    const { id: abonnementId } = abonnement;
    const uitkomst = await doorWebhook(
      afhankelijkheden,
      abonnement,
      stuk,
      kopVan(kop, abonnement, stuk),
      resterend,
    );
    kop = undefined;
    const gaatNietVerder = uitkomst.soort === 'op' || (uitkomst.soort === 'wacht' && !uitkomst.gereserveerd);
    if (gaatNietVerder && (await isVeranderd(afhankelijkheden, stuk, abonnement))) {
      // The order for that change may have passed meanwhile, and would find a lane that waits for the door of before.
      await banen.vrij({ kanaal, zaakId });
      await bezorgwachtrij.bied([{ opdracht }]);
      return KLAAR;
    }
    switch (uitkomst.soort) {
      case 'bezorgd':
        break;
      case 'bezet':
        return bezet(nu());
      case 'wacht': {
        const { pogingen, gereserveerd, vanaf: tot, gepland } = uitkomst;
        await banen.wacht({
          kanaal,
          zaakId,
          abonnementId,
          volgnummer: stuk.volgnummer,
          pogingen,
          gereserveerd,
          vanaf: new Date(tot).toISOString(),
          gepland: new Date(gepland).toISOString(),
        });
        return { soort: 'wacht', tot, inIndex: true };
      }
      case 'op':
        gesloten.add(abonnementId);
        await parkeer(afhankelijkheden, instelling, abonnement, rij.slice(plaats));
        break;
      case 'gestopt':
        gesloten.add(abonnementId);
        break;
    }
  }
  if (wachtte !== undefined) await banen.vrij({ kanaal, zaakId });
  return KLAAR;
};

/** Delivers what lies ready in a lane, until it is empty, must wait, or the time is up. */
export const bezorgBaan = async (
  afhankelijkheden: Baanafhankelijkheden,
  opdracht: Baanopdracht,
  resterend: Resterend,
): Promise<Vervolg> => {
  const { banen, feeds, nu } = afhankelijkheden;
  const { stukken, baan } = await banen.lees(opdracht.kanaal, opdracht.zaakId);
  if (stukken.some(isOpen) && baan !== undefined && Date.parse(baan.vanaf) > nu().getTime()) {
    return { soort: 'wacht', tot: Date.parse(baan.vanaf), inIndex: true };
  }
  const { rij, teruggezet } = await rijVan(afhankelijkheden, opdracht.kanaal, stukken);
  if (teruggezet) {
    // What was parked begins anew, and lies ready for who fetches although newer ones did already.
    await feeds.herzie(opdracht.kanaal, nu());
    if (baan !== undefined) await banen.vrij(baan);
  }
  return bezorgRij(afhankelijkheden, opdracht, rij, teruggezet ? undefined : baan, resterend);
};
