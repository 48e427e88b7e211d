import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createSender } from '../../../../adapters/egress/sender.ts';
import { LARGEST_BYTES, largeBericht } from '../../../../cli/partner/messages.ts';
import { partnertest } from '../../../../cli/partner/rehearsal.ts';
import { playTrial } from '../../../../cli/partner/trial.ts';
import { partnerberichtSchema } from '../../../../contracts/partnerberichten.ts';
import { PARTNERROLLEN, type Partnerrol } from '../../../../contracts/partnerrollen.ts';
import { isGeldig } from '../../../../docs/partners/voorbeelden/webhook/verifieer.ts';
import { caught } from '../../../hub/test-hub.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const HUB = 'hub.example.nl';

interface Within {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** How many refusals came before. */
  readonly refused: number;
  readonly known: ReadonlySet<string>;
}

/** A receiver: what it answers to the question beforehand, and to a message. */
interface Receiver {
  readonly handshake: (origin: string) => readonly [number, Record<string, string>];
  readonly receive: (within: Within) => number;
}

const head = ({ headers }: Within, name: string): string => String(headers[name] ?? '');

const headers = (within: Within) => ({
  id: head(within, 'webhook-id'),
  tijdstip: head(within, 'webhook-timestamp'),
  handtekeningen: head(within, 'webhook-signature'),
});

const Bericht = z.looseObject({
  time: z.string(),
  /** The zaak, or the household. */
  subject: z.string(),
  data: z.looseObject({ volgnummer: z.int() }),
});
const read = ({ body }: Within) => Bericht.parse(JSON.parse(body));

const GOOD: Receiver = {
  handshake: (origin) => [
    200,
    { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*', allow: 'POST, OPTIONS' },
  ],
  receive: (within) => (isGeldig(SECRET, headers(within), within.body) ? 204 : 401),
};

const otherwise = (first: (within: Within) => number | undefined): Receiver => ({
  ...GOOD,
  receive: (within) => {
    const status = GOOD.receive(within);
    return status === 204 ? (first(within) ?? status) : status;
  },
});

const atRefuse = (status: number): Receiver => ({
  ...GOOD,
  receive: (within) => (GOOD.receive(within) === 204 ? 204 : status),
});

const REFUSE = ['vervalst', 'veranderd', 'kaal', 'verlopen', 'toekomst'];
const ACCEPT = [
  'gewoon',
  'dubbel',
  'vervallen',
  'gewist',
  'volgorde',
  'laat',
  'wissel',
  'handtekeningversie',
  'groot',
  'onbekend',
  'daarna',
];

/** What each receiver does wrong, and the steps that must say so: those and no others. */
const BAD: readonly (readonly [string, Receiver, readonly string[]])[] = [
  ['knows no OPTIONS', { ...GOOD, handshake: () => [405, {}] }, ['handdruk']],
  ['answers the question with 200 and nothing more', { ...GOOD, handshake: () => [200, {}] }, ['handdruk']],
  [
    'gives its consent to another hub',
    {
      ...GOOD,
      handshake: () => [200, { 'webhook-allowed-origin': 'ander.example', 'webhook-allowed-rate': '*' }],
    },
    ['handdruk'],
  ],
  [
    'allows a number of calls that is none',
    {
      ...GOOD,
      handshake: (origin) => [200, { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': 'vaak' }],
    },
    ['handdruk'],
  ],
  ['checks no signature', { ...GOOD, receive: () => 200 }, REFUSE],
  [
    'checks no timestamp',
    {
      ...GOOD,
      receive: (within) =>
        isGeldig(SECRET, headers(within), within.body, Number(headers(within).tijdstip)) ? 204 : 401,
    },
    ['verlopen', 'toekomst'],
  ],
  [
    'looks at the first signature only',
    {
      ...GOOD,
      receive: (within) => {
        const [signatures = ''] = headers(within).handtekeningen.split(' ');
        return isGeldig(SECRET, { ...headers(within), handtekeningen: signatures }, within.body) ? 204 : 401;
      },
    },
    ['wissel', 'handtekeningversie'],
  ],
  [
    'checks a body that it wrote anew',
    {
      ...GOOD,
      receive: (within) =>
        isGeldig(SECRET, headers(within), JSON.stringify(JSON.parse(within.body))) ? 204 : 401,
    },
    ['groot', 'veranderd'],
  ],
  ['takes no more than 20 kB', otherwise(({ body }) => (body.length > 20_000 ? 413 : undefined)), ['groot']],
  [
    'refuses what it does not know',
    otherwise(({ body }) => (body.includes('nogonbekend') ? 422 : undefined)),
    ['onbekend'],
  ],
  [
    'answers a repeated message with 409',
    otherwise((within) => (within.known.has(headers(within).id) ? 409 : undefined)),
    ['dubbel'],
  ],
  [
    'refuses a message that comes too late in its zaak',
    otherwise((within) => {
      const { subject, data } = read(within);
      const { volgnummer } = data;
      return within.known.has(`${subject} ${volgnummer + 1}`) && !within.known.has(headers(within).id)
        ? 422
        : undefined;
    }),
    ['volgorde'],
  ],
  [
    'refuses an event of long ago',
    otherwise((within) => (Date.now() - Date.parse(read(within).time) > 86_400_000 ? 422 : undefined)),
    ['laat'],
  ],
  [
    'refuses everybody after some refusals',
    otherwise(({ refused }) => (refused > 3 ? 403 : undefined)),
    ['daarna'],
  ],
  ['answers a refusal with 500', atRefuse(500), REFUSE],
  ['answers a refusal with 410', atRefuse(410), REFUSE],
  ['answers a refusal with 302', atRefuse(302), REFUSE],
  ['answers 302 to what it should take', otherwise(() => 302), ACCEPT],
  ['answers 500 to what it should take', otherwise(() => 500), ACCEPT],
];

const servers: Server[] = [];

const start = async ({ handshake, receive }: Receiver): Promise<string> => {
  const known = new Set<string>();
  let refused = 0;
  const server = createServer(async (query, response) => {
    if (query.method === 'OPTIONS') {
      const [status, headers] = handshake(String(query.headers['webhook-request-origin']));
      response.writeHead(status, headers).end();
      return;
    }
    const within = { headers: query.headers, body: (await buffer(query)).toString(), refused, known };
    const status = receive(within);
    if (status >= 400) refused += 1;
    else {
      const { subject, data } = read(within);
      known.add(headers(within).id).add(`${subject} ${data.volgnummer}`);
    }
    response.writeHead(status).end();
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

const play = async (receiver: Receiver, role: Partnerrol = 'taalschool', waited: number[] = []) =>
  playTrial(
    { url: await start(receiver), rol: role, geheim: SECRET, oorsprong: HUB },
    {
      sender: createSender({ loopbackAllowed: true, resolve }),
      resolve,
      sleep: async (ms) => waited.push(ms),
      now: () => new Date(),
    },
  );

const failed = ({ stappen }: Awaited<ReturnType<typeof playTrial>>) =>
  stappen.filter(({ geslaagd }) => !geslaagd).map(({ naam }) => naam);

describe('a rehearsal with a partner', () => {
  test.each(PARTNERROLLEN)('passes a receiver of the %s that does everything right', async (role) => {
    const report = await play(GOOD, role);
    expect(report.stappen.filter(({ geslaagd }) => !geslaagd)).toEqual([]);
    expect(report).toMatchObject({ geslaagd: true, adresVoorLive: false });
    expect(report.stappen.map(({ naam }) => naam).toSorted()).toEqual(
      ['adres', 'handdruk', ...ACCEPT, ...REFUSE].toSorted(),
    );
  });

  test.each(BAD)('fails a receiver that %s, at those steps alone', async (_, receiver, steps) => {
    const report = await play(receiver);
    expect(failed(report).toSorted()).toEqual([...steps].toSorted());
    expect(report.geslaagd).toBe(false);
  });

  test('names what only the partner can see, by the ids that it was sent', async () => {
    const ids: string[] = [];
    const { nakijken } = await play({
      ...GOOD,
      receive: (within) => {
        ids.push(headers(within).id);
        return GOOD.receive(within);
      },
    });
    const named = nakijken.join(' ').match(/Bericht ([0-9a-f-]{36}) staat er één keer/)?.[1] ?? '';
    expect(ids.filter((id) => id === named)).toHaveLength(2);
    expect(nakijken.at(-1)?.match(/[0-9a-f-]{36}/g)).toHaveLength(REFUSE.length);
  });

  test('calls no more often than the receiver allows', async () => {
    const waited: number[] = [];
    await play(
      {
        ...GOOD,
        handshake: (origin) => [200, { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '60' }],
      },
      'taalschool',
      waited,
    );
    expect(waited[0]).toBe(0);
    // The clock does not wait along, so the turns pile up: a second each.
    expect(waited.at(-1)).toBeGreaterThan((waited.length - 2) * 1000);
  });

  test.each(['http://10.0.0.1/hooks', 'http://192.168.1.4/', 'ftp://127.0.0.1/', 'https://169.254.169.254/'])(
    'does not call %s at all',
    async (url) => {
      const called: string[] = [];
      const report = await playTrial(
        { url, rol: 'mage', geheim: SECRET, oorsprong: HUB },
        {
          sender: {
            send: async ({ url: adres }) => {
              called.push(adres);
              return { kind: 'no response', reden: 'verbinding', duurMs: 0 };
            },
          },
          resolve,
          sleep: async () => undefined,
          now: () => new Date(),
        },
      );
      expect([called, failed(report), report.stappen.length]).toEqual([[], ['adres'], 1]);
    },
  );

  test('says of an address where nobody listens that every step failed, and asks to look up nothing', async () => {
    const url = await start(GOOD);
    servers[0]?.closeAllConnections();
    servers[0]?.close();
    const report = await playTrial(
      { url, rol: 'mage', geheim: SECRET, oorsprong: HUB },
      {
        sender: createSender({ loopbackAllowed: true, resolve }),
        resolve,
        sleep: async () => undefined,
        now: () => new Date(),
      },
    );
    expect(failed(report)).toEqual(report.stappen.slice(1).map(({ naam }) => naam));
    expect(report.nakijken).toEqual([]);
  });
});

describe('the big message', () => {
  test.each(PARTNERROLLEN)('of the %s keeps to the contract and is just under 64 kB', (role) => {
    const { body } = largeBericht(role, {
      soort: 'gemeld',
      zaakId: '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a',
      volgnummer: 1,
      tijd: new Date(),
    });
    expect(body.length).toBe(LARGEST_BYTES);
    const { error } = partnerberichtSchema('gemeld', role).safeParse(JSON.parse(body.toString()));
    expect(error?.issues ?? []).toEqual([]);
  });
});

describe('hub partnertest', () => {
  const options = { geheim: SECRET, rol: 'taalschool', oorsprong: HUB } as const;

  test('ends with 0 and one object when all is well', async () => {
    const { output, written } = caught();
    expect(await partnertest({ ...options, url: await start(GOOD), json: true }, output)).toBe(0);
    expect(written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ rol: 'taalschool', geslaagd: true });
  });

  test('ends with 1 when a step failed, and shows every step', async () => {
    const { output, written } = caught();
    expect(await partnertest({ ...options, url: await start(atRefuse(500)) }, output)).toBe(1);
    expect(written.filter((line) => line.startsWith('  FOUT'))).toHaveLength(REFUSE.length);
    expect(written.filter((line) => line.startsWith('  goed'))).toHaveLength(ACCEPT.length + 2);
  });

  test.each([undefined, 'geheim', 'whsec_', 'whsec_a29ydA=='])(
    'does not start with %s for a secret, and does not repeat it',
    async (secret) => {
      const { output, written } = caught();
      const { geheim: _, ...rest } = options;
      const attempt = partnertest(
        { ...rest, url: 'http://127.0.0.1:9/', ...(secret === undefined ? {} : { geheim: secret }) },
        output,
      );
      await expect(attempt).rejects.toThrow(/secret/);
      await expect(attempt).rejects.not.toThrow(/a29ydA/);
      expect(written).toEqual([]);
    },
  );
});
