import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createHubClient, type HubClient } from '../client/hub-client.ts';
import { gemeenteProfiel } from '../domain/gemeenten/index.ts';
import { createCleanup } from '../local/cleanup.ts';
import { gewillig, type Ontvangen, type Ontvanger, startOntvanger } from '../test/hub/ontvanger.ts';
import { startHubProcess } from './hub-process.ts';
import { koppelingen } from './huishoudens.ts';
import { maakKlant, metHoogstens } from './klant.ts';
import { afgerond } from './statistiek.ts';

/** The webhook door after an outage, beside a bare loop that posts the same bytes to the same receiver. */

export interface Webhookmeting {
  readonly messages: number;
  /** From the moment that the partners say they are back until the last message was accepted. */
  readonly drainSeconds: number;
  readonly deliveriesPerSecond: number;
  readonly bareDeliveriesPerSecond: number;
  /** The bare loop's rate over the hub's. */
  readonly ratio: number;
  /** What `hub balans` says afterwards. */
  readonly difference: number;
}

const GEMEENTE = '0907';
const BERICHTEN = 10_000;
const GELIJKTIJDIG = 32;
/** As many as the hub has at once: batches of ten, and the mapping's concurrency on this machine. */
const KALE_LUS_GELIJKTIJDIG = 32;
const STILSTAND_MS = 120_000;

const partners = gemeenteProfiel(GEMEENTE).partners.map(({ sleutel }) => sleutel);

/** Waits until something holds; when nothing changes for long, that is an error. */
const totdat = async (stand: () => Promise<number> | number, doel: number, wat: string): Promise<void> => {
  let vorige = Number.NaN;
  let sinds = performance.now();
  for (;;) {
    const nu = await stand();
    if (nu === doel) return;
    if (nu !== vorige) [vorige, sinds] = [nu, performance.now()];
    if (performance.now() - sinds > STILSTAND_MS) throw new Error(`${wat}: ${nu} instead of ${doel}`);
    await pause(50);
  }
};

const roepAan = async (
  hub: HubClient,
  partner: string,
  pad: string,
  verzoek: Parameters<HubClient['call']>[2],
): Promise<unknown> => {
  const antwoord = await hub.call(`${partner}-${GEMEENTE}`, pad, verzoek);
  if (antwoord.status >= 400) throw new Error(`${pad} of ${partner}: HTTP ${antwoord.status}`);
  return antwoord.body;
};

const abonneer = async (hub: HubClient, partner: string, sink: string): Promise<void> => {
  await roepAan(hub, partner, '/abonnementen', {
    method: 'POST',
    body: { sink, protocol: 'HTTP', types: [] },
  });
  const actieve = async (): Promise<number> => {
    const body = await roepAan(hub, partner, '/abonnementen', { method: 'GET' });
    return JSON.stringify(body).includes('"status":"actief"') ? 1 : 0;
  };
  await totdat(actieve, 1, `the abonnement of ${partner} is not active`);
};

const inRust = async (hub: HubClient): Promise<number> => {
  const { ontvangen, nogTeVersturen } = await hub.openstaand();
  return ontvangen + nogTeVersturen;
};

/** Posts every message again, byte for byte, as fast as a loop that does nothing else. */
const meetKaleLus = async (url: string, verzonden: readonly Ontvangen[]): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: KALE_LUS_GELIJKTIJDIG });
  const begin = performance.now();
  await metHoogstens(
    KALE_LUS_GELIJKTIJDIG,
    verzonden,
    ({ headers, body }) =>
      new Promise<void>((resolve, reject) => {
        const { host: _, connection: __, ...eigen } = headers;
        const verzoek = request(url, { method: 'POST', agent, headers: eigen }, (antwoord) => {
          antwoord.resume();
          antwoord.once('end', resolve);
        });
        verzoek.once('error', reject);
        verzoek.end(body);
      }),
  );
  agent.destroy();
  return verzonden.length / ((performance.now() - begin) / 1000);
};

/** Lets `berichten` messages gather while nobody listens, and measures how fast they go once somebody does. */
export const meetWebhook = async (berichten = BERICHTEN): Promise<Webhookmeting> => {
  const cleanup = createCleanup();
  try {
    const perId = new Map<string, Ontvangen>();
    const ontvang = (verzoek: Ontvangen) => {
      if (verzoek.methode === 'POST') perId.set(verzoek.headers['webhook-id'] ?? '', verzoek);
      return gewillig(verzoek);
    };
    let ontvanger: Ontvanger = await startOntvanger();
    cleanup.add(() => ontvanger.stop());
    const { url: sink, poort } = ontvanger;
    const proces = await startHubProcess();
    cleanup.add(proces.stop);
    const hub = createHubClient({ url: proces.url });
    for (const partner of partners) await abonneer(hub, partner, sink);
    const klant = await maakKlant(proces.url, GELIJKTIJDIG);
    cleanup.add(async () => klant.close());

    await ontvanger.stop();
    const aantal = Math.ceil(berichten / partners.length);
    await metHoogstens(GELIJKTIJDIG, koppelingen(aantal, 0), klant.post);
    await totdat(() => inRust(hub), 0, 'messages that are still to be composed');

    ontvanger = await startOntvanger(undefined, poort);
    ontvanger.doe(ontvang);
    const begin = performance.now();
    for (const partner of partners) {
      await roepAan(hub, partner, '/kanaal', { method: 'PUT', body: { deur: 'wachtrij' } });
    }
    await totdat(() => perId.size, aantal * partners.length, 'messages that were delivered');
    const seconden = (performance.now() - begin) / 1000;
    const geleverd = aantal * partners.length;
    const openVan = async (): Promise<number> =>
      Object.values((await hub.openstaand()).post).reduce((som, { klaargezet }) => som + klaargezet, 0);
    await totdat(openVan, 0, 'messages that the hub does not know to be delivered');
    const boeken = await hub.balans(GEMEENTE);
    const kaal = await meetKaleLus(sink, [...perId.values()]);
    return {
      messages: geleverd,
      drainSeconds: afgerond(seconden),
      deliveriesPerSecond: Math.round(geleverd / seconden),
      bareDeliveriesPerSecond: Math.round(kaal),
      ratio: afgerond(kaal / (geleverd / seconden)),
      difference: boeken.verschillen.length,
    };
  } finally {
    await cleanup.run();
  }
};

/** The measurement for people. */
export const webhookRegels = (meting: Webhookmeting): readonly string[] => [
  `webhook, ${meting.messages} messages after an outage   deliveries a second   seconds`,
  `  the hub (signed, in order per zaak, stored)        ${String(meting.deliveriesPerSecond).padStart(8)}   ${meting.drainSeconds.toFixed(1).padStart(12)}`,
  `  a bare loop posting the same bytes                 ${String(meting.bareDeliveriesPerSecond).padStart(8)}   ${(meting.messages / meting.bareDeliveriesPerSecond).toFixed(1).padStart(12)}`,
  `  ratio                                              ${meting.ratio.toFixed(1).padStart(8)}   difference in the books: ${meting.difference}`,
];
