import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { afterEach, describe, expect, it } from 'vitest';
import { maakToegangstokens } from '../../../../adapters/uitgaand/oauth2.ts';
import { maakVerzender } from '../../../../adapters/uitgaand/verzender.ts';
import { type Gedrag, gewillig, type Ontvanger, startOntvanger, WANGEDRAG } from '../../../hub/ontvanger.ts';
import { geheim, KANAAL, status, UUR, webhookHub, zaak } from './hulp.ts';

/** Deliveries as a receiver sees them, over a real connection. */

const ontvangers: Ontvanger[] = [];
afterEach(async () => {
  for (const ontvanger of ontvangers.splice(0)) await ontvanger.stop();
});

const opstelling = async (anders: Parameters<typeof webhookHub>[0] = {}) => {
  const ontvanger = await startOntvanger();
  ontvangers.push(ontvanger);
  const verzender = maakVerzender({
    loopbackToegestaan: true,
    resolve: async () => ['127.0.0.1'],
    tijdslimietMs: 250,
  });
  const over = {
    verzender: {
      // The time-out of a delivery is the standard's; the tests have no twenty seconds.
      verstuur: ({ tijdslimietMs: _, ...verzoek }: Parameters<typeof verzender.verstuur>[0]) =>
        verzender.verstuur(verzoek),
    },
    // Signatures say what time it is.
    nu: () => new Date(),
    tokens: maakToegangstokens(verzender),
  };
  const hub = await webhookHub({ sink: `${ontvanger.url}/hook`, ...anders }, over);
  return { ontvanger, hub };
};

describe('a delivery', () => {
  it('is the stored bytes, in structured mode, with everything that a receiver needs', async () => {
    const { ontvanger, hub } = await opstelling();
    await hub.leg(1, 1);
    await hub.draai();
    const [stuk] = await hub.stukken(1);
    const [gezien] = ontvanger.ontvangen;
    expect(gezien?.body.toString()).toBe(stuk?.tekst);
    expect(gezien).toMatchObject({
      methode: 'POST',
      pad: '/hook',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'content-length': String(Buffer.byteLength(stuk?.tekst ?? '')),
        'user-agent': expect.stringMatching(/^inburgeringshub\/\d/),
        'webhook-request-origin': 'hub.example',
        'webhook-id': stuk?.id,
        'webhook-timestamp': expect.stringMatching(/^\d{10}$/),
      },
    });
    expect(gezien?.headers).not.toHaveProperty('authorization');
    expect(JSON.parse(gezien?.body.toString() ?? '')).toMatchObject({ id: stuk?.id, specversion: '1.0' });
  });

  it('passes the check of both libraries, with either secret while a rotation lasts', async () => {
    const { ontvanger, hub } = await opstelling();
    const { versleuteling } = hub;
    const { id } = hub.abonnement;
    const nieuw = geheim();
    const over = (ms: number) => new Date(Date.now() + ms).toISOString();
    const roteer = (tot: string) =>
      hub.kanalen.wijzig(KANAAL, hub.abonnement, {
        geheimen: [
          { versleuteld: versleuteling.versleutel(nieuw, id) },
          { versleuteld: versleuteling.versleutel(hub.geheim, id), tot },
        ],
      });
    const gewijzigd = await roteer(over(UUR));
    await hub.leg(1, 1);
    await hub.draai();
    const [tijdens] = ontvanger.ontvangen;
    for (const sleutel of [hub.geheim, nieuw]) {
      const { body, headers } = tijdens ?? { body: Buffer.alloc(0), headers: {} };
      expect(() => new StandardWebhook(sleutel).verify(body, headers)).not.toThrow();
      expect(() => new Svix(sleutel).verify(body, headers)).not.toThrow();
      expect(() => new StandardWebhook(sleutel).verify(`${body} `, headers)).toThrow();
    }

    if (gewijzigd === undefined) throw new Error('niet gewijzigd');
    await hub.kanalen.wijzig(KANAAL, gewijzigd, {
      geheimen: gewijzigd.geheimen.map((een) => ('tot' in een ? { ...een, tot: over(-1) } : een)),
    });
    await hub.leg(1, 2);
    await hub.draai();
    const [, daarna] = ontvanger.ontvangen;
    const { body, headers } = daarna ?? { body: Buffer.alloc(0), headers: {} };
    expect(() => new Svix(nieuw).verify(body, headers)).not.toThrow();
    expect(() => new Svix(hub.geheim).verify(body, headers)).toThrow();
  });

  it('brings the token that the receiver wants, and a new one when it is refused, once', async () => {
    const { ontvanger, hub } = await opstelling();
    let uitgegeven = 0;
    let geldig = 'token-1';
    ontvanger.doe(({ pad, headers }): Gedrag => {
      if (pad === '/token') {
        uitgegeven += 1;
        return {
          status: 200,
          body: JSON.stringify({ access_token: `token-${uitgegeven}`, token_type: 'Bearer' }),
        };
      }
      return { status: headers['authorization'] === `Bearer ${geldig}` ? 204 : 401 };
    });
    const { id } = hub.abonnement;
    const { versleuteling } = hub;
    await hub.kanalen.wijzig(KANAAL, hub.abonnement, {
      oauth2: {
        tokenUrl: `${ontvanger.url}/token`,
        clientId: 'hub',
        clientGeheim: versleuteling.versleutel('wachtwoord', id),
      },
    });
    await hub.leg(1, 1);
    await hub.draai();
    geldig = 'token-2';
    await hub.leg(1, 2);
    await hub.draai();
    expect(await hub.plekken(1)).toEqual(['bezorgd', 'bezorgd']);
    const paden = () => ontvanger.ontvangen.map(({ pad }) => pad);
    expect(paden()).toEqual(['/token', '/hook', '/hook', '/token', '/hook']);

    geldig = 'geen';
    await hub.leg(2, 1);
    await hub.draai();
    expect(paden().slice(5)).toEqual(['/hook', '/token', '/hook']);
    expect((await hub.stukken(2))[0]?.pogingen).toMatchObject([{ reden: 'status', status: 401 }]);
    expect(JSON.stringify(hub.logs)).not.toMatch(/token-|wachtwoord/);
  });

  it('for which no token is to be had is not made', async () => {
    const { ontvanger, hub } = await opstelling();
    ontvanger.doe(() => ({ status: 403 }));
    const { versleuteling } = hub;
    await hub.kanalen.wijzig(KANAAL, hub.abonnement, {
      oauth2: {
        tokenUrl: `${ontvanger.url}/token`,
        clientId: 'hub',
        clientGeheim: versleuteling.versleutel('wachtwoord', hub.abonnement.id),
      },
    });
    await hub.leg(1, 1);
    await hub.draai();
    expect(ontvanger.ontvangen.map(({ pad }) => pad)).toEqual(['/token']);
    expect((await hub.stukken(1))[0]?.pogingen).toMatchObject([{ reden: 'geen-token' }]);
  });
});

const UITKOMSTEN: Readonly<Record<(typeof WANGEDRAG)[number], readonly [string, string]>> = {
  hangt: ['klaargezet', 'tijdslimiet'],
  verbreekt: ['klaargezet', 'verbinding'],
  'belooft te veel': ['bezorgd', 'gelukt'],
  'belooft te weinig': ['bezorgd', 'gelukt'],
  'belooft twee lengtes': ['klaargezet', 'verbinding'],
  druppelt: ['bezorgd', 'gelukt'],
  'houdt niet op': ['bezorgd', 'gelukt'],
  'spreekt geen http': ['klaargezet', 'verbinding'],
  'wisselt van protocol': ['klaargezet', 'verbinding'],
  'stuurt eindeloze headers': ['klaargezet', 'verbinding'],
};

describe('a receiver that misbehaves for one zaak', () => {
  it.each(WANGEDRAG)('(%s) gets the others in the same batch all the same', async (wangedrag) => {
    const { ontvanger, hub } = await opstelling();
    ontvanger.doe((verzoek) =>
      JSON.parse(String(verzoek.body)).data.zaakId === zaak(1) ? wangedrag : gewillig(verzoek),
    );
    for (const nummer of [1, 2, 3]) await hub.leg(nummer, 1);
    await hub.draai();
    const [plek, reden] = UITKOMSTEN[wangedrag];
    expect(await hub.plekken(1)).toEqual([plek]);
    expect((await hub.stukken(1))[0]?.pogingen).toMatchObject([{ reden }]);
    expect(await hub.plekken(2)).toEqual(['bezorgd']);
    expect(await hub.plekken(3)).toEqual(['bezorgd']);
  });
});

it('logs and warnings hold ids and reasons, and nothing of messages, secrets or addresses', async () => {
  const hub = await webhookHub({ sink: 'https://geheim-pad.partner.example/sleutel-in-pad' });
  hub.opstelling.antwoord = () => status(500);
  for (let nummer = 1; nummer <= 6; nummer++) await hub.leg(nummer, 1);
  await hub.verstrijkt(100 * UUR);
  const alles = JSON.stringify([hub.logs, hub.events, await hub.kanalen.tijdlijn(hub.abonnement.id)]);
  expect(alles).toContain(zaak(1));
  for (const geheimpje of ['Ünal', 'sleutel-in-pad', 'whsec_', hub.geheim.slice(6), 'v1,']) {
    expect(alles).not.toContain(geheimpje);
  }
});
