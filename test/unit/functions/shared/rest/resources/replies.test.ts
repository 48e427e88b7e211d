import { describe, expect, test } from 'vitest';
import { createReplies } from '../../../../../../adapters/table/postvak/replies.ts';
import type { Dag } from '../../../../../../contracts/dag.ts';
import { gemeldFor, vervallenFor } from '../../../../../../contracts/partnerberichten.ts';
import { newPostvakItem, type PostvakItem, unmadeItem } from '../../../../../../domain/delivery/item.ts';
import { MOST_SAID } from '../../../../../../domain/delivery/reply.ts';
import { startApi } from '../../../../../contract/support/api.ts';
import { example } from '../../../../../contract/support/examples.ts';

/** A partner replies to its messages over the API, and its gemeente sees these replies. */

const GEMELD = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
const VERVALLEN = 'nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1';
const TAALSCHOOL = '0907/taalschool';
const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-000000000001';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const JSON_TYPE = { 'Content-Type': 'application/json' };

const idOf = (volgnummer: number): string => `0b0f2c36-6c1e-5c55-${8000 + volgnummer}-000000000001`;

const start = () => {
  const api = startApi();
  const { world, call } = api;
  const put = async (volgnummer: number, type = GEMELD): Promise<PostvakItem> => {
    const schema = (type === GEMELD ? gemeldFor : vervallenFor)('taalschool');
    const base = schema.parse(example(type, 'goed-taalschool'));
    const bericht = schema.parse({
      ...base,
      id: idOf(volgnummer),
      subject: ZAAK,
      data: { ...base.data, zaakId: ZAAK, volgnummer },
    });
    const item = newPostvakItem(TAALSCHOOL, bericht, world.clock.now(), []);
    await world.postvak.put([item]);
    return item;
  };
  const takeUp = (id: string, to = 'taalschool') => call('POST', `/v1/berichten/${id}/_opgepakt`, { to });
  const decline = (id: string, body: unknown = { reden: 'geen-plek' }, to = 'taalschool') =>
    call('POST', `/v1/berichten/${id}/_luktniet`, { to, body, headers: JSON_TYPE });
  const settle = (id: string, partner = 'taalschool', to = 'gemeente', more = {}) =>
    call('POST', `/v1/berichten/${id}/_afgehandeld`, { to, query: { partner, ...more } });
  const shown = async (id: string) =>
    (await call('GET', `/v1/berichten/${id}`, { to: 'taalschool' })).content as {
      staat: string;
      antwoord?: object;
    };
  const waiting = async () =>
    ((await call('GET', '/v1/dag', { to: 'gemeente' })).content as unknown as Dag).luktNiet;
  return { ...api, put, takeUp, decline, settle, shown, waiting };
};

describe('a partner', () => {
  test('takes a message up, or says why it cannot, which confirms it and shows with it', async () => {
    const { put, takeUp, decline, shown, world } = start();
    const [one, other] = [await put(1), await put(2)];
    expect((await takeUp(one.id)).status).toBe(204);
    expect((await decline(other.id)).status).toBe(204);
    const sinds = world.clock.now().toISOString();
    expect(await shown(one.id)).toMatchObject({
      staat: 'bevestigd',
      antwoord: { antwoord: 'opgepakt', sinds },
    });
    expect(await shown(other.id)).toMatchObject({
      staat: 'bevestigd',
      antwoord: { antwoord: 'lukt-niet', reden: 'geen-plek', sinds },
    });
  });

  test('says something else later, and nothing that was said is forgotten', async () => {
    const { put, takeUp, decline, shown, world } = start();
    const { id } = await put(1);
    await decline(id);
    world.clock.next(MINUTE);
    await takeUp(id);
    world.clock.next(MINUTE);
    // Said again, as after an answer that got lost.
    await takeUp(id);
    expect(await shown(id)).toMatchObject({ antwoord: { antwoord: 'opgepakt' } });
    world.clock.next(MINUTE);
    await decline(id, { reden: 'niet-bereikbaar' });
    expect(await shown(id)).toMatchObject({ antwoord: { antwoord: 'lukt-niet', reden: 'niet-bereikbaar' } });
    const [stored] = world.table.alles().filter(({ pk }) => pk === `ANTWOORD#${ZAAK}`);
    expect(JSON.parse(String(stored?.['bericht'])).said.map(({ wat }: { wat: string }) => wat)).toEqual([
      'lukt-niet',
      'opgepakt',
      'lukt-niet',
    ]);
  });

  test('is settled as its gemeente saw it: something that the partner said since is not', async () => {
    const { put, decline, settle, waiting, world } = start();
    const { id } = await put(1);
    await decline(id);
    const [seen] = (await waiting()).lijst;
    world.clock.next(MINUTE);
    await decline(id, { reden: 'niet-voor-ons' });
    const sinds = { sinds: seen?.sinds ?? '' };
    expect((await settle(id, 'taalschool', 'gemeente', sinds)).status).toBe(409);
    expect((await waiting()).lijst).toMatchObject([{ reden: 'niet-voor-ons' }]);
    const [now] = (await waiting()).lijst;
    expect((await settle(id, 'taalschool', 'gemeente', { sinds: now?.sinds ?? '' })).status).toBe(204);
    expect((await waiting()).aantal).toBe(0);
    expect((await settle(id, 'taalschool', 'gemeente', { sinds: 'gisteren' })).status).toBe(400);
  });

  test.each([
    [{}, ['/reden']],
    [{ reden: 'geen zin' }, ['/reden']],
    [{ reden: 'anders', uitleg: 'Mevrouw is ziek' }, ['/uitleg']],
    [{ toelichting: 'x' }, ['/reden', '/toelichting']],
  ])('that gives no reason of the list hears every fault: %j', async (body, pointers) => {
    const { put, decline, shown } = start();
    const { id } = await put(1);
    const outcome = await decline(id, body);
    expect([outcome.status, outcome.pointers.toSorted()]).toEqual([400, pointers]);
    expect(await shown(id)).toMatchObject({ staat: 'klaargezet' });
    expect(JSON.stringify(outcome.content)).not.toContain('ziek');
  });

  test.each([
    ['another partner', 'intos', 404],
    ['the same partner of another gemeente', 'taalschool-9999', 404],
    ['the gemeente', 'gemeente', 403],
    ['a source', 'coa', 403],
  ])('says it of its own messages only: %s gets %s %i', async (_, to, status) => {
    const { put, takeUp, decline, shown } = start();
    const { id } = await put(1);
    expect((await takeUp(id, to)).status).toBe(status);
    expect((await decline(id, { reden: 'anders' }, to)).status).toBe(status);
    expect(await shown(id)).not.toHaveProperty('antwoord');
  });

  test.each(['00000000-0000-4000-8000-000000000000', 'geen-uuid'])(
    'says nothing of a message that is not there: %s',
    async (id) => {
      const { takeUp, decline } = start();
      expect((await takeUp(id)).status).toBe(404);
      expect((await decline(id)).status).toBe(404);
    },
  );

  test('says nothing of a message that could not be made, that is too old, or that says that it is over', async () => {
    const { put, takeUp, world } = start();
    const unmade = unmadeItem(
      {
        id: idOf(7),
        partner: TAALSCHOOL,
        zaakId: ZAAK as PostvakItem['zaakId'],
        volgnummer: 7,
        type: GEMELD,
        plek: 'geparkeerd',
        reden: 'de gegevens passen niet in dit bericht: naam',
      },
      world.clock.now(),
      [],
    );
    await world.postvak.put([unmade]);
    expect((await takeUp(unmade.id)).status).toBe(404);
    const old = await put(1);
    await world.postvak.purge(old, world.clock.now());
    expect((await takeUp(old.id)).status).toBe(410);
    const end = await put(2, VERVALLEN);
    expect((await takeUp(end.id)).status).toBe(409);
  });

  test('cannot fill the store with what it says of one message, and its gemeente can see to the last of it', async () => {
    const { put, takeUp, decline, settle, waiting } = start();
    const { id } = await put(1);
    for (let times = 0; times < MOST_SAID / 2; times++) {
      expect((await takeUp(id)).status).toBe(204);
      expect((await decline(id)).status).toBe(204);
    }
    expect((await takeUp(id)).status).toBe(409);
    expect((await decline(id)).status).toBe(204);
    expect((await settle(id)).status).toBe(204);
    expect((await waiting()).aantal).toBe(0);
  });
});

describe('what a partner cannot do', () => {
  test('stands on the day list of its gemeente with its reason, until the partner takes it up', async () => {
    const { put, takeUp, decline, waiting, world } = start();
    const { id } = await put(1);
    await decline(id);
    expect(await waiting()).toEqual({
      aantal: 1,
      lijst: [
        {
          berichtId: id,
          partner: 'taalschool',
          zaken: [ZAAK],
          reden: 'geen-plek',
          sinds: world.clock.now().toISOString(),
        },
      ],
    });
    await takeUp(id);
    expect((await waiting()).aantal).toBe(0);
    world.clock.next(MINUTE);
    await decline(id, { reden: 'anders' });
    expect((await waiting()).lijst).toMatchObject([{ reden: 'anders' }]);
  });

  test('stands there until the gemeente saw to it, and again when the partner says so again or names another reason', async () => {
    const { put, decline, settle, waiting, shown, world } = start();
    const { id } = await put(1);
    await decline(id);
    world.clock.next(MINUTE);
    expect((await settle(id)).status).toBe(204);
    expect((await waiting()).aantal).toBe(0);
    expect(await shown(id)).toMatchObject({
      antwoord: { antwoord: 'lukt-niet', afgehandeldOp: world.clock.now().toISOString() },
    });
    await settle(id);
    expect((await waiting()).aantal).toBe(0);
    await decline(id);
    expect((await waiting()).aantal).toBe(1);
    await settle(id);
    await decline(id, { reden: 'niet-voor-ons' });
    expect((await waiting()).lijst).toMatchObject([{ reden: 'niet-voor-ons' }]);
  });

  test.each([
    ['the partner itself', 'taalschool', 'taalschool', 403],
    ['another gemeente', 'taalschool', 'gemeente-9999', 404],
    ['its gemeente as of another partner', 'intos', 'gemeente', 404],
    ['its gemeente as of nobody', 'onbekend', 'gemeente', 400],
  ])('is not seen to by %s', async (_, partner, to, status) => {
    const { put, decline, settle, waiting } = start();
    const { id } = await put(1);
    await decline(id);
    expect((await settle(id, partner, to)).status).toBe(status);
    expect((await waiting()).aantal).toBe(1);
  });

  test('stays there when the message is sent again', async () => {
    const { put, decline, waiting, shown, world } = start();
    const { id } = await put(1);
    await decline(id);
    const confirmed = await world.postvak.find(TAALSCHOOL, id);
    if (confirmed === undefined) throw new Error('the message is gone');
    await world.postvak.redeliver(confirmed, '5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01', world.clock.now());
    expect(await shown(id)).toMatchObject({ staat: 'klaargezet', antwoord: { reden: 'geen-plek' } });
    expect((await waiting()).aantal).toBe(1);
  });

  test('does not come on the list when its partner was told before, or meanwhile, that it is over', async () => {
    const before = start();
    const { id } = await before.put(1);
    const delivered = await before.world.postvak.find(TAALSCHOOL, id);
    if (delivered !== undefined) await before.world.postvak.confirm(delivered, before.world.clock.now());
    await before.put(2, VERVALLEN);
    expect((await before.decline(id)).status).toBe(410);
    expect((await before.waiting()).aantal).toBe(0);

    const fallen = start();
    const said = await fallen.put(1);
    const tijdstip = fallen.world.clock.now().toISOString();
    // The call that said it fell before it looked whether its partner was told meanwhile.
    await createReplies(fallen.world.table).say(said, { wat: 'lukt-niet', reden: 'geen-plek', tijdstip });
    await fallen.world.postvak.confirm(said, fallen.world.clock.now());
    await fallen.put(2, VERVALLEN);
    expect((await fallen.waiting()).aantal).toBe(1);
    expect((await fallen.decline(said.id)).status).toBe(410);
    expect((await fallen.waiting()).aantal).toBe(0);

    const meanwhile = start();
    const item = await meanwhile.put(1);
    const inHand = await meanwhile.world.postvak.find(TAALSCHOOL, item.id);
    if (inHand !== undefined) await meanwhile.world.postvak.confirm(inHand, meanwhile.world.clock.now());
    // It is told between that the API looked and that it wrote.
    const { insert } = meanwhile.world.table;
    let isTold = false;
    meanwhile.world.table.insert = async (written) => {
      if (written.pk.startsWith('ANTWOORD#') && !isTold) {
        isTold = true;
        await meanwhile.put(2, VERVALLEN);
      }
      return insert(written);
    };
    expect((await meanwhile.decline(item.id)).status).toBe(410);
    expect(isTold).toBe(true);
    expect((await meanwhile.waiting()).aantal).toBe(0);
  });

  test('names of a household the zaken of who lives in it', async () => {
    const { world, call, waiting } = start();
    const huishouden = '8d1f7a52-30c4-8c1b-9b1e-2a4c6e8f0a1b';
    const base = gemeldFor('mage').parse(example(GEMELD, 'goed-mage'));
    const bericht = gemeldFor('mage').parse({
      ...base,
      subject: huishouden,
      data: { ...base.data, huishoudenId: huishouden },
    });
    await world.postvak.put([newPostvakItem('0907/mage', bericht as never, world.clock.now(), [])]);
    world.members.set(huishouden, [ZAAK as PostvakItem['zaakId']]);
    const said = await call('POST', `/v1/berichten/${bericht.id}/_luktniet`, {
      to: 'mage-0907',
      body: { reden: 'niet-bereikbaar' },
      headers: JSON_TYPE,
    });
    expect(said.status).toBe(204);
    expect((await waiting()).lijst).toMatchObject([
      { partner: 'mage', zaken: [ZAAK], huishoudenId: huishouden, reden: 'niet-bereikbaar' },
    ]);
  });

  test('is longest said first, and a busy moment is asked for again', async () => {
    const { put, decline, waiting, world } = start();
    const [one, other] = [await put(1), await put(2)];
    await decline(other.id);
    world.clock.next(DAY);
    await decline(one.id);
    expect((await waiting()).lijst.map(({ berichtId }) => berichtId)).toEqual([other.id, one.id]);
    world.table.replace = async () => false;
    const busy = await decline(one.id, { reden: 'anders' });
    expect([busy.status, busy.headers['retry-after']]).toEqual([503, '1']);
  });
});
