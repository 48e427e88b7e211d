import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { runScenario } from '../../../client/scenario/run.ts';
import { type Receiver, startReceiver, willing } from '../../hub/receiver.ts';
import { FIRST_HUISHOUDENS } from '../../hub/test-hub.ts';
import { type RunningHub, startHub } from './support.ts';

/** A partner that changes doors in the middle of a replay: from its queue to a webhook to fetching for itself. */

const Bericht = z.looseObject({
  id: z.string(),
  data: z.looseObject({ zaakId: z.string(), volgnummer: z.int() }),
});
type Bericht = z.infer<typeof Bericht>;
const List = z.object({ berichten: z.array(Bericht), na: z.string().optional() });

const PARTNER = 'taalmaatjes';

describe('a partner that changes doors in the middle of a replay', () => {
  let hub: RunningHub;
  let receiver: Receiver;
  const accepted: Bericht[] = [];
  const fetched: Bericht[] = [];

  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) => {
    const response = await hub.client.call(PARTNER, path, {
      method,
      ...(body === undefined ? {} : { body }),
    });
    expect(response.status).toBeLessThan(300);
    return response.body;
  };

  /** Fetches and confirms until nothing lies ready. */
  const fetchAll = async (): Promise<void> => {
    for (;;) {
      const { berichten } = List.parse(await call('GET', '/berichten?wacht=0'));
      if (berichten.length === 0) return;
      for (const bericht of berichten) {
        fetched.push(bericht);
        await call('POST', `/berichten/${bericht.id}/_bevestig`);
      }
    }
  };

  beforeAll(async () => {
    hub = await startHub();
    receiver = await startReceiver();
    let once = 0;
    // One request in four fails, so that messages lie ready at the moment of the next change.
    receiver.respond((request) => {
      once += 1;
      if (request.method !== 'POST') return willing(request);
      if (once % 4 === 0) return { status: 500 };
      accepted.push(Bericht.parse(JSON.parse(request.body.toString())));
      return { status: 204 };
    });

    const { steps } = FIRST_HUISHOUDENS;
    const part = Math.ceil(steps.length / 3);
    const play = (number: number) =>
      runScenario(hub.client, steps.slice(number * part, (number + 1) * part), {
        settle: async () => undefined,
      });
    await play(0);
    await vi.waitFor(async () => expect(await hub.inQueue('0907', PARTNER)).not.toEqual([]), {
      timeout: 120_000,
    });
    const { id } = z
      .object({ id: z.string() })
      .parse(await call('POST', '/abonnementen', { sink: receiver.url, protocol: 'HTTP', types: [] }));
    await play(1);
    await vi.waitFor(() => expect(accepted).not.toEqual([]), { timeout: 120_000 });
    await call('PUT', '/kanaal', { deur: 'ophalen' });
    await call('DELETE', `/abonnementen/${id}`);
    await play(2);
    await hub.quiet();
    await fetchAll();
  });
  afterAll(async () => {
    await receiver.stop();
    await hub.stop();
  });

  it('gets every message of its list once, through one door or another', async () => {
    const perDoor = {
      wachtrij: (await hub.inQueue('0907', PARTNER)).map(({ bericht }) => Bericht.parse(bericht)),
      webhook: accepted,
      ophalen: fetched,
    };
    for (const received of Object.values(perDoor)) expect(received).not.toEqual([]);
    const received = Object.values(perDoor).flat();
    const existing: Bericht[] = [];
    let after: string | undefined;
    do {
      const page = List.parse(await call('GET', `/berichten${after === undefined ? '' : `?na=${after}`}`));
      existing.push(...page.berichten);
      after = page.na;
    } while (after !== undefined);
    const ids = (berichten: readonly Bericht[]) => berichten.map(({ id }) => id).toSorted();
    expect(ids(received)).toEqual(ids(existing));
    expect(new Set(ids(received)).size).toBe(received.length);
  });

  it('gets the messages of each zaak in order within each door', async () => {
    for (const by of [accepted, fetched]) {
      for (const messages of Map.groupBy(by, ({ data }) => data.zaakId).values()) {
        const numbers = messages.map(({ data }) => data.volgnummer);
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
      }
    }
  });
});
