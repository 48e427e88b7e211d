import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import type { Offer } from '../../../../adapters/queues/delivery-queue.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { ZaakId } from '../../../../contracts/base-types.ts';
import type { Partnerbericht } from '../../../../contracts/partnerberichten.ts';
import type { BaseDoor } from '../../../../contracts/postvak.ts';
import gemeld from '../../../../contracts/voorbeelden/nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1/goed-taalschool.json' with {
  type: 'json',
};
import type { Abonnement } from '../../../../domain/delivery/abonnement.ts';
import { newPostvakItem, type PostvakItem } from '../../../../domain/delivery/item.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import {
  enqueueHerleveringen,
  enqueueLanes,
  publishLasting,
} from '../../../../functions/bewaking/delivery.ts';
import { tellFindings } from '../../../../functions/bewaking/findings.ts';
import { measurePost } from '../../../../functions/bewaking/measurements.ts';
import { purgePost } from '../../../../functions/bewaking/retention.ts';
import { written } from '../berichten.ts';
import { deliveryOf } from '../delivery-queue.ts';

/** The watch forgets no delivery, and keeps nothing longer than agreed. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BEGIN = Date.parse('2026-03-02T09:00:00.000Z');
const TAALSCHOOL: KanaalId = '0907/taalschool';
const INTOS: KanaalId = '0907/intos';

const createZaak = () => ZaakId.parse(`00000000-0000-8000-9000-${randomUUID().slice(-12)}`);

const world = () => {
  const table = memoryTable();
  const offer: Offer[] = [];
  const { telemetry, measured, told } = written();
  const delivery = deliveryOf(table, { partners: [TAALSCHOOL, INTOS], offer });
  const { postvak, lanes, kanalen } = delivery;
  return {
    ...delivery,
    measured,
    told,
    /** The tasks of the watch after so much time; those that offer jobs give the jobs that they offered. */
    after: (ms: number) => {
      const needed = {
        ...delivery,
        telemetry,
        now: new Date(BEGIN + ms),
        gemeenten: ['0907' as Gemeentecode],
      };
      const offered = async (doOne: Promise<void>) => {
        offer.length = 0;
        await doOne;
        return offer.map(({ job }) => job);
      };
      return {
        lanes: () => offered(enqueueLanes(needed)),
        lasting: () => offered(publishLasting(needed)),
        herleveringen: () => offered(enqueueHerleveringen(needed)),
        purge: () => purgePost(needed),
        measure: async () => {
          await measurePost(needed);
          await tellFindings(needed);
        },
        offer: () => [...offer],
      };
    },
    put: async (partner: KanaalId, zaakId: ZaakId, volgnummer = 1): Promise<PostvakItem> => {
      const bericht = {
        ...gemeld,
        id: randomUUID(),
        subject: zaakId,
        data: { ...gemeld.data, zaakId, volgnummer },
      } as unknown as Partnerbericht;
      const item = newPostvakItem(partner, bericht, new Date(BEGIN), []);
      expect(await postvak.put([item])).toEqual([item]);
      return item;
    },
    letWait: (kanaal: KanaalId, zaakId: ZaakId, ms: number) =>
      lanes.wait({
        kanaal,
        zaakId,
        abonnementId: '7c1f4c1e-52b0-4a6e-9d0c-6f3a2b1c0d9e',
        volgnummer: 1,
        pogingen: 3,
        from: new Date(BEGIN + ms).toISOString(),
        gepland: new Date(BEGIN + ms).toISOString(),
        gereserveerd: false,
      }),
    choose: (partner: KanaalId, door: BaseDoor) => kanalen.chooseBaseDoor(partner, door),
    shutOut: (partner: KanaalId) =>
      kanalen.shutOut(partner, { sinds: new Date(BEGIN).toISOString(), door: 'gemeente-0907' }),
    subscribe: (partner: KanaalId, status: Abonnement['status']) =>
      kanalen.create(partner, {
        id: randomUUID(),
        status,
        sink: 'https://school.example/hook',
        types: [],
        filters: [],
        geheimen: [],
        aangemaaktOp: new Date(BEGIN).toISOString(),
        versie: 1,
      }),
    plek: async (item: PostvakItem) => (await postvak.read(item))?.plek,
    content: async (item: PostvakItem) => (await postvak.read(item))?.tekst,
  };
};

let hub: ReturnType<typeof world>;
beforeEach(() => {
  hub = world();
});

const lane = (kanaal: KanaalId, zaakId: ZaakId) => ({ soort: 'baan', kanaal, zaakId });

describe('a lane that waits', () => {
  it('is offered when its time comes within the minute, and not before', async () => {
    const [now, soon, later] = [createZaak(), createZaak(), createZaak()];
    await hub.letWait(TAALSCHOOL, now, -MINUTE);
    await hub.letWait(INTOS, soon, 59_000);
    await hub.letWait(TAALSCHOOL, later, 2 * MINUTE);
    expect(await hub.after(0).lanes()).toEqual([lane(TAALSCHOOL, now), lane(INTOS, soon)]);
    expect(await hub.after(90_000).lanes()).toEqual([
      lane(TAALSCHOOL, now),
      lane(INTOS, soon),
      lane(TAALSCHOOL, later),
    ]);
  });

  it('is offered under the same deduplication id until it waits for another moment', async () => {
    const zaakId = createZaak();
    const name = async (fromMs: number) => {
      await hub.letWait(TAALSCHOOL, zaakId, fromMs);
      const run = hub.after(MINUTE);
      await run.lanes();
      return run.offer().map(({ deduplication }) => deduplication);
    };
    const first = await name(0);
    expect(first[0]?.length).toBeLessThanOrEqual(128);
    expect(await name(0)).toEqual(first);
    expect(await name(1)).not.toEqual(first);
  });
});

describe('a message that ready ready', () => {
  it('is offered after ten minutes when nothing waits for it, once for each lane', async () => {
    const zaakId = createZaak();
    await hub.put(TAALSCHOOL, zaakId, 1);
    await hub.put(TAALSCHOOL, zaakId, 2);
    expect(await hub.after(10 * MINUTE - 1).lasting()).toEqual([]);
    expect(await hub.after(11 * MINUTE).lasting()).toEqual([lane(TAALSCHOOL, zaakId)]);
  });

  it('is not offered while its lane waits for its moment', async () => {
    const zaakId = createZaak();
    await hub.put(TAALSCHOOL, zaakId);
    await hub.letWait(TAALSCHOOL, zaakId, 2 * 60 * MINUTE);
    expect(await hub.after(60 * MINUTE).lasting()).toEqual([]);
  });

  it.each([
    ['actief', true],
    ['gepauzeerd', false],
    ['gestopt', false],
  ] as const)('for an abonnement that is %s: offered is %s', async (status, offered) => {
    const zaakId = createZaak();
    await hub.put(TAALSCHOOL, zaakId);
    await hub.subscribe(TAALSCHOOL, status);
    expect(await hub.after(11 * MINUTE).lasting()).toEqual(offered ? [lane(TAALSCHOOL, zaakId)] : []);
  });

  it('is not offered for a partner that fetches, unless another door crashed with it in hand', async () => {
    const [ready, inHand] = [createZaak(), createZaak()];
    await hub.choose(TAALSCHOOL, 'ophalen');
    await hub.put(TAALSCHOOL, ready);
    const item = await hub.put(TAALSCHOOL, inHand);
    await hub.postvak.claim(item, 'webhook', new Date(BEGIN + MINUTE), new Date(BEGIN));
    expect(await hub.after(11 * MINUTE).lasting()).toEqual([lane(TAALSCHOOL, inHand)]);
  });

  it('is not offered when it was delivered, parked or confirmed', async () => {
    const now = new Date(BEGIN);
    const followed = await hub.put(TAALSCHOOL, createZaak());
    const claimed = await hub.postvak.claim(followed, 'wachtrij', now, now);
    if (claimed !== undefined) await hub.postvak.bezorgd(claimed, now);
    await hub.postvak.park(await hub.put(TAALSCHOOL, createZaak()), now);
    await hub.postvak.confirm(await hub.put(TAALSCHOOL, createZaak()), now);
    expect(await hub.after(11 * MINUTE).lasting()).toEqual([]);
  });
});

describe('a herlevering', () => {
  const beginHerlevering = async (fromMs: number) => {
    const id = randomUUID();
    const moment = new Date(BEGIN).toISOString();
    await hub.herleveringen.begin({
      id,
      kanaal: TAALSCHOOL,
      keuze: { tot: moment },
      door: 'taalschool-0907',
      aangevraagdOp: moment,
      aantal: 1,
      gedaan: 0,
      vanaf: new Date(BEGIN + fromMs).toISOString(),
      versie: 1,
    });
    return id;
  };

  it('is offered when its next part may go, and not any more once it has ended', async () => {
    const id = await beginHerlevering(MINUTE);
    expect(await hub.after(MINUTE - 1).herleveringen()).toEqual([]);
    const job = { soort: 'herlevering', kanaal: TAALSCHOOL, herleveringId: id };
    const run = hub.after(MINUTE);
    expect(await run.herleveringen()).toEqual([job]);
    expect(run.offer()[0]?.deduplication?.length).toBeLessThanOrEqual(128);
    const herlevering = await hub.herleveringen.read(id);
    if (herlevering === undefined) throw new Error('no herlevering');
    await hub.herleveringen.recordProgress(herlevering, { gedaan: 1 });
    expect(await hub.after(DAY).herleveringen()).toEqual([]);
  });

  it('lets its messages be fetched for thirty days again', async () => {
    await hub.choose(TAALSCHOOL, 'ophalen');
    const item = await hub.put(TAALSCHOOL, createZaak());
    await hub.postvak.confirm(item, new Date(BEGIN));
    const confirmed = await hub.postvak.read(item);
    if (confirmed === undefined) throw new Error('no message');
    await hub.postvak.redeliver(confirmed, randomUUID(), new Date(BEGIN + 40 * DAY));
    await hub.after(69 * DAY).purge();
    expect(await hub.plek(item)).toBe('klaargezet');
    await hub.after(71 * DAY).purge();
    expect(await hub.plek(item)).toBe('vervallen');
  });
});

describe('the retention of a message', () => {
  it('makes it vervallen when its partner does not fetch it within thirty days', async () => {
    await hub.choose(TAALSCHOOL, 'ophalen');
    const item = await hub.put(TAALSCHOOL, createZaak());
    await hub.after(30 * DAY - 1).purge();
    expect(await hub.plek(item)).toBe('klaargezet');
    await hub.after(30 * DAY + 1).purge();
    expect(await hub.plek(item)).toBe('vervallen');
    expect(await hub.content(item)).toBeDefined();
  });

  it('gives it thirty days from the moment at which it can be fetched, also when a paused abonnement kept it before', async () => {
    const item = await hub.put(TAALSCHOOL, createZaak());
    await hub.choose(TAALSCHOOL, 'ophalen');
    await hub.feeds.revise(TAALSCHOOL, new Date(BEGIN + 40 * DAY));
    await hub.after(41 * DAY).purge();
    expect(await hub.plek(item)).toBe('klaargezet');
    await hub.after(71 * DAY).purge();
    expect(await hub.plek(item)).toBe('vervallen');
  });

  it('does not end after thirty days while its partner is shut out and cannot fetch it', async () => {
    await hub.choose(TAALSCHOOL, 'ophalen');
    await hub.shutOut(TAALSCHOOL);
    const item = await hub.put(TAALSCHOOL, createZaak());
    await hub.after(31 * DAY).purge();
    expect(await hub.plek(item)).toBe('klaargezet');
  });

  it('does not end after thirty days at another door than fetching', async () => {
    await hub.choose(TAALSCHOOL, 'ophalen');
    await hub.subscribe(TAALSCHOOL, 'gepauzeerd');
    const atWebhook = await hub.put(TAALSCHOOL, createZaak());
    const atQueue = await hub.put(INTOS, createZaak());
    await hub.after(31 * DAY).purge();
    expect([await hub.plek(atWebhook), await hub.plek(atQueue)]).toEqual(['klaargezet', 'klaargezet']);
  });

  it('takes its content away after ninety days, and makes it vervallen when it was never delivered', async () => {
    const now = new Date(BEGIN);
    const confirmed = await hub.put(TAALSCHOOL, createZaak());
    await hub.postvak.confirm(confirmed, now);
    const parked = await hub.put(TAALSCHOOL, createZaak());
    await hub.postvak.park(parked, now);
    const ready = await hub.put(TAALSCHOOL, createZaak());
    const items = [confirmed, parked, ready];
    await hub.after(90 * DAY - 1).purge();
    expect(await Promise.all(items.map(hub.content))).not.toContain(undefined);
    await hub.after(90 * DAY + 1).purge();
    expect(await Promise.all(items.map(hub.content))).toEqual([undefined, undefined, undefined]);
    expect(await Promise.all(items.map(hub.plek))).toEqual(['bevestigd', 'vervallen', 'vervallen']);
  });
});

describe('the measurement of messages', () => {
  it('says who has parked messages, and who has not got one for a day', async () => {
    await hub.put(INTOS, createZaak());
    const parked = await hub.put(TAALSCHOOL, createZaak());
    await hub.postvak.park(parked, new Date(BEGIN));
    await hub.after(5 * MINUTE).measure();
    expect(hub.measured).toEqual([['Geparkeerd', 1]]);
    expect(hub.told).toEqual([
      ['de bewaking vond iets', { vondst: 'Geparkeerd', gevonden: { '0907/taalschool': 1 } }],
    ]);
    await hub.after(DAY - 1).measure();
    expect(hub.measured).toHaveLength(1);
    await hub.after(DAY).measure();
    expect(hub.told.at(-1)).toEqual([
      'de bewaking vond iets',
      { vondst: 'TeLangKlaargezet', gevonden: { '0907/intos': 1 } },
    ]);
  });

  it('says nothing when every partner has everything', async () => {
    await hub.after(5 * MINUTE).measure();
    expect([hub.measured, hub.told]).toEqual([[], []]);
  });
});
