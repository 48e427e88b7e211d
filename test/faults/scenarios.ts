import type { Bus } from '../../adapters/bus/bus.ts';
import type { DeadLetter, DeadLetters } from '../../adapters/queues/dead-letters.ts';
import type { Offer } from '../../adapters/queues/delivery-queue.ts';
import { createZaakLogs } from '../../adapters/table/logs.ts';
import { createOntvangsten } from '../../adapters/table/ontvangsten.ts';
import { postOf } from '../../adapters/table/postvak/item.ts';
import { createReplies } from '../../adapters/table/postvak/replies.ts';
import type { DuoResponses } from '../../contracts/duo-queries.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import { gemeldFor } from '../../contracts/partnerberichten.ts';
import { newPostvakItem } from '../../domain/delivery/item.ts';
import { TAKEN, watch } from '../../functions/bewaking/watch.ts';
import { redrive } from '../../functions/herstel/redrive.ts';
import { example } from '../contract/support/examples.ts';
import { GENNEP, koppeling } from '../unit/domain/support.ts';
import {
  BSN,
  geopendBericht,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
  written,
} from '../unit/functions/berichten.ts';
import { deliveryOf } from '../unit/functions/delivery-queue.ts';
import { type HubInMemory, hubInMemory } from '../unit/functions/hub-in-memory.ts';
import { putBackAsBefore } from '../unit/functions/old-post.ts';
import { HOUR, KANAAL, status, webhookHub, zaak } from '../unit/functions/webhook/support.ts';
import { withinRights } from '../within-rights.ts';
import { asksAgain, client, decidesToErase, shutsOut, subscribes } from './api-scenarios.ts';
import { asksDuo, tellsDuo, tellsDuoOfAanbod, tellsDuoOfContact, tellsDuoOfTest } from './duo-scenarios.ts';
import {
  confirmsOnPage,
  correctsOnPage,
  declinesOnPage,
  readsOnPage,
  reportsOnPage,
} from './loket-scenarios.ts';
import { mailsOnce } from './mail-scenarios.ts';
import { onceAsked, receivedBy, type Scenario, stateOf, type Table, untilItSucceeds } from './outcomes.ts';

const RESPONSES: DuoResponses = {
  inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-06-06' },
  'lbt/resultaten': [
    {
      resultaat: 'B1-route haalbaar',
      behaaldeScore: '36,00',
      benodigdeScore: '28,00',
      datumAfname: '2025-10-17',
    },
  ],
};

const linked = koppelingBericht(koppeling({}, { vNummer: V_NUMMER, bsn: BSN }));
const registered = inschrijvingBericht({ bsn: BSN, vNummer: V_NUMMER });

const opened = geopendBericht({ bsn: BSN });

/** A hub that processed these messages, and in whose table `stored` changed something after that. */
const playedBefore = async (
  berichten: readonly InboundBericht[],
  stored: (table: Table) => Promise<void> = async () => undefined,
): Promise<HubInMemory> => {
  const hub = hubInMemory(() => RESPONSES);
  await hub.process(berichten);
  await stored(hub.table);
  return hub;
};

/**
 * Processes `berichten` on a hub that has processed `before`, including the messages to partners that follow. `stored` may change
 * the table in between.
 */
const processing = (
  before: readonly InboundBericht[],
  berichten: readonly InboundBericht[],
  stored?: (table: Table) => Promise<void>,
): Scenario => {
  const earlier = onceAsked(() => playedBefore(before, stored));
  return async (outside) => {
    const hub = (await earlier()).copy(outside);
    await hub.process(berichten);
    return { stored: stateOf(hub.table), received: receivedBy(hub.queues) };
  };
};

const withZaak = onceAsked(() => playedBefore([linked, registered]));

/** A person with a zaak, whose gemeente asks to have them erased. */
const erasing = (stored?: (table: Table) => Promise<void>): Scenario => {
  const earlier = onceAsked(() => playedBefore([linked, registered], stored));
  return async (outside) => {
    const hub = (await earlier()).copy(outside);
    await hub.erase(hub.pseudonyms.zaakId(V_NUMMER), GENNEP);
    // The id under which that person comes back is drawn anew.
    // The moment at which a record begins differs when something was done again, and what it is about does not.
    const logged = hub.logboek.all().map(({ pk, sk }) => `${pk} ${sk.split('#')[1]}`);
    return {
      stored: stateOf(hub.table),
      received: receivedBy(hub.queues),
      logged: [...new Set(logged)].toSorted(),
    };
  };
};

/** A receiver that is out of order at first, messages of two zaken, and a request to have some of them again. */
const webhooks: Scenario = async (outside) => {
  const hub = await webhookHub({}, {}, outside);
  hub.setup.response = ({ at }) => status(at < 1000 ? 503 : 204);
  await hub.put(1, 1);
  await hub.put(1, 2);
  await hub.put(2, 1);
  await hub.passes(HOUR);
  const taken = hub.calls.filter(({ at }) => at >= 1000).map(({ id }) => id);
  return {
    places: [await hub.places(1), await hub.places(2)],
    // A receiver that took a message and whose answer was lost gets it again, under the same id.
    received: [...new Set(taken)].toSorted(),
    firstOfZaak: [...new Set(taken.filter((id) => id?.startsWith(zaak(1).slice(0, -4))))],
    waiting: (await hub.lanes.waiting()).length,
    queued: hub.queued().length,
  };
};

/** A receiver with a rate that goes out of order while lanes stand in line for it, and comes back without a word. */
const outage: Scenario = async (outside) => {
  const hub = await webhookHub({ tempo: 60 }, {}, outside);
  hub.setup.response = ({ at }) => status(at < 20_000 ? 503 : 204);
  for (let number = 1; number <= 9; number++) await hub.put(number, 1);
  await hub.passes(HOUR);
  const taken = hub.calls.filter(({ at }) => at >= 20_000).map(({ id }) => id);
  const places = Array.from({ length: 9 }, (_, number) => hub.places(number + 1));
  return {
    places: await Promise.all(places),
    received: [...new Set(taken)].toSorted(),
    waiting: (await hub.lanes.waiting()).length,
    queued: hub.queued().length,
  };
};

const DAY = 24 * HOUR;

/** Messages that nobody took, zaken with something to send, and messages that a partner did not fetch. */
const watching =
  (days: readonly number[], stored: (table: Table) => Promise<void> = async () => undefined): Scenario =>
  async (outside) => {
    const hub = (await withZaak()).copy();
    const { table } = hub;
    // The stores write down the moment of this machine, so the watch goes on from there.
    const begin = new Date();
    await hub.ontvangsten.accept(opened);
    const bericht = gemeldFor('taalschool').parse(
      example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool'),
    );
    const plain = deliveryOf(table);
    await plain.kanalen.chooseBaseDoor(KANAAL, 'ophalen');
    await plain.postvak.put([newPostvakItem(KANAAL, bericht, begin, [])]);
    await stored(table);

    const offered: Offer[] = [];
    const published: string[] = [];
    const called = outside(withinRights('bewaking', table));
    const deliveryQueue = plain.deliveryQueue;
    const run = async (task: (typeof TAKEN)[number], day: number): Promise<void> => {
      await watch(
        {
          ...deliveryOf(called, { partners: [KANAAL] }),
          deliveryQueue: outside({
            enqueue: async (jobs: readonly Offer[]) => {
              offered.push(...jobs);
              await deliveryQueue.enqueue(jobs);
            },
          }),
          zaken: createZaakLogs(called),
          ontvangsten: createOntvangsten(called),
          bus: outside<Bus>({
            publish: async (berichten) => {
              published.push(...berichten.map(({ berichtId }) => berichtId));
            },
            announceUpdated: async (zaken) => {
              published.push(...zaken.map(({ zaakId }) => zaakId));
            },
          }),
          telemetry: written().telemetry,
          now: new Date(begin.getTime() + day * DAY),
          waitAlarmAfterMs: 14 * DAY,
          gemeenten: [GENNEP],
        },
        task,
      );
    };
    // What one task leaves behind when it falls is for another to see, at the latest the next day.
    for (const day of days) {
      for (const task of TAKEN) await untilItSucceeds(() => run(task, day));
    }
    return {
      stored: stateOf(table),
      published: [...new Set(published)].toSorted(),
      offered: [...new Set(offered.map(({ job }) => JSON.stringify(job)))].toSorted(),
    };
  };

/** Dead letters of two zaken; those of a run that ended are visible again in the next. */
const deadLetters: Scenario = async (outside) => {
  let lying: readonly DeadLetter[] = ['a1', 'b1', 'a2', 'a3'].map(
    (id) => ({ id, group: id.slice(0, 1) }) as DeadLetter,
  );
  const sent: string[] = [];
  const run = async (): Promise<void> => {
    let visible = [...lying];
    const queue = outside<DeadLetters>({
      count: async () => ({ visible: lying.length, inProgress: 0 }),
      fetch: async () => visible.splice(0, 10),
      send: async (letters) => {
        sent.push(...letters.map(({ id }) => id));
        return letters.map(() => ({ kind: 'sent' }) as const);
      },
      remove: async (letters) => {
        lying = lying.filter((letter) => !letters.includes(letter));
        visible = visible.filter((letter) => !letters.includes(letter));
        return { gone: letters.length, redenen: [] };
      },
    });
    await redrive(queue, { stamp: 'run', perSeconde: 100, sleep: async () => undefined });
  };
  await untilItSucceeds(run);
  return { lying, sent: [...new Set(sent)] };
};

const acceptsMessages: Scenario = async (outside) => {
  const { untilAnswered, send, announce, world } = client(outside);
  const TYPE = 'nl.tvs.koppeling.geregistreerd.v1';
  const answers = [
    await untilAnswered(() => send('coa', example(TYPE, 'goed-huishouden'))),
    await untilAnswered(() => announce(example('nl.duo.notificatie.v1', 'goed-bsn'))),
  ];
  // A message that did not reach the bus is offered by the watch.
  return { answers, kept: [...world.ontvangsten.keys()] };
};

const fetches: Scenario = async (outside) => {
  const { untilAnswered, call, world } = client(outside);
  const bericht = gemeldFor('taalschool').parse(
    example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool'),
  );
  await untilItSucceeds(() => world.postvak.put([newPostvakItem(KANAAL, bericht, world.clock.now(), [])]));
  const ask = (method: string, path: string, body?: unknown) =>
    untilAnswered(() =>
      call(method, path, { to: 'taalschool', body, headers: { 'Content-Type': 'application/json' } }),
    );
  const answers = [
    await ask('PUT', '/v1/kanaal', { deur: 'ophalen' }),
    await ask('GET', '/v1/berichten'),
    await ask('POST', `/v1/berichten/${bericht.id}/_bevestig`),
    await ask('POST', `/v1/berichten/${bericht.id}/_luktniet`, { reden: 'geen-plek' }),
    await ask('POST', `/v1/berichten/${bericht.id}/_opgepakt`),
    await ask('GET', `/v1/berichten/${bericht.id}`),
  ].map(({ status: code }) => code);
  // However often something is said, it is written down once.
  const said = world.table.alles().flatMap(({ pk, versie }) => (pk.startsWith('ANTWOORD#') ? [versie] : []));
  return { answers, said, stored: stateOf(world.table) };
};

/** Every message that lies there is one that its partner cannot do. */
const declined = async (table: Table): Promise<void> => {
  const replies = createReplies(table);
  const now = { wat: 'lukt-niet', reden: 'geen-plek', tijdstip: '2025-09-08T12:00:00.000Z' } as const;
  for (const item of postOf(table.alles())) await replies.say(item, now);
};

const withDeclined = onceAsked(() => playedBefore([linked, registered], declined));

/**
 * A partner declined a message, and the koppeling is then withdrawn. Nothing is left to settle: the reply of the partner stays
 * stored and is in no list.
 */
const overtakes: Scenario = async (outside) => {
  const hub = (await withDeclined()).copy(outside);
  const withdrawn = inbound('nl.tvs.koppeling.ingetrokken.v1', '2025-09-08T13:00:00Z', {
    koppelingId: koppeling().koppelingId,
    versie: 2,
    gemeentecode: GENNEP,
    reden: 'vertrokken',
  });
  await hub.process([withdrawn]);
  const said = stateOf(hub.table).filter((item) => item.startsWith('ANTWOORD#'));
  return { said, received: receivedBy(hub.queues) };
};

/** The work of each function, by the name of the function and its task. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'api: messages of sources': acceptsMessages,
  'api: a person to be erased': decidesToErase,
  'api: an abonnement that is taken and changed': subscribes,
  'api: messages that a partner asks again': asksAgain,
  'api: a partner that is shut out': shutsOut,
  'ophalen: a partner that fetches': fetches,
  'loket: a card that somebody confirms': confirmsOnPage,
  'loket: a card that somebody cannot do, and what the gemeente does with that': declinesOnPage,
  'loket: a partner that comes to read its messages there': readsOnPage,
  'loket: a report on a page': reportsOnPage,
  'loket: a fact that is put right on a page': correctsOnPage,
  'coa: a koppeling': processing([], [linked]),
  'brp: a registration': processing([linked], [registered]),
  'duo: a notificatie': processing([linked, registered], [notificatieBericht('SS139', { bsn: BSN })]),
  'duomeldingen: a PIP that is withdrawn': tellsDuo,
  'duomeldingen: a test that is skipped': tellsDuoOfTest,
  'duomeldingen: another casusregisseur': tellsDuoOfContact,
  'duomeldingen: an inburgeringsaanbod, and another': tellsDuoOfAanbod,
  'duomeldingen: a result that nobody told': asksDuo(true),
  'duomeldingen: a result that DUO does not have': asksDuo(false),
  'meldingen: a zaak that the gemeente opens': processing([], [opened]),
  'partnerberichten: that it is over, of what a partner cannot do': overtakes,
  'partnerberichten: a correction of what was told': processing(
    [linked],
    [koppelingBericht(koppeling({ versie: 2 }, { vNummer: V_NUMMER, bsn: BSN, geslacht: 'man' }))],
  ),
  'partnerberichten: news of whom version 0.1.0 told partners': processing(
    [linked],
    [registered],
    putBackAsBefore,
  ),
  webhook: webhooks,
  'webhook: a receiver out of order, with a rate': outage,
  'mailen: a mail to who reads in the loket': mailsOnce,
  bewaking: watching([0, 2, 20, 40, 130]),
  'bewaking: messages of version 0.1.0': watching([0, 2, 20], putBackAsBefore),
  herstel: deadLetters,
  'wissen: a person with a zaak': erasing(),
  'wissen: a person of whom partners cannot do what they were asked': erasing(declined),
  'wissen: a person of whom version 0.1.0 told partners': erasing(putBackAsBefore),
};
