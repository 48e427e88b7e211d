import { expect, test } from 'vitest';
import type { InboundBericht } from '../../../../../contracts/internal/inbound-bericht.ts';
import { type AcceptDependencies, accept } from '../../../../../functions/shared/rest/accept.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

/** As a door could make it that looks at less than the contract of the message says. */
const about = (data: Readonly<Record<string, unknown>>) =>
  ({
    ontvangstId: '5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01',
    berichtId: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10',
    bron: 'urn:nld:oin:00000099000000907000:systeem:herstel',
    tijdstip: '2025-06-20T08:32:00.000Z',
    organisatie: 'gemeente-0907',
    afdruk: 'a',
    type: 'nl.inburgeringszaken.feit.hersteld.v1',
    data: { zaakId: ZAAK, reden: 'Verwisseld', ...data },
  }) as unknown as InboundBericht;

const start = () => {
  const stored: InboundBericht[] = [];
  const onBus: InboundBericht[] = [];
  const needed: AcceptDependencies = {
    ontvangsten: {
      accept: async (bericht) => {
        stored.push(bericht);
        return 'nieuw';
      },
      read: async () => undefined,
      kept: async () => undefined,
    },
    acceptances: { note: async () => undefined },
    bus: {
      publish: async (berichten) => {
        onBus.push(...berichten);
      },
    },
    sources: { heard: async () => undefined },
    clock: { now: () => new Date('2025-06-20T08:32:00.000Z'), sleep: async () => undefined },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };
  return { needed, stored, onBus };
};

test('what its function reads is stored and put on the bus', async () => {
  const { needed, stored, onBus } = start();
  expect(await accept(needed, about({ vervalt: ['koppeling:TVS-1:1'] }))).toBe(true);
  expect([stored.length, onBus.length]).toEqual([1, 1]);
});

test('what its function could never read is an error, and nothing of it is kept', async () => {
  const { needed, stored, onBus } = start();
  await expect(accept(needed, about({ zelfdePersoon: ZAAK }))).rejects.toThrow('niet te lezen');
  expect([stored.length, onBus.length]).toEqual([0, 0]);
});
