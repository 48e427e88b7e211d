import { setTimeout as pause } from 'node:timers/promises';
import type { HubClient } from '../client/hub-client.ts';
import { Gemeentecode } from '../contracts/base-types.ts';
import { isToldByStep } from '../contracts/partnerrollen.ts';
import { gemeenteProfile } from '../domain/gemeenten/index.ts';

/** The actions of partners in the measurements of webhooks: they create an abonnement, choose a door, and wait. */

export const GEMEENTE = Gemeentecode.parse('0907');
const STANDSTILL_MS = 120_000;

/** The partners that hear of every koppeling. */
export const partners = gemeenteProfile(GEMEENTE)
  .partners.filter(({ rol }) => !isToldByStep(rol))
  .map(({ sleutel }) => sleutel);

/** Waits until a condition holds. Throws when nothing changes for a long time. */
export const until = async (
  state: () => Promise<number> | number,
  target: number,
  what: string,
): Promise<void> => {
  let previous = Number.NaN;
  let since = performance.now();
  for (;;) {
    const now = await state();
    if (now === target) return;
    if (now !== previous) [previous, since] = [now, performance.now()];
    if (performance.now() - since > STANDSTILL_MS) throw new Error(`${what}: ${now} instead of ${target}`);
    await pause(50);
  }
};

/** Makes a call as a partner. Throws when the answer is an error. */
export const invoke = async (
  hub: HubClient,
  partner: string,
  path: string,
  request: Parameters<HubClient['call']>[2],
): Promise<unknown> => {
  const response = await hub.call(`${partner}-${GEMEENTE}`, path, request);
  if (response.status >= 400) throw new Error(`${path} of ${partner}: HTTP ${response.status}`);
  return response.body;
};

/** Creates an abonnement at this address, and waits for the consent of its receiver. */
export const createAbonnement = async (hub: HubClient, partner: string, sink: string): Promise<void> => {
  await invoke(hub, partner, '/abonnementen', {
    method: 'POST',
    body: { sink, protocol: 'HTTP', types: [] },
  });
  const active = async (): Promise<number> => {
    const body = await invoke(hub, partner, '/abonnementen', { method: 'GET' });
    return JSON.stringify(body).includes('"status":"actief"') ? 1 : 0;
  };
  await until(active, 1, `the abonnement of ${partner} is not active`);
};

/** Lets every partner choose its door again, which tells the hub that its receiver is back. */
export const chooseDoors = async (hub: HubClient): Promise<void> => {
  for (const partner of partners) {
    await invoke(hub, partner, '/kanaal', { method: 'PUT', body: { deur: 'wachtrij' } });
  }
};
