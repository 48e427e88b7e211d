import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../../../client/scenario/parse.ts';
import { runScenario } from '../../../../client/scenario/run.ts';
import { type Received, type Receiver, startReceiver, willing } from '../../../hub/receiver.ts';
import { scenario } from '../../../hub/test-hub.ts';
import type { RunningHub } from '../support.ts';

/** The gemeente gets messages about its own zaken through each of the three doors. */

/** All but the first, which another part tells. */
const [, ...KOPPELINGEN] = scenario('twaalf-huishoudens.jsonl').filter(
  (step) =>
    'bericht' in step &&
    JSON.stringify(step).includes('koppeling.geregistreerd') &&
    JSON.stringify(step).includes('"0907"'),
);

const GEMEENTE = 'gemeente-0907';
const NEW_ZAAK = ['nl.inburgeringszaken.zaak.geopend.v1', 'nl.inburgeringszaken.koppeling.geregistreerd.v1'];

interface Bericht {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: { readonly volgnummer: number };
}

export const describeRegievoerder = (shared: () => RunningHub): void => {
  describe('the gemeente as a receiver', () => {
    let hub: RunningHub;
    let receiver: Receiver;
    const delivered: Received[] = [];
    /** The zaken of which its queue held messages before. */
    let earlier: ReadonlySet<string>;

    const call = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object, to = GEMEENTE) =>
      hub.client.call(to, path, { method, ...(body === undefined ? {} : { body }) });
    /** Of those that come now: another door holds what lay in the queue as well. */
    const fresh = (berichten: readonly Bericht[]): readonly Bericht[] =>
      berichten.filter(({ subject }) => !earlier.has(subject));
    const ready = async (): Promise<readonly Bericht[]> => {
      const { status, body } = await call('GET', '/berichten?staat=klaargezet');
      expect(status).toBe(200);
      return fresh((body as { berichten: readonly Bericht[] }).berichten);
    };
    const queued = async () =>
      (await hub.inQueue('0907', 'gemeente')).map(({ bericht }) => bericht as unknown as Bericht);
    const replayOne = async (place: number): Promise<void> => {
      const step: Step | undefined = KOPPELINGEN[place];
      if (step === undefined) throw new Error(`no koppeling ${place}`);
      expect(await runScenario(hub.client, [step], { settle: hub.quiet })).toEqual([]);
      await hub.quiet();
    };
    /** The types of the messages about each zaak, in order. */
    const perZaak = (berichten: readonly Bericht[]) =>
      [...Map.groupBy(berichten, ({ subject }) => subject).values()].map((own) =>
        own.map(({ type }) => type),
      );

    beforeAll(async () => {
      hub = shared();
      earlier = new Set((await queued()).map(({ subject }) => subject));
      receiver = await startReceiver();
      receiver.respond((request) => {
        if (request.method === 'POST') delivered.push(request);
        return willing(request);
      });
    });
    afterAll(async () => {
      await receiver.stop();
    });

    it('reads them from its own queue as long as it chose no other door', async () => {
      await replayOne(0);
      const told = perZaak(fresh(await queued()));
      expect(told.length).toBeGreaterThan(0);
      for (const types of told) expect(types).toEqual(NEW_ZAAK);
    });

    it('fetches and confirms them, and no partner can', async () => {
      expect((await call('PUT', '/kanaal', { deur: 'ophalen' })).status).toBe(200);
      await replayOne(1);
      const berichten = await ready();
      for (const types of perZaak(berichten)) expect(types).toEqual(NEW_ZAAK);
      const [first] = berichten;
      if (first === undefined) throw new Error('nothing to fetch');
      const path = `/berichten/${first.id}`;
      expect((await call('GET', path, undefined, 'taalschool')).status).toBe(404);
      expect((await call('POST', `${path}/_bevestig`, undefined, 'taalschool')).status).toBe(404);
      expect((await call('GET', '/berichten?partner=gemeente', undefined, 'taalschool')).status).toBe(403);
      expect((await call('POST', `${path}/_bevestig`)).status).toBe(204);
      expect((await ready()).map(({ id }) => id)).not.toContain(first.id);
    });

    it('has them delivered to its webhook, signed and in order', async () => {
      const made = await call('POST', '/abonnementen', {
        sink: `${receiver.url}/hook`,
        protocol: 'HTTP',
        types: NEW_ZAAK,
      });
      expect(made.status).toBe(201);
      const { id, secret } = made.body as { id: string; secret: string };
      await expect
        .poll(async () => ((await call('GET', `/abonnementen/${id}`)).body as { status: string }).status)
        .toBe('actief');
      await replayOne(2);
      const berichten = (): readonly Bericht[] =>
        fresh(delivered.map(({ body }) => JSON.parse(body.toString())));
      await expect.poll(() => perZaak(berichten()), { timeout: 120_000 }).toContainEqual(NEW_ZAAK);
      for (const own of Map.groupBy(berichten(), ({ subject }) => subject).values()) {
        const numbers = own.map(({ data }) => data.volgnummer);
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
      }
      for (const { body, headers } of delivered) {
        expect(() =>
          new Webhook(secret).verify(body.toString(), headers as Record<string, string>),
        ).not.toThrow();
      }
    });
  });
};
