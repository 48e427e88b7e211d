import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScenario } from '../../../client/scenario/run.ts';
import { type Behaviour, type Received, type Receiver, startReceiver, willing } from '../../hub/receiver.ts';
import { scenario } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

const PARTNERS = ['intos', 'taalschool', 'taalmaatjes', 'balk', 'mage'] as const;
type Partner = (typeof PARTNERS)[number];

/** What the school does with the first try of each zaak in turn; after that it behaves. */
const FIRST_TIME: readonly Behaviour[] = [
  'hangt',
  { status: 500 },
  { status: 301, headers: { location: 'https://elders.example/' } },
  'belooft te veel',
  'verbreekt',
  'belooft te weinig',
  'houdt niet op',
  { status: 400 },
];
const RETRY_AFTER_SECONDS = 3;

interface Bericht {
  readonly id: string;
  readonly data: { readonly zaakId: string; readonly volgnummer: number };
}
const content = ({ body }: Received): Bericht => JSON.parse(body.toString());
const isPost = ({ methode }: Received): boolean => methode === 'POST';

/** Whether the receiver takes the message with this: for the misbehaviour, whether a 2xx came at all. */
const accepts = (behaviour: Behaviour): boolean =>
  typeof behaviour === 'string'
    ? ['belooft te veel', 'belooft te weinig', 'houdt niet op'].includes(behaviour)
    : behaviour.status >= 200 && behaviour.status < 300;

/** One partner with a webhook, and what became of it. */
const startPartner = async (
  hub: RunningHub,
  partner: Partner,
  behaviour: (request: Received) => Behaviour,
) => {
  const receiver: Receiver = await startReceiver();
  const accepted: Received[] = [];
  receiver.doOne((request) => {
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
    /** Everything that the hub ever had for this partner: volgnummers per zaak, of those in one of these states. */
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
  [...Map.groupBy(requests.map(content), ({ data }) => data.zaakId).values()].map((row) =>
    row.map(({ data }) => data.volgnummer),
  );
const fromOneOff = (rows: readonly (readonly number[])[]) =>
  rows.map((row) => row.map((_, place) => place + 1));

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
    const maatjes = (): Behaviour => {
      const retryAfter = { 'retry-after': String(RETRY_AFTER_SECONDS) };
      const choice: Behaviour = busy ? { status: 429, headers: retryAfter } : { status: 202 };
      busy = false;
      return choice;
    };
    const behaviour: Readonly<Record<Partner, (request: Received) => Behaviour>> = {
      intos: () => ({ status: 204 }),
      taalschool: school,
      taalmaatjes: maatjes,
      balk: () => ({ status: 410 }),
      mage: () => 'verbreekt',
    };
    for (const partner of PARTNERS) partners[partner] = await startPartner(hub, partner, behaviour[partner]);
    await hub.quiet();
    await runScenario(hub.client, scenario('twaalf-huishoudens.jsonl'), { settle: async () => undefined });
  });
  afterAll(async () => {
    for (const { receiver } of Object.values(partners)) await receiver.stop();
    await hub.stop();
  });

  /** Until everything that was put for this partner is delivered. */
  const allBezorgd = async ({ inPostvak }: PartnerWithWebhook, atLeast: number): Promise<number> => {
    await expect
      .poll(
        async () => {
          const [bezorgd, open] = [await inPostvak('bezorgd'), await inPostvak('klaargezet')];
          return bezorgd >= atLeast && open === 0;
        },
        { timeout: 200_000, interval: 500 },
      )
      .toBe(true);
    return inPostvak('bezorgd');
  };

  it('open with the handshake, before anything is delivered', async () => {
    for (const { receiver, tijdlijn } of Object.values(partners)) {
      expect(receiver.ontvangen[0]).toMatchObject({
        methode: 'OPTIONS',
        pad: '/hook',
        headers: { 'webhook-request-origin': 'hub.example.nl', 'webhook-request-rate': '120' },
      });
      expect(await tijdlijn()).toContain('verificatie-gelukt');
    }
  });

  it('get everything in order, once, with a signature that the usual libraries accept', async () => {
    const { intos } = partners;
    const count = await allBezorgd(intos, 15);
    expect(intos.accepted).toHaveLength(count);
    expect(perZaak(intos.accepted)).toEqual(fromOneOff(perZaak(intos.accepted)));
    for (const { body, headers } of intos.accepted) {
      expect(() => new StandardWebhook(intos.secret).verify(body, headers)).not.toThrow();
      expect(() => new Svix(intos.secret).verify(body, headers)).not.toThrow();
      expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    }
  });

  it('that fail for some zaken get those again, in order, and hold up nobody else', async () => {
    const { taalschool, intos } = partners;
    const count = await allBezorgd(taalschool, 15);
    expect(taalschool.accepted).toHaveLength(count);
    expect(new Set(taalschool.accepted.map((request) => content(request).id)).size).toBe(count);
    expect(perZaak(taalschool.accepted)).toEqual(fromOneOff(perZaak(taalschool.accepted)));
    // While the first zaak was left hanging, its neighbours and its partner's neighbours went on.
    const [first] = taalschool.receiver.ontvangen.filter(isPost);
    if (first === undefined) throw new Error('niets ontvangen');
    const { zaakId } = content(first).data;
    const [hung] = taalschool.accepted.filter((request) => content(request).data.zaakId === zaakId);
    const meanwhile = ({ accepted }: PartnerWithWebhook) =>
      accepted.filter((request) => {
        const other = content(request).data.zaakId !== zaakId;
        return other && request.op > first.op && request.op < (hung?.op ?? 0);
      });
    expect(meanwhile(taalschool)).not.toEqual([]);
    expect(meanwhile(intos)).not.toEqual([]);
  });

  it('that ask for rest get it', async () => {
    const { taalmaatjes } = partners;
    const count = await allBezorgd(taalmaatjes, 15);
    expect(taalmaatjes.accepted).toHaveLength(count);
    expect(perZaak(taalmaatjes.accepted)).toEqual(fromOneOff(perZaak(taalmaatjes.accepted)));
    const [refused] = taalmaatjes.receiver.ontvangen.filter(isPost);
    const again = taalmaatjes.accepted.find(
      ({ headers }) => headers['webhook-id'] === refused?.headers['webhook-id'],
    );
    expect((again?.op ?? 0) - (refused?.op ?? 0)).toBeGreaterThanOrEqual(RETRY_AFTER_SECONDS * 1000);
  });

  it('that want no more are stopped with a warning, and their messages are kept', async () => {
    const { balk } = partners;
    expect(await balk.abonnement()).toMatchObject({ status: 'gestopt' });
    expect(await balk.tijdlijn()).toContain('abonnement-gestopt');
    expect(await balk.inPostvak('klaargezet')).toBeGreaterThan(0);
    expect(await balk.inPostvak('bezorgd', 'geparkeerd', 'vervallen')).toBe(0);
  });

  it('that are out of order are warned of on the timeline and on the bus, and their messages are kept', async () => {
    const { mage } = partners;
    expect(await mage.tijdlijn()).toContain('ontvanger-in-storing');
    expect(await mage.abonnement()).toMatchObject({ status: 'actief' });
    expect(await mage.inPostvak('klaargezet')).toBeGreaterThan(0);
    const warnings = hub.events.filter(
      (event) => event['detail-type'] === 'nl.inburgeringszaken.abonnement.gewaarschuwd.v1',
    );
    expect(warnings.map(({ detail }) => detail)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kanaal: '0907/balk', waarschuwing: 'abonnement-gestopt' }),
        expect.objectContaining({ kanaal: '0907/mage', waarschuwing: 'ontvanger-in-storing' }),
      ]),
    );
  });

  it('leave nothing of a message, a secret or a token in a log', () => {
    const logs = hub.logLines.join('\n');
    for (const { secret } of Object.values(partners)) expect(logs).not.toContain(secret.slice(6));
    expect(logs).not.toMatch(/whsec_|v1,[A-Za-z0-9+/]{20}/);
  });
});
