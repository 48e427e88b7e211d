import { describe, expect, test } from 'vitest';
import { gemeldFor, vervallenFor } from '../../../../../../contracts/partnerberichten.ts';
import { newPostvakItem } from '../../../../../../domain/delivery/item.ts';
import { ROUTES } from '../../../../../../functions/api/routes.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const WIS = `/v1/zaken/${ZAAK}/_wis`;
const TAALSCHOOL = '0907/taalschool';
const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const VERVALLEN = 'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1';

const start = () => {
  const api = startApi();
  api.world.zaken.set(ZAAK, {
    keys: [],
    zaak: { zaakId: ZAAK, gemeentecode: '0907', status: 'actief', gegevens: {} },
    tijdlijn: { zaakId: ZAAK, gebeurtenissen: [], termijnen: [] },
  } as never);
  const erase = (to = 'gemeente-0907', body: unknown = { reden: 'verzoek-betrokkene' }, path = WIS) =>
    api.call('POST', path, { to, body, headers: { 'Content-Type': 'application/json' } });
  return { ...api, erase };
};

describe('POST /zaken/{zaakId}/_wis', () => {
  test('decides once, orders it, and says how far it is', async () => {
    const { erase, world } = start();
    const first = await erase();
    expect(first.status).toBe(202);
    expect(first.content).toMatchObject({ zaakId: ZAAK, reden: 'verzoek-betrokkene', stand: 'besloten' });
    expect(world.ordered).toEqual([ZAAK]);
    const again = await erase('gemeente-0907', { reden: 'onrechtmatig-verwerkt' });
    expect(again.content).toEqual(first.content);
    expect(world.ordered).toEqual([ZAAK, ZAAK]);
  });

  test('is decided also while the bus is away: the order is given again later', async () => {
    const { erase, world } = start();
    world.outage = { bus: new Error('weg') };
    expect((await erase()).status).toBe(202);
  });

  test.each([
    ['another gemeente', 'gemeente-1734', WIS],
    ['an unknown zaak', 'gemeente-0907', '/v1/zaken/00000000-0000-8000-8000-000000000000/_wis'],
    ['what is no id', 'gemeente-0907', '/v1/zaken/yusuf/_wis'],
  ])('of %s is 404, and decides nothing', async (_, to, path) => {
    const { erase, world } = start();
    expect((await erase(to, undefined, path)).status).toBe(404);
    expect(world.ordered).toEqual([]);
  });

  test.each(['taalschool', 'coa', 'beheer'])('is not for %s', async (to) => {
    expect((await start().erase(to)).status).toBe(403);
  });

  test('takes a reason from the list and nothing else', async () => {
    const { erase } = start();
    const { status, content } = await erase('gemeente-0907', { reden: 'opruimen', naam: 'Yusuf' });
    expect(status).toBe(400);
    expect(content?.['errors']).toMatchObject([{ pointer: '/reden' }, { pointer: '/naam' }]);
  });
});

describe('a zaak that was erased', () => {
  test('is 410 for its gemeente, with who was told, and 404 for everybody else', async () => {
    const { erase, call, world } = start();
    await erase();
    world.zaken.delete(ZAAK);
    const read = (to: string) => call('GET', `/v1/zaken/${ZAAK}`, { to });
    const gone = await read('gemeente-0907');
    expect(gone.status).toBe(410);
    expect(gone.content?.['wissing']).toMatchObject({ zaakId: ZAAK, ontvangers: [] });
    expect((await read('gemeente-1734')).status).toBe(404);
    expect((await read('taalschool')).status).toBe(404);
  });

  // Every answer is also held against openapi.json, so a status that a call can give and does not name fails here.
  test('is answered by every call that names it as openapi.json says', async () => {
    const { erase, call, world } = start();
    await erase();
    world.zaken.delete(ZAAK);
    const statuses = await Promise.all(
      ROUTES.filter(({ method, path }) => method === 'GET' && path.startsWith('/zaken/{zaakId}')).map(
        async ({ path }) => {
          const { status } = await call('GET', `/v1${path.replace('{zaakId}', ZAAK)}`, {
            to: 'gemeente-0907',
          });
          return [path, status];
        },
      ),
    );
    expect(Object.fromEntries(statuses)).toEqual({
      '/zaken/{zaakId}': 410,
      '/zaken/{zaakId}/tijdlijn': 410,
      '/zaken/{zaakId}/termijnen': 410,
      '/zaken/{zaakId}/intake': 410,
      '/zaken/{zaakId}/verwerkingen': 200,
    });
  });
});

describe('a message about somebody who was withdrawn', () => {
  /** `gemeld` and `vervallen`, of which the first as many were delivered. */
  const told = async (delivered = 2) => {
    const api = start();
    const { postvak, clock } = api.world;
    const gemeld = gemeldFor('taalschool').parse(example(GEMELD, 'goed-taalschool'));
    const vervallen = vervallenFor('taalschool').parse(example(VERVALLEN, 'goed-taalschool'));
    const messages = [
      { ...gemeld, subject: ZAAK, data: { ...gemeld.data, zaakId: ZAAK, volgnummer: 1 } },
      { ...vervallen, subject: ZAAK, data: { ...vervallen.data, zaakId: ZAAK, volgnummer: 2 } },
    ];
    for (const [index, message] of messages.entries()) {
      const item = newPostvakItem(TAALSCHOOL, message as typeof gemeld, clock.now(), []);
      await postvak.put([item]);
      if (index >= delivered) continue;
      const until = new Date(clock.now().getTime() + 1000);
      await postvak.bezorgd((await postvak.claim(item, 'wachtrij', until, clock.now())) ?? item, clock.now());
    }
    return { ...api, gemeld };
  };

  test('is 410 for its partner, and still to be read by the gemeente', async () => {
    const { call, gemeld } = await told();
    const path = `/v1/berichten/${gemeld.id}`;
    expect((await call('GET', path, { to: 'taalschool' })).status).toBe(410);
    expect((await call('GET', path, { to: 'gemeente-0907', query: { partner: 'taalschool' } })).status).toBe(
      200,
    );
  });

  test('is not in the list of its partner any more; that it was withdrawn is', async () => {
    const { call } = await told();
    const { content } = await call('GET', '/v1/berichten', { to: 'taalschool' });
    expect(content?.['berichten']).toMatchObject([{ type: VERVALLEN }]);
  });

  test('that was never delivered is read as that it is over, wherever its partner reads it', async () => {
    const { call, gemeld, world } = await told(0);
    await world.kanalen.chooseBaseDoor(TAALSCHOOL, 'ophalen');
    const both = [
      { id: gemeld.id, type: VERVALLEN, data: { volgnummer: 1, reden: 'andere gemeente' } },
      { type: VERVALLEN, data: { volgnummer: 2, reden: 'andere gemeente' } },
    ];
    for (const query of [{ wacht: '0' }, {}, { staat: 'klaargezet' }]) {
      const { content } = await call('GET', '/v1/berichten', { to: 'taalschool', query });
      expect(content?.['berichten']).toMatchObject(both);
      expect(JSON.stringify(content)).not.toContain('geslachtsnaam');
    }
    const one = await call('GET', `/v1/berichten/${gemeld.id}`, { to: 'taalschool' });
    expect(one).toMatchObject({
      status: 200,
      content: { type: VERVALLEN, bericht: { data: { volgnummer: 1 } } },
    });
    expect(JSON.stringify(one.content)).not.toContain('geslachtsnaam');
  });
});
