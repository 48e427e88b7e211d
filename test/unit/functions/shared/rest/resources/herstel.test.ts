import { describe, expect, test } from 'vitest';
import type { ZaakId } from '../../../../../../contracts/base-types.ts';
import { MeldingBericht } from '../../../../../../contracts/internal/melding-bericht.ts';
import { startApi } from '../../../../../contract/support/api.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const OTHER = '7a1c9d52-3b64-8f0e-a1d7-5c2e8b9f4a30';
const ID = '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d10';

const start = () => {
  const api = startApi();
  for (const zaakId of [ZAAK, OTHER]) {
    api.world.zaken.set(zaakId, {
      keys: [],
      zaak: { zaakId: zaakId as ZaakId, gemeentecode: '0907', status: 'actief', gegevens: {} },
      tijdlijn: { zaakId: zaakId as ZaakId, gebeurtenissen: [], termijnen: [] },
    } as never);
  }
  const putRight = (asked: Readonly<Record<string, unknown>>, path = ZAAK) =>
    api.call('POST', `/v1/zaken/${path}/_herstel`, {
      to: 'gemeente-0907',
      body: { id: ID, reden: 'Twee zaken van een mens', ...asked },
      headers: { 'Content-Type': 'application/json' },
    });
  return { ...api, putRight };
};

describe('POST /zaken/{zaakId}/_herstel', () => {
  test('takes another zaak of the same person, in a message that its function reads', async () => {
    const { putRight, world } = start();
    expect((await putRight({ zelfdePersoon: OTHER })).status).toBe(202);
    expect(MeldingBericht.parse(world.onBus[0]).data).toMatchObject({ zaakId: ZAAK, zelfdePersoon: OTHER });
  });

  test.each([
    ['as it is written', ZAAK, ZAAK],
    ['in capitals', ZAAK, ZAAK.toUpperCase()],
    ['in capitals in the path', ZAAK.toUpperCase(), ZAAK],
  ])('refuses the zaak itself %s, at its place', async (_, path, zelfdePersoon) => {
    const { putRight, world } = start();
    const { status, content } = await putRight({ zelfdePersoon }, path);
    expect([status, content?.['errors']]).toEqual([
      400,
      [{ pointer: '/zelfdePersoon', detail: 'is de zaak zelf' }],
    ]);
    expect([world.ontvangsten.size, world.onBus.length]).toEqual([0, 0]);
  });

  test('names every fault once, and a zaak in the body as a field that it does not know', async () => {
    const { putRight } = start();
    const { status, content } = await putRight({ zelfdePersoon: ZAAK, bsn: '999966134', zaakId: OTHER });
    expect([status, content?.['errors']]).toEqual([
      400,
      [
        { pointer: '/bsn', detail: 'voldoet niet aan de elfproef' },
        { pointer: '/zaakId', detail: 'is geen bekend veld' },
        { pointer: '', detail: 'noem precies één van vervalt, bsn en zelfdePersoon' },
        { pointer: '/zelfdePersoon', detail: 'is de zaak zelf' },
      ],
    ]);
  });
});
