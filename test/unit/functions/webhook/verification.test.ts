import { describe, expect, it } from 'vitest';
import { instemmingOut } from '../../../../functions/webhook/requests.ts';
import { HOUR, KANAAL, MINUTE, SECOND, silence, status, type WebhookHub, webhookHub } from './support.ts';

const WAIT = { status: 'wacht-op-verificatie' } as const;
const verify = (hub: WebhookHub) =>
  hub.enqueue({ soort: 'verificatie', kanaal: KANAAL, abonnementId: hub.abonnement.id });
const consent = (rate = '*') =>
  status(200, { 'webhook-allowed-origin': 'hub.example', 'webhook-allowed-rate': rate });

describe('the consent of a receiver', () => {
  it.each<[string, number, Record<string, string>, object]>([
    [
      'the origin of the hub',
      200,
      { 'webhook-allowed-origin': 'hub.example', 'webhook-allowed-rate': '100' },
      { tempo: 100 },
    ],
    [
      'the origin of the hub in capitals',
      200,
      { 'webhook-allowed-origin': ' HUB.example ', 'webhook-allowed-rate': '*' },
      {},
    ],
    ['any origin', 204, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' }, {}],
    [
      'any origin without a rate, which means the rate that was asked for',
      200,
      { 'webhook-allowed-origin': '*' },
      { tempo: 120 },
    ],
    [
      'the headers, whatever the status',
      405,
      { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' },
      {},
    ],
  ])('is given by %s', (_, code, headers, expected) => {
    expect(instemmingOut(code, headers, 'hub.example', 120)).toEqual({ kind: 'yes', ...expected });
  });

  it.each<[string, number, Record<string, string>]>([
    ['a status alone', 200, {}],
    ['a status alone', 204, { allow: 'POST, OPTIONS' }],
    ['CORS', 200, { 'access-control-allow-origin': '*' }],
    ['another origin', 200, { 'webhook-allowed-origin': 'ander.example', 'webhook-allowed-rate': '*' }],
    ['a longer origin', 200, { 'webhook-allowed-origin': 'hub.example.nl', 'webhook-allowed-rate': '*' }],
    ['a rate of zero', 200, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '0' }],
    ['a rate that is no number', 200, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': 'veel' }],
  ])('is not given by %s (%i)', (_, code, headers) => {
    expect(instemmingOut(code, headers, 'hub.example', 120)).toMatchObject({ kind: 'no' });
  });
});

describe('the handshake', () => {
  it('asks at the exact address with the origin of the hub and a rate, and delivers nothing yet', async () => {
    const hub = await webhookHub({ ...WAIT, sink: 'https://hooks.partner.example/a?b=c' });
    await verify(hub);
    await hub.run();
    expect(hub.calls.map(({ request }) => request)).toMatchObject([
      {
        method: 'OPTIONS',
        url: 'https://hooks.partner.example/a?b=c',
        headers: { 'webhook-request-origin': 'hub.example', 'webhook-request-rate': '300' },
      },
    ]);
    expect(hub.calls[0]?.request).not.toHaveProperty('body');
  });

  it('is all that leaves the hub before consent: no token is fetched, no certificate shown, nothing delivered', async () => {
    const guarded = {
      mtls: true,
      oauth2: { tokenUrl: 'https://login.partner.example/token', clientId: 'hub', clientGeheim: '' },
    } as const;
    const hub = await webhookHub({ ...WAIT, ...guarded });
    hub.setup.response = () => status(401);
    await hub.put(1, 1);
    await verify(hub);
    await hub.passes(HOUR);
    expect(hub.calls).toHaveLength(3);
    for (const { request } of hub.calls) {
      expect(request).toMatchObject({ method: 'OPTIONS', url: hub.abonnement.sink, mtls: false });
      expect(Object.keys(request.headers).toSorted()).toEqual([
        'user-agent',
        'webhook-request-origin',
        'webhook-request-rate',
      ]);
    }
  });

  it('may use token and certificate at a receiver that consented before', async () => {
    const hub = await webhookHub({
      mtls: true,
      instemming: { wijze: 'handmatig', op: '2026-05-31', door: 'hoofd ICT' },
    });
    hub.setup.response = () => consent();
    await verify(hub);
    await hub.run();
    expect(hub.calls[0]?.request).toMatchObject({ method: 'OPTIONS', mtls: true });
  });

  it('asks for the rate that the partner set', async () => {
    const hub = await webhookHub({ ...WAIT, tempo: 7 });
    await verify(hub);
    await hub.run();
    expect(hub.calls[0]?.request.headers).toMatchObject({ 'webhook-request-rate': '7' });
  });

  it('opens the door, records the moment and the rate, and delivers the messages that lie ready', async () => {
    const hub = await webhookHub(WAIT);
    await hub.kanalen.chooseBaseDoor(KANAAL, 'ophalen');
    await hub.put(1, 1);
    await hub.run();
    expect(await hub.places(1)).toEqual(['klaargezet']);
    hub.setup.response = ({ request }) => (request.method === 'OPTIONS' ? consent('90') : status(204));
    await verify(hub);
    await hub.passes(0);
    expect(await hub.current()).toMatchObject({
      status: 'actief',
      instemming: { wijze: 'handdruk', op: new Date(hub.clock.now).toISOString(), tempo: 90 },
    });
    expect(await hub.places(1)).toEqual(['bezorgd']);
    expect(await hub.tijdlijn()).toEqual(['verificatie-gelukt']);
    expect(hub.calls.at(-1)?.request.headers).toMatchObject({ 'webhook-request-origin': 'hub.example' });
  });

  it('is repeated on the first steps of the schedule when it gets no consent, and then waits for the partner', async () => {
    const hub = await webhookHub(WAIT);
    hub.setup.response = () => status(200);
    await verify(hub);
    await hub.passes(100 * HOUR);
    expect(hub.calls.map(({ at }) => at)).toEqual([0, 5 * SECOND, 5 * MINUTE + 5 * SECOND]);
    expect(await hub.current()).toMatchObject({ status: 'wacht-op-verificatie' });
    expect(await hub.tijdlijn()).toEqual([
      'verificatie-mislukt',
      'verificatie-mislukt',
      'verificatie-mislukt',
    ]);
    expect(hub.queued()).toEqual([]);
  });

  it('is repeated when it gets no answer, and may succeed then', async () => {
    const hub = await webhookHub(WAIT);
    hub.setup.response = ({ at }) => (at === 0 ? silence : consent());
    await verify(hub);
    await hub.passes(HOUR);
    expect(hub.calls).toHaveLength(2);
    expect(await hub.current()).toMatchObject({ status: 'actief' });
  });

  it('leaves an active abonnement active when it fails', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(404);
    await verify(hub);
    await hub.passes(HOUR);
    expect(hub.calls).toHaveLength(1);
    expect(await hub.current()).toMatchObject({ status: 'actief' });
  });

  it('leaves an abonnement that was paused or stopped as it is, but for the consent', async () => {
    for (const entry of ['gepauzeerd', 'gestopt'] as const) {
      const hub = await webhookHub({ status: entry });
      hub.setup.response = () => consent();
      await verify(hub);
      await hub.passes(HOUR);
      expect(await hub.current()).toMatchObject({ status: entry, instemming: { wijze: 'handdruk' } });
    }
  });

  it('gives no consent for a new address when the address changes meanwhile', async () => {
    const hub = await webhookHub(WAIT);
    hub.setup.response = async () => {
      const now = await hub.current();
      if (now !== undefined) await hub.kanalen.change(KANAAL, now, { sink: 'https://ander.example/' });
      return consent();
    };
    await verify(hub);
    await hub.passes(HOUR);
    expect(await hub.current()).toMatchObject({ status: 'wacht-op-verificatie' });
    expect(await hub.tijdlijn()).toEqual([]);
  });

  it('asks nothing for an abonnement that is gone', async () => {
    const hub = await webhookHub(WAIT);
    await hub.kanalen.remove(KANAAL, hub.abonnement, new Date());
    await verify(hub);
    await hub.passes(0);
    expect(hub.calls).toEqual([]);
    expect(hub.queued()).toEqual([]);
  });
});
