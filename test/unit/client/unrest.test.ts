import { describe, expect, it } from 'vitest';
import { notAtRest } from '../../../cli/print/unrest.ts';
import { createHubClient } from '../../../client/hub-client.ts';
import { settleOrName } from '../../../client/unrest.ts';

const ID = '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10';
const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

/**
 * A hub with one message to MaGe that was tried `tries` times, the last time just now on its own clock, which is `voorMs`
 * ahead.
 */
const hubWith = (
  tries: number,
  settled: number,
  { voorMs = 0, abonnementen }: { readonly voorMs?: number; readonly abonnementen?: unknown } = {},
) => {
  let waits = 0;
  const asked: string[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    '/_lokaal/klok': { nu: new Date(Date.now() + voorMs).toISOString(), voorMs },
    '/v1/openstaand': {
      ontvangen: 0,
      wacht: 0,
      quarantaine: 0,
      nogTeVersturen: 0,
      wachtOpGegevens: {},
      post: tries === 0 ? {} : { '0907/mage': { klaargezet: 1, geparkeerd: 0 } },
    },
    '/v1/berichten?partner=mage&staat=klaargezet': {
      berichten: [
        {
          id: ID,
          type: 't',
          subject: ZAAK,
          time: '2025-06-20T08:32:00Z',
          data: { zaakId: ZAAK, gemeentecode: '0907', volgnummer: 2 },
        },
      ],
    },
    '/v1/abonnementen?partner=mage': abonnementen ?? {
      abonnementen: [{ id: 'abonnement-1', sink: 'https://mage.example/hooks/geheim' }],
    },
    [`/v1/berichten/${ID}?partner=mage`]: {
      id: ID,
      zaakId: ZAAK,
      volgnummer: 2,
      staat: 'klaargezet',
      deur: 'webhook',
      klaargezetOp: '2025-06-20T08:32:00.000Z',
      sinds: '2025-06-20T08:32:00.000Z',
      pogingen: Array.from({ length: tries }, () => ({
        tijdstip: new Date(Date.now() + voorMs).toISOString(),
        reden: 'status',
        status: 503,
        duurMs: 9,
      })),
    },
  };
  const hub = createHubClient({
    url: 'http://hub',
    token: 'given',
    send: async (url) => {
      const path = url.replace('http://hub', '');
      asked.push(path);
      if (path !== '/_lokaal/rust') return { status: 200, body: answers[path] };
      waits += 1;
      return { status: settled, body: undefined };
    },
  });
  return { hub, waits: () => waits, asked };
};

describe('waiting for a hub', () => {
  it('ends when the hub is at rest', async () => {
    expect(await settleOrName(hubWith(0, 204).hub, 60_000)).toBeUndefined();
  });

  it.each([0, -86_400_000])(
    'names a message whose next try lies beyond the wait, and does not wait for it, on a clock %i ms ahead',
    async (voorMs) => {
      const { hub, waits } = hubWith(6, 408, { voorMs });
      const unrest = await settleOrName(hub, 1_000);
      expect(unrest?.undelivered).toMatchObject([
        { channel: '0907/mage', zaakId: ZAAK, volgnummer: 2, tries: 6, lastResult: 'status 503' },
      ]);
      expect(waits()).toBe(1);
    },
  );

  it('names the abonnement and its host, and not the path of its address', async () => {
    const unrest = await settleOrName(hubWith(6, 408).hub, 1_000);
    expect(unrest?.undelivered[0]?.abonnementen).toEqual([{ id: 'abonnement-1', host: 'mage.example' }]);
    const told = notAtRest(1, { receipts: [], undelivered: [], ...unrest, uncomposed: [ZAAK] }).message;
    expect(told).toContain(`message 2 of zaak ${ZAAK} to the webhook of 0907/mage`);
    expect(told).toContain('abonnement abonnement-1 at mage.example');
    expect(told).toContain(`not composed: messages of zaak ${ZAAK}`);
    expect(told).not.toContain('geheim');
  });

  it('reads no message of a partner without a webhook: nothing of it was tried', async () => {
    const { hub, asked } = hubWith(6, 204, { abonnementen: { abonnementen: [] } });
    expect(await settleOrName(hub, 60_000)).toBeUndefined();
    expect(asked.filter((path) => path.startsWith('/v1/berichten'))).toEqual([]);
  });

  it('names undelivered messages also when it may not see the abonnementen', async () => {
    const { hub } = hubWith(6, 408, { abonnementen: { title: 'Geen toegang' } });
    const unrest = await settleOrName(hub, 1_000);
    expect(unrest?.undelivered).toMatchObject([{ channel: '0907/mage', tries: 6 }]);
    expect(unrest?.undelivered[0]).not.toHaveProperty('abonnementen');
  });

  it('names the undelivered messages when its time is up', async () => {
    const unrest = await settleOrName(hubWith(1, 408).hub, 1);
    expect(unrest?.undelivered).toHaveLength(1);
  });
});
