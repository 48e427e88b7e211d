import { beforeEach, describe, expect, it } from 'vitest';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import type { Vnummer } from '../../../../contracts/base-types.ts';
import type { DuoResponses } from '../../../../contracts/duo-queries.ts';
import { ZaakUpdated } from '../../../../contracts/internal/bus-events.ts';
import { PROMISED_MS } from '../../../../domain/duo/pending.ts';
import { HubError } from '../../../../domain/errors.ts';
import { duoFeitId } from '../../../../domain/zaak/decide.ts';
import { BSN, notificatieBericht, OTHER_BSN, V_NUMMER } from '../berichten.ts';
import { duoWorld, UITSLAG } from './world.ts';

/** DUO notifies and the hub then fetches: when the hub asks DUO, what it asks, and which facts the answers become. */

let hub: ReturnType<typeof duoWorld>;
beforeEach(() => {
  hub = duoWorld();
});

describe('a notification about a known person', () => {
  it('makes the hub ask DUO the questions of its code, and record the answers with it', async () => {
    await hub.createKnown();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect(await hub.process(bericht)).toEqual({ postponed: [], stays: [] });
    expect(hub.requested).toEqual([{ bsn: BSN, queries: ['lbt/resultaten'], gemeente: '0907' }]);
    expect(await hub.duoFeiten()).toMatchObject([
      { feitId: duoFeitId(bericht), antwoorden: { 'lbt/resultaten': [UITSLAG] } },
    ]);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
  });

  it('makes the hub ask in the trace of its acceptance, again after a wait too, and in none when it has none', async () => {
    await hub.createKnown({ bsn: BSN });
    const trace = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b9c7c989f97918e1',
      begin: 1_795_326_000_123,
      end: 1_795_326_000_130,
    };
    const traced = { ...notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER }), trace };
    hub.duoAnswers(() => ({}));
    await hub.process(traced);
    hub.duoAnswers(() => ({ 'lbt/resultaten': [UITSLAG] }));
    await hub.process(traced);
    await hub.process(notificatieBericht('SS137', { bsn: BSN, vNummer: V_NUMMER }));
    expect(hub.traceparents).toEqual([
      '00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01',
      '00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01',
      undefined,
    ]);
  });

  it('makes the hub ask by the BSN that another message brought', async () => {
    await hub.createKnown({ bsn: BSN });
    await hub.process(notificatieBericht('SS131', { vNummer: V_NUMMER }));
    expect(hub.requested).toEqual([{ bsn: BSN, queries: ['lbt/resultaten'], gemeente: '0907' }]);
  });

  it('asks nothing when its code needs no answer, whether DUO’s list has that code or not', async () => {
    await hub.createKnown();
    await hub.process(
      notificatieBericht('SS126', { vNummer: V_NUMMER }),
      notificatieBericht('ZZ999', { vNummer: V_NUMMER }),
    );
    expect(hub.requested).toEqual([]);
    expect(await hub.duoFeiten()).toHaveLength(2);
  });

  it('makes the hub ask nothing when it is repeated, whatever its id', async () => {
    await hub.createKnown();
    const first = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    const same = notificatieBericht('SS131', { vNummer: V_NUMMER }, '2025-10-19T09:00:00+02:00');
    await hub.process(first);
    await hub.process(first);
    await hub.process(same);
    expect(hub.requested).toHaveLength(1);
    expect(await hub.duoFeiten()).toHaveLength(1);
    expect(await hub.ontvangst(same)).toMatchObject({ status: 'verwerkt', reden: 'al bekend' });
  });

  it('makes the hub announce the zaak again when it is repeated, in case the first announcement was lost', async () => {
    await hub.createKnown();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.process(bericht);
    await hub.process(bericht);
    // The second time the hub looks at the household too, of which no partner has still to be told anything.
    expect(hub.announced).toEqual([
      { zaakId: hub.zaakId, versie: 2, teVersturen: true },
      { zaakId: hub.zaakId, versie: 2, teVersturen: true },
      { zaakId: hub.huishoudenId, versie: 1, teVersturen: false },
    ]);
  });

  it('makes the hub say how many members of DUO’s answers the contract does not know', async () => {
    hub.duoAnswers(() => ({ 'lbt/resultaten': [UITSLAG] }), 3);
    await hub.createKnown();
    await hub.process(notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER }));
    expect(hub.told).toContainEqual(['DUO antwoordt met onbekende velden', { aantal: 3 }]);
  });
});

describe('a notification about a person of whom the hub knows too little', () => {
  it('waits, and the hub asks DUO nothing', async () => {
    const withBsn = notificatieBericht('SS131', { bsn: BSN });
    const withVnummer = notificatieBericht('SS131', { vNummer: V_NUMMER });
    await hub.process(withBsn, withVnummer);
    expect(hub.requested).toEqual([]);
    for (const bericht of [withBsn, withVnummer]) {
      expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    }
  });

  it('waits for a BSN only when its code has questions', async () => {
    await hub.createKnown();
    const asks = notificatieBericht('SS131', { vNummer: V_NUMMER });
    const asksNothing = notificatieBericht('SS126', { vNummer: V_NUMMER });
    await hub.process(asks, asksNothing);
    expect(await hub.ontvangst(asks)).toMatchObject({ status: 'wacht' });
    expect(await hub.ontvangst(asksNothing)).toMatchObject({ status: 'verwerkt' });
    expect(hub.requested).toEqual([]);
  });

  it('tells a death at once, and waits for a BSN to ask DUO with all the same', async () => {
    await hub.createKnown();
    const death = notificatieBericht('SS111', { vNummer: V_NUMMER });
    await hub.process(death, death);
    expect(await hub.ontvangst(death)).toMatchObject({
      status: 'wacht',
      reden: 'wacht op het BSN van deze persoon',
    });
    expect(await hub.duoFeiten()).toMatchObject([{ feitId: duoFeitId(death), antwoorden: {} }]);
    expect(hub.requested).toEqual([]);
  });

  it('tells a death also when DUO refuses to say more of who died', async () => {
    await hub.createKnown({ bsn: BSN });
    hub.duoAnswers(() => {
      throw new HubError('quarantaine', 'DUO: weigert inburgeringsplicht met status 403');
    });
    const death = notificatieBericht('SS111', { bsn: BSN, vNummer: V_NUMMER });
    await hub.process(death);
    expect(await hub.ontvangst(death)).toMatchObject({ status: 'verwerkt' });
    expect(await hub.duoFeiten()).toMatchObject([{ feitId: duoFeitId(death), antwoorden: {} }]);
  });

  it('goes to quarantine without a question to DUO when its BSN is another than the hub knows', async () => {
    await hub.createKnown({ bsn: BSN });
    const bericht = notificatieBericht('SS131', { bsn: OTHER_BSN, vNummer: V_NUMMER });
    await hub.process(bericht);
    expect(hub.requested).toEqual([]);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'quarantaine' });
    expect(await hub.duoFeiten()).toEqual([]);
  });
});

describe('an answer that is missing', () => {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;

  const missing: readonly [string, DuoResponses][] = [
    ['an empty list of results', { 'lbt/resultaten': [] }],
    ['no results at all (404)', {}],
  ];

  /** Processes a notification to which DUO has no answer until the queue does not offer it any more. */
  const pending = async (responses: DuoResponses = {}) => {
    hub.duoAnswers(() => responses);
    await hub.createKnown();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    let tries = 0;
    while ((await hub.process(bericht)).stays.length > 0) {
      tries += 1;
      hub.clock.now += 20_000;
    }
    return { bericht, tries };
  };

  /** Lets time pass with a run of the watch every minute; gives the moments at which the hub asked DUO. */
  const pass = async (ms: number): Promise<readonly number[]> => {
    const until = hub.clock.now + ms;
    const asked: number[] = [];
    while (hub.clock.now < until) {
      hub.clock.now += MINUTE;
      for (const bericht of await hub.offers()) {
        asked.push(hub.clock.now);
        await hub.process(bericht);
      }
    }
    return asked;
  };

  it.each(missing)('%s makes the message wait, visibly and not in quarantine', async (_, answer) => {
    const { bericht, tries } = await pending(answer);
    expect(tries).toBe(3);
    expect(await hub.ontvangst(bericht)).toMatchObject({
      status: 'wacht',
      reden:
        'wacht op DUO: nog geen lbt/resultaten bij SS131; de hub blijft het vragen, minstens tot 2025-10-21T07:00:00.000Z',
    });
    expect(await hub.duoFeiten()).toEqual([]);
    expect(hub.measured).not.toContainEqual(['InQuarantaine', 1]);
  });

  it('makes the message wait from the first try on, and puts it off on the queue for the first seconds only', async () => {
    hub.duoAnswers(() => ({}));
    await hub.createKnown();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect(await hub.process(bericht)).toEqual({ postponed: ['record-1'], stays: ['record-1'] });
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    expect(await hub.offers()).toEqual([]);
  });

  it('that DUO has seconds later is recorded at the next try', async () => {
    hub.duoAnswers(() => ({}));
    await hub.createKnown();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.process(bericht);
    hub.duoAnswers(() => ({ 'lbt/resultaten': [UITSLAG] }));
    expect(await hub.process(bericht)).toEqual({ postponed: [], stays: [] });
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
    expect(await hub.duoFeiten()).toHaveLength(1);
    hub.clock.now += HOUR;
    expect(await hub.offers()).toEqual([]);
  });

  it('is asked for again for two days, ever less often, and found on the last of them', async () => {
    const { bericht } = await pending();
    const asked = await pass(47 * HOUR);
    const waits = asked.slice(1).map((moment, index) => moment - (asked[index] ?? 0));
    expect(Math.max(...waits)).toBeLessThanOrEqual(HOUR + MINUTE);
    expect(asked.length).toBeLessThan(60);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    hub.duoAnswers(() => ({ 'lbt/resultaten': [UITSLAG] }));
    await pass(2 * HOUR);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
    expect(await hub.duoFeiten()).toHaveLength(1);
  });

  it('after two days puts the notification in quarantine with what to do, from where it is asked about anew', async () => {
    const { bericht } = await pending();
    await pass(PROMISED_MS + 2 * HOUR);
    expect(await hub.ontvangst(bericht)).toMatchObject({
      status: 'quarantaine',
      reden: expect.stringMatching(
        /^DUO had na 48 uur en \d+ keer vragen nog geen lbt\/resultaten bij SS131; vraag DUO ernaar/,
      ),
    });
    expect(hub.measured).toContainEqual(['InQuarantaine', 1]);
    const before = hub.requested.length;
    expect(await pass(5 * HOUR)).toEqual([]);
    await hub.dependencies.ontvangsten.heropnemen(bericht.ontvangstId);
    await hub.process(bericht);
    expect(hub.requested).toHaveLength(before + 1);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
  });

  it('is asked for by a further notification too, and what that brings ends the wait of the first', async () => {
    const { bericht } = await pending();
    hub.duoAnswers(() => ({ 'lbt/resultaten': [UITSLAG] }));
    const again = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.process(again);
    expect(await hub.ontvangst(again)).toMatchObject({ status: 'verwerkt' });
    await pass(HOUR);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt', reden: 'al bekend' });
    expect(await hub.duoFeiten()).toHaveLength(1);
  });

  it('stays in the list of pending answers while DUO is down, and is not given up for that', async () => {
    const { bericht } = await pending();
    hub.duoAnswers(() => {
      throw new HubError('postpone', 'DUO antwoordt niet: status 503');
    });
    const asked = await pass(PROMISED_MS + 10 * HOUR);
    expect(asked.length).toBeGreaterThan(50);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    hub.duoAnswers(() => ({ 'lbt/resultaten': [UITSLAG] }));
    await pass(2 * HOUR);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
  });

  it('holds up no other message', async () => {
    await hub.createKnown({ vNummer: '2712504443' }, 'TVS-2');
    hub.duoAnswers((bsn) => (bsn === BSN ? {} : { 'lbt/resultaten': [UITSLAG] }));
    await hub.createKnown();
    const waits = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    const other = notificatieBericht('SS131', { bsn: OTHER_BSN, vNummer: '2712504443' as Vnummer });
    expect((await hub.process(waits, other)).stays).toEqual(['record-1']);
    expect(await hub.ontvangst(other)).toMatchObject({ status: 'verwerkt' });
  });

  it('makes one run of the watch offer the message again when the first offer was lost', async () => {
    const { bericht } = await pending();
    hub.clock.now += 2 * MINUTE;
    const [one, other] = [await hub.offers(), await hub.offers()];
    expect([one.map(({ ontvangstId }) => ontvangstId), other]).toEqual([[bericht.ontvangstId], []]);
    hub.clock.now += 16 * MINUTE;
    expect(await hub.offers()).toHaveLength(1);
  });

  it('is recorded as missing when the code does not need it', async () => {
    hub.duoAnswers(() => ({}));
    await hub.createKnown();
    await hub.process(notificatieBericht('SS137', { bsn: BSN, vNummer: V_NUMMER }));
    expect(await hub.duoFeiten()).toMatchObject([{ antwoorden: {} }]);
  });

  it('because it cannot be used puts the notification in quarantine with what is wrong in it', async () => {
    hub.duoAnswers(() => {
      throw new HubError('quarantaine', 'DUO: antwoord op lbt/resultaten is ongeldig: 0/resultaat');
    });
    await hub.createKnown();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.process(bericht);
    expect(await hub.ontvangst(bericht)).toMatchObject({
      status: 'quarantaine',
      reden: 'DUO: antwoord op lbt/resultaten is ongeldig: 0/resultaat',
    });
  });
});

describe('an error of DUO about one person', () => {
  it('puts off that one message, settles the others, and lets that one succeed when it comes back', async () => {
    await hub.createKnown();
    await hub.createKnown({ vNummer: '2712504443' }, 'TVS-2');
    hub.duoAnswers((bsn) => {
      if (bsn === OTHER_BSN) throw new HubError('postpone', 'DUO antwoordt niet: status 503');
      return { 'lbt/resultaten': [UITSLAG] };
    });
    const soon = notificatieBericht('SS131', { bsn: OTHER_BSN, vNummer: '2712504443' as Vnummer });
    const now = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect(await hub.process(soon, now)).toEqual({ postponed: ['record-1'], stays: ['record-1'] });
    expect(await hub.ontvangst(soon)).toMatchObject({ status: 'ontvangen' });
    expect(await hub.ontvangst(now)).toMatchObject({ status: 'verwerkt' });

    hub.duoAnswers(() => ({ 'lbt/resultaten': [UITSLAG] }));
    expect(await hub.process(soon)).toEqual({ postponed: [], stays: [] });
    expect(await hub.ontvangst(soon)).toMatchObject({ status: 'verwerkt' });
  });
});

describe('zaken that a notification makes one, while DUO cannot be asked', () => {
  const NO_PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: false } };
  const both = () => notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });

  /** A zaak under a BSN, that ends, another of a V-nummer, and a message that waits for the BSN of that one. */
  const twoZaken = async () => {
    hub.duoAnswers(() => NO_PLICHT);
    await hub.process(notificatieBericht('SS101', { bsn: BSN }));
    const { updated } = await hub.createKnown();
    await hub.dependencies.zaakLists.store(updated);
    const waiting = notificatieBericht('SS137', { vNummer: V_NUMMER });
    await hub.process(waiting);
    hub.announced.length = 0;
    return { waiting, before: entries() };
  };
  /** What the zaak has in lists. */
  const entries = () =>
    hub.table.alles().filter(({ pk, sk }) => pk === `ZAAK#${hub.zaakId}` && !sk.startsWith('COMMIT#'));

  it.each([
    ['is away', () => new HubError('postpone', 'DUO antwoordt niet: status 503'), ['record-1']],
    ['refuses', () => new HubError('quarantaine', 'DUO: weigert lbt/resultaten met status 403'), []],
  ])('are announced, stand in lists, and wake what waited: DUO %s', async (_, failure, postponed) => {
    const { waiting, before } = await twoZaken();
    hub.duoAnswers(() => {
      throw failure();
    });
    expect(await hub.process(both())).toEqual({ postponed, stays: postponed });
    expect(hub.announced.map((one) => ZaakUpdated.parse(one).zaakId)).toContain(hub.zaakId);
    expect(entries()).not.toEqual(before);
    expect(hub.awoken).toContain(waiting.ontvangstId);
  });

  it('leave the notification on the queue, and DUO unasked, when they cannot be announced', async () => {
    await twoZaken();
    const asked = hub.requested.length;
    hub.busIsAway(true);
    const bericht = both();
    expect(await hub.process(bericht)).toEqual({ postponed: [], stays: ['record-1'] });
    expect(hub.requested).toHaveLength(asked);
    hub.busIsAway(false);
    hub.duoAnswers(() => ({ 'lbt/resultaten': [UITSLAG] }));
    expect(await hub.process(bericht)).toEqual({ postponed: [], stays: [] });
    expect(hub.announced).not.toEqual([]);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
  });
});

describe('a person who becomes known while the notification is processed', () => {
  /** A table on which another writer appends to a zaak just before the first append of the function. */
  const withIdea = (idea: (hub: ReturnType<typeof duoWorld>) => Promise<unknown>) => {
    const table = memoryTable();
    const undisturbed = duoWorld(table);
    let been = false;
    const disturbed = duoWorld({
      ...table,
      insert: async (item) => {
        if (!been && item.pk.startsWith('ZAAK#')) {
          been = true;
          await idea(undisturbed);
        }
        return table.insert(item);
      },
    });
    return disturbed;
  };

  it('makes the hub ask DUO after all, and record the fact', async () => {
    hub = withIdea((other) => other.createKnown({ bsn: BSN }));
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect((await hub.process(bericht)).stays).toEqual([]);
    expect(hub.requested).toEqual([{ bsn: BSN, queries: ['lbt/resultaten'], gemeente: '0907' }]);
    expect(await hub.duoFeiten()).toHaveLength(1);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
  });

  it('has the notification once on the timeline when another instance records it meanwhile', async () => {
    hub = withIdea(async (other) => {
      await other.createKnown({ bsn: BSN });
      await other.process(notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER }));
    });
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.process(bericht);
    expect(await hub.duoFeiten()).toHaveLength(1);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt', reden: 'al bekend' });
  });

  it('is not asked about when known under another BSN', async () => {
    hub = withIdea((other) => other.createKnown({ bsn: OTHER_BSN }));
    const bericht = notificatieBericht('SS131', { vNummer: V_NUMMER, bsn: BSN });
    await hub.process(bericht);
    expect(hub.requested).toEqual([]);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'quarantaine' });
  });
});

describe('a notification and the gemeente that DUO addresses', () => {
  const HUB = '00000099000000001000';
  const GENNEP = '00000099000009070000';
  const DEN_BOSCH = '00000099000007960000';
  const about = (code: string, doel: string) => ({
    ...notificatieBericht(code, { bsn: BSN, vNummer: V_NUMMER }),
    doel: doel as ReturnType<typeof notificatieBericht>['doel'],
  });

  it.each([
    ['the hub', HUB, 'SS131', '0907'],
    ['the gemeente of the person', GENNEP, 'SS131', '0907'],
    ['the gemeente that the person goes to', DEN_BOSCH, 'SS121', '0796'],
  ])(
    'addressed to %s makes the hub ask as the gemeente of the person, and the fact keeps that gemeente',
    async (_, doel, code, as) => {
      await hub.createKnown();
      const bericht = about(code, doel);
      await hub.process(bericht);
      expect(hub.requested.map(({ gemeente }) => gemeente)).toEqual([as]);
      expect(await hub.duoFeiten()).toMatchObject([{ doel, notificatie: { gebeurtenisId: code } }]);
      expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
    },
  );

  it('addressed to another gemeente goes to quarantine without a question to DUO, and stands on no timeline', async () => {
    await hub.createKnown();
    const bericht = about('SS110', DEN_BOSCH);
    await hub.process(bericht);
    expect(hub.requested).toEqual([]);
    expect(await hub.duoFeiten()).toEqual([]);
    expect(await hub.ontvangst(bericht)).toMatchObject({
      status: 'quarantaine',
      reden: expect.stringMatching(/^doel is gemeente 0796 en deze persoon hoort bij gemeente 0907; SS110 /),
    });
  });

  it('is taken out of quarantine once the person is koppelt to that gemeente', async () => {
    await hub.createKnown();
    const bericht = about('SS110', DEN_BOSCH);
    await hub.process(bericht);
    await hub.createKnown({}, 'TVS-2', { gemeentecode: '0796', datumKoppeling: '2025-09-01' });
    await hub.dependencies.ontvangsten.heropnemen(bericht.ontvangstId);
    await hub.process(bericht);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
    expect(await hub.duoFeiten()).toHaveLength(1);
  });

  it('about a person whom DUO does not let the hub ask about (403) goes to quarantine at once, with that reason', async () => {
    const reason =
      'DUO: weigert inburgeringsplicht met status 403: deze persoon hoort volgens DUO niet bij gemeente 0907';
    hub.duoAnswers(() => {
      throw new HubError('quarantaine', reason);
    });
    await hub.createKnown();
    const bericht = about('SS101', GENNEP);
    expect(await hub.process(bericht)).toEqual({ postponed: [], stays: [] });
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'quarantaine', reden: reason });
  });
});
