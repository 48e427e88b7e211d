import { describe, expect, it } from 'vitest';
import { instemmingUit } from '../../../../functions/webhook/verzoeken.ts';
import { KANAAL, MINUUT, SECONDE, status, stilte, UUR, type WebhookHub, webhookHub } from './hulp.ts';

const WACHT = { status: 'wacht-op-verificatie' } as const;
const verifieer = (hub: WebhookHub) =>
  hub.bied({ soort: 'verificatie', kanaal: KANAAL, abonnementId: hub.abonnement.id });
const akkoord = (rate = '*') =>
  status(200, { 'webhook-allowed-origin': 'hub.example', 'webhook-allowed-rate': rate });

describe('consent', () => {
  it.each<[string, number, Record<string, string>, object]>([
    [
      'our origin',
      200,
      { 'webhook-allowed-origin': 'hub.example', 'webhook-allowed-rate': '100' },
      { tempo: 100 },
    ],
    [
      'our origin in capitals',
      200,
      { 'webhook-allowed-origin': ' HUB.example ', 'webhook-allowed-rate': '*' },
      {},
    ],
    ['any origin', 204, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' }, {}],
    ['no rate: the one we asked for', 200, { 'webhook-allowed-origin': '*' }, { tempo: 120 }],
    ['headers, whatever the status', 405, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' }, {}],
  ])('is given by %s', (_, code, headers, verwacht) => {
    expect(instemmingUit(code, headers, 'hub.example', 120)).toEqual({ soort: 'ja', ...verwacht });
  });

  it.each<[string, number, Record<string, string>]>([
    ['a status alone', 200, {}],
    ['a status alone', 204, { allow: 'POST, OPTIONS' }],
    ['CORS', 200, { 'access-control-allow-origin': '*' }],
    ['another origin', 200, { 'webhook-allowed-origin': 'ander.example', 'webhook-allowed-rate': '*' }],
    ['a longer origin', 200, { 'webhook-allowed-origin': 'hub.example.nl', 'webhook-allowed-rate': '*' }],
    ['a rate of nothing', 200, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '0' }],
    ['a rate that is none', 200, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': 'veel' }],
  ])('is not given by %s (%i)', (_, code, headers) => {
    expect(instemmingUit(code, headers, 'hub.example', 120)).toMatchObject({ soort: 'nee' });
  });
});

describe('the handshake', () => {
  it('asks at the exact address, says who asks and how fast, and delivers nothing yet', async () => {
    const hub = await webhookHub({ ...WACHT, sink: 'https://hooks.partner.example/a?b=c' });
    await verifieer(hub);
    await hub.draai();
    expect(hub.oproepen.map(({ verzoek }) => verzoek)).toMatchObject([
      {
        methode: 'OPTIONS',
        url: 'https://hooks.partner.example/a?b=c',
        headers: { 'webhook-request-origin': 'hub.example', 'webhook-request-rate': '120' },
      },
    ]);
    expect(hub.oproepen[0]?.verzoek).not.toHaveProperty('body');
  });

  it('asks for the rate that the partner set', async () => {
    const hub = await webhookHub({ ...WACHT, tempo: 7 });
    await verifieer(hub);
    await hub.draai();
    expect(hub.oproepen[0]?.verzoek.headers).toMatchObject({ 'webhook-request-rate': '7' });
  });

  it('opens the door, records when and how fast, and sends what lies ready through it', async () => {
    const hub = await webhookHub(WACHT);
    await hub.kanalen.kiesBasisdeur(KANAAL, 'ophalen');
    await hub.leg(1, 1);
    await hub.draai();
    expect(await hub.plekken(1)).toEqual(['klaargezet']);
    hub.opstelling.antwoord = ({ verzoek }) => (verzoek.methode === 'OPTIONS' ? akkoord('90') : status(204));
    await verifieer(hub);
    await hub.verstrijkt(0);
    expect(await hub.huidig()).toMatchObject({
      status: 'actief',
      instemming: { wijze: 'handdruk', op: new Date(hub.klok.nu).toISOString(), tempo: 90 },
    });
    expect(await hub.plekken(1)).toEqual(['bezorgd']);
    expect(await hub.tijdlijn()).toEqual(['verificatie-gelukt']);
    expect(hub.oproepen.at(-1)?.verzoek.headers).toMatchObject({ 'webhook-request-origin': 'hub.example' });
  });

  it('that gets no consent is repeated on the first steps of the schedule, and then waits for its partner', async () => {
    const hub = await webhookHub(WACHT);
    hub.opstelling.antwoord = () => status(200);
    await verifieer(hub);
    await hub.verstrijkt(100 * UUR);
    expect(hub.oproepen.map(({ op }) => op)).toEqual([0, 5 * SECONDE, 5 * MINUUT + 5 * SECONDE]);
    expect(await hub.huidig()).toMatchObject({ status: 'wacht-op-verificatie' });
    expect(await hub.tijdlijn()).toEqual([
      'verificatie-mislukt',
      'verificatie-mislukt',
      'verificatie-mislukt',
    ]);
    expect(hub.rij()).toEqual([]);
  });

  it('that gets no answer is repeated too, and may succeed then', async () => {
    const hub = await webhookHub(WACHT);
    hub.opstelling.antwoord = ({ op }) => (op === 0 ? stilte : akkoord());
    await verifieer(hub);
    await hub.verstrijkt(UUR);
    expect(hub.oproepen).toHaveLength(2);
    expect(await hub.huidig()).toMatchObject({ status: 'actief' });
  });

  it('of one that is active already takes nothing away when it fails', async () => {
    const hub = await webhookHub();
    hub.opstelling.antwoord = () => status(404);
    await verifieer(hub);
    await hub.verstrijkt(UUR);
    expect(hub.oproepen).toHaveLength(1);
    expect(await hub.huidig()).toMatchObject({ status: 'actief' });
  });

  it('leaves one that was paused or stopped as it is', async () => {
    for (const stand of ['gepauzeerd', 'gestopt'] as const) {
      const hub = await webhookHub({ status: stand });
      hub.opstelling.antwoord = () => akkoord();
      await verifieer(hub);
      await hub.verstrijkt(UUR);
      expect(await hub.huidig()).toMatchObject({ status: stand, instemming: { wijze: 'handdruk' } });
    }
  });

  it('of an address that changed meanwhile is not the consent of the new one', async () => {
    const hub = await webhookHub(WACHT);
    hub.opstelling.antwoord = async () => {
      const nu = await hub.huidig();
      if (nu !== undefined) await hub.kanalen.wijzig(KANAAL, nu, { sink: 'https://ander.example/' });
      return akkoord();
    };
    await verifieer(hub);
    await hub.verstrijkt(UUR);
    expect(await hub.huidig()).toMatchObject({ status: 'wacht-op-verificatie' });
    expect(await hub.tijdlijn()).toEqual([]);
  });

  it('of an abonnement that is gone ends', async () => {
    const hub = await webhookHub(WACHT);
    await hub.kanalen.verwijder(KANAAL, hub.abonnement, new Date());
    await verifieer(hub);
    await hub.verstrijkt(0);
    expect(hub.oproepen).toEqual([]);
    expect(hub.rij()).toEqual([]);
  });
});
