import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLookup } from '../../../../adapters/egress/lookup.ts';
import { createSender } from '../../../../adapters/egress/sender.ts';
import { fetchWaiting } from '../../../../cli/partner/fetch.ts';
import type { Asked } from '../../../../cli/partner/keys.ts';
import { listen } from '../../../../cli/partner/listen.ts';
import { makeHappen } from '../../../../cli/tester/happen.ts';
import { caught, scenario } from '../../../hub/test-hub.ts';
import type { RunningHub } from '../../hub/support.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const sender = createSender({ loopbackAllowed: true, resolve: createLookup() });
const PARTNER = { partner: 'taalschool', gemeente: '9999' };

/** Of a hub at which the partner chose no door yet, and where the sandbox gemeente has nobody. */
export const describeListen = (shared: () => RunningHub): void => {
  describe('a partner that listens on its own machine', () => {
    let hub: RunningHub;
    let server: Server;
    let naar: string;
    let status = 204;
    /** The messages whose signature was right, by volgnummer and zaak. */
    const verified: string[] = [];

    beforeAll(async () => {
      hub = shared();
      server = createServer(async (req, res) => {
        const body = await buffer(req);
        const headers = Object.fromEntries(
          Object.entries(req.headers).map(([name, text]) => [name, String(text)]),
        );
        const { subject, data } = new Webhook(SECRET).verify(body, headers) as {
          subject: string;
          data: { volgnummer: number };
        };
        verified.push(`${data.volgnummer} ${subject}`);
        res.writeHead(status).end();
      });
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
      naar = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    });
    afterAll(() => server.close());

    const listenOnce = async () => {
      const { output, written } = caught();
      const code = await listen(
        hub.client,
        { ...PARTNER, naar, geheim: SECRET, eenmaal: true, json: true },
        output,
        { sender, ending: new AbortController() },
      );
      return { code, lines: written.map((line): { antwoord: unknown } => JSON.parse(line)) };
    };

    it('is told in one sentence to choose the door, and nothing is delivered', async () => {
      await expect(listenOnce()).rejects.toThrow('choose the door ophalen with --kies-deur');
      expect(verified).toEqual([]);
    });

    it('gets each message signed, again what it refused, and nothing that it has', async () => {
      const { output, written } = caught();
      expect(await fetchWaiting(hub.client, { ...PARTNER, kiesDeur: true, json: true }, output)).toBe(0);
      expect(written).toEqual([]);
      expect(await hub.play(scenario('oefengemeente.jsonl'))).toMatchObject({ deviations: [] });
      expect(await fetchWaiting(hub.client, { ...PARTNER, json: true }, output)).toBe(0);
      const waiting = written.length;
      expect(waiting).toBeGreaterThan(0);

      status = 500;
      const refused = await listenOnce();
      expect(refused.code).toBe(1);
      expect(new Set(refused.lines.map(({ antwoord }) => antwoord))).toEqual(new Set([500]));
      // One of each zaak: what follows of the same waits for it.
      expect(new Set(verified.map((text) => text.split(' ')[1])).size).toBe(verified.length);

      status = 204;
      verified.length = 0;
      const taken = await listenOnce();
      expect(taken).toMatchObject({
        code: 0,
        lines: Array.from({ length: waiting }, () => ({ antwoord: 204 })),
      });
      expect(new Set(verified).size).toBe(waiting);
      expect(await listenOnce()).toEqual({ code: 0, lines: [] });
    });

    it('sends the last message again at a key, or the one of a number, and ends at a key', async () => {
      const key = Promise.withResolvers<(asked: Asked) => void>();
      const { output, written } = caught();
      let isRestored = false;
      const listening = listen(hub.client, { ...PARTNER, naar, geheim: SECRET, json: true }, output, {
        sender,
        ending: new AbortController(),
        keys: (asked) => {
          key.resolve(asked);
          return () => {
            isRestored = true;
          };
        },
      });
      const press = await key.promise;
      press({ soort: 'opnieuw' });
      verified.length = 0;
      const { output: happening } = caught();
      const options = { gezin: { adults: 2, children: 0 }, gemeente: '9999', wait: 200 };
      expect(await makeHappen(hub.client, 'koppeling', options, happening)).toBe(0);
      await expect.poll(() => verified.length, { timeout: 60_000 }).toBe(2);
      const [first, second] = verified;
      press({ soort: 'opnieuw' });
      press({ soort: 'opnieuw', number: 1 });
      press({ soort: 'opnieuw', number: 99 });
      await expect.poll(() => verified.length, { timeout: 60_000 }).toBe(4);
      expect(verified).toEqual([first, second, second, first]);
      press({ soort: 'einde' });
      expect(await listening).toBe(0);
      expect(isRestored).toBe(true);
      const lines = written.map((line): { nummer: number } => JSON.parse(line));
      expect(lines.map(({ nummer }) => nummer)).toEqual([1, 2, 2, 1]);
      expect(lines.map((line) => 'opnieuw' in line)).toEqual([false, false, true, true]);
    });

    it('refuses a secret that is none before anything is fetched', async () => {
      const { output, written } = caught();
      const options = { ...PARTNER, naar, geheim: 'geen geheim', eenmaal: true };
      await expect(
        listen(hub.client, options, output, { sender, ending: new AbortController() }),
      ).rejects.toThrow('the secret is not whsec_');
      expect(written).toEqual([]);
    });
  });
};
