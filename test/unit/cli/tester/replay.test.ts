import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../../../../cli/tester/replay.ts';
import type { Answer } from '../../../../client/http.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import { caught } from '../../../hub/test-hub.ts';

const EVENT = { van: 'coa', bericht: { id: '1', type: 'nl.tvs.koppeling.geregistreerd.v1' } };
const RECEIPT = {
  ontvangstId: '00000000-0000-4000-8000-000000000001',
  type: EVENT.bericht.type,
  organisatie: 'coa',
  sinds: '2026-06-01T10:00:00.000Z',
};
const TAKEN: Answer = { status: 202, body: { ontvangstId: RECEIPT.ontvangstId } };

interface Behaviour {
  readonly answer?: Answer;
  /** Where the message is when everything that can be done is done. */
  readonly list?: 'ontvangen' | 'quarantaine';
  readonly reden?: string;
}

/** A hub that takes one message, and keeps what it was sent. */
const hubThat = ({ answer = TAKEN, list, reden }: Behaviour = {}) => {
  const sent: unknown[] = [];
  const isThere = () => sent.length > 0;
  const receipt = { ...RECEIPT, status: list, ...(reden === undefined ? {} : { reden }) };
  const hub = {
    url: 'http://hub',
    speaksFor: () => false,
    call: async (_organisation: string, _path: string, { body }: { body?: unknown }) => {
      sent.push(body);
      return answer;
    },
    callLocal: async () => ({ status: list === 'ontvangen' ? 408 : 204, body: undefined }),
    openstaand: async () => ({ ontvangen: list === 'ontvangen' ? 1 : 0, nogTeVersturen: 0, post: {} }),
    ontvangsten: async (status: string) => (status === list && isThere() ? [receipt] : []),
    balans: async () => ({
      ontvangsten: { ontvangen: 0, [list ?? 'verwerkt']: isThere() ? 1 : 0 },
      zaken: 0,
      post: {},
    }),
  };
  return { hub: hub as unknown as HubClient, sent };
};

describe('hub replay of one file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-replay-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const replayed = async (behaviour: Behaviour, ...steps: readonly object[]) => {
    const file = join(folder, 'a.jsonl');
    await writeFile(file, steps.map((step) => `${JSON.stringify(step)}\n`).join(''));
    const { hub, sent } = hubThat(behaviour);
    const { output, written } = caught();
    const ended = await replay(hub, file, { wait: 0 }, output).then(
      (code) => ({ code, error: '' }),
      (error: Error) => ({ code: 1, error: error.message }),
    );
    return { ...ended, lines: written, sent };
  };

  it('ends with 0 when all went as expected, and names a step that repeats another', async () => {
    const { code, lines } = await replayed({}, EVENT, EVENT);
    expect(code).toBe(0);
    expect(lines).toContain(
      'Al bekend     1 of these the hub had already, 1 of them from an earlier step of this file',
    );
    expect(lines).toContain(
      'Messages out  none: of 2 steps 1 known already, 1 processed that change nothing a partner is told',
    );
  });

  it('ends with 1 when a message is in quarantine, with its reason', async () => {
    const { code, lines } = await replayed({ list: 'quarantaine', reden: 'score kent geen punt' }, EVENT);
    expect(code).toBe(1);
    expect(lines).toContain(`  in quarantine: ${RECEIPT.type} ${RECEIPT.ontvangstId}: score kent geen punt`);
  });

  it('ends with 1 when the hub is not at rest, with what is not', async () => {
    const { code, error } = await replayed({ list: 'ontvangen' }, EVENT);
    expect(code).toBe(1);
    expect(error).toContain(`not processed: ${RECEIPT.type} ${RECEIPT.ontvangstId}`);
  });

  it('ends with 1 when a message is refused, with each fault on a line after its pointer', async () => {
    const errors = [
      { pointer: '/data/personen', detail: 'ontbreekt' },
      { pointer: '/data/gemeentecode', detail: 'geen deelnemer' },
    ];
    const { code, lines } = await replayed({ answer: { status: 400, body: { errors } } }, EVENT);
    expect(code).toBe(1);
    expect(lines).toEqual(
      expect.arrayContaining(['    /data/personen ontbreekt', '    /data/gemeentecode geen deelnemer']),
    );
  });

  it('sends nothing of a file with a key that no step has, and names the nearest', async () => {
    const { code, error, sent } = await replayed({}, EVENT, { ...EVENT, verwaht: 400 });
    expect({ code, sent }).toEqual({ code: 1, sent: [] });
    expect(error).toBe('a.jsonl, line 2: is not a step: check verwaht (did you mean verwacht?)');
  });
});
