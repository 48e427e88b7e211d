import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Response } from '../../../../adapters/egress/sender.ts';
import { fetchWaiting } from '../../../../cli/partner/fetch.ts';
import { listen } from '../../../../cli/partner/listen.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import { caught } from '../../../hub/test-hub.ts';

/** A partner that fetches from a hub that is made up. */

const PARTNER = { partner: 'taalschool', gemeente: '9999', json: true };
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const bericht = (number: number, subject = `zaak-${number}`) => ({
  id: `bericht-${number}`,
  type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
  subject,
  time: '2026-01-05T09:00:00.000Z',
  data: { gemeentecode: '9999', volgnummer: 1 },
});

/** A hub with these messages, a hundred on a page; of those that came in the last minute it begins every page anew. */
const hubWith = (count: number, { isRecent = false, gone = new Map<string, number>() } = {}) => {
  let waiting = Array.from({ length: count }, (_, place) => bericht(place + 1));
  const call = vi.fn(async (_: string, path: string) => {
    const [, id] = /^\/berichten\/([^/]+)\/_bevestig$/.exec(path) ?? [];
    if (id !== undefined) {
      waiting = waiting.filter((one) => one.id !== id);
      return { status: gone.get(id) ?? 204, body: { title: 'Weg' } };
    }
    const after = new URL(path, 'http://hub.invalid').searchParams.get('na');
    const from = isRecent ? 0 : waiting.findIndex((one) => one.id === after) + 1;
    const berichten = waiting.slice(from, from + 100);
    return { status: 200, body: { berichten, na: berichten.at(-1)?.id ?? after ?? 'begin' } };
  });
  return { hub: { call } as unknown as HubClient, waiting: () => waiting };
};

const fetched = async (hub: HubClient, bevestig = false) => {
  const { output, written } = caught();
  const code = await fetchWaiting(hub, { ...PARTNER, bevestig }, output);
  return { code, ids: written.map((line): string => JSON.parse(line).id) };
};

const listened = async (hub: HubClient, answer: (id: string) => number) => {
  const { output, written } = caught();
  const sender = {
    send: async ({ headers }: { readonly headers: Readonly<Record<string, string>> }): Promise<Response> => ({
      kind: 'response',
      status: answer(headers['webhook-id'] ?? ''),
      headers: {},
      duurMs: 1,
    }),
  };
  const options = { ...PARTNER, naar: 'http://localhost:1/hook', geheim: SECRET, eenmaal: true };
  const code = await listen(hub, options, output, { sender, ending: new AbortController() });
  return { code, ids: written.map((line): string => JSON.parse(line).id) };
};

const ids = (count: number) => Array.from({ length: count }, (_, place) => `bericht-${place + 1}`);

afterEach(() => vi.restoreAllMocks());

describe('what lies ready for a partner', () => {
  it.each([0, 99, 100, 250])('is shown whole by hub haal, all %d of it', async (count) => {
    expect(await fetched(hubWith(count).hub)).toEqual({ code: 0, ids: ids(count) });
  });

  it('is shown as far as the hub shows it, and that there may be more is told', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await fetched(hubWith(250, { isRecent: true }).hub)).toEqual({ code: 0, ids: ids(100) });
    expect(said.mock.calls.join()).toContain('There may be more');
  });

  it('is taken whole with --bevestig', async () => {
    const { hub, waiting } = hubWith(250, { isRecent: true });
    expect(await fetched(hub, true)).toEqual({ code: 0, ids: ids(250) });
    expect(waiting()).toEqual([]);
  });

  it.each([404, 410])(
    'is done with when a message is there no more at its confirmation (%d), which is told',
    async (status) => {
      const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      const gone = new Map([['bericht-1', status]]);
      expect(await listened(hubWith(3, { gone }).hub, () => 204)).toEqual({ code: 0, ids: ids(3) });
      expect(await fetched(hubWith(3, { gone }).hub, true)).toEqual({ code: 0, ids: ids(3) });
      expect(said.mock.calls.map(([text]) => text)).toEqual(
        Array(2).fill(
          `message bericht-1 is not there any more, so it was not confirmed: HTTP ${status}; Weg\n`,
        ),
      );
    },
  );

  it('reaches a receiver that refuses the first hundred', async () => {
    const refused = new Set(ids(100));
    const { hub, waiting } = hubWith(150);
    expect(await listened(hub, (id) => (refused.has(id) ? 500 : 204))).toEqual({ code: 1, ids: ids(150) });
    expect(waiting().map(({ id }) => id)).toEqual([...refused]);
  });
});
