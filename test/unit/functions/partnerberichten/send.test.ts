import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryDeliveryQueue } from '../../../../adapters/memory/delivery-queue.ts';
import { memoryPartnerQueues } from '../../../../adapters/memory/partner-queues.ts';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createPseudonyms } from '../../../../adapters/secrets/pseudonyms.ts';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import {
  createKoppelingLogs,
  createPersoonsnummerLogs,
  createZaakLogs,
} from '../../../../adapters/table/logs.ts';
import { createOutbound } from '../../../../adapters/table/outbound.ts';
import { createFeeds } from '../../../../adapters/table/postvak/feeds.ts';
import { createLanes } from '../../../../adapters/table/postvak/lanes.ts';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import { createReadable } from '../../../../adapters/table/postvak/readable.ts';
import { createReplies } from '../../../../adapters/table/postvak/replies.ts';
import { createSentMessages } from '../../../../adapters/table/postvak/sent-messages.ts';
import type { Gemeentecode } from '../../../../contracts/base-types.ts';
import { Vnummer, type ZaakId } from '../../../../contracts/base-types.ts';
import { CoaBericht } from '../../../../contracts/internal/coa-bericht.ts';
import { partnerberichtSchema } from '../../../../contracts/partnerberichten.ts';
import { BERICHTTYPEN, type Partnerrol } from '../../../../contracts/partnerrollen.ts';
import type { FeedCursor } from '../../../../domain/delivery/feed.ts';
import { type PostvakItem, stateOf } from '../../../../domain/delivery/item.ts';
import { findGemeente } from '../../../../domain/gemeenten/index.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import { processPersoon } from '../../../../functions/brp/process-persoon.ts';
import { processKoppeling } from '../../../../functions/coa/process-koppeling.ts';
import {
  POSTPONE_SECONDS,
  type Progress,
  processAnnouncements,
  sendOutstanding,
} from '../../../../functions/partnerberichten/send.ts';
import { IN_HAND_MS } from '../../../../functions/partnerberichten/take.ts';
import { fetch } from '../../../../functions/shared/rest/resources/pull.ts';
import { ADRES, koppeling } from '../../domain/support.ts';
import {
  BSN,
  batch,
  brpBericht,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  OTHER_BSN,
  V_NUMMER,
  written,
} from '../berichten.ts';
import { berichtOf } from '../hub-in-memory.ts';

/** Partners are told everything once, in order per zaak or household, also when the queue of one of them fails. */

const PARTNERS = ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage'].map(
  (key) => `0907/${key}`,
);
/** Partners that are told where a person lives. */
/** MaGe first: the gemeente hears nothing of the household, and two steps of the zaak. */
const WITH_ADRES = ['0907/mage', '0907/balk', '0907/taalmaatjes', '0907/wijkondersteuner'];
const OTHER = Vnummer.parse('2712504443');

const world = () => {
  const table = memoryTable();
  const pseudonyms = createPseudonyms('een geheim dat alleen in tests bestaat');
  let clock = Date.parse('2025-09-08T10:00:00Z');
  const processing = {
    zaken: createZaakLogs(table),
    numbers: createPersoonsnummerLogs(table),
    koppelingen: createKoppelingLogs(table),
    pseudonyms,
    now: () => new Date(clock),
  };
  const { telemetry, errors } = written();
  const postponed: [string, number][] = [];
  const households = new Map<ZaakId, ZaakId>();
  let fails: (shipment: PostvakItem) => boolean = () => false;
  const everyQueue = memoryPartnerQueues({ fails: (shipment) => fails(shipment) });
  /** Those of partners. What goes to the gemeente itself is taken, and has tests of its own. */
  const partnerQueues = {
    ...everyQueue,
    send: (items: readonly PostvakItem[]) =>
      everyQueue.send(items.filter(({ partner }) => PARTNERS.includes(partner))),
  };
  const deliveryQueue = memoryDeliveryQueue();
  const dependencies = {
    outbound: createOutbound(table),
    postvak: createPostvak(table),
    replies: createReplies(table),
    kanalen: createKanalen(table),
    deliveryQueue,
    postponeAnnouncement: async (receiptHandle: string, seconds: number) => {
      postponed.push([receiptHandle, seconds]);
    },
    now: () => new Date(clock++),
    partnerQueues,
    telemetry,
    sender: {
      bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
      basisUrl: 'https://hub.example.nl',
    },
  };
  return {
    table,
    sent: partnerQueues.sent,
    jobs: deliveryQueue.offers,
    postponed,
    errors,
    sentMessages: createSentMessages(table),
    /** Lets more time pass than an instance can have a message in hand. */
    letTimePass: () => {
      clock += 5 * 60_000;
    },
    dependencies,
    queuesFail: (which: (shipment: PostvakItem) => boolean) => {
      fails = which;
    },
    /** A zaak and the household of its koppeling: each has a timeline, and partners that are told of it. */
    both: (...zaakIds: readonly ZaakId[]): readonly ZaakId[] => [
      ...zaakIds,
      ...zaakIds.flatMap((zaakId) => households.get(zaakId) ?? []),
    ],
    /** Commit 1 of a zaak and of its household: a koppeling, to be told to five partners and to one. */
    link: async (vNummer = V_NUMMER, koppelingId = 'TVS-1'): Promise<ZaakId> => {
      await processKoppeling(processing, koppelingBericht(koppeling({ koppelingId }, { vNummer })));
      const zaakId = pseudonyms.zaakId(vNummer);
      households.set(zaakId, pseudonyms.huishoudenId(koppelingId) as string as ZaakId);
      return zaakId;
    },
    /** Commit 2 of both: an inschrijving, to be told to the partners in `WITH_ADRES`. */
    writeIn: (vNummer = V_NUMMER, bsn = BSN) =>
      processPersoon(processing, inschrijvingBericht({ vNummer, bsn })),
    /** The next commit of both: the address is secret, or no more, of which all in `WITH_ADRES` hear but BalK, which may know it. */
    hideAdres: (geheimhouding = true, day = '14') =>
      processPersoon(
        processing,
        brpBericht('nl.brp.persoon.ingeschreven.v1', `2025-08-${day}T08:00:00Z`, {
          bsn: BSN,
          soort: 'verhuizing',
          gemeentecode: '0907',
          datumInschrijving: '2025-08-13',
          adres: ADRES,
          isCoaLocatie: false,
          geheimhouding,
        }),
      ),
    /** Both are over. */
    withdraw: () =>
      processKoppeling(
        processing,
        CoaBericht.parse(
          inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-09-09T08:00:00Z', {
            koppelingId: 'TVS-1',
            versie: 2,
            gemeentecode: '0907',
            reden: 'vertrokken',
          }),
        ),
      ),
    send: (...ids: readonly ZaakId[]) => sendOutstanding(dependencies, new Set(ids)),
    nogTeVersturen: () => table.count('UITGAAND'),
  };
};

const short = ({ partner, volgnummer }: PostvakItem) => `${partner} ${volgnummer}`;
const toFirst = (partners: readonly string[]) => partners.map((partner) => `${partner} 1`);
const toSecond = (partners: readonly string[]) => partners.map((partner) => `${partner} 2`);

const is = (how: Progress, ids: readonly ZaakId[]) => new Map(ids.map((id) => [id, how]));

let hub: ReturnType<typeof world>;
beforeEach(() => {
  hub = world();
});

describe('sending the messages of a zaak', () => {
  it('tells each partner once, keeps the messages, and leaves nothing to send', async () => {
    const zaakId = await hub.link();
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(hub.sent.map(short)).toEqual(toFirst(PARTNERS));
    expect(await hub.nogTeVersturen()).toBe(0);
    expect(await hub.sentMessages.berichtenOver(zaakId, '0907' as Gemeentecode, 'taalschool')).toEqual([
      hub.sent.slice(0, 1).map(berichtOf)[0],
    ]);
  });

  it('tells no partner twice when it is run again', async () => {
    const zaakId = await hub.link();
    await hub.send(...hub.both(zaakId));
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(hub.sent).toHaveLength(PARTNERS.length);
  });

  it('sends outstanding commits one after another, each with the facts of its own moment', async () => {
    const zaakId = await hub.link();
    await hub.writeIn();
    expect(await hub.nogTeVersturen()).toBe(4);
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(hub.sent.map(short)).toEqual([...toFirst(PARTNERS), ...toSecond(WITH_ADRES)]);
    const balk = hub.sent.filter(({ partner }) => partner === '0907/balk');
    expect(balk.map((item) => 'adres' in berichtOf(item).data)).toEqual([false, true]);
    expect(await hub.nogTeVersturen()).toBe(0);
  });
});

describe('a zaak of which nobody was told yet', () => {
  const announced = (zaakIds: readonly ZaakId[], count: string) => {
    const { Records } = batch(...zaakIds.map((zaakId) => ({ zaakId, versie: 1, teVersturen: true })));
    return {
      Records: Records.map((record) => ({
        ...record,
        attributes: { ...record.attributes, ApproximateReceiveCount: count },
      })),
    };
  };

  it('costs no read of its postvak', async () => {
    const zaakId = await hub.link();
    const read: string[] = [];
    const outbound = createOutbound({
      ...hub.table,
      partition: (pk, ...rest) => {
        read.push(pk.split('#')[0] ?? '');
        return hub.table.partition(pk, ...rest);
      },
    });
    await processAnnouncements({ ...hub.dependencies, outbound }, announced(hub.both(zaakId), '1'));
    expect(hub.sent.map(short)).toEqual(toFirst(PARTNERS));
    expect(read).toEqual(['ZAAK', 'ZAAK']);
    await hub.writeIn();
    read.length = 0;
    await processAnnouncements({ ...hub.dependencies, outbound }, announced(hub.both(zaakId), '1'));
    expect(read.toSorted()).toEqual(['POSTVAK', 'POSTVAK', 'ZAAK', 'ZAAK']);
  });

  it('is left, and read when its announcement comes again, when somebody put a message all the same', async () => {
    const zaakId = await hub.link();
    const sent = async () => {
      throw new Error('crash');
    };
    const outbound = { ...hub.dependencies.outbound, sent };
    const ids = hub.both(zaakId);
    await expect(sendOutstanding({ ...hub.dependencies, outbound }, new Set(ids))).rejects.toThrow('crash');
    hub.letTimePass();
    const before = hub.sent.length;
    const first = await processAnnouncements(hub.dependencies, announced(ids, '1'));
    expect(first.batchItemFailures).toHaveLength(2);
    expect(hub.sent).toHaveLength(before);
    const second = await processAnnouncements(hub.dependencies, announced(ids, '2'));
    expect(second.batchItemFailures).toEqual([]);
    expect(new Set(hub.sent.map(({ id }) => id)).size).toBe(PARTNERS.length);
    expect(await hub.nogTeVersturen()).toBe(0);
  });
});

describe('a partner whose queue does not take a message now', () => {
  it('leaves the message ready in its lane, and its commit is done', async () => {
    const zaakId = await hub.link();
    hub.queuesFail(({ partner }) => partner === '0907/balk');
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(hub.sent.map(short)).toEqual(toFirst(PARTNERS.filter((partner) => partner !== '0907/balk')));
    expect(hub.jobs).toMatchObject([{ job: { soort: 'baan', kanaal: '0907/balk', zaakId } }]);
    expect(await hub.nogTeVersturen()).toBe(0);
    const { items } = await createPostvak(hub.table).list('0907/balk', { places: ['klaargezet'] });
    expect(items.map(({ volgnummer }) => volgnummer)).toEqual([1]);
    // A repeated announcement finds nothing to do: the message is in its lane.
    hub.jobs.length = 0;
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(hub.jobs).toEqual([]);
  });

  it('gets the next message by its lane too, although its queue works again by then', async () => {
    const zaakId = await hub.link();
    await hub.writeIn();
    hub.queuesFail(({ partner, volgnummer }) => partner === '0907/mage' && volgnummer === 1);
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(hub.sent.map(short)).not.toContain('0907/mage 2');
    const [, household] = hub.both(zaakId);
    const lane = { soort: 'baan', kanaal: '0907/mage', zaakId: household };
    expect(hub.jobs.map(({ job }) => job)).toEqual([lane, lane]);
    const others = WITH_ADRES.filter((partner) => partner !== '0907/mage');
    expect(hub.sent.map(short)).toEqual(expect.arrayContaining(toSecond(others)));
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('is tried again after a crash before the commit was done, and no partner reads anything twice', async () => {
    const zaakId = await hub.link();
    hub.queuesFail(({ partner }) => partner === '0907/balk');
    const sent = async () => {
      throw new Error('crash');
    };
    const outbound = { ...hub.dependencies.outbound, sent };
    await expect(
      sendOutstanding({ ...hub.dependencies, outbound }, new Set(hub.both(zaakId))),
    ).rejects.toThrow('crash');
    hub.queuesFail(() => false);
    hub.letTimePass();
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    // What its FIFO queue took already comes again under the same id, which it drops.
    expect([...new Set(hub.sent.map(short))].toSorted()).toEqual(toFirst(PARTNERS).toSorted());
    expect(new Set(hub.sent.map(({ id }) => id)).size).toBe(PARTNERS.length);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('holds up no other zaak', async () => {
    const fixed = await hub.link();
    const free = await hub.link(OTHER, 'TVS-2');
    await hub.writeIn();
    await hub.writeIn(OTHER, OTHER_BSN);
    hub.queuesFail(({ partner, zaakId }) => partner === '0907/intos' && zaakId === fixed);
    await hub.send(...hub.both(fixed, free));
    const overFree = hub.sent.filter(({ zaakId }) => hub.both(free).includes(zaakId));
    expect(overFree.map(short)).toEqual([...toFirst(PARTNERS), ...toSecond(WITH_ADRES)]);
    expect(await hub.nogTeVersturen()).toBe(0);
  });
});

describe('a zaak of which the timeline cannot be read', () => {
  it('is given back, and does not hold up another', async () => {
    const fixed = await hub.link();
    const free = await hub.link(OTHER, 'TVS-2');
    const { outbound } = hub.dependencies;
    const readToSend: typeof outbound.readToSend = async (zaakId, ...rest) => {
      if (zaakId === fixed) throw new TypeError('Yusuf Ali past niet');
      return outbound.readToSend(zaakId, ...rest);
    };
    const dependencies = { ...hub.dependencies, outbound: { ...outbound, readToSend } };
    expect(await sendOutstanding(dependencies, new Set([fixed, free]))).toEqual(
      new Map([
        [fixed, 'failed'],
        [free, 'sent'],
      ]),
    );
    expect(new Set(hub.sent.map(({ zaakId }) => zaakId))).toEqual(new Set([free]));
    expect(hub.errors).toEqual([{ zaakId: fixed, fout: 'TypeError' }]);
  });
});

describe('a crash between the queues and the table', () => {
  it('leads to the same messages again under the same ids, which a FIFO queue drops', async () => {
    const zaakId = await hub.link();
    const crash = async () => {
      throw new Error('crash');
    };
    const dependencies = { ...hub.dependencies, outbound: { ...hub.dependencies.outbound, sent: crash } };
    await expect(sendOutstanding(dependencies, new Set(hub.both(zaakId)))).rejects.toThrow('crash');
    expect(await hub.nogTeVersturen()).toBe(2);
    hub.letTimePass();
    await hub.send(...hub.both(zaakId));
    const ids = hub.sent.map(({ id }) => id);
    expect(ids).toHaveLength(2 * PARTNERS.length);
    expect(new Set(ids).size).toBe(PARTNERS.length);
    expect(hub.sent.slice(PARTNERS.length).map(berichtOf)).toEqual(
      hub.sent.slice(0, PARTNERS.length).map(berichtOf),
    );
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('before the first of them sent anything loses nothing, and meanwhile nobody reads that it was delivered', async () => {
    const zaakId = await hub.link();
    const send = async () => {
      throw new Error('crash');
    };
    const ids = hub.both(zaakId);
    const dependencies = { ...hub.dependencies, partnerQueues: { send } };
    await expect(sendOutstanding(dependencies, new Set(ids))).rejects.toThrow('crash');
    const places = async () => {
      const read = await Promise.all(ids.map((id) => hub.dependencies.outbound.read(id)));
      return read.flatMap(({ post }) => post.filter(({ partner }) => PARTNERS.includes(partner)));
    };
    for (const { plek } of await places()) expect(stateOf(plek)).toBe('klaargezet');
    hub.letTimePass();
    expect(await hub.send(...ids)).toEqual(is('sent', ids));
    expect(hub.sent.map(short).toSorted()).toEqual(toFirst(PARTNERS).toSorted());
    for (const { plek, deur } of await places()) expect([plek, deur]).toEqual(['bezorgd', 'wachtrij']);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('before anything was sent leaves the messages to the door that their partner has by then', async () => {
    const zaakId = await hub.link();
    const send = async () => {
      throw new Error('crash');
    };
    const ids = hub.both(zaakId);
    const dependencies = { ...hub.dependencies, partnerQueues: { send } };
    await expect(sendOutstanding(dependencies, new Set(ids))).rejects.toThrow('crash');
    await hub.dependencies.kanalen.chooseBaseDoor('0907/mage', 'ophalen');
    hub.letTimePass();
    expect(await hub.send(...ids)).toEqual(is('sent', ids));
    expect(hub.sent.map(short)).not.toContain('0907/mage 1');
    const { items } = await createPostvak(hub.table).list('0907/mage', { places: ['klaargezet'] });
    expect(items.map(({ volgnummer }) => volgnummer)).toEqual([1]);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('before anything was sent shows the messages to who fetches them by then, also with a cursor of meanwhile', async () => {
    const zaakId = await hub.link();
    const send = async () => {
      throw new Error('crash');
    };
    const ids = hub.both(zaakId);
    await expect(
      sendOutstanding({ ...hub.dependencies, partnerQueues: { send } }, new Set(ids)),
    ).rejects.toThrow('crash');
    const { kanalen, postvak, now } = hub.dependencies;
    await kanalen.chooseBaseDoor('0907/mage', 'ophalen');
    const feeds = createFeeds(hub.table);
    await feeds.revise('0907/mage', now());
    const reading = {
      postvak,
      kanalen,
      feeds,
      readable: createReadable(hub.table),
      clock: { now, sleep: async () => undefined },
    };
    const read = (after?: FeedCursor) =>
      fetch(reading, { kanaal: '0907/mage', byPartner: true }, after, {
        waitMs: 0,
        remainingMs: () => 20_000,
      });
    hub.letTimePass();
    const { texts, cursor } = await read();
    expect(texts).toEqual([]);
    await hub.send(...ids);
    expect((await read(cursor)).texts).toHaveLength(1);
  });

  /** Another instance put the messages, has them in hand, and crashes before it strikes their commits off. */
  const crashHalfway = async (zaakId: ZaakId) => {
    const sent = async () => {
      throw new Error('crash');
    };
    const outbound = { ...hub.dependencies.outbound, sent };
    await expect(
      sendOutstanding({ ...hub.dependencies, outbound }, new Set(hub.both(zaakId))),
    ).rejects.toThrow('crash');
    hub.sent.length = 0;
  };

  it('leaves its messages to the instance that has them in hand, and postpones the announcement until that claim ends', async () => {
    const zaakId = await hub.link();
    await crashHalfway(zaakId);
    const [record] = batch({ zaakId, versie: 1, teVersturen: true }).Records;
    if (record === undefined) throw new Error('no announcement');
    const time = (count: string) => ({
      Records: [{ ...record, attributes: { ...record.attributes, ApproximateReceiveCount: count } }],
    });
    for (const count of ['1', '2', '3', '4', '5']) {
      const { batchItemFailures } = await processAnnouncements(hub.dependencies, time(count));
      expect(batchItemFailures).toHaveLength(1);
    }
    expect(hub.postponed.map(([, seconds]) => seconds)).toEqual([...POSTPONE_SECONDS, 9]);
    const together = POSTPONE_SECONDS.reduce((sum, seconds) => sum + seconds, 0);
    expect(together * 1000).toBeGreaterThan(IN_HAND_MS);
    expect(hub.sent).toEqual([]);
    expect(await hub.nogTeVersturen()).toBe(2);
    hub.letTimePass();
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('postpones the announcement by a second when the other instance is only busy, and goes on where that one ended', async () => {
    const zaakId = await hub.link();
    await hub.writeIn();
    const { outbound } = hub.dependencies;
    await crashHalfway(zaakId);
    const announcements = hub.both(zaakId).map((id) => ({ zaakId: id, versie: 2, teVersturen: true }));
    await processAnnouncements(hub.dependencies, batch(...announcements));
    expect(hub.postponed).toEqual(announcements.map(() => [expect.any(String), 1]));
    expect(hub.sent).toEqual([]);
    for (const id of hub.both(zaakId)) {
      const { commits } = await outbound.read(id);
      await outbound.sent(commits.slice(0, 1).flatMap(({ afterSending }) => afterSending ?? []));
    }
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(hub.sent.map(short).toSorted()).toEqual(toSecond(WITH_ADRES).toSorted());
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('does not overwrite the state of a message that another instance took over meanwhile', async () => {
    const zaakId = await hub.link();
    const postvak = createPostvak(hub.table);
    const send = async (shipments: readonly PostvakItem[]) => {
      hub.letTimePass();
      const [first, second] = shipments;
      // The second round of the zaak brings the gemeente something, and no partner.
      if (first === undefined || second === undefined) return hub.dependencies.partnerQueues.send(shipments);
      const [now, until] = [hub.dependencies.now(), new Date('2025-09-09T00:00:00Z')];
      await postvak.confirm(first, now);
      await postvak.claim(second, 'webhook', until, now);
      return { failed: new Set([second]), refused: new Set<PostvakItem>() };
    };
    await sendOutstanding({ ...hub.dependencies, partnerQueues: { send } }, new Set(hub.both(zaakId)));
    const entry = async (partner: string) => {
      const { items } = await postvak.list(partner as PostvakItem['partner']);
      return items.map(({ plek }) => plek);
    };
    const [first = '', second = '', ...rest] = PARTNERS;
    expect(await entry(first)).toEqual(['bevestigd']);
    expect(await entry(second)).toEqual(['bezig']);
    for (const partner of rest) expect(await entry(partner)).toEqual(['bezorgd']);
  });

  it('stops with a zaak when another instance was first to put a message of it', async () => {
    const zaakId = await hub.link();
    await hub.writeIn();
    const { postvak } = hub.dependencies;
    const put = async (items: readonly PostvakItem[]) => {
      await postvak.put(items);
      return postvak.put(items);
    };
    expect(
      await sendOutstanding({ ...hub.dependencies, postvak: { ...postvak, put } }, new Set(hub.both(zaakId))),
    ).toEqual(is('busy', hub.both(zaakId)));
    expect(hub.sent).toEqual([]);
    expect(await hub.nogTeVersturen()).toBe(4);
  });

  it('lets no message overtake a parked one, and leaves the lane to functions/webhook', async () => {
    const zaakId = await hub.link();
    await hub.send(...hub.both(zaakId));
    const key = { pk: `POSTVAK#${hub.both(zaakId)[1]}`, sk: 'POST#0907/mage#000001' };
    const parked = { plek: 'geparkeerd', status: 'POST#0907/mage#geparkeerd' };
    expect(await hub.table.change(key, parked, ['POST#0907/mage#bezorgd'])).toBe(true);
    await hub.writeIn();
    hub.sent.length = 0;
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(hub.sent.map(({ partner }) => partner)).not.toContain('0907/mage');
    expect(hub.jobs.map(({ job }) => job)).toEqual([
      { soort: 'baan', kanaal: '0907/mage', zaakId: hub.both(zaakId)[1] },
    ]);
  });
});

describe('a message that was put and not sent before its zaak was over', () => {
  const told = (partner: string) =>
    hub.sent
      .filter((item) => item.partner === partner)
      .map(({ volgnummer, type, tekst = '' }) => [volgnummer, type, tekst.includes('geslachtsnaam')]);
  const BOTH_OVER = [
    [1, BERICHTTYPEN.vervallen, false],
    [2, BERICHTTYPEN.vervallen, false],
  ];

  /** The function puts the messages and dies before it sends one; after that the koppeling is withdrawn. */
  const fallAndWithdraw = async (): Promise<ZaakId> => {
    const zaakId = await hub.link();
    const send = async () => {
      throw new Error('crash');
    };
    const falls = { ...hub.dependencies, partnerQueues: { send } };
    await expect(sendOutstanding(falls, new Set([zaakId]))).rejects.toThrow('crash');
    hub.letTimePass();
    await hub.withdraw();
    return zaakId;
  };

  it('goes to its queue as that it is over, under its own volgnummer', async () => {
    const zaakId = await fallAndWithdraw();
    expect(await hub.send(zaakId)).toEqual(is('sent', [zaakId]));
    for (const partner of ['0907/taalschool', '0907/intos', '0907/balk']) {
      expect(told(partner)).toEqual(BOTH_OVER);
    }
    const { items } = await createLanes(hub.table).read('0907/taalschool', zaakId);
    expect(items.map(({ plek, type }) => [plek, type])).toEqual([
      ['bezorgd', BERICHTTYPEN.vervallen],
      ['bezorgd', BERICHTTYPEN.vervallen],
    ]);
  });

  it('is that before its lane is ordered or its partner can fetch it', async () => {
    const { kanalen, deliveryQueue } = hub.dependencies;
    await kanalen.chooseBaseDoor('0907/intos', 'ophalen');
    const zaakId = await fallAndWithdraw();
    await kanalen.chooseBaseDoor('0907/balk', 'ophalen');
    const seen: unknown[] = [];
    const look = async (offers: Parameters<typeof deliveryQueue.enqueue>[0]) => {
      for (const partner of ['0907/intos', '0907/balk'] as const) {
        const { items } = await createLanes(hub.table).read(partner, zaakId);
        seen.push(...items.map(({ plek, type }) => [plek, type]));
      }
      return deliveryQueue.enqueue(offers);
    };
    await sendOutstanding({ ...hub.dependencies, deliveryQueue: { enqueue: look } }, new Set([zaakId]));
    expect(seen.length).toBeGreaterThan(2);
    for (const one of seen) expect(one).toEqual(['klaargezet', BERICHTTYPEN.vervallen]);
  });

  it('came by the door by which its partner got it, not by that of the run that fell', async () => {
    const { kanalen, postvak } = hub.dependencies;
    await kanalen.chooseBaseDoor('0907/intos', 'ophalen');
    const zaakId = await fallAndWithdraw();
    await kanalen.chooseBaseDoor('0907/balk', 'ophalen');
    await hub.send(zaakId);
    for (const partner of ['0907/intos', '0907/balk'] as const) {
      const lanes = createLanes(hub.table);
      for (const item of (await lanes.read(partner, zaakId)).items) {
        expect(await postvak.confirm(item, hub.dependencies.now())).toBe(true);
      }
      const { items } = await lanes.read(partner, zaakId);
      expect(items.map(({ plek, deur }) => [plek, deur])).toEqual([
        ['bevestigd', 'ophalen'],
        ['bevestigd', 'ophalen'],
      ]);
    }
  });

  it('is followed by the end itself also when the run that sent it as that fell right after', async () => {
    const zaakId = await fallAndWithdraw();
    const { outbound } = hub.dependencies;
    let struck = 0;
    const sent: typeof outbound.sent = async (items) => {
      await outbound.sent(items);
      struck += 1;
      if (struck === 1) throw new Error('crash');
    };
    const falls = { ...hub.dependencies, outbound: { ...outbound, sent } };
    await expect(sendOutstanding(falls, new Set([zaakId]))).rejects.toThrow('crash');
    hub.letTimePass();
    await hub.send(zaakId);
    expect(told('0907/taalschool')).toEqual(BOTH_OVER);
    expect(await hub.nogTeVersturen()).toBe(2);
  });
});

describe('a message with a field that a later commit leaves out', () => {
  const NO_LONGER = ['0907/mage', '0907/taalmaatjes', '0907/wijkondersteuner'];
  const toldTo = (partners: readonly string[]) =>
    hub.sent.filter(({ partner, volgnummer }) => partners.includes(partner) && volgnummer > 1);
  const expectHidden = (): void => {
    expect(toldTo(NO_LONGER).map(short).toSorted()).toEqual(
      NO_LONGER.flatMap((partner) => [`${partner} 2`, `${partner} 3`]),
    );
    expect(JSON.stringify(toldTo(NO_LONGER).map(({ tekst }) => tekst))).not.toContain(ADRES.woonplaats);
    for (const { tekst = '', partner } of toldTo(NO_LONGER)) {
      const role = partner.slice('0907/'.length) as Partnerrol;
      expect(partnerberichtSchema('gewijzigd', role).safeParse(JSON.parse(tekst)).error).toBeUndefined();
    }
    // BalK may know it.
    expect(JSON.stringify(toldTo(['0907/balk']))).toContain(ADRES.woonplaats);
  };

  it('goes to its queue without it when both are still to be sent', async () => {
    const zaakId = await hub.link();
    await hub.send(...hub.both(zaakId));
    await hub.writeIn();
    await hub.hideAdres();
    await hub.send(...hub.both(zaakId));
    expectHidden();
  });

  it('goes to its queue without it when it was put by a run that fell, and is kept so', async () => {
    const zaakId = await hub.link();
    await hub.send(...hub.both(zaakId));
    await hub.writeIn();
    const send = async () => {
      throw new Error('crash');
    };
    const falls = { ...hub.dependencies, partnerQueues: { send } };
    await expect(sendOutstanding(falls, new Set(hub.both(zaakId)))).rejects.toThrow('crash');
    hub.letTimePass();
    await hub.hideAdres();
    await hub.send(...hub.both(zaakId));
    expectHidden();
    for (const partner of NO_LONGER) {
      for (const id of hub.both(zaakId)) {
        const { items } = await createLanes(hub.table).read(partner as KanaalId, id);
        expect(JSON.stringify(items)).not.toContain(ADRES.woonplaats);
      }
    }
  });

  it('has it when the last one tells it again', async () => {
    const zaakId = await hub.link();
    await hub.send(...hub.both(zaakId));
    await hub.writeIn();
    await hub.hideAdres();
    await hub.hideAdres(false, '15');
    await hub.send(...hub.both(zaakId));
    const told = toldTo(NO_LONGER).map((item) => [item.volgnummer, item.tekst?.includes(ADRES.woonplaats)]);
    expect(told.toSorted()).toEqual([2, 3, 4].flatMap((n) => NO_LONGER.map(() => [n, n !== 3])));
  });
});

describe('a message that waits when its zaak is over', () => {
  it('is left to its lane, which is ordered, when another writes it anew at that moment', async () => {
    const { kanalen, postvak } = hub.dependencies;
    const partner = '0907/taalschool' as const;
    await kanalen.chooseBaseDoor(partner, 'ophalen');
    const zaakId = await hub.link();
    await hub.send(zaakId);
    await hub.withdraw();
    let isWritten = false;
    const withdraw: typeof postvak.withdraw = async (item, content, now) => {
      if (item.partner === partner && !isWritten) {
        isWritten = true;
        const less = { ...content, type: item.type ?? '', tekst: `${item.tekst} ` };
        expect(await postvak.withdraw(item, less, now)).toBeDefined();
      }
      return postvak.withdraw(item, content, now);
    };
    await sendOutstanding({ ...hub.dependencies, postvak: { ...postvak, withdraw } }, new Set([zaakId]));
    expect(isWritten).toBe(true);
    expect(hub.jobs).toEqual([{ job: { soort: 'baan', kanaal: partner, zaakId } }]);
  });
});

describe('a partner of which the contract ended', () => {
  const valid: { until?: string } = findGemeente('0907')?.partners.find(({ sleutel }) => sleutel === 'intos')
    ?.valid as { until?: string };
  afterEach(() => {
    delete valid.until;
  });

  const toIntos = () =>
    hub.sent
      .filter(({ partner }) => partner === '0907/intos')
      .map(({ volgnummer, type }) => [volgnummer, type]);

  it('is not sent what was decided before that and is made after it: that lies ready for its lane', async () => {
    const zaakId = await hub.link();
    valid.until = '2025-09-07';
    expect(await hub.send(...hub.both(zaakId))).toEqual(is('sent', hub.both(zaakId)));
    expect(toIntos()).toEqual([]);
    expect(hub.jobs.map(({ job }) => job)).toEqual([{ soort: 'baan', kanaal: '0907/intos', zaakId }]);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('is not sent either what was put before that by a run that fell', async () => {
    const zaakId = await hub.link();
    const send = async () => {
      throw new Error('crash');
    };
    const ids = hub.both(zaakId);
    const falls = { ...hub.dependencies, partnerQueues: { send } };
    await expect(sendOutstanding(falls, new Set(ids))).rejects.toThrow('crash');
    valid.until = '2025-09-07';
    hub.letTimePass();
    expect(await hub.send(...ids)).toEqual(is('sent', ids));
    expect(toIntos()).toEqual([]);
    expect((await createLanes(hub.table).read('0907/intos', zaakId)).items).toMatchObject([
      { plek: 'klaargezet', volgnummer: 1 },
    ]);
  });

  it('is sent what was decided until its last day', async () => {
    const zaakId = await hub.link();
    valid.until = '2025-09-08';
    await hub.send(...hub.both(zaakId));
    expect(toIntos()).toEqual([[1, BERICHTTYPEN.gemeld]]);
  });
});

describe('a partner that chose another door', () => {
  const subscribe = (partner: KanaalId) =>
    hub.dependencies.kanalen.create(partner, {
      id: '7f0c8f0e-3c1f-4d55-9a55-3f1f5f7f2a10',
      status: 'actief',
      sink: 'https://partner.example/hook',
      types: [],
      filters: [],
      geheimen: [],
      aangemaaktOp: '2025-09-01T00:00:00.000Z',
      versie: 1,
    });

  it('has nothing to see to once it heard that it is over, also when the run that told it fell right after', async () => {
    await hub.dependencies.kanalen.chooseBaseDoor('0907/intos', 'ophalen');
    const zaakId = await hub.link();
    await hub.send(...hub.both(zaakId));
    const { postvak, replies } = hub.dependencies;
    const at = async (volgnummer: number) => {
      const item = await postvak.read({ zaakId, partner: '0907/intos' as KanaalId, volgnummer });
      if (item === undefined) throw new Error('no such message');
      return item;
    };
    await postvak.confirm(await at(1), new Date('2025-09-08T12:00:00Z'));
    const tijdstip = '2025-09-08T12:00:00.000Z';
    await replies.say(await at(1), { wat: 'lukt-niet', reden: 'geen-plek', tijdstip });
    const waiting = async () =>
      hub.table.alles().filter(({ pk, status }) => pk.startsWith('ANTWOORD#') && status !== undefined).length;
    const before = await waiting();
    await hub.withdraw();
    const falls = { ...replies, overtake: () => Promise.reject(new Error('the function fell')) };
    const ids = new Set(hub.both(zaakId));
    await expect(sendOutstanding({ ...hub.dependencies, replies: falls }, ids)).rejects.toThrow('fell');
    // The partner fetched the end and confirmed it before the announcement came again.
    await postvak.confirm(await at(2), new Date('2025-09-09T08:00:00Z'));
    hub.letTimePass();
    await hub.send(...ids);
    expect([before - (await waiting()), await hub.nogTeVersturen()]).toEqual([1, 0]);
  });

  it('can fetch its messages, and its commit is done', async () => {
    await hub.dependencies.kanalen.chooseBaseDoor('0907/mage', 'ophalen');
    const zaakId = await hub.link();
    await hub.send(...hub.both(zaakId));
    expect(hub.sent.map(({ partner }) => partner)).not.toContain('0907/mage');
    const { items } = await createPostvak(hub.table).list('0907/mage', { places: ['klaargezet'] });
    expect(items.map(({ volgnummer }) => volgnummer)).toEqual([1]);
    expect(hub.jobs).toEqual([]);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('gets its messages by its abonnement, for which functions/webhook gets a job', async () => {
    await subscribe('0907/mage');
    const zaakId = await hub.link();
    await hub.send(...hub.both(zaakId));
    expect(hub.sent.map(({ partner }) => partner)).not.toContain('0907/mage');
    expect(hub.jobs.map(({ job }) => job)).toEqual([
      { soort: 'baan', kanaal: '0907/mage', zaakId: hub.both(zaakId)[1] },
    ]);
    expect(await hub.nogTeVersturen()).toBe(0);
  });

  it('has its messages announced again when the delivery queue refused, and no message is put twice', async () => {
    await hub.dependencies.kanalen.chooseBaseDoor('0907/mage', 'ophalen');
    await subscribe('0907/balk');
    const zaakId = await hub.link();
    const enqueue = async () => {
      throw new Error('crash');
    };
    await expect(
      sendOutstanding({ ...hub.dependencies, deliveryQueue: { enqueue } }, new Set(hub.both(zaakId))),
    ).rejects.toThrow('crash');
    expect(await hub.nogTeVersturen()).toBe(2);
    hub.letTimePass();
    await hub.send(...hub.both(zaakId));
    expect(new Set(hub.sent.map(short)).size).toBe(new Set(hub.sent.map(({ id }) => id)).size);
    expect(hub.jobs).toHaveLength(1);
    expect(await hub.nogTeVersturen()).toBe(0);
  });
});

describe('a batch of announcements', () => {
  const announcement = (zaakId: ZaakId, version = 1) => ({ zaakId, versie: version, teVersturen: true });

  it('fails for every announcement of a zaak that cannot be read, and for no other', async () => {
    const fixed = await hub.link();
    const free = await hub.link(OTHER, 'TVS-2');
    const { outbound } = hub.dependencies;
    const readToSend: typeof outbound.readToSend = async (zaakId, ...rest) => {
      if (zaakId === fixed) throw new Error('crash');
      return outbound.readToSend(zaakId, ...rest);
    };
    const response = await processAnnouncements(
      { ...hub.dependencies, outbound: { ...outbound, readToSend } },
      batch(announcement(fixed), announcement(free), announcement(fixed, 2)),
    );
    expect(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      'record-1',
      'record-3',
    ]);
  });

  it('is done with an announcement when the queue of a partner fails, because its lane has the message', async () => {
    const zaakId = await hub.link();
    hub.queuesFail(({ partner }) => partner === '0907/mage');
    const announcements = hub.both(zaakId).map((id) => announcement(id));
    expect(await processAnnouncements(hub.dependencies, batch(...announcements))).toEqual({
      batchItemFailures: [],
    });
    expect(hub.jobs).toMatchObject([{ job: { kanaal: '0907/mage', zaakId: hub.both(zaakId)[1] } }]);
  });

  it.each(['geen json', '{}', '{"detail":{"zaakId":"x"}}'])(
    'leaves an announcement that cannot be read (%s) on the queue alone',
    async (broken) => {
      const zaakId = await hub.link();
      const response = await processAnnouncements(
        hub.dependencies,
        batch(broken, ...hub.both(zaakId).map((id) => announcement(id))),
      );
      expect(response.batchItemFailures).toEqual([{ itemIdentifier: 'record-1' }]);
      expect(hub.sent).toHaveLength(PARTNERS.length);
      expect(hub.errors).toMatchObject([{ messageId: 'record-1' }]);
    },
  );
});
