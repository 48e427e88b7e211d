import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXAMPLE } from '../../../../cli/tester/example.ts';
import type { Ontvangst } from '../../../../client/answers.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import { notificationId } from '../../../../client/scenario/notification-id.ts';
import { bsnOf, expectedStatus, isDuoStep, parseScenario } from '../../../../client/scenario/parse.ts';
import { readScenario } from '../../../../client/scenario/read.ts';
import { runScenario } from '../../../../client/scenario/run.ts';
import { type Stock, summarise, summaryLines } from '../../../../client/scenario/summary.ts';
import { inboundSchema } from '../../../../contracts/berichttypen.ts';
import { Notificatie } from '../../../../contracts/duo.ts';
import { DUO_QUERIES } from '../../../../contracts/duo-queries.ts';
import { isInboundType } from '../../../../contracts/event-types.ts';
import { faultsOf } from '../../../../contracts/faults.ts';
import { EMPTY_POSTBALANS } from '../../../../domain/delivery/books.ts';

const EVENT = '{"van":"coa","bericht":{"id":"1","type":"nl.tvs.koppeling.geregistreerd.v1"}}';
const DUO =
  '{"van":"duo","notificatie":{"gebeurtenisId":"SS131","bsn":"999966133"},"duo":{"lbt/resultaten":[]},"bsn":"999928193"}';

interface Call {
  readonly as: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A hub that records its calls and answers with the given status. */
const fakeHub = (status = 202) => {
  const calls: Call[] = [];
  const note = (
    as: string,
    path: string,
    request: { headers?: Readonly<Record<string, string>>; body?: unknown },
  ) => {
    calls.push({ as, path, headers: request.headers ?? {}, body: request.body });
    const answered = path === '/notificaties' && status === 202 ? 201 : status;
    return Promise.resolve({ status: as === 'local' ? 204 : answered, body: undefined });
  };
  const hub: Pick<HubClient, 'url' | 'call' | 'callLocal'> = {
    url: 'http://hub',
    call: (as, path, request) => note(as, path, request),
    callLocal: (path, request) => note('local', path, request),
  };
  return { hub: hub as HubClient, calls };
};

const settle = (): Promise<void> => Promise.resolve();

describe('reading a scenario', () => {
  it('takes one step a line and skips empty lines', () => {
    const steps = parseScenario(`${EVENT}\n\n${DUO}\n`, 'a.jsonl');
    expect(steps.map(isDuoStep)).toEqual([false, true]);
  });

  it('expects 202 for an event, 201 for a notification, and the status of the step where it has one', () => {
    const steps = parseScenario(
      `${EVENT}\n${DUO}\n${EVENT.replace('"van"', '"verwacht":400,"van"')}`,
      'a.jsonl',
    );
    expect(steps.map(expectedStatus)).toEqual([202, 201, 400]);
  });

  it('prefers the bsn of the step to that of the notification', () => {
    const [one, other] = parseScenario(`${DUO}\n${DUO.replace(',"bsn":"999928193"', '')}`, 'a.jsonl').filter(
      isDuoStep,
    );
    expect(one && bsnOf(one)).toBe('999928193');
    expect(other && bsnOf(other)).toBe('999966133');
  });

  it.each([
    ['text that is not JSON', '{"van":'],
    ['a list', '[]'],
    ['a step without a sender', '{"bericht":{}}'],
    ['a member that no step has', EVENT.replace('"van"', '"wie":"x","van"')],
    ['an expectation that is no HTTP status', EVENT.replace('"van"', '"verwacht":"ja","van"')],
    ['answers of DUO about nobody', '{"van":"duo","notificatie":{"vNummer":1},"duo":{"doelgroep":{}}}'],
  ])('names the line of %s and does not repeat the text', (_what, line) => {
    expect(() => parseScenario(`${EVENT}\n\n${line}`, 'a.jsonl')).toThrow(
      /^a\.jsonl, line 3: (?!.*bericht":)/,
    );
  });

  it.each([
    [
      'DUO key',
      DUO.replace('lbt/resultaten', 'lbt/resultaat'),
      'lbt/resultaat (did you mean lbt/resultaten?)',
    ],
    ['key of a step', EVENT.replace('"van"', '"verwaht":400,"van"'), 'verwaht (did you mean verwacht?)'],
  ])('names the nearest known name for a misspelled %s', (_what, line, told) => {
    expect(() => parseScenario(line, 'a.jsonl')).toThrow(told);
  });

  it('refuses a file without steps and a file that does not exist', () => {
    expect(() => parseScenario('\n', 'a.jsonl')).toThrow('a.jsonl holds no steps');
    expect(() => readScenario('/nowhere/a.jsonl')).toThrow('cannot read /nowhere/a.jsonl (ENOENT)');
  });
});

describe.each([
  ['the bundled household', EXAMPLE, ['coa', 'brp', 'duo']],
  ['the sandbox gemeente', join(EXAMPLE, '..', 'oefengemeente.jsonl'), ['coa', 'brp']],
])('%s', (_, file, sources) => {
  const steps = readScenario(file);

  it('holds only messages that satisfy the contracts', () => {
    for (const step of steps) {
      if (isDuoStep(step)) {
        expect(Notificatie.safeParse(step.notificatie).success).toBe(true);
        for (const [key, body] of Object.entries(step.duo ?? {})) {
          const schema = DUO_QUERIES[key as keyof typeof DUO_QUERIES];
          expect(schema.safeParse(body).success, key).toBe(true);
        }
      } else {
        const type = String(step.bericht['type']);
        if (!isInboundType(type)) throw new Error(`unknown type ${type}`);
        const outcome = inboundSchema(type).safeParse(step.bericht);
        expect(outcome.success ? [] : faultsOf(outcome.error, step.bericht)).toEqual([]);
      }
    }
  });

  it('has steps of the expected sources and names only test numbers', () => {
    expect(new Set(steps.map((step) => step.van))).toEqual(new Set(sources));
    for (const bsn of JSON.stringify(steps).match(/"bsn":"(\d{9})"/g) ?? []) expect(bsn).toMatch(/"9999/);
  });
});

describe('replaying', () => {
  it('sends an event as the organisation that the step names', async () => {
    const { hub, calls } = fakeHub();
    expect(await runScenario(hub, parseScenario(EVENT, 'a'), { settle })).toEqual([]);
    expect(calls).toEqual([
      {
        as: 'coa',
        path: '/gebeurtenissen',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: { id: '1', type: 'nl.tvs.koppeling.geregistreerd.v1' },
      },
    ]);
  });

  describe('a message about a zaak that a step names by its person', () => {
    const REPORT =
      '{"van":"gemeente-9999","zaak":{"vNummer":"2799990017"},"bericht":{"id":"2","data":{"datum":"2025-12-01"}}}';
    const ofPerson = (found: readonly { readonly zaakId: string }[]) => {
      const { hub, calls } = fakeHub();
      const asked: unknown[] = [];
      const find: HubClient['find'] = (key, gemeentecode) => {
        asked.push({ key, gemeentecode, after: calls.length });
        return Promise.resolve(found as Awaited<ReturnType<HubClient['find']>>);
      };
      return { hub: { ...hub, find }, calls, asked };
    };

    it('gets the id that the hub gave it, once what was sent before is dealt with', async () => {
      const { hub, calls, asked } = ofPerson([{ zaakId: 'zaak-1' }]);
      const settled: number[] = [];
      const steps = parseScenario(`${EVENT}\n${REPORT}`, 'a.jsonl');
      const deviations = await runScenario(hub, steps, {
        settle: async () => settled.push(calls.length),
      });
      expect(deviations).toEqual([]);
      expect([settled, asked]).toEqual([
        [1],
        [{ key: { vNummer: '2799990017' }, gemeentecode: '9999', after: 1 }],
      ]);
      expect(calls.at(-1)).toMatchObject({
        as: 'gemeente-9999',
        body: { id: '2', data: { zaakId: 'zaak-1', datum: '2025-12-01' } },
      });
    });

    it('looks the same person up once for reports that follow each other, and anew after what a source said', async () => {
      const { hub, calls, asked } = ofPerson([{ zaakId: 'zaak-1' }]);
      const steps = parseScenario([EVENT, REPORT, REPORT, EVENT, REPORT, DUO, REPORT].join('\n'), 'a.jsonl');
      expect(await runScenario(hub, steps, { settle })).toEqual([]);
      expect(asked).toHaveLength(3);
      const reported = calls.filter(({ as }) => as === 'gemeente-9999');
      expect(reported.map(({ body }) => (body as { data: object }).data)).toEqual(
        Array.from({ length: 4 }, () => ({ zaakId: 'zaak-1', datum: '2025-12-01' })),
      );
    });

    it('ends the replay with its number when the hub has no zaak of that person', async () => {
      const { hub } = ofPerson([]);
      const steps = parseScenario(`${EVENT}\n${REPORT}`, 'a.jsonl');
      await expect(runScenario(hub, steps, { settle })).rejects.toThrow('step 2 is about a zaak');
    });

    it.each(['{"vNummer":"1"}', '{"naam":"x"}', '{}', '"2799990017"'])(
      'is no step when it names the person by %s',
      (zaak) => {
        const line = REPORT.replace('{"vNummer":"2799990017"}', zaak);
        expect(() => parseScenario(line, 'a.jsonl')).toThrow('a.jsonl, line 1: is not a step: check zaak');
      },
    );
  });

  it('first sets the answers of DUO and then notifies as DUO', async () => {
    const { hub, calls } = fakeHub();
    expect(await runScenario(hub, parseScenario(DUO, 'a'), { settle })).toEqual([]);
    expect(calls.map(({ as, path }) => `${as} ${path}`)).toEqual([
      'local /_lokaal/duo/antwoorden',
      'duo /notificaties',
    ]);
    expect(calls[0]?.body).toEqual({ bsn: '999928193', antwoorden: { 'lbt/resultaten': [] } });
    expect(calls[1]?.headers).toEqual({
      bron: '00000099000000004000',
      doel: '00000099000000001000',
      berichtId: notificationId({ gebeurtenisId: 'SS131', bsn: '999966133' }),
    });
  });

  it('lets the hub finish before an answer of DUO changes, and not otherwise', async () => {
    const { hub } = fakeHub();
    let times = 0;
    const counting = (): Promise<void> => {
      times += 1;
      return Promise.resolve();
    };
    const changed = DUO.replace('"lbt/resultaten":[]', '"lbt/resultaten":[{}]');
    await runScenario(hub, parseScenario(`${DUO}\n${DUO}`, 'a'), { settle: counting });
    expect(times).toBe(0);
    await runScenario(hub, parseScenario(`${DUO}\n${changed}`, 'a'), { settle: counting });
    expect(times).toBe(1);
  });

  it('lets the hub finish before every next step when it replays step for step', async () => {
    const { hub, calls } = fakeHub();
    const sentBefore: number[] = [];
    const counting = async (): Promise<void> => {
      sentBefore.push(calls.length);
    };
    const steps = parseScenario([EVENT, EVENT, EVENT].join('\n'), 'a');
    await runScenario(hub, steps, { settle: counting, stepForStep: true });
    expect(sentBefore).toEqual([1, 2]);
  });

  it('lets the hub finish before a step that asks so', async () => {
    const { hub, calls } = fakeHub();
    const sentBefore: number[] = [];
    const counting = async (): Promise<void> => {
      sentBefore.push(calls.length);
    };
    const afterRest = EVENT.replace('"van"', '"naRust":true,"van"');
    await runScenario(hub, parseScenario([EVENT, EVENT, afterRest, EVENT].join('\n'), 'a'), {
      settle: counting,
    });
    expect(sentBefore).toEqual([2]);
  });

  it('collects unexpected answers and goes on', async () => {
    const { hub } = fakeHub(400);
    const steps = parseScenario(`${EVENT}\n${EVENT.replace('"van"', '"verwacht":400,"van"')}\n${DUO}`, 'a');
    expect(await runScenario(hub, steps, { settle })).toEqual([
      { stap: 1, verwacht: 202, gekregen: 400, uitleg: 'HTTP 400' },
      { stap: 3, verwacht: 201, gekregen: 400, uitleg: 'HTTP 400' },
    ]);
  });

  describe('a message that has to end in quarantine', () => {
    const TO_QUARANTAINE = '"verwacht":"quarantaine","van"';
    const event = parseScenario(EVENT.replace('"van"', TO_QUARANTAINE), 'a');
    const duo = parseScenario(DUO.replace('"van"', TO_QUARANTAINE), 'a');
    const OURS = '00000000-0000-4000-8000-000000000002';

    /** A hub with these messages in quarantine and these numbers of messages, before and after the step. */
    const hubWith = (
      lists: readonly (readonly [string, string])[][],
      accepted: readonly number[],
      body?: unknown,
    ) => {
      const { hub, calls } = fakeHub();
      let looks = 0;
      return {
        calls,
        hub: {
          ...hub,
          call: async (...given: Parameters<HubClient['call']>) => ({ ...(await hub.call(...given)), body }),
          ontvangsten: async () =>
            (lists[looks] ?? []).map(([ontvangstId, organisatie]) => ({ ontvangstId, organisatie })),
          balans: async () => {
            looks += 1;
            return { ontvangsten: { verwerkt: accepted[looks - 1] ?? 0 } };
          },
        } as unknown as HubClient,
      };
    };

    it('is as expected when its ontvangst is in quarantine', async () => {
      const { hub } = hubWith([[], [[OURS, 'coa']]], [1, 2], { ontvangstId: OURS });
      const found: string[] = [];
      const options = { settle, onQuarantaine: (id: string) => found.push(id) };
      expect(await runScenario(hub, event, options)).toEqual([]);
      expect(found).toEqual([OURS]);
    });

    it('deviates when its ontvangst is not in quarantine', async () => {
      const { hub } = hubWith([[], [['another', 'coa']]], [1, 2], { ontvangstId: OURS });
      expect(await runScenario(hub, event, { settle })).toMatchObject([
        { stap: 1, verwacht: 'quarantaine', gekregen: 202 },
      ]);
    });

    it('deviates by its status when the hub refuses it', async () => {
      const { hub } = fakeHub(400);
      const refusing = { ...hub, ...hubWith([[], []], [1, 1]).hub, call: hub.call };
      expect(await runScenario(refusing, event, { settle })).toMatchObject([
        { stap: 1, verwacht: 202, gekregen: 400 },
      ]);
    });

    it('is, for a notification of DUO, the one that came to quarantine during the step', async () => {
      const { hub } = hubWith(
        [
          [['old', 'duo']],
          [
            ['old', 'duo'],
            ['new', 'duo'],
          ],
        ],
        [1, 2],
      );
      const found: string[] = [];
      await runScenario(hub, duo, { settle, onQuarantaine: (id) => found.push(id) });
      expect(found).toEqual(['new']);
      const nothingNew = hubWith([[['old', 'duo']], [['old', 'duo']]], [1, 2]);
      expect(await runScenario(nothingNew.hub, duo, { settle })).toMatchObject([{ verwacht: 'quarantaine' }]);
    });

    it('is, for a notification that the hub already had, one that was in quarantine before', async () => {
      const { hub } = hubWith([[['old', 'duo']], [['old', 'duo']]], [2, 2]);
      expect(await runScenario(hub, duo, { settle })).toEqual([]);
    });
  });

  it('gives the same notification the same berichtId, whatever the order of its members', () => {
    const id = notificationId({ bsn: '999966133', gebeurtenisId: 'SS131' });
    expect(notificationId({ gebeurtenisId: 'SS131', bsn: '999966133' })).toBe(id);
    expect(notificationId({ gebeurtenisId: 'SS139', bsn: '999966133' })).not.toBe(id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('the summary of a replay', () => {
  const ontvangst = (number: number, organisation: string, reason?: string): Ontvangst => ({
    ontvangstId: `00000000-0000-4000-8000-00000000000${number}` as Ontvangst['ontvangstId'],
    status: 'quarantaine',
    type: 'nl.tvs.koppeling.geregistreerd.v1',
    organisatie: organisation,
    sinds: '2025-06-20T08:32:00.000Z',
    ...(reason === undefined ? {} : { reden: reason }),
  });
  const stock = (
    processed: number,
    taalschool: number,
    quarantaine: readonly Ontvangst[],
    own?: Stock['own'],
  ): Stock => ({
    own,
    balans: {
      ontvangsten: { ontvangen: 0, wacht: 0, quarantaine: quarantaine.length, verwerkt: processed },
      aangenomen: 0,
      verdwenen: [],
      zaken: 2,
      post: {
        '0907/taalschool': { ...EMPTY_POSTBALANS, geproduceerd: taalschool },
        '1734/taalschool': { ...EMPTY_POSTBALANS, geproduceerd: 1 },
      },
      nogTeVersturen: 0,
      verschillen: [],
    },
    wachtend: [],
    quarantaine,
  });
  const earlier = ontvangst(1, 'duo', 'of before');
  const mine = ontvangst(2, 'coa', 'score kent geen punt');
  const before = stock(6, 3, [earlier]);
  const after = stock(8, 5, [earlier, mine, ontvangst(3, 'duo', 'no answer')]);
  const sent = {
    receipts: new Set([String(mine.ontvangstId)]),
    accepted: 5,
    repeated: 1,
    expected: new Set<string>(),
  };
  const deviations = [
    {
      stap: 4,
      verwacht: 202,
      gekregen: 400,
      uitleg: 'HTTP 400; ongeldig',
      fouten: ['/data ontbreekt', '/id x'],
    },
  ];
  const summary = summarise(6, deviations, sent, before, after);

  it('counts the outcomes of the messages of this file, not of the hub', () => {
    expect(summary).toMatchObject({
      stappen: 6,
      zoalsVerwacht: 5,
      afwijkingen: [{ stap: 4, verwacht: 202, gekregen: 400 }],
      alBekend: 1,
      zaken: 0,
      berichten: { taalschool: 2 },
      wachtend: 0,
      quarantaine: 2,
      ontvangen: 0,
      verwerkt: 3,
    });
    expect(summary.inQuarantaine.map(({ reden }) => reden)).toEqual(['score kent geen punt', 'no answer']);
  });

  it('gives each deviation on a line of its own, and the reason of a message in quarantine', () => {
    const lines = summaryLines(summary, deviations);
    expect(lines).toContain('  step 4: expected 202, got 400 (HTTP 400; ongeldig)');
    expect(lines).toContain('    /data ontbreekt');
    expect(lines).toContain('    /id x');
    expect(lines.join('\n')).toContain(`${mine.ontvangstId}: score kent geen punt`);
  });

  it('counts zaken and messages of its own people, and apart those of other people meanwhile', () => {
    const own = (zaakIds: readonly string[], produced: number): Stock['own'] => ({
      zaakIds: new Set(zaakIds),
      berichten: { '0907/taalschool': produced },
      soorten: { '0907/taalschool gemeld': 1, '0907/taalschool gewijzigd': produced - 1 },
      uncomposed: [],
    });
    const summed = summarise(
      6,
      [],
      sent,
      stock(6, 3, [earlier], own(['a'], 1)),
      stock(8, 9, [earlier], own(['a', 'b'], 3)),
    );
    expect(summed).toMatchObject({ zaken: 1, berichten: { taalschool: 2 }, overigeBerichten: 4 });
    expect(summed.berichtenPerSoort).toEqual({ gewijzigd: { taalschool: 2 } });
    expect(summaryLines(summed, [])).toContain('  gewijzigd: taalschool 2');
    expect(summaryLines(summed, []).join('\n')).toContain('and 4 about people');
  });

  it('tells apart which messages in quarantine a step expects', () => {
    const expecting = { ...sent, expected: new Set([String(mine.ontvangstId)]) };
    const summed = summarise(6, [], expecting, before, after);
    expect(summed).toMatchObject({ quarantaine: 2, zoalsVerwachtInQuarantaine: 1 });
    expect(summaryLines(summed, [])).toContain('  expected in quarantine: 1 of these');
  });

  it('says that the hub already knew every message', () => {
    const all = { receipts: new Set<string>(), accepted: 5, repeated: 0, expected: new Set<string>() };
    const known = summarise(5, [], all, before, before);
    expect(known).toMatchObject({ alBekend: 5, berichten: {}, quarantaine: 0, verwerkt: 5 });
    expect(summaryLines(known, [])).toContain(
      'Alles was al bekend: the hub had the messages of all 5 steps already, so nothing follows',
    );
  });

  it('says how many the hub had already, and never fewer than the file itself repeats while others send', () => {
    const busy = summarise(6, [], { ...sent, accepted: 6, repeated: 2 }, stock(6, 3, []), stock(26, 5, []));
    expect(busy).toMatchObject({ alBekend: 2, herhaald: 2 });
    expect(summaryLines(busy, [])).toContain(
      'Al bekend     2 of these the hub had already, 2 of them from an earlier step of this file',
    );
  });

  it('says why no partner was told anything', () => {
    const silent = summarise(6, deviations, sent, before, stock(8, 3, [earlier, mine]));
    expect(summaryLines(silent, deviations)).toContain(
      'Messages out  none: of 6 steps 1 refused, 1 in quarantine, 2 known already, 2 processed that change nothing a partner is told',
    );
  });
});
