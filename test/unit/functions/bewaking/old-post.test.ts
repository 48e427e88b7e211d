import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import type { Offer } from '../../../../adapters/queues/delivery-queue.ts';
import { createReadable } from '../../../../adapters/table/postvak/readable.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import type { KanaalId } from '../../../../domain/partners/address.ts';
import { moveOldPost } from '../../../../functions/bewaking/old-post.ts';
import { failingCalls } from '../../../faults/outside-calls.ts';
import { withinRights } from '../../../within-rights.ts';
import { written } from '../berichten.ts';
import { deliveryOf } from '../delivery-queue.ts';
import { putBackAsBefore } from '../old-post.ts';
import {
  HOUR,
  KANAAL,
  MINUTE,
  SECOND,
  status,
  type WebhookHub,
  webhookHub,
  zaak,
} from '../webhook/support.ts';

/** The watch moves what version 0.1.0 put to where functions/webhook reaches it. */

const REQUEST = '8faa695c-84f2-4f7e-a5e3-60c0ca9df081';

/** One run of the watch at this moment; the orders that it gave. */
const runOf = async (
  table: WebhookHub['table'],
  now: Date,
  partners: readonly KanaalId[] = [KANAAL],
): Promise<readonly Offer['job'][]> => {
  const offer: Offer[] = [];
  await moveOldPost({
    ...deliveryOf(withinRights('bewaking', table), { partners, offer }),
    telemetry: written().telemetry,
    now,
  });
  return offer.map(({ job }) => job);
};

const runs = async (hub: WebhookHub): Promise<void> => {
  for (const job of await runOf(hub.table, new Date(hub.clock.now))) hub.enqueue(job);
};

const inOldPlace = (hub: Pick<WebhookHub, 'table'>): number =>
  hub.table.alles().filter(({ pk, bericht }) => pk.startsWith('ZAAK#') && bericht !== undefined).length;

/** The volgnummers of what its receiver was sent about a zaak, in order. */
const delivered = ({ calls }: WebhookHub, zaakNumber: number): readonly number[] =>
  calls
    .map(({ request }) => JSON.parse(String(request.body)).data)
    .flatMap(({ zaakId, volgnummer }) => (zaakId === zaak(zaakNumber) ? [volgnummer] : []));

let hub: WebhookHub;
beforeEach(async () => {
  hub = await webhookHub();
});

const lane = (zaakNumber: number): Offer['job'] => ({
  soort: 'baan',
  kanaal: KANAAL,
  zaakId: zaak(zaakNumber),
});

describe('a webhook message that version 0.1.0 put', () => {
  it('is out of reach of its door until it is moved, and then comes in the order of its volgnummer, once', async () => {
    for (const volgnummer of [1, 2, 3]) await hub.put(1, volgnummer);
    await hub.put(2, 1);
    await putBackAsBefore(hub.table);
    await hub.run();
    expect(hub.calls).toEqual([]);
    await runs(hub);
    await hub.run();
    expect(delivered(hub, 1)).toEqual([1, 2, 3]);
    expect(delivered(hub, 2)).toEqual([1]);
    await runs(hub);
    await hub.passes(HOUR);
    expect(hub.calls).toHaveLength(4);
    expect(inOldPlace(hub)).toBe(0);
  });

  it('that waited for a retry goes on waiting, with the tries that it had', async () => {
    hub.setup.response = () => status(500);
    await hub.put(1, 1);
    await hub.passes(10 * SECOND);
    const before = (await hub.lanes.read(KANAAL, zaak(1))).baan;
    const tries = hub.calls.length;
    expect(before).toMatchObject({ pogingen: tries });
    await putBackAsBefore(hub.table);
    await runs(hub);
    await hub.run();
    expect(hub.calls).toHaveLength(tries);
    expect((await hub.lanes.read(KANAAL, zaak(1))).baan).toEqual(before);
    hub.setup.response = () => status(204);
    await hub.passes(HOUR);
    expect(await hub.places(1)).toEqual(['bezorgd']);
    expect(await hub.lanes.waiting()).toEqual([]);
  });

  it('that was delivered is sent again when its partner asked for that, also when it asked before the move', async () => {
    await hub.put(1, 1);
    await hub.run();
    await putBackAsBefore(hub.table);
    const moment = new Date(hub.clock.now).toISOString();
    await deliveryOf(hub.table).herleveringen.begin({
      id: REQUEST,
      kanaal: KANAAL,
      keuze: { tot: moment, abonnementId: hub.abonnement.id },
      door: 'taalschool',
      aangevraagdOp: moment,
      aantal: 1,
      gedaan: 0,
      vanaf: moment,
      versie: 1,
    });
    hub.enqueue({ soort: 'herlevering', kanaal: KANAAL, herleveringId: REQUEST });
    await hub.run();
    expect([hub.calls.length, hub.queued().length]).toEqual([1, 1]);
    await runs(hub);
    await hub.passes(MINUTE);
    expect([hub.calls.length, hub.queued().length]).toEqual([2, 0]);
    expect(await deliveryOf(hub.table).herleveringen.read(REQUEST)).toMatchObject({ gedaan: 1 });
  });

  it('that was parked comes back into line when the doors of its partner change, also before the move', async () => {
    await hub.put(1, 1);
    const [item] = await hub.items(1);
    if (item !== undefined) await hub.postvak.park(item, new Date(hub.clock.now));
    await putBackAsBefore(hub.table);
    await hub.run();
    hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
    await hub.run();
    expect(hub.calls).toEqual([]);
    await runs(hub);
    await hub.passes(5 * MINUTE);
    expect(await hub.places(1)).toEqual(['bezorgd']);
    expect(hub.queued()).toEqual([]);
  });
});

describe('a partner that fetches', () => {
  it('sees what lies ready, and of what it had no more than it may know, before and after the move', async () => {
    for (const volgnummer of [1, 2]) await hub.put(1, volgnummer);
    const [first] = await hub.items(1);
    const now = new Date(hub.clock.now);
    if (first !== undefined) await hub.postvak.confirm(first, now);
    await hub.put(1, 3, BERICHTTYPEN.vervallen);
    await putBackAsBefore(hub.table);
    const readable = createReadable(withinRights('ophalen', hub.table));
    const shown = async (plek: 'klaargezet' | 'bevestigd') => {
      const { items } = await hub.postvak.list(KANAAL, { places: [plek] });
      return (await readable(KANAAL, items)).map(({ volgnummer }) => volgnummer);
    };
    expect(await shown('klaargezet')).toEqual([2, 3]);
    // What came later decides whether it may still know the first, and that cannot be told here.
    await expect(shown('bevestigd')).rejects.toThrow('een bericht in de lijst ligt nog niet');
    await runs(hub);
    expect(await shown('klaargezet')).toEqual([2, 3]);
    expect(await shown('bevestigd')).toEqual([]);
  });
});

describe('the move', () => {
  it('begins with what is to be delivered, and goes on in the next run where it stopped', async () => {
    const table = memoryTable();
    const { postvak } = deliveryOf(table);
    const number = 5200;
    for (let one = 1; one <= number; one++) await hub.put(one, 1);
    const items = await Promise.all(Array.from({ length: number }, (_, one) => hub.items(one + 1)));
    await postvak.put(items.flat());
    await putBackAsBefore(table);
    const begin = new Date(hub.clock.now);
    expect(await runOf(table, begin)).toHaveLength(5000);
    expect(inOldPlace({ table })).toBe(number - 5000);
    // A round that stopped in the list of a partner who is gone begins anew.
    expect(await runOf(table, begin, ['0907/intos'])).toEqual([]);
    expect(await runOf(table, begin)).toHaveLength(0);
    expect(await runOf(table, begin)).toHaveLength(number - 5000);
    expect(inOldPlace({ table })).toBe(0);
  });

  it('comes round again for an hour, for what ran on while the hub was updated, and is over then', async () => {
    const begin = hub.clock.now;
    const at = (ms: number) => runOf(hub.table, new Date(begin + ms));
    expect(await at(0)).toEqual([]);
    await hub.put(1, 1);
    await putBackAsBefore(hub.table);
    expect(await at(59 * MINUTE)).toEqual([lane(1)]);
    expect(await at(61 * MINUTE)).toEqual([]);
    const { outside, made } = failingCalls(() => undefined);
    await runOf(outside(hub.table), new Date(begin + 62 * MINUTE));
    expect(made).toEqual(['read']);
  });
});
