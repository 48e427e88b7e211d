import { beforeEach, describe, expect, it } from 'vitest';
import type { Duo } from '../../../../adapters/duo/duo.ts';
import { memoryTable } from '../../../../adapters/memory/table.ts';
import { createPseudonyms } from '../../../../adapters/secrets/pseudonyms.ts';
import {
  createKoppelingLogs,
  createPersoonsnummerLogs,
  createZaakLogs,
} from '../../../../adapters/table/logs.ts';
import { createOntvangsten } from '../../../../adapters/table/ontvangsten.ts';
import { createPendingAnswers } from '../../../../adapters/table/pending-answers.ts';
import { createZaakLists } from '../../../../adapters/table/zaak-entries.ts';
import type { Vnummer } from '../../../../contracts/base-types.ts';
import type { DuoQuery, DuoResponses } from '../../../../contracts/duo.ts';
import { DuoBericht, type InboundBericht } from '../../../../contracts/internal/bus-events.ts';
import { PROMISED_MS } from '../../../../domain/duo/pending.ts';
import { HubError } from '../../../../domain/errors.ts';
import { duoFeitId } from '../../../../domain/zaak/decide.ts';
import { dossierOf } from '../../../../domain/zaak/dossier.ts';
import { offerPendingQuestions } from '../../../../functions/bewaking/pending-answers.ts';
import { processKoppeling } from '../../../../functions/coa/process-koppeling.ts';
import { processNotificatie } from '../../../../functions/duo/process-notificatie.ts';
import { processMessages } from '../../../../functions/shared/process-messages.ts';
import { koppeling } from '../../domain/support.ts';
import {
  BSN,
  batch,
  koppelingBericht,
  notificatieBericht,
  OTHER_BSN,
  V_NUMMER,
  written,
} from '../berichten.ts';

/** Notify, then fetch: what the hub asks DUO, when it does not, and what becomes of the answers. */

const UITSLAG = {
  resultaat: 'B1-route haalbaar' as const,
  behaaldeScore: '36,00',
  benodigdeScore: '28,00',
  datumAfname: '2025-10-17',
};

const world = (table = memoryTable()) => {
  const requested: { bsn: string; queries: readonly DuoQuery[] }[] = [];
  const { telemetry, measured } = written();
  let response: (bsn: string) => DuoResponses = () => ({ 'lbt/resultaten': [UITSLAG] });
  let unknownFields = 0;
  const duo: Duo = {
    query: async (bsn, queries) => {
      requested.push({ bsn, queries });
      return { antwoorden: response(bsn), unknownFields };
    },
  };
  const announced: unknown[] = [];
  const clock = { now: Date.parse('2025-10-19T07:00:00Z') };
  const offered: InboundBericht[] = [];
  const dependencies = {
    zaken: createZaakLogs(table),
    numbers: createPersoonsnummerLogs(table),
    koppelingen: createKoppelingLogs(table),
    ontvangsten: createOntvangsten(table),
    zaakLists: createZaakLists(table),
    pseudonyms: createPseudonyms('een geheim dat alleen in tests bestaat'),
    bus: {
      publish: async (berichten: readonly InboundBericht[]) => {
        offered.push(...berichten);
      },
      announceUpdated: async (zaken: readonly unknown[]) => {
        announced.push(...zaken);
      },
    },
    telemetry,
    duo,
    pendingAnswers: createPendingAnswers(table),
    now: () => new Date(clock.now),
    chance: () => 0.999,
  };
  return {
    dependencies,
    clock,
    /** What the watch offers to the queue at this moment. */
    offers: async (): Promise<readonly InboundBericht[]> => {
      offered.length = 0;
      await offerPendingQuestions({ ...dependencies, now: new Date(clock.now) });
      return [...offered];
    },
    zaakId: dependencies.pseudonyms.zaakId(V_NUMMER),
    huishoudenId: dependencies.pseudonyms.huishoudenId('TVS-1'),
    requested,
    measured,
    announced,
    duoAnswers: (fresh: (bsn: string) => DuoResponses, unknown = 0) => {
      response = fresh;
      unknownFields = unknown;
    },
    /** The person with this V-nummer becomes known, with or without a BSN. */
    createKnown: (persoon: Record<string, unknown> = {}, koppelingId = 'TVS-1') =>
      processKoppeling(dependencies, koppelingBericht(koppeling({ koppelingId }, persoon))),
    process: async (...berichten: readonly InboundBericht[]) => {
      for (const bericht of berichten) await dependencies.ontvangsten.accept(bericht);
      const postponed: string[] = [];
      const responses = await processMessages(
        dependencies,
        DuoBericht,
        batch(...berichten),
        (bericht) => processNotificatie(dependencies, bericht),
        { putOff: async ({ messageId }) => postponed.push(messageId) },
      );
      return { postponed, stays: responses.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
    },
    ontvangst: ({ ontvangstId }: InboundBericht) => dependencies.ontvangsten.read(ontvangstId),
    duoFeiten: async (vNummer: Vnummer = V_NUMMER) =>
      dossierOf(await dependencies.zaken.read(dependencies.pseudonyms.zaakId(vNummer))).zaak.duo,
  };
};

let hub: ReturnType<typeof world>;
beforeEach(() => {
  hub = world();
});

describe('a notification about a known person', () => {
  it('makes the hub ask what its code is about, and record the answers with it', async () => {
    await hub.createKnown();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect(await hub.process(bericht)).toEqual({ postponed: [], stays: [] });
    expect(hub.requested).toEqual([{ bsn: BSN, queries: ['lbt/resultaten'] }]);
    expect(await hub.duoFeiten()).toMatchObject([
      { feitId: duoFeitId(bericht), antwoorden: { 'lbt/resultaten': [UITSLAG] } },
    ]);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
  });

  it('uses the BSN that another message brought', async () => {
    await hub.createKnown({ bsn: BSN });
    await hub.process(notificatieBericht('SS131', { vNummer: V_NUMMER }));
    expect(hub.requested).toEqual([{ bsn: BSN, queries: ['lbt/resultaten'] }]);
  });

  it('asks nothing when its code says all, known to DUO’s list or not', async () => {
    await hub.createKnown();
    await hub.process(
      notificatieBericht('SS111', { vNummer: V_NUMMER }),
      notificatieBericht('ZZ999', { vNummer: V_NUMMER }),
    );
    expect(hub.requested).toEqual([]);
    expect(await hub.duoFeiten()).toHaveLength(2);
  });

  it('asks nothing again when it comes again, under whatever id', async () => {
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

  it('announces the zaak again when it comes again, in case the first announcement was lost', async () => {
    await hub.createKnown();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.process(bericht);
    await hub.process(bericht);
    // The second time its household is looked at anew, which owes nobody anything.
    expect(hub.announced).toEqual([
      { zaakId: hub.zaakId, versie: 2, teVersturen: false },
      { zaakId: hub.zaakId, versie: 2, teVersturen: false },
      { zaakId: hub.huishoudenId, versie: 1, teVersturen: false },
    ]);
  });

  it('counts the members of DUO’s answers that the contract does not know', async () => {
    hub.duoAnswers(() => ({ 'lbt/resultaten': [UITSLAG] }), 3);
    await hub.createKnown();
    await hub.process(notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER }));
    expect(hub.measured).toEqual([['GenegeerdeDuoVelden', 3]]);
  });
});

describe('a notification about somebody of whom too little is known', () => {
  it('asks DUO nothing and waits', async () => {
    const withBsn = notificatieBericht('SS131', { bsn: BSN });
    const withVnummer = notificatieBericht('SS131', { vNummer: V_NUMMER });
    await hub.process(withBsn, withVnummer);
    expect(hub.requested).toEqual([]);
    for (const bericht of [withBsn, withVnummer]) {
      expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    }
  });

  it('waits for a BSN only when there is something to ask', async () => {
    await hub.createKnown();
    const asks = notificatieBericht('SS131', { vNummer: V_NUMMER });
    const asksNothing = notificatieBericht('SS111', { vNummer: V_NUMMER });
    await hub.process(asks, asksNothing);
    expect(await hub.ontvangst(asks)).toMatchObject({ status: 'wacht' });
    expect(await hub.ontvangst(asksNothing)).toMatchObject({ status: 'verwerkt' });
  });

  it('goes to quarantine unasked when its BSN is another than the hub knows', async () => {
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

  /** A notification to which DUO has no answer, asked about until the queue lets go of it. */
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

  /** Lets time pass as the clock of the watch does, every minute; the moments at which DUO was asked. */
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

  it.each(missing)(
    '%s says nothing yet: the message waits, visibly and not in quarantine',
    async (_, answer) => {
      const { bericht, tries } = await pending(answer);
      expect(tries).toBe(3);
      expect(await hub.ontvangst(bericht)).toMatchObject({
        status: 'wacht',
        reden:
          'wacht op DUO: nog geen lbt/resultaten bij SS131; de hub blijft het vragen, minstens tot 2025-10-21T07:00:00.000Z',
      });
      expect(await hub.duoFeiten()).toEqual([]);
      expect(hub.measured).not.toContainEqual(['InQuarantaine', 1]);
    },
  );

  it('waits from the first try on, and is put off on the queue for the first seconds alone', async () => {
    hub.duoAnswers(() => ({}));
    await hub.createKnown();
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect(await hub.process(bericht)).toEqual({ postponed: ['record-1'], stays: ['record-1'] });
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'wacht' });
    expect(await hub.offers()).toEqual([]);
  });

  it('that comes seconds later is recorded at the next try', async () => {
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

  it('keeps its place in the list while DUO is down, and is not given up for that', async () => {
    const { bericht } = await pending();
    hub.duoAnswers(() => {
      throw new HubError('later opnieuw', 'DUO antwoordt niet: status 503');
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

  it('is offered again when the offer was lost, and by one run of the watch only', async () => {
    const { bericht } = await pending();
    hub.clock.now += 2 * MINUTE;
    const [one, other] = [await hub.offers(), await hub.offers()];
    expect([one.map(({ ontvangstId }) => ontvangstId), other]).toEqual([[bericht.ontvangstId], []]);
    hub.clock.now += 16 * MINUTE;
    expect(await hub.offers()).toHaveLength(1);
  });

  it('is recorded as such when the code does not need it', async () => {
    hub.duoAnswers(() => ({}));
    await hub.createKnown();
    await hub.process(notificatieBericht('SS137', { bsn: BSN, vNummer: V_NUMMER }));
    expect(await hub.duoFeiten()).toMatchObject([{ antwoorden: {} }]);
  });

  it('because it is unusable puts the notification in quarantine with what is wrong', async () => {
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

describe('DUO that does not answer about one person', () => {
  it('puts off that one message; the others are settled, and it succeeds when it comes back', async () => {
    await hub.createKnown();
    await hub.createKnown({ vNummer: '2712504443' }, 'TVS-2');
    hub.duoAnswers((bsn) => {
      if (bsn === OTHER_BSN) throw new HubError('later opnieuw', 'DUO antwoordt niet: status 503');
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

describe('a person who becomes known while the notification is looked at', () => {
  /** A table of which the first append to a zaak comes just after somebody else's. */
  const withIdea = (idea: (hub: ReturnType<typeof world>) => Promise<unknown>) => {
    const table = memoryTable();
    const undisturbed = world(table);
    let been = false;
    const disturbed = world({
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

  it('is asked about after all, and the fact is recorded', async () => {
    hub = withIdea((other) => other.createKnown({ bsn: BSN }));
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    expect((await hub.process(bericht)).stays).toEqual([]);
    expect(hub.requested).toEqual([{ bsn: BSN, queries: ['lbt/resultaten'] }]);
    expect(await hub.duoFeiten()).toHaveLength(1);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt' });
  });

  it('and whose notification somebody else records meanwhile has it once', async () => {
    hub = withIdea(async (other) => {
      await other.createKnown({ bsn: BSN });
      await other.process(notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER }));
    });
    const bericht = notificatieBericht('SS131', { bsn: BSN, vNummer: V_NUMMER });
    await hub.process(bericht);
    expect(await hub.duoFeiten()).toHaveLength(1);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'verwerkt', reden: 'al bekend' });
  });

  it('under another BSN is not asked about', async () => {
    hub = withIdea((other) => other.createKnown({ bsn: OTHER_BSN }));
    const bericht = notificatieBericht('SS131', { vNummer: V_NUMMER, bsn: BSN });
    await hub.process(bericht);
    expect(hub.requested).toEqual([]);
    expect(await hub.ontvangst(bericht)).toMatchObject({ status: 'quarantaine' });
  });
});
