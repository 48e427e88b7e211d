import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import type { Emitter } from '../../../../contracts/internal/metrics.ts';
import { accept } from '../../../../functions/shared/rest/accept.ts';
import { createTelemetry } from '../../../../functions/shared/telemetry.ts';
import { koppeling } from '../../domain/support.ts';
import { BSN, inschrijvingBericht, koppelingBericht, V_NUMMER } from '../berichten.ts';
import { hubInMemory } from '../hub-in-memory.ts';
import { catchLines } from '../output-lines.ts';

/** One id leads from the API to the message that a partner got, by what the functions log; checked against what is stored. */

const Line = z.looseObject({
  service: z.string(),
  ontvangstId: z.string().optional(),
  ontvangstIds: z.array(z.string()).optional(),
  zaken: z.array(z.string()).optional(),
  huishoudens: z.array(z.string()).optional(),
  zaakId: z.string().optional(),
  versie: z.int().optional(),
  berichtId: z.string().optional(),
  partner: z.string().optional(),
});

beforeEach(() => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const create = <Function extends Emitter>(fn: Function) => {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', `inburgeringshub-${fn}`);
  return createTelemetry(fn);
};

/** Takes these messages in as the API does and processes them; gives the hub and every structured line. */
const play = async (...berichten: readonly InboundBericht[]) => {
  const hub = hubInMemory(() => ({}), { telemetryOf: create });
  const lines = await catchLines(async () => {
    for (const bericht of berichten) {
      // The lines that follow are those of the API.
      create('api');
      await accept(
        {
          ontvangsten: hub.ontvangsten,
          bus: { publish: async () => undefined },
          sources: { heard: async () => undefined },
          acceptances: { note: async () => undefined },
          clock: { now: () => new Date(), sleep: async () => undefined },
          log: new Logger(),
        },
        bericht,
      );
      await hub.process([bericht]);
    }
  });
  return { hub, lines: lines.map((line) => Line.parse(line)), text: JSON.stringify(lines) };
};

/** What the query of docs/operations.md finds: every line with this id in it, in order. */
const withId = (lines: readonly z.infer<typeof Line>[], id: string) =>
  lines.filter((line) => JSON.stringify(line).includes(id));

/** One to each of six partners, and two to the gemeente: its new zaak, and the koppeling. */
const MESSAGES = 8;

describe('one id', () => {
  it('leads from the API over the commit to each message that a partner got', async () => {
    const bericht = koppelingBericht();
    const { hub, lines } = await play(bericht);
    const found = withId(lines, bericht.ontvangstId);
    const [accepted, processed, ...sent] = found;
    expect(found.map(({ service }) => service)).toEqual([
      'inburgeringshub-api',
      'inburgeringshub-coa',
      ...Array.from({ length: MESSAGES }, () => 'inburgeringshub-partnerberichten'),
    ]);
    expect(accepted?.ontvangstId).toBe(bericht.ontvangstId);
    // The zaak, and the household that the person belongs to.
    const zaakId = hub.pseudonyms.zaakId(V_NUMMER);
    const household = hub.pseudonyms.huishoudenId(koppeling().koppelingId);
    expect(processed).toMatchObject({ zaken: [`${zaakId}/1`], huishoudens: [`${household}/1`] });
    for (const id of [zaakId, household]) {
      const commit = await hub.table.read({ pk: `ZAAK#${id}`, sk: 'COMMIT#000001' });
      expect(JSON.parse(String(commit?.['inhoud']))).toMatchObject({
        feiten: [{ ontvangstId: bericht.ontvangstId }],
      });
    }
    for (const line of sent) {
      expect(line).toMatchObject({
        zaakId: line.partner === '0907/mage' ? household : zaakId,
        versie: 1,
        ontvangstIds: [bericht.ontvangstId],
      });
    }
    const queued = [...hub.queues].flatMap(([partner, items]) => items.map(({ id }) => [partner, id]));
    expect(queued).toHaveLength(MESSAGES);
    expect(sent.map(({ partner, berichtId }) => [partner, berichtId]).toSorted()).toEqual(queued.toSorted());
    for (const { zaakId: about, partner, berichtId } of sent) {
      const kept = await hub.table.partition(`POSTVAK#${about}`, `POST#${partner}#`);
      expect(kept.map(({ bericht }) => JSON.parse(String(bericht)).id)).toContain(berichtId);
    }
  });

  it('leads to what its own message changed and to nothing else', async () => {
    const first = koppelingBericht(koppeling({}, { bsn: BSN }));
    const second = inschrijvingBericht();
    const { hub, lines } = await play(first, second);
    const fromSecond = withId(lines, second.ontvangstId).flatMap(({ berichtId }) => berichtId ?? []);
    // What came of the koppeling alone is what is told with nothing after it.
    const alone = await play(first);
    const known = new Set([...alone.hub.queues.values()].flatMap((items) => items.map(({ id }) => id)));
    const changed = [...hub.queues.values()].flatMap((items) =>
      items.flatMap(({ id }) => (known.has(id) ? [] : [id])),
    );
    expect(changed.length).toBeGreaterThan(0);
    expect(fromSecond.toSorted()).toEqual(changed.toSorted());
  });

  it('leads through the wait of a message that came too early', async () => {
    const early = inschrijvingBericht();
    const { lines, hub } = await play(early, koppelingBericht(koppeling({}, { bsn: BSN })));
    const steps = withId(lines, early.ontvangstId).map(({ service, zaken }) => [service, zaken?.length]);
    expect(steps.slice(0, 3)).toEqual([
      ['inburgeringshub-api', undefined],
      ['inburgeringshub-brp', 0],
      ['inburgeringshub-brp', 1],
    ]);
    expect(await hub.ontvangsten.read(early.ontvangstId)).toMatchObject({ status: 'verwerkt' });
  });

  it('is all that the lines hold: no number, name or address of a person', async () => {
    const { text } = await play(koppelingBericht(koppeling({}, { bsn: BSN })), inschrijvingBericht());
    for (const personal of [BSN, '2798163871', 'Qasim', 'Yusuf', 'Brugstraat', '6591CD', '2002-02-27']) {
      expect(text).not.toContain(personal);
    }
  });
});

it('every line of an invocation carries its request id', async () => {
  const lines = await catchLines(async () => {
    const telemetry = create('coa');
    for (const awsRequestId of ['aanroep-1', 'aanroep-2']) {
      telemetry.begin({ awsRequestId } as Context);
      telemetry.info('iets', {});
      telemetry.fout('iets anders', {});
    }
  });
  expect(lines.map((line) => line['function_request_id'])).toEqual([
    'aanroep-1',
    'aanroep-1',
    'aanroep-2',
    'aanroep-2',
  ]);
});
