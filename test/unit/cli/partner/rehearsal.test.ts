import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { maakVerzender } from '../../../../adapters/uitgaand/verzender.ts';
import { GROOTSTE_BYTES, grootBericht } from '../../../../cli/partner/messages.ts';
import { partnertest } from '../../../../cli/partner/rehearsal.ts';
import { speelProef } from '../../../../cli/partner/trial.ts';
import {
  PARTNERROLLEN,
  type Partnerrol,
  partnerberichtSchema,
} from '../../../../contracts/partnerberichten.ts';
import { isGeldig } from '../../../../docs/partners/voorbeelden/webhook/verifieer.ts';
import { opgevangen } from '../../../hub/proefhub.ts';

const GEHEIM = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const HUB = 'hub.example.nl';

interface Binnen {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** How many refusals came before. */
  readonly geweigerd: number;
  readonly bekend: ReadonlySet<string>;
}

/** A receiver: what it answers to the question beforehand, and to a message. */
interface Ontvanger {
  readonly handdruk: (oorsprong: string) => readonly [number, Record<string, string>];
  readonly ontvang: (binnen: Binnen) => number;
}

const kop = ({ headers }: Binnen, naam: string): string => String(headers[naam] ?? '');

const koppen = (binnen: Binnen) => ({
  id: kop(binnen, 'webhook-id'),
  tijdstip: kop(binnen, 'webhook-timestamp'),
  handtekeningen: kop(binnen, 'webhook-signature'),
});

const Bericht = z.looseObject({
  time: z.string(),
  data: z.looseObject({ zaakId: z.string(), volgnummer: z.int() }),
});
const lees = ({ body }: Binnen) => Bericht.parse(JSON.parse(body));

const GOED: Ontvanger = {
  handdruk: (oorsprong) => [
    200,
    { 'webhook-allowed-origin': oorsprong, 'webhook-allowed-rate': '*', allow: 'POST, OPTIONS' },
  ],
  ontvang: (binnen) => (isGeldig(GEHEIM, koppen(binnen), binnen.body) ? 204 : 401),
};

const anders = (eerst: (binnen: Binnen) => number | undefined): Ontvanger => ({
  ...GOED,
  ontvang: (binnen) => {
    const status = GOED.ontvang(binnen);
    return status === 204 ? (eerst(binnen) ?? status) : status;
  },
});

const bijWeigeren = (status: number): Ontvanger => ({
  ...GOED,
  ontvang: (binnen) => (GOED.ontvang(binnen) === 204 ? 204 : status),
});

const WEIGEREN = ['vervalst', 'veranderd', 'kaal', 'verlopen', 'toekomst'];
const AANNEMEN = [
  'gewoon',
  'dubbel',
  'vervallen',
  'volgorde',
  'laat',
  'wissel',
  'handtekeningversie',
  'groot',
  'onbekend',
  'daarna',
];

/** What each receiver does wrong, and the steps that must say so: those and no others. */
const SLECHT: readonly (readonly [string, Ontvanger, readonly string[]])[] = [
  ['knows no OPTIONS', { ...GOED, handdruk: () => [405, {}] }, ['handdruk']],
  ['answers the question with 200 and nothing more', { ...GOED, handdruk: () => [200, {}] }, ['handdruk']],
  [
    'gives its consent to another hub',
    {
      ...GOED,
      handdruk: () => [200, { 'webhook-allowed-origin': 'ander.example', 'webhook-allowed-rate': '*' }],
    },
    ['handdruk'],
  ],
  [
    'allows a number of calls that is none',
    {
      ...GOED,
      handdruk: (oorsprong) => [200, { 'webhook-allowed-origin': oorsprong, 'webhook-allowed-rate': 'vaak' }],
    },
    ['handdruk'],
  ],
  ['checks no signature', { ...GOED, ontvang: () => 200 }, WEIGEREN],
  [
    'checks no timestamp',
    {
      ...GOED,
      ontvang: (binnen) =>
        isGeldig(GEHEIM, koppen(binnen), binnen.body, Number(koppen(binnen).tijdstip)) ? 204 : 401,
    },
    ['verlopen', 'toekomst'],
  ],
  [
    'looks at the first signature only',
    {
      ...GOED,
      ontvang: (binnen) => {
        const [handtekeningen = ''] = koppen(binnen).handtekeningen.split(' ');
        return isGeldig(GEHEIM, { ...koppen(binnen), handtekeningen }, binnen.body) ? 204 : 401;
      },
    },
    ['wissel', 'handtekeningversie'],
  ],
  [
    'checks a body that it wrote anew',
    {
      ...GOED,
      ontvang: (binnen) =>
        isGeldig(GEHEIM, koppen(binnen), JSON.stringify(JSON.parse(binnen.body))) ? 204 : 401,
    },
    ['groot', 'veranderd'],
  ],
  ['takes no more than 20 kB', anders(({ body }) => (body.length > 20_000 ? 413 : undefined)), ['groot']],
  [
    'refuses what it does not know',
    anders(({ body }) => (body.includes('nogonbekend') ? 422 : undefined)),
    ['onbekend'],
  ],
  [
    'answers a repeated message with 409',
    anders((binnen) => (binnen.bekend.has(koppen(binnen).id) ? 409 : undefined)),
    ['dubbel'],
  ],
  [
    'refuses a message that comes too late in its zaak',
    anders((binnen) => {
      const { zaakId, volgnummer } = lees(binnen).data;
      return binnen.bekend.has(`${zaakId} ${volgnummer + 1}`) && !binnen.bekend.has(koppen(binnen).id)
        ? 422
        : undefined;
    }),
    ['volgorde'],
  ],
  [
    'refuses an event of long ago',
    anders((binnen) => (Date.now() - Date.parse(lees(binnen).time) > 86_400_000 ? 422 : undefined)),
    ['laat'],
  ],
  [
    'refuses everybody after some refusals',
    anders(({ geweigerd }) => (geweigerd > 3 ? 403 : undefined)),
    ['daarna'],
  ],
  ['answers a refusal with 500', bijWeigeren(500), WEIGEREN],
  ['answers a refusal with 410', bijWeigeren(410), WEIGEREN],
  ['answers a refusal with 302', bijWeigeren(302), WEIGEREN],
  ['answers 302 to what it should take', anders(() => 302), AANNEMEN],
  ['answers 500 to what it should take', anders(() => 500), AANNEMEN],
];

const servers: Server[] = [];

const start = async ({ handdruk, ontvang }: Ontvanger): Promise<string> => {
  const bekend = new Set<string>();
  let geweigerd = 0;
  const server = createServer(async (vraag, antwoord) => {
    if (vraag.method === 'OPTIONS') {
      const [status, headers] = handdruk(String(vraag.headers['webhook-request-origin']));
      antwoord.writeHead(status, headers).end();
      return;
    }
    const binnen = { headers: vraag.headers, body: (await buffer(vraag)).toString(), geweigerd, bekend };
    const status = ontvang(binnen);
    if (status >= 400) geweigerd += 1;
    else {
      const { zaakId, volgnummer } = lees(binnen).data;
      bekend.add(koppen(binnen).id).add(`${zaakId} ${volgnummer}`);
    }
    antwoord.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
};

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const resolve = async () => ['127.0.0.1'];

const speel = async (ontvanger: Ontvanger, rol: Partnerrol = 'taalschool', gewacht: number[] = []) =>
  speelProef(
    { url: await start(ontvanger), rol, geheim: GEHEIM, oorsprong: HUB },
    {
      verzender: maakVerzender({ loopbackToegestaan: true, resolve }),
      resolve,
      wacht: async (ms) => gewacht.push(ms),
      nu: () => new Date(),
    },
  );

const gezakt = ({ stappen }: Awaited<ReturnType<typeof speelProef>>) =>
  stappen.filter(({ geslaagd }) => !geslaagd).map(({ naam }) => naam);

describe('a rehearsal with a partner', () => {
  test.each(PARTNERROLLEN)('passes a receiver of the %s that does everything right', async (rol) => {
    const verslag = await speel(GOED, rol);
    expect(verslag.stappen.filter(({ geslaagd }) => !geslaagd)).toEqual([]);
    expect(verslag).toMatchObject({ geslaagd: true, adresVoorLive: false });
    expect(verslag.stappen.map(({ naam }) => naam).toSorted()).toEqual(
      ['adres', 'handdruk', ...AANNEMEN, ...WEIGEREN].toSorted(),
    );
  });

  test.each(SLECHT)('fails a receiver that %s, at those steps alone', async (_, ontvanger, stappen) => {
    const verslag = await speel(ontvanger);
    expect(gezakt(verslag).toSorted()).toEqual([...stappen].toSorted());
    expect(verslag.geslaagd).toBe(false);
  });

  test('names what only the partner can see, by the ids that it was sent', async () => {
    const ids: string[] = [];
    const { nakijken } = await speel({
      ...GOED,
      ontvang: (binnen) => {
        ids.push(koppen(binnen).id);
        return GOED.ontvang(binnen);
      },
    });
    const genoemd = nakijken.join(' ').match(/Bericht ([0-9a-f-]{36}) staat er één keer/)?.[1] ?? '';
    expect(ids.filter((id) => id === genoemd)).toHaveLength(2);
    expect(nakijken.at(-1)?.match(/[0-9a-f-]{36}/g)).toHaveLength(WEIGEREN.length);
  });

  test('calls no more often than the receiver allows', async () => {
    const gewacht: number[] = [];
    await speel(
      {
        ...GOED,
        handdruk: (oorsprong) => [200, { 'webhook-allowed-origin': oorsprong, 'webhook-allowed-rate': '60' }],
      },
      'taalschool',
      gewacht,
    );
    expect(gewacht[0]).toBe(0);
    // The clock does not wait along, so the turns pile up: a second each.
    expect(gewacht.at(-1)).toBeGreaterThan((gewacht.length - 2) * 1000);
  });

  test.each(['http://10.0.0.1/hooks', 'http://192.168.1.4/', 'ftp://127.0.0.1/', 'https://169.254.169.254/'])(
    'does not call %s at all',
    async (url) => {
      const gebeld: string[] = [];
      const verslag = await speelProef(
        { url, rol: 'mage', geheim: GEHEIM, oorsprong: HUB },
        {
          verzender: {
            verstuur: async ({ url: adres }) => {
              gebeld.push(adres);
              return { soort: 'geen antwoord', reden: 'verbinding', duurMs: 0 };
            },
          },
          resolve,
          wacht: async () => undefined,
          nu: () => new Date(),
        },
      );
      expect([gebeld, gezakt(verslag), verslag.stappen.length]).toEqual([[], ['adres'], 1]);
    },
  );

  test('says of an address where nobody listens that every step failed, and asks to look up nothing', async () => {
    const url = await start(GOED);
    servers[0]?.closeAllConnections();
    servers[0]?.close();
    const verslag = await speelProef(
      { url, rol: 'mage', geheim: GEHEIM, oorsprong: HUB },
      {
        verzender: maakVerzender({ loopbackToegestaan: true, resolve }),
        resolve,
        wacht: async () => undefined,
        nu: () => new Date(),
      },
    );
    expect(gezakt(verslag)).toEqual(verslag.stappen.slice(1).map(({ naam }) => naam));
    expect(verslag.nakijken).toEqual([]);
  });
});

describe('the big message', () => {
  test.each(PARTNERROLLEN)('of the %s keeps to the contract and is just under 64 kB', (rol) => {
    const { body } = grootBericht(rol, {
      soort: 'gemeld',
      zaakId: '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a',
      volgnummer: 1,
      tijd: new Date(),
    });
    expect(body.length).toBe(GROOTSTE_BYTES);
    const { error } = partnerberichtSchema('gemeld', rol).safeParse(JSON.parse(body.toString()));
    expect(error?.issues ?? []).toEqual([]);
  });
});

describe('hub partnertest', () => {
  const opties = { geheim: GEHEIM, rol: 'taalschool', oorsprong: HUB } as const;

  test('ends with 0 and one object when all is well', async () => {
    const { output, regels } = opgevangen();
    expect(await partnertest({ ...opties, url: await start(GOED), json: true }, output)).toBe(0);
    expect(regels).toHaveLength(1);
    expect(JSON.parse(regels[0] ?? '')).toMatchObject({ rol: 'taalschool', geslaagd: true });
  });

  test('ends with 1 when a step failed, and shows every step', async () => {
    const { output, regels } = opgevangen();
    expect(await partnertest({ ...opties, url: await start(bijWeigeren(500)) }, output)).toBe(1);
    expect(regels.filter((regel) => regel.startsWith('  FOUT'))).toHaveLength(WEIGEREN.length);
    expect(regels.filter((regel) => regel.startsWith('  goed'))).toHaveLength(AANNEMEN.length + 2);
  });

  test.each([undefined, 'geheim', 'whsec_', 'whsec_a29ydA=='])(
    'does not start with %s for a secret, and does not repeat it',
    async (geheim) => {
      const { output, regels } = opgevangen();
      const { geheim: _, ...rest } = opties;
      const poging = partnertest(
        { ...rest, url: 'http://127.0.0.1:9/', ...(geheim === undefined ? {} : { geheim }) },
        output,
      );
      await expect(poging).rejects.toThrow(/secret/);
      await expect(poging).rejects.not.toThrow(/a29ydA/);
      expect(regels).toEqual([]);
    },
  );
});
