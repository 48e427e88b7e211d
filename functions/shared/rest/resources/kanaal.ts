import { setTimeout as sleep } from 'node:timers/promises';
import { KanaalChoice, type KanaalView } from '../../../../contracts/berichten.ts';
import { isQueueAt } from '../../../../domain/delivery/base-door.ts';
import { known } from '../../../../domain/known.ts';
import { type KanaalId, kanaalParts } from '../../../../domain/partners/address.ts';
import { letTry } from '../../receiver-state.ts';
import type { Dependencies } from '../dependencies.ts';
import { readBody } from '../http/body.ts';
import { invalid } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';
import { kanaalFromQuery, kanaalToChange } from './kanaal-access.ts';
import { takeUnread } from './unread-queue.ts';

interface Viewed {
  readonly kanalen: Pick<Dependencies['kanalen'], 'settings'>;
  readonly postvak: Pick<Dependencies['postvak'], 'count'>;
}

/** The doors of a partner, as the partner and its gemeente see them. */
export const viewKanaal = async ({ kanalen, postvak }: Viewed, kanaal: KanaalId): Promise<KanaalView> => {
  const [{ basisdeur, abonnementen, uitgesloten }, klaargezet, geparkeerd] = await Promise.all([
    kanalen.settings(kanaal),
    postvak.count(kanaal, ['klaargezet', 'bezig']),
    postvak.count(kanaal, ['geparkeerd']),
  ]);
  return {
    ...kanaalParts(kanaal),
    deur: basisdeur,
    abonnementen: abonnementen.length,
    klaargezet,
    geparkeerd,
    ...known({ uitgesloten }),
  };
};

/** `GET /kanaal`: through which doors a partner's messages go, and how many lie ready. */
export const readKanaal = async (request: AuthenticatedRequest, needed: Dependencies): Promise<Response> =>
  json(200, await viewKanaal(needed, kanaalFromQuery(request)));

type Changed = Pick<Dependencies, 'feeds' | 'deliveryQueue' | 'clock'>;

/** The doors of a partner changed: what lies ready goes where it goes now. Stored first, offered second. */
export const byTheNewDoor = async (
  { feeds, deliveryQueue, clock }: Changed,
  kanaal: KanaalId,
): Promise<void> => {
  await feeds.revise(kanaal, clock.now());
  await deliveryQueue.enqueue([{ job: { soort: 'kanaal', kanaal } }]);
};

/**
 * The same after something about an abonnement. That its receiver may be called again is noted before it is ordered: the order
 * may stand behind many lanes of that receiver, and each of these then finds out for itself.
 */
export const byTheNewAbonnement = async (
  needed: Changed & Pick<Dependencies, 'kanalen'>,
  kanaal: KanaalId,
): Promise<void> => {
  const { kanalen, clock } = needed;
  const { abonnementen } = await kanalen.settings(kanaal);
  const state = { kanalen, chance: Math.random, sleep: (ms: number) => sleep(ms), now: clock.now };
  await Promise.all(abonnementen.map((one) => letTry(state, one, { byPartner: true })));
  await byTheNewDoor(needed, kanaal);
};

/**
 * `PUT /kanaal?partner=`: the partner chooses its base door, of those that its role has, or its gemeente does so for it. What nobody
 * took from its queue goes along when it fetches from now on, unless it has a webhook.
 */
export const chooseDoor = async (request: AuthenticatedRequest, needed: Dependencies): Promise<Response> => {
  const kanaal = await chooseBaseDoor(request, needed);
  const { basisdeur, abonnementen } = await needed.kanalen.settings(kanaal);
  // Who has a webhook has a system of its own, and messages on their way there that are delivered a moment later.
  if (basisdeur === 'ophalen' && abonnementen.length === 0 && isQueueAt(kanaal)) {
    await takeUnread(needed, kanaal, request.organisatie.sleutel);
  }
  return json(200, await viewKanaal(needed, kanaal));
};

/** Stores the choice of a door, and offers what lies ready to it. */
export const chooseBaseDoor = async (
  request: AuthenticatedRequest,
  needed: Changed & { readonly kanalen: Pick<Dependencies['kanalen'], 'chooseBaseDoor'> },
): Promise<KanaalId> => {
  const kanaal = kanaalToChange(request);
  const { deur } = await readBody(KanaalChoice, request);
  if (deur === 'wachtrij' && !isQueueAt(kanaal)) {
    const detail = 'deze rol heeft geen wachtrij: kies ophalen, of maak een abonnement voor een webhook';
    throw invalid([{ pointer: '/deur', detail }]);
  }
  await needed.kanalen.chooseBaseDoor(kanaal, deur);
  await byTheNewDoor(needed, kanaal);
  return kanaal;
};
