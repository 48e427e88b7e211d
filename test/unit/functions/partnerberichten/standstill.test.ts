import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { memoryDeliveryQueue } from '../../../../adapters/memory/delivery-queue.ts';
import { memoryPartnerQueues } from '../../../../adapters/memory/partner-queues.ts';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import type { Offer } from '../../../../adapters/queues/delivery-queue.ts';
import { createPartnerQueues, type PartnerQueues } from '../../../../adapters/queues/partner-queues.ts';
import { createPseudonyms } from '../../../../adapters/secrets/pseudonyms.ts';
import { createBooks } from '../../../../adapters/table/books.ts';
import { createKanalen } from '../../../../adapters/table/kanalen.ts';
import { createZaakLogs } from '../../../../adapters/table/logs.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { createOutbound } from '../../../../adapters/table/outbound.ts';
import { createPostvak } from '../../../../adapters/table/postvak/postvak.ts';
import { createReplies } from '../../../../adapters/table/postvak/replies.ts';
import { createZaken } from '../../../../adapters/table/zaken.ts';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import type { Koppeling } from '../../../../contracts/coa.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import { bookOf, restOf } from '../../../../domain/delivery/books.ts';
import type { PostvakItem } from '../../../../domain/delivery/item.ts';
import { REASONS } from '../../../../domain/delivery/reasons.ts';
import { HubError } from '../../../../domain/errors.ts';
import type { KanaalId } from '../../../../domain/partners/projection.ts';
import { addFeiten, dossierOf } from '../../../../domain/zaak/dossier.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { tellFindings } from '../../../../functions/bewaking/findings.ts';
import { measurePost } from '../../../../functions/bewaking/measurements.ts';
import { watch } from '../../../../functions/bewaking/watch.ts';
import { sendOutstanding } from '../../../../functions/partnerberichten/send.ts';
import { deliverLane } from '../../../../functions/webhook/lane.ts';
import { runs } from '../../../runs.ts';
import {
  ADRES,
  GENNEP,
  HUISHOUDEN,
  HUISHOUDEN_LOG,
  ingetrokken,
  inschrijving,
  koppeling,
  ledenOf,
  linked,
  PARTNER_ZAAK,
  ZAAK,
} from '../../domain/support.ts';
import { written } from '../berichten.ts';
import { deliveryOf } from '../delivery-queue.ts';
import { berichtOf, SECRET } from '../hub-in-memory.ts';

/** A message that cannot be made or delivered holds up nothing else, is shown as standing still, and is freed by a correction. */

/** Partners that are told of a zaak; a shop, which is told of a household, stands apart below. */
const PARTNERS = ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner'].map(
  (key): KanaalId => `0907/${key}`,
);
/** Partners whose messages hold the surname. */
const WITH_NAME: readonly string[] = PARTNERS.slice(0, 3);
const WITHOUT_NAME = PARTNERS.slice(3);
const SENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};

/** Facts as an earlier version of the hub accepted them: with a surname that no message takes. */
const named = (geslachtsnaam: string, change: Record<string, unknown> = {}): Koppeling => {
  const good = koppeling(change);
  return {
    ...good,
    personen: good.personen.map((persoon) => ({ ...persoon, naam: { ...persoon.naam, geslachtsnaam } })),
  } as Koppeling;
};

const world = (own?: (got: (item: PostvakItem) => void) => PartnerQueues) => {
  const table = memoryTable();
  const zaken = createZaakLogs(table);
  const postvak = createPostvak(table);
  const { telemetry, errors, measured } = written();
  const deliveryQueue = memoryDeliveryQueue();
  /** Jobs that failed: their queue hides them, and hands them out again later. */
  const hidden: Offer[] = [];
  let clock = Date.parse('2025-09-08T10:00:00Z');
  let refuses: (item: PostvakItem) => boolean = () => false;
  const inMemory = memoryPartnerQueues({ refuses: (item) => refuses(item) });
  const queued = inMemory.sent;
  const now = () => new Date(clock++);
  const deps = {
    outbound: createOutbound(table),
    replies: createReplies(table),
    postvak,
    kanalen: createKanalen(table),
    deliveryQueue,
    partnerQueues: own?.((item) => queued.push(item)) ?? inMemory,
    postponeAnnouncement: async () => undefined,
    telemetry,
    now,
    sender: SENDER,
  };
  const webhook = { ...deliveryOf(table), ...deps, receiverHealth: undefined, redeliver: undefined };
  const carryOut = async () => {
    while (deliveryQueue.offers.length > 0) {
      for (const offer of deliveryQueue.offers.splice(0)) {
        if (offer.job.soort !== 'baan') throw new Error('only lanes are offered here');
        try {
          await deliverLane(webhook as never, offer.job, () => 120_000);
        } catch (error) {
          if (!(error instanceof HubError)) throw error;
          hidden.push(offer);
        }
      }
    }
  };
  return {
    table,
    postvak,
    queued,
    errors,
    measured,
    kanalen: deps.kanalen,
    now,
    refuse: (which: (item: PostvakItem) => boolean) => {
      refuses = which;
    },
    /** A commit on a timeline, without the API in front of it. */
    commit: async (zaakId: ZaakId, ...feiten: readonly Feit[]) => {
      await zaken.append(zaakId, (commits) => {
        const addition = addFeiten(zaakId, dossierOf(commits), feiten, '2025-09-08');
        return { outcome: undefined, ...(addition && { append: addition.inhoud }) };
      });
    },
    /** Damages the stored facts of this zaak: the koppeling on its timeline has no content any more. */
    breakFacts: async (zaakId: ZaakId) => {
      const [first] = await table.partition(`ZAAK#${zaakId}`, 'COMMIT#');
      const content = JSON.parse(String(first?.['inhoud']));
      for (const feit of content.feiten) delete feit.koppeling;
      if (first !== undefined) await table.write([{ ...first, inhoud: JSON.stringify(content) }]);
    },
    /** Gives the first step that the first commit of this zaak tells its gemeente another date. */
    redateNotice: async (zaakId: ZaakId, datum: string) => {
      const [first] = await table.partition(`ZAAK#${zaakId}`, 'COMMIT#');
      const content = JSON.parse(String(first?.['inhoud']));
      content.regievoerder[0].gegevens.datum = datum;
      if (first !== undefined) await table.write([{ ...first, inhoud: JSON.stringify(content) }]);
    },
    /** Processes an announcement, and after it the jobs for functions/webhook that it leads to. */
    send: async (...zaakIds: readonly ZaakId[]) => {
      const progress = await sendOutstanding(deps, new Set(zaakIds));
      await carryOut();
      return [...progress.values()];
    },
    /** Lets the delivery queue hand out the hidden jobs again. */
    retry: async () => {
      await deliveryQueue.enqueue(hidden.splice(0));
      await carryOut();
    },
    /** How many jobs the delivery queue hides. */
    hidden: () => hidden.length,
    /** The states of the messages to a partner. */
    states: async (partner: string, zaakId = ZAAK) =>
      (await deps.outbound.read(zaakId)).post
        .filter((item) => item.partner === partner)
        .map(({ plek }) => plek),
    item: async (partner: KanaalId, volgnummer: number, zaakId = ZAAK) =>
      postvak.read({ zaakId, partner, volgnummer }),
    /** The messages that a partner's queue got, as `1 gemeld`. */
    told: (partner: string, zaakId = ZAAK) =>
      queued
        .filter((item) => item.partner === partner && item.zaakId === zaakId)
        .map((item) => `${item.volgnummer} ${item.type?.split('.').at(-2)}`),
    outstanding: () => table.count('UITGAAND'),
    books: async (zaakId = ZAAK) => {
      const books = createBooks(table, createOntvangsten(table), { inPart: async () => [] });
      const [read] = await books.books([zaakId]);
      if (read === undefined) throw new Error('no book');
      return { ...bookOf(read.book, () => true), nogTeVersturen: read.book.nogTeVersturen };
    },
  };
};

let hub: ReturnType<typeof world>;
beforeEach(() => {
  hub = world();
});

/** The correction of COA: the same koppeling with a name that a message takes. */
const corrected = () => linked(named('Qasim', { versie: 2 }));

describe('a message that cannot be made', () => {
  it('is parked with its reason, and holds up no other partner and no other zaak', async () => {
    await hub.commit(ZAAK, linked(named('')));
    await hub.commit(PARTNER_ZAAK, linked(koppeling()));
    expect(await hub.send(ZAAK, PARTNER_ZAAK)).toEqual(['sent', 'sent']);
    for (const partner of PARTNERS) {
      const isHeld = WITH_NAME.includes(partner);
      expect(await hub.states(partner)).toEqual([isHeld ? 'geparkeerd' : 'bezorgd']);
      expect(hub.told(partner)).toEqual(isHeld ? [] : ['1 gemeld']);
      expect(hub.told(partner, PARTNER_ZAAK)).toEqual(['1 gemeld']);
    }
    const item = await hub.item('0907/taalschool', 1);
    expect(item).toMatchObject({
      type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
      reden: 'de gegevens passen niet in dit bericht: naam.geslachtsnaam',
    });
    expect(item).not.toHaveProperty('tekst');
    expect(await hub.outstanding()).toBe(0);
    expect(hub.errors).toMatchObject(
      WITH_NAME.map((partner) => ({ partner, reden: expect.stringContaining('naam.geslachtsnaam') })),
    );
  });

  it('is parked as well when it tells the gemeente itself, and holds up neither its partners nor its next message', async () => {
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.redateNotice(ZAAK, 'Voorbeeld');
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    for (const partner of PARTNERS) expect(hub.told(partner)).toEqual(['1 gemeld']);
    expect(hub.told('0907/gemeente')).toEqual(['2 geregistreerd']);
    expect(await hub.states('0907/gemeente')).toEqual(['geparkeerd', 'bezorgd']);
    const item = await hub.item('0907/gemeente', 1);
    expect(item).toMatchObject({
      type: 'nl.inburgeringszaken.zaak.geopend.v1',
      reden: 'de gegevens passen niet in dit bericht: datum',
    });
    expect(item).not.toHaveProperty('tekst');
    expect(await hub.outstanding()).toBe(0);
    expect((await hub.books()).verschillen).toEqual([]);
    // Announced again without a change it stays as it is; a hub that can make it does so then.
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    expect(await hub.states('0907/gemeente')).toEqual(['geparkeerd', 'bezorgd']);
    await hub.redateNotice(ZAAK, '2025-06-20');
    await hub.send(ZAAK);
    expect(hub.told('0907/gemeente')).toEqual(['2 geregistreerd', '1 geopend']);
    expect(await hub.states('0907/gemeente')).toEqual(['bezorgd', 'bezorgd']);
  });

  it.each([
    ['a character that XML 1.0 does not have', 'Voor\uFFFEbeeld'],
    ['half a surrogate pair', 'Voor\uD83Dbeeld'],
    ['a control character', 'Voor\u0000beeld'],
  ])('because of %s goes to none of the partners whose message would hold it', async (_, name) => {
    await hub.commit(ZAAK, linked(named(name)));
    await hub.send(ZAAK);
    expect(hub.told('0907/taalschool')).toEqual([]);
    expect(hub.told('0907/wijkondersteuner')).toEqual(['1 gemeld']);
    expect(await hub.item('0907/taalschool', 1)).toMatchObject({
      plek: 'geparkeerd',
      reden: 'de gegevens passen niet in dit bericht: naam.geslachtsnaam',
    });
  });

  it('is freed by the correction, keeps its volgnummer and id, and goes before the corrected message', async () => {
    await hub.commit(ZAAK, linked(named('')));
    await hub.send(ZAAK);
    const parked = await hub.item('0907/taalschool', 1);
    await hub.commit(ZAAK, corrected());
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    for (const partner of WITH_NAME) {
      expect(hub.told(partner)).toEqual(['1 gemeld', '2 gewijzigd']);
      expect(await hub.states(partner)).toEqual(['bezorgd', 'bezorgd']);
    }
    for (const partner of WITHOUT_NAME) expect(hub.told(partner)).toEqual(['1 gemeld']);
    const [first] = hub.queued.filter(({ partner }) => partner === '0907/taalschool');
    expect(first?.id).toBe(parked?.id);
    expect(first && berichtOf(first).data).toMatchObject({
      volgnummer: 1,
      naam: { geslachtsnaam: 'Qasim' },
    });
    expect(await hub.item('0907/taalschool', 1)).not.toHaveProperty('reden');
    expect(await hub.outstanding()).toBe(0);
  });

  it('and its correction in one run lead to the same', async () => {
    await hub.commit(ZAAK, linked(named('')));
    await hub.commit(ZAAK, corrected());
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    for (const partner of WITH_NAME) expect(hub.told(partner)).toEqual(['1 gemeld', '2 gewijzigd']);
    expect(await hub.outstanding()).toBe(0);
  });

  it('stays parked, with the messages behind it, after a change that does not mend it', async () => {
    await hub.commit(ZAAK, linked(named('')));
    await hub.send(ZAAK);
    await hub.commit(ZAAK, inschrijving());
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    expect(await hub.states('0907/balk')).toEqual(['geparkeerd', 'geparkeerd']);
    expect((await hub.item('0907/balk', 2))?.reden).toBe(REASONS.behind);
    expect(hub.told('0907/wijkondersteuner')).toEqual(['1 gemeld', '2 gewijzigd']);
    await hub.commit(ZAAK, corrected());
    await hub.send(ZAAK);
    expect(hub.told('0907/balk')).toEqual(['1 gemeld', '2 gewijzigd', '3 gewijzigd']);
    expect(await hub.states('0907/balk')).toEqual(['bezorgd', 'bezorgd', 'bezorgd']);
  });

  it('is, once corrected, offered to a partner that fetches its messages', async () => {
    await hub.kanalen.chooseBaseDoor('0907/taalschool', 'ophalen');
    await hub.commit(ZAAK, linked(named('')));
    await hub.send(ZAAK);
    const seen = hub.now().toISOString();
    await hub.commit(ZAAK, corrected());
    await hub.send(ZAAK);
    const { items } = await hub.postvak.list('0907/taalschool', { na: seen, places: ['klaargezet'] });
    expect(items.map(({ volgnummer, tekst }) => [volgnummer, typeof tekst])).toEqual([
      [1, 'string'],
      [2, 'string'],
    ]);
  });
});

describe('a message about a household that cannot be made', () => {
  const withNumber = (huisnummer: number) =>
    ledenOf([{ versie: huisnummer, feiten: [linked(), inschrijving({ adres: { ...ADRES, huisnummer } })] }]);
  /** An address as an earlier version of the hub accepted it, in which no message takes the street. */
  const broken = (): readonly Feit[] =>
    withNumber(1).map((feit) =>
      feit.soort === 'huishouden-lid'
        ? { ...feit, lid: { ...feit.lid, woonadres: { ...ADRES, straat: '' } } }
        : feit,
    );

  it('is parked under the household, holds up no zaak, and is freed by the correction', async () => {
    await hub.commit(HUISHOUDEN_LOG, ...broken());
    await hub.commit(ZAAK, linked());
    expect(await hub.send(HUISHOUDEN_LOG, ZAAK)).toEqual(['sent', 'sent']);
    expect(await hub.item('0907/mage', 1, HUISHOUDEN_LOG)).toMatchObject({
      plek: 'geparkeerd',
      reden: 'de gegevens passen niet in dit bericht: afleveradres.straat',
    });
    for (const partner of PARTNERS) expect(hub.told(partner)).toEqual(['1 gemeld']);
    await hub.commit(HUISHOUDEN_LOG, ...withNumber(194));
    await hub.send(HUISHOUDEN_LOG);
    expect(hub.told('0907/mage', HUISHOUDEN_LOG)).toEqual(['1 gemeld', '2 gewijzigd']);
    const [first] = hub.queued.filter(({ partner }) => partner === '0907/mage');
    expect(first && berichtOf(first)).toMatchObject({
      subject: HUISHOUDEN,
      data: { huishoudenId: HUISHOUDEN, volgnummer: 1, afleveradres: ADRES },
    });
    expect(await hub.outstanding()).toBe(0);
  });
});

describe('a withdrawal', () => {
  const withdrawn = (version: number) => ingetrokken('TVS-2025-993909', version);

  it('reaches the partners that were told, and no partner that never was', async () => {
    await hub.commit(ZAAK, linked(named('')));
    await hub.send(ZAAK);
    await hub.commit(ZAAK, ...withdrawn(2));
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    for (const partner of WITHOUT_NAME) expect(hub.told(partner)).toEqual(['1 gemeld', '2 vervallen']);
    for (const partner of WITH_NAME) {
      expect(hub.told(partner)).toEqual([]);
      expect(await hub.states(partner)).toEqual(['vervallen', 'vervallen']);
    }
    expect((await hub.item('0907/taalschool', 2))?.reden).toBe(REASONS.neverTold);
    expect(await hub.outstanding()).toBe(0);
  });

  it('before anything was sent is told in place of it: nobody hears who it was about', async () => {
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.commit(ZAAK, linked(named('Correct', { versie: 2 })));
    await hub.commit(ZAAK, ...withdrawn(3));
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    expect(hub.told('0907/taalschool')).toEqual(['1 vervallen', '2 vervallen', '3 vervallen']);
    expect(hub.told('0907/wijkondersteuner')).toEqual(['1 vervallen', '2 vervallen']);
    const { post, verschillen, nogTeVersturen } = await hub.books();
    expect({ verschillen, nogTeVersturen }).toEqual({ verschillen: [], nogTeVersturen: 0 });
    expect(post['0907/taalschool']).toMatchObject({ geproduceerd: 3, bezorgd: 3 });
    // When the zaak comes back it is told as it is then.
    await hub.commit(
      ZAAK,
      linked(named('Terug', { koppelingId: 'TVS-2025-2', datumKoppeling: '2025-07-01' })),
    );
    await hub.send(ZAAK);
    expect(hub.told('0907/taalschool').slice(3)).toEqual(['4 gemeld']);
  });

  it('before a change was sent is told in place of it to who was told before', async () => {
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.send(ZAAK);
    await hub.commit(ZAAK, linked(named('Correct', { versie: 2 })));
    await hub.commit(ZAAK, ...withdrawn(3));
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    expect(hub.told('0907/taalschool')).toEqual(['1 gemeld', '2 vervallen', '3 vervallen']);
    expect(hub.told('0907/wijkondersteuner')).toEqual(['1 gemeld', '2 vervallen']);
  });

  it('leaves of what lies ready for a partner that fetches only that it is over, and the books add up', async () => {
    await hub.kanalen.chooseBaseDoor('0907/taalschool', 'ophalen');
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.commit(ZAAK, linked(named('Correct', { versie: 2 })));
    await hub.send(ZAAK);
    expect(await hub.item('0907/taalschool', 1)).toMatchObject({ tekst: expect.stringContaining('Qasim') });
    await hub.commit(ZAAK, ...withdrawn(3));
    await hub.send(ZAAK);
    const items = await Promise.all([1, 2, 3].map((volgnummer) => hub.item('0907/taalschool', volgnummer)));
    for (const [index, item] of items.entries()) {
      expect(item).toMatchObject({ plek: 'klaargezet', type: BERICHTTYPEN.vervallen });
      const message = item && berichtOf(item);
      expect(message).toMatchObject({ id: item?.id, data: { volgnummer: index + 1 } });
      expect(Object.keys(message?.data ?? {})).toEqual(['zaakId', 'gemeentecode', 'volgnummer', 'reden']);
    }
    const { post, verschillen } = await hub.books();
    expect(verschillen).toEqual([]);
    expect(post['0907/taalschool']).toMatchObject({ geproduceerd: 3, klaargezet: 3 });
  });

  it('is told after all, at its volgnummer, when the zaak comes back with a name that fits', async () => {
    await hub.commit(ZAAK, linked(named('')));
    await hub.send(ZAAK);
    await hub.commit(ZAAK, ...withdrawn(2));
    await hub.send(ZAAK);
    await hub.commit(
      ZAAK,
      linked(named('Qasim', { koppelingId: 'TVS-2025-2', datumKoppeling: '2025-07-01' })),
    );
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    // What was never told before it was over says so too, and no volgnummer is skipped.
    expect(hub.told('0907/taalschool')).toEqual(['1 vervallen', '2 vervallen', '3 gemeld']);
    expect(hub.told('0907/wijkondersteuner')).toEqual(['1 gemeld', '2 vervallen', '3 gemeld']);
  });

  it('takes the volgnummer of a change that could not be made, so that a partner that was told hears at once and sees no gap', async () => {
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.send(ZAAK);
    await hub.commit(ZAAK, linked(named('', { versie: 2 })));
    await hub.send(ZAAK);
    expect(await hub.states('0907/taalschool')).toEqual(['bezorgd', 'geparkeerd']);
    await hub.commit(ZAAK, ...withdrawn(3));
    await hub.send(ZAAK);
    expect(hub.told('0907/taalschool')).toEqual(['1 gemeld', '2 vervallen', '3 vervallen']);
    const [, second, third] = hub.queued
      .filter(({ partner }) => partner === '0907/taalschool')
      .map(berichtOf);
    expect(second?.data).toEqual({ ...third?.data, volgnummer: 2 });
  });
});

describe('a message that a queue refuses for good', () => {
  const isFirst = ({ partner, volgnummer, tekst = '' }: PostvakItem) =>
    partner === '0907/taalschool' && volgnummer <= 2 && !tekst.includes('Correct');

  it('is parked after one refusal, and holds up no other partner and no other zaak', async () => {
    hub.refuse(({ partner, zaakId }) => partner === '0907/taalschool' && zaakId === ZAAK);
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.commit(PARTNER_ZAAK, linked(koppeling()));
    expect(await hub.send(ZAAK, PARTNER_ZAAK)).toEqual(['sent', 'sent']);
    expect(await hub.item('0907/taalschool', 1)).toMatchObject({
      plek: 'geparkeerd',
      reden: REASONS.refused,
      tekst: expect.any(String),
    });
    for (const partner of PARTNERS.slice(1)) expect(hub.told(partner)).toEqual(['1 gemeld']);
    expect(hub.told('0907/taalschool', PARTNER_ZAAK)).toEqual(['1 gemeld']);
    expect(await hub.outstanding()).toBe(0);
    // A repeated announcement does not try it again.
    const before = hub.table.alles();
    expect(await hub.send(ZAAK)).toEqual(['sent']);
    expect(hub.table.alles()).toEqual(before);
  });

  it('is made again with the correction, and the corrected message comes after it', async () => {
    hub.refuse(isFirst);
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.send(ZAAK);
    await hub.commit(ZAAK, linked(named('Correct', { versie: 2 })));
    await hub.send(ZAAK);
    expect(hub.told('0907/taalschool')).toEqual(['1 gemeld', '2 gewijzigd']);
    const [first] = hub.queued.filter(({ partner }) => partner === '0907/taalschool');
    expect(first && berichtOf(first).data).toMatchObject({ naam: { geslachtsnaam: 'Correct' } });
    expect(await hub.states('0907/taalschool')).toEqual(['bezorgd', 'bezorgd']);
  });

  it('and its correction in one run lead to the same', async () => {
    hub.refuse(isFirst);
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.commit(ZAAK, linked(named('Correct', { versie: 2 })));
    await hub.send(ZAAK);
    expect(hub.told('0907/taalschool')).toEqual(['1 gemeld', '2 gewijzigd']);
  });

  it('is parked again when a change does not mend it, and then left alone', async () => {
    hub.refuse(isFirst);
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.send(ZAAK);
    await hub.commit(ZAAK, linked(koppeling({ versie: 2 }, { talen: [{ taal: 'Arabisch' }] })));
    await hub.send(ZAAK);
    expect(await hub.states('0907/taalschool')).toEqual(['geparkeerd', 'geparkeerd']);
    const before = hub.table.alles();
    await hub.send(ZAAK);
    expect(hub.table.alles()).toEqual(before);
    await hub.commit(ZAAK, linked(named('Correct', { versie: 3 })));
    await hub.send(ZAAK);
    expect(hub.told('0907/taalschool')).toEqual(['1 gemeld', '2 gewijzigd', '3 gewijzigd']);
  });
});

describe('a queue that fails', () => {
  const OWN_QUEUE = 'https://sqs.example/123456789012/PartnerberichtenWachtrij';
  const partnerOf = (url = '') => url.replace(/.*inburgeringshub-(\d{4})-(.*)\.fifo$/, '$1/$2') as KanaalId;
  const sqs = mockClient(SQSClient);

  type Behaviour = (partner: KanaalId, entries: readonly SendMessageBatchRequestEntry[]) => readonly string[];
  /** Every queue takes everything. */
  const works: Behaviour = (_, entries) => entries.map(({ Id = '' }) => Id);
  const throws =
    (name: string): Behaviour =>
    () => {
      throw Object.assign(new Error('weg'), { name });
    };
  const only =
    (failing: KanaalId, behaviour: Behaviour): Behaviour =>
    (partner, entries) =>
      (partner === failing ? behaviour : works)(partner, entries);

  /** The hub with the real queues of partners, of which these give the ids that they took. */
  const withQueues = () => {
    let behaves = works;
    const hub = world((got) => {
      const seen = new Set<string>();
      sqs.reset();
      sqs.on(SendMessageBatchCommand).callsFake(({ QueueUrl, Entries = [] }) => {
        const partner = partnerOf(QueueUrl);
        const taken = new Set(behaves(partner, Entries));
        for (const { Id, MessageBody, MessageDeduplicationId } of Entries) {
          if (!taken.has(Id) || seen.has(MessageDeduplicationId)) continue;
          seen.add(MessageDeduplicationId);
          const { type, subject: zaakId, data } = JSON.parse(MessageBody);
          got({ type, ...data, zaakId, partner });
        }
        const isTaken = ({ Id = '' }: SendMessageBatchRequestEntry) => taken.has(Id);
        return {
          Successful: Entries.filter(isTaken).map(({ Id }: { Id: string }) => ({ Id, MessageId: Id })),
          Failed: Entries.filter((entry: SendMessageBatchRequestEntry) => !isTaken(entry)).map(
            ({ Id }: { Id: string }) => ({ Id, Code: 'InternalError', SenderFault: false }),
          ),
        };
      });
      const client = new SQSClient({ region: 'eu-west-1' });
      return createPartnerQueues(OWN_QUEUE, () => undefined, client);
    });
    return {
      ...hub,
      let: (behaviour: Behaviour) => {
        behaves = behaviour;
      },
    };
  };

  /** Three commits of one zaak, of which the last withdraws what the first told. */
  const STEPS = [
    () => [linked(koppeling())],
    () => [linked(named('Correct', { versie: 2 }))],
    () => ingetrokken('TVS-2025-993909', 3),
  ] as const;
  const EVERYTHING = ['1 gemeld', '2 gewijzigd', '3 vervallen'];
  const WITHOUT_CHANGE = ['1 gemeld', '2 vervallen'];
  const allFor = (partner: string) => (WITH_NAME.includes(partner) ? EVERYTHING : WITHOUT_CHANGE);
  /** What a partner hears in the end that had so much when it was over: the rest says that it is. */
  const allAfter = (partner: string, before: number) =>
    allFor(partner).map((one, index) => (index < before ? one : `${index + 1} vervallen`));

  it.each<[string, Behaviour]>([
    ['is throttled', throws('RequestThrottled')],
    ['does not exist', throws('AWS.SimpleQueueService.NonExistentQueue')],
    ['cannot be reached', throws('TimeoutError')],
    ['takes none of a batch', () => []],
  ])(
    'because it %s does not hold up the change and the withdrawal for other partners, and hears later that it is over, in every message',
    async (_, fails) => {
      const hub = withQueues();
      hub.let(only('0907/taalschool', fails));
      for (const [index, step] of STEPS.entries()) {
        await hub.commit(ZAAK, ...step());
        expect(await hub.send(ZAAK)).toEqual(['sent']);
        for (const partner of PARTNERS.slice(1)) {
          expect(hub.told(partner)).toEqual(
            WITH_NAME.includes(partner)
              ? EVERYTHING.slice(0, index + 1)
              : index === 2
                ? WITHOUT_CHANGE
                : WITHOUT_CHANGE.slice(0, 1),
          );
        }
      }
      expect(hub.told('0907/taalschool')).toEqual([]);
      expect(await hub.outstanding()).toBe(0);
      hub.let(works);
      await hub.retry();
      expect(hub.told('0907/taalschool')).toEqual(allAfter('0907/taalschool', 0));
      expect(await hub.states('0907/taalschool')).toEqual(['bezorgd', 'bezorgd', 'bezorgd']);
    },
  );

  it('has its messages counted as lying ready, in the books and under /openstaand, until they are retried', async () => {
    const hub = withQueues();
    hub.let(only('0907/balk', throws('QueueDoesNotExist')));
    for (const step of STEPS.slice(0, 2)) {
      await hub.commit(ZAAK, ...step());
      await hub.send(ZAAK);
    }
    const { post, verschillen, nogTeVersturen } = await hub.books();
    expect({ verschillen, nogTeVersturen }).toEqual({ verschillen: [], nogTeVersturen: 0 });
    expect(post['0907/balk']).toMatchObject({ geproduceerd: 2, klaargezet: 2, bezorgd: 0 });
    expect(await hub.postvak.count('0907/balk', ['klaargezet', 'bezig'])).toBe(2);
    for (let time = 0; time < 3; time++) {
      await hub.retry();
      expect(hub.hidden()).toBe(2);
    }
    hub.let(works);
    await hub.retry();
    expect(hub.told('0907/balk')).toEqual(['1 gemeld', '2 gewijzigd']);
    expect((await hub.books()).post['0907/balk']).toMatchObject({
      geproduceerd: 2,
      klaargezet: 0,
      bezorgd: 2,
    });
  });

  it('that takes part of a batch does not hold up the other zaken of that batch, and each zaak keeps its order', async () => {
    const hub = withQueues();
    hub.let(only('0907/wijkondersteuner', (_, entries) => entries.slice(1).map(({ Id = '' }) => Id)));
    for (const zaakId of [ZAAK, PARTNER_ZAAK]) await hub.commit(zaakId, linked(koppeling()));
    expect(await hub.send(ZAAK, PARTNER_ZAAK)).toEqual(['sent', 'sent']);
    expect(hub.told('0907/wijkondersteuner', ZAAK)).toEqual([]);
    expect(hub.told('0907/wijkondersteuner', PARTNER_ZAAK)).toEqual(['1 gemeld']);
    hub.let(works);
    await hub.retry();
    expect(hub.told('0907/wijkondersteuner', ZAAK)).toEqual(['1 gemeld']);
  });

  it('at any moments leaves every partner with all messages once and in order, of nobody who is over, and delays no partner whose queue works', async () => {
    const moment = fc.record({
      /** The partners whose queues fail from this step on, and how. */
      failing: fc.subarray(PARTNERS, { maxLength: 4 }),
      how: fc.constantFrom(throws('RequestThrottled'), throws('QueueDoesNotExist'), (): string[] => []),
      /** Whether the delivery queue hands out again before the next commit. */
      retries: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 3, maxLength: 3 }), async (moments) => {
        const hub = withQueues();
        const behind = new Set<KanaalId>();
        /** How much each partner had when it was over. */
        let before = new Map<string, number>();
        for (const [index, step] of STEPS.entries()) {
          const { failing = [], how = works, retries = false } = moments[index] ?? {};
          hub.let((partner, entries) => (failing.includes(partner) ? how : works)(partner, entries));
          if (retries) await hub.retry();
          before = new Map(PARTNERS.map((partner) => [partner, hub.told(partner).length]));
          await hub.commit(ZAAK, ...step());
          expect(await hub.send(ZAAK)).toEqual(['sent']);
          for (const partner of failing) behind.add(partner);
          for (const partner of PARTNERS) {
            const told = hub.told(partner);
            const all = index === 2 ? allAfter(partner, before.get(partner) ?? 0) : allFor(partner);
            expect(told).toEqual(all.slice(0, told.length));
            // A partner of which no queue failed so far has everything that was decided for it.
            const post = (await hub.books()).post[partner];
            if (!behind.has(partner)) expect(told).toHaveLength(post?.geproduceerd ?? 0);
          }
        }
        hub.let(works);
        await hub.retry();
        for (const partner of PARTNERS) {
          expect(hub.told(partner)).toEqual(allAfter(partner, before.get(partner) ?? 0));
        }
        expect(await hub.outstanding()).toBe(0);
      }),
      { numRuns: runs(25) },
    );
  });
});

describe('facts that no state can be worked out from', () => {
  it('lead to parked messages for every partner, leave nothing outstanding, and hold up no other zaak', async () => {
    await hub.commit(ZAAK, linked(koppeling()));
    await hub.commit(PARTNER_ZAAK, linked(koppeling()));
    await hub.breakFacts(ZAAK);
    expect(await hub.send(ZAAK, PARTNER_ZAAK)).toEqual(['sent', 'sent']);
    for (const partner of PARTNERS) {
      expect(await hub.item(partner, 1)).toMatchObject({ plek: 'geparkeerd', reden: REASONS.unmakeable });
      expect(hub.told(partner, PARTNER_ZAAK)).toEqual(['1 gemeld']);
    }
    expect(hub.errors[0]).toMatchObject({ partner: '0907/taalschool', fout: 'TypeError' });
    expect(await hub.outstanding()).toBe(0);
  });
});

describe('a parked message', () => {
  beforeEach(async () => {
    await hub.commit(ZAAK, linked(named('')));
    await hub.send(ZAAK);
  });

  it('is counted as parked in the books, which add up, and is nothing else that waits', async () => {
    const { post, verschillen, nogTeVersturen } = await hub.books();
    expect(nogTeVersturen).toBe(0);
    expect(verschillen).toEqual([]);
    for (const partner of PARTNERS) {
      expect(post[partner]).toMatchObject(
        WITH_NAME.includes(partner) ? { geproduceerd: 1, geparkeerd: 1 } : { geproduceerd: 1, bezorgd: 1 },
      );
      expect(restOf(post[partner] ?? { ...EMPTY })).toBe(0);
    }
  });

  it('is counted by the metric that the alarm on parked messages watches', async () => {
    const { telemetry, measured } = written();
    const needed = {
      ...deliveryOf(hub.table, { partners: PARTNERS }),
      telemetry,
      now: hub.now(),
      gemeenten: ['0907'],
    } as never;
    await measurePost(needed);
    await tellFindings(needed);
    expect(measured).toContainEqual(['Geparkeerd', WITH_NAME.length]);
  });

  it('is announced again by the watch, for a hub that can make it since', async () => {
    const announced: unknown[] = [];
    const { telemetry } = written();
    await watch(
      {
        ...deliveryOf(hub.table, { partners: PARTNERS }),
        zaken: createZaakLogs(hub.table),
        ontvangsten: createOntvangsten(hub.table),
        bus: {
          publish: async () => undefined,
          announceUpdated: async (zaken: readonly unknown[]) => {
            announced.push(...zaken);
          },
        },
        telemetry,
        now: hub.now(),
        waitAlarmAfterMs: 1,
        gemeenten: [],
      },
      'termijnen',
    );
    expect(announced).toEqual([{ zaakId: ZAAK, versie: 1, teVersturen: true }]);
  });

  it('stands on the timeline with its reason', async () => {
    const zaken = createZaken(hub.table, createPseudonyms(SECRET));
    const tijdlijn = await zaken.tijdlijn(ZAAK, GENNEP);
    const lines = tijdlijn?.gebeurtenissen.filter(
      ({ gegevens }) => gegevens?.['partner'] === '0907/taalschool',
    );
    expect(lines?.map(({ gegevens }) => gegevens)).toMatchObject([
      { staat: 'geparkeerd', stilstand: 'de gegevens passen niet in dit bericht: naam.geslachtsnaam' },
    ]);
  });
});

const EMPTY = { geproduceerd: 1, klaargezet: 0, bezorgd: 0, bevestigd: 0, geparkeerd: 0, vervallen: 0 };
