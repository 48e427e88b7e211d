import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { reseal } from '../../../cli/operator/recovery/reseal/reseal.ts';
import { localRollout } from '../../../client/deployment.ts';
import { runScenario } from '../../../client/scenario/run.ts';
import { type Behaviour, type Received, type Receiver, startReceiver, willing } from '../../hub/receiver.ts';
import { caught, FIRST_HUISHOUDENS, scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

const PARTNERS = ['intos', 'taalschool', 'taalmaatjes', 'balk', 'mage'] as const;
type Partner = (typeof PARTNERS)[number];

/** The answers of the school to the first attempt of each zaak in turn; it accepts every later one. */
const FIRST_TIME: readonly Behaviour[] = [
  'hangs',
  { status: 500 },
  { status: 301, headers: { location: 'https://elders.example/' } },
  'promises too much',
  'breaks off',
  'promises too little',
  'does not stop',
  { status: 400 },
];
const RETRY_AFTER_SECONDS = 3;

/** A zaak for each of those answers, and some that go well from the first. */
const { steps: STEPS, zaken: ZAKEN } = FIRST_HUISHOUDENS;

interface Bericht {
  readonly id: string;
  readonly data: { readonly zaakId: string; readonly volgnummer: number };
}
const content = ({ body }: Received): Bericht => JSON.parse(body.toString());
const isPost = ({ method }: Received): boolean => method === 'POST';

/** Whether the hub takes this behaviour for success: a misbehaving receiver counts when it sent a 2xx. */
const accepts = (behaviour: Behaviour): boolean =>
  typeof behaviour === 'string'
    ? ['promises too much', 'promises too little', 'does not stop'].includes(behaviour)
    : behaviour.status >= 200 && behaviour.status < 300;

/** Starts a receiver and an abonnement for one partner. */
const startPartner = async (
  hub: RunningHub,
  partner: Partner,
  behaviour: (request: Received) => Behaviour,
) => {
  const receiver: Receiver = await startReceiver();
  const accepted: Received[] = [];
  receiver.respond((request) => {
    const choice = isPost(request) ? behaviour(request) : willing(request);
    if (isPost(request) && accepts(choice)) accepted.push(request);
    return choice;
  });
  const call = async (method: 'GET' | 'POST', path: string, body?: object) =>
    hub.client.call(partner, path, { method, ...(body === undefined ? {} : { body }) });
  const made = await call('POST', '/abonnementen', {
    sink: `${receiver.url}/hook`,
    protocol: 'HTTP',
    types: [],
  });
  expect(made.status).toBe(201);
  const { id, secret, status } = made.body as { id: string; secret: string; status: string };
  expect(status).toBe('wacht-op-verificatie');
  return {
    partner,
    receiver,
    accepted,
    secret,
    abonnement: async () => (await call('GET', `/abonnementen/${id}`)).body as { status: string },
    tijdlijn: async () => {
      const { body } = await call('GET', `/abonnementen/${id}/tijdlijn`);
      return (body as { gebeurtenissen: readonly { naam: string }[] }).gebeurtenissen.map(({ naam }) => naam);
    },
    /** The number of messages to this partner in these states. */
    inPostvak: async (...states: readonly string[]): Promise<number> => {
      let count = 0;
      for (const state of states) {
        const { body } = await call('GET', `/berichten?staat=${state}`);
        count += (body as { berichten: readonly unknown[] }).berichten.length;
      }
      return count;
    },
  };
};
type PartnerWithWebhook = Awaited<ReturnType<typeof startPartner>>;

/** Volgnummers per zaak, in the order in which they were accepted. */
const perZaak = (requests: readonly Received[]): readonly (readonly number[])[] =>
  [...Map.groupBy(requests.map(content), ({ data }) => data.zaakId).values()].map((messages) =>
    messages.map(({ data }) => data.volgnummer),
  );
const numbered = (zaken: readonly (readonly number[])[]) =>
  zaken.map((messages) => messages.map((_, place) => place + 1));

describe('webhooks of partners', () => {
  let hub: RunningHub;
  const partners = {} as Record<Partner, PartnerWithWebhook>;

  beforeAll(async () => {
    hub = await startHub();
    const begun = new Map<string, Behaviour>();
    const school = (request: Received): Behaviour => {
      const { zaakId } = content(request).data;
      if (begun.has(zaakId)) return { status: 200, body: 'dank u' };
      const choice = FIRST_TIME[begun.size] ?? { status: 204 };
      begun.set(zaakId, choice);
      return choice;
    };
    let busy = true;
    const languageBuddies = (): Behaviour => {
      const retryAfter = { 'retry-after': String(RETRY_AFTER_SECONDS) };
      const choice: Behaviour = busy ? { status: 429, headers: retryAfter } : { status: 202 };
      busy = false;
      return choice;
    };
    const behaviour: Readonly<Record<Partner, (request: Received) => Behaviour>> = {
      intos: () => ({ status: 204 }),
      taalschool: school,
      taalmaatjes: languageBuddies,
      balk: () => ({ status: 410 }),
      mage: () => 'breaks off',
    };
    for (const partner of PARTNERS) partners[partner] = await startPartner(hub, partner, behaviour[partner]);
    await hub.quiet();
    await runScenario(hub.client, STEPS, { settle: async () => undefined });
    // Every message lies in the postvak then. The hub is not at rest: one receiver never takes what it gets.
    const composed = async () =>
      expect(await hub.client.openstaand()).toMatchObject({ ontvangen: 0, nogTeVersturen: 0 });
    await vi.waitFor(composed, { timeout: 200_000, interval: 500 });
  });
  afterAll(async () => {
    for (const { receiver } of Object.values(partners)) await receiver.stop();
    await hub.stop();
  });

  /** Waits until every message to this partner is delivered. */
  const untilDelivered = async ({ inPostvak }: PartnerWithWebhook, atLeast: number): Promise<number> => {
    await expect
      .poll(
        async () => {
          const [delivered, open] = [await inPostvak('bezorgd'), await inPostvak('klaargezet')];
          return delivered >= atLeast && open === 0;
        },
        { timeout: 200_000, interval: 500 },
      )
      .toBe(true);
    return inPostvak('bezorgd');
  };

  it('begin with the handshake, before any message is delivered', async () => {
    for (const { receiver, tijdlijn } of Object.values(partners)) {
      expect(receiver.received[0]).toMatchObject({
        method: 'OPTIONS',
        path: '/hook',
        headers: { 'webhook-request-origin': 'hub.example.nl', 'webhook-request-rate': '300' },
      });
      expect(await tijdlijn()).toContain('verificatie-gelukt');
    }
  });

  it('get everything in order, once, with a signature that the usual libraries accept', async () => {
    const { intos } = partners;
    const count = await untilDelivered(intos, ZAKEN);
    expect(intos.accepted).toHaveLength(count);
    expect(perZaak(intos.accepted)).toEqual(numbered(perZaak(intos.accepted)));
    for (const { body, headers } of intos.accepted) {
      expect(() => new StandardWebhook(intos.secret).verify(body, headers)).not.toThrow();
      expect(() => new Svix(intos.secret).verify(body, headers)).not.toThrow();
      expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    }
  });

  it('that fail for some zaken get the messages of those again in order, and hold up no other zaak or partner', async () => {
    const { taalschool, intos } = partners;
    const count = await untilDelivered(taalschool, ZAKEN);
    expect(taalschool.accepted).toHaveLength(count);
    expect(new Set(taalschool.accepted.map((request) => content(request).id)).size).toBe(count);
    expect(perZaak(taalschool.accepted)).toEqual(numbered(perZaak(taalschool.accepted)));
    // While the request for the first zaak hung, other zaken and other partners went on.
    const [first] = taalschool.receiver.received.filter(isPost);
    if (first === undefined) throw new Error('nothing received');
    const { zaakId } = content(first).data;
    const [hung] = taalschool.accepted.filter((request) => content(request).data.zaakId === zaakId);
    const meanwhile = ({ accepted }: PartnerWithWebhook) =>
      accepted.filter((request) => {
        const other = content(request).data.zaakId !== zaakId;
        return other && request.at > first.at && request.at < (hung?.at ?? 0);
      });
    expect(meanwhile(taalschool)).not.toEqual([]);
    expect(meanwhile(intos)).not.toEqual([]);
  });

  it('that ask for rest get no message before its end', async () => {
    const { taalmaatjes } = partners;
    const count = await untilDelivered(taalmaatjes, ZAKEN);
    expect(taalmaatjes.accepted).toHaveLength(count);
    expect(perZaak(taalmaatjes.accepted)).toEqual(numbered(perZaak(taalmaatjes.accepted)));
    const [refused] = taalmaatjes.receiver.received.filter(isPost);
    const again = taalmaatjes.accepted.find(
      ({ headers }) => headers['webhook-id'] === refused?.headers['webhook-id'],
    );
    expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(RETRY_AFTER_SECONDS * 1000);
  });

  it('that answer 410 are stopped with a warning, and their messages are kept', async () => {
    const { balk } = partners;
    await expect.poll(balk.abonnement, { timeout: 60_000 }).toMatchObject({ status: 'gestopt' });
    expect(await balk.tijdlijn()).toContain('abonnement-gestopt');
    expect(await balk.inPostvak('klaargezet')).toBeGreaterThan(0);
    expect(await balk.inPostvak('bezorgd', 'geparkeerd', 'vervallen')).toBe(0);
  });

  it('that are out of order lead to a warning on the tijdlijn and on the bus, and their messages are kept', async () => {
    const { mage } = partners;
    await expect.poll(mage.tijdlijn, { timeout: 120_000 }).toContain('ontvanger-in-storing');
    expect(await mage.abonnement()).toMatchObject({ status: 'actief' });
    expect(await mage.inPostvak('klaargezet')).toBeGreaterThan(0);
    const warnings = () =>
      hub.events
        .filter((event) => event['detail-type'] === 'nl.inburgeringszaken.abonnement.gewaarschuwd.v1')
        .map(({ detail }) => detail);
    await expect
      .poll(warnings, { timeout: 60_000 })
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({ kanaal: '0907/balk', waarschuwing: 'abonnement-gestopt' }),
          expect.objectContaining({ kanaal: '0907/mage', waarschuwing: 'ontvanger-in-storing' }),
        ]),
      );
  });

  it('get the same signature after the key of their secrets was replaced and the old one is gone', async () => {
    const { intos } = partners;
    const rollout = await localRollout(hub.hub.url);
    const { written, output } = caught();
    expect(await reseal(rollout, { nieuw: true }, output)).toBe(0);
    expect(written).toContain(`${PARTNERS.length} put under the key of now, 0 left, 0 not readable.`);
    expect(await reseal(rollout, { opruimen: true }, output)).toBe(0);
    expect(written.at(-1)).toBe('Done (klaar): the older keys are gone.');
    const before = intos.accepted.length;
    await runScenario(hub.client, scenario('een-huishouden.jsonl'), { settle: async () => undefined });
    await expect.poll(() => intos.accepted.length, { timeout: 60_000 }).toBeGreaterThan(before);
    for (const { body, headers } of intos.accepted.slice(before)) {
      expect(() => new StandardWebhook(intos.secret).verify(body, headers)).not.toThrow();
    }
  });

  it('leave nothing of a message, a secret or a token in a log', () => {
    const logs = hub.logLines.join('\n');
    for (const { secret } of Object.values(partners)) expect(logs).not.toContain(secret.slice(6));
    expect(logs).not.toMatch(/whsec_|v1,[A-Za-z0-9+/]{20}/);
  });
});
