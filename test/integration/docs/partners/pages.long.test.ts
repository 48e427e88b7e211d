import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PartnerDag } from '../../../../contracts/partner-dag.ts';
import { choosePort } from '../../../../local/port.ts';
import { scenario } from '../../../hub/test-hub.ts';
import { type CodeBlock, codeBlocks, readPage } from '../../../unit/docs/partners/pages.ts';
import { missing, PYTHON } from '../../../unit/docs/partners/runtimes.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';

/** The commands of the pages for partners, run without change in a folder that looks like the project. */

const PROJECT = join(import.meta.dirname, '../../../..');

let hub: RunningHub;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partnerbladzijde-'));
  for (const name of readdirSync(PROJECT)) symlinkSync(join(PROJECT, name), join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a page on a new hub, because it changes the door of the school. */
const onHubOfItsOwn = async (body: () => Promise<void>): Promise<void> => {
  const shared = hub;
  hub = await startHub();
  try {
    await body();
  } finally {
    await hub.stop();
    hub = shared;
  }
};

/** One block as part of a script: once, in the background, or repeated until it prints what the page promises. */
const toScript = ({ mode, code }: CodeBlock, port: number): string => {
  if (mode === '') return code;
  if (mode === 'achtergrond') {
    return `( ${code.trimEnd()} ) &\nuntil curl -s -o /dev/null http://127.0.0.1:${port}/; do sleep 0.1; done\n`;
  }
  const sought = mode.replace(/^wacht-op /, '');
  return `until UIT=$(\n${code}) && [[ $UIT == *'${sought}'* ]]; do sleep 0.2; done\n`;
};

/** Runs every command of a page in order, and throws the errors that they wrote. */
const follow = async (page: string): Promise<void> => {
  const port = await choosePort();
  const script = [
    'set -euo pipefail',
    "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT",
    ...codeBlocks(readPage(page))
      .filter(({ language }) => language === 'sh')
      .map((block) => toScript(block, port)),
  ]
    .join('\n')
    .replaceAll('http://127.0.0.1:8787', hub.hub.url)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replaceAll('POORT=8080', `POORT=${port}`);
  const child = spawn('bash', ['-c', script], {
    cwd: folder,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`${page} ended with ${code}: ${errors}`);
};

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

const Bericht = z.looseObject({ id: z.string(), type: z.string(), subject: z.string() });
const Tijdlijn = z.object({
  gebeurtenissen: z.array(z.object({ naam: z.string(), gegevens: z.record(z.string(), z.unknown()) })),
});
const List = z.object({ berichten: z.array(Bericht) });

const idsIn = (file: string): readonly string[] =>
  read(file)
    .trim()
    .split('\n')
    .map((line) => Bericht.parse(JSON.parse(line)).id);

/** The ids of the messages to the school, in this state or in any. */
const sent = async (state?: string): Promise<readonly string[]> => {
  // As the gemeente sees them: what was told of somebody before `vervallen` the school is no longer shown.
  const query = state === undefined ? '' : `&staat=${state}`;
  const { body } = await hub.client.call('gemeente-9999', `/berichten?partner=taalschool${query}`, {
    method: 'GET',
  });
  return List.parse(body).berichten.map(({ id }) => id);
};

describe('the commands of the pages for partners', () => {
  // The pages about the queue share a hub, because replaying the scenario again adds no message.
  beforeAll(async () => {
    hub = await startHub();
  });
  afterAll(() => hub.stop());

  it('oefenen.md fills the sandbox gemeente', async () => {
    await follow('oefenen.md');
    expect(await sent()).toHaveLength(6);
  });

  it('herleveren.md counts the messages first and sends them again then', async () => {
    await hub.play(scenario('oefengemeente.jsonl'));
    const told = (await hub.inQueue('9999', 'taalschool')).map(({ bericht }) => bericht);
    // One may have been told of somebody of whom the school may know no more, if that came before it was over.
    const over = new Set(
      told.filter(({ type }) => type.includes('.vervallen.')).map(({ subject }) => subject),
    );
    const again = told.filter(({ subject, type }) => !over.has(subject) || type.includes('.vervallen.'));
    await follow('herleveren.md');
    expect(JSON.parse(read('geteld.json'))).toEqual({ aantal: again.length });
    expect(JSON.parse(read('gevraagd.json'))).toMatchObject({ aantal: again.length });
    await hub.quiet();
    const ids = (await hub.inQueue('9999', 'taalschool')).map(({ bericht }) => bericht.id);
    expect([ids.length, new Set(ids).size]).toEqual([6 + again.length, 6]);
    expect(again.length).toBeGreaterThan(4);
  });

  it('melden.md reports a talk and takes it back, and the gemeente sees both', async () => {
    await follow('melden.md');
    const [zaakId] = List.parse(JSON.parse(read('berichten.json')))
      .berichten.filter(({ type }) => type.endsWith('.gemeld.v1'))
      .map(({ subject }) => subject);
    await hub.quiet();
    const { body } = await hub.client.call('gemeente-9999', `/zaken/${zaakId}/tijdlijn`, { method: 'GET' });
    const talks = Tijdlijn.parse(body).gebeurtenissen.filter(
      ({ naam }) => naam === 'brede-intake-gesprek-gevoerd',
    );
    expect(talks.map(({ gegevens }) => gegevens['status'])).toEqual(['vervangen', 'ingetrokken']);
    // The school saw its own report before it took that back.
    expect(read('tijdlijn.json')).toContain('brede-intake-gesprek-gevoerd');
  });

  it('daglijst.md shows the school the talk that it owes, and gives its calendar', async () => {
    await follow('daglijst.md');
    const talk = { gebeurtenis: 'brede-intake-gesprek-gevoerd', onderdeel: 'taalschool' };
    expect(PartnerDag.parse(JSON.parse(read('dag.json'))).zonderDag.lijst).toEqual([
      { zaakId: expect.any(String), ...talk },
    ]);
    expect(read('dag.txt')).toContain('brede-intake-gesprek-gevoerd (taalschool)');
    expect(read('agenda.ics')).toMatch(/^BEGIN:VCALENDAR\r\n.*END:VCALENDAR\r\n$/s);
  });

  it('wachtrij.md takes every message from the queue once', async () => {
    await follow('wachtrij.md');
    const all = await sent();
    expect(all).toHaveLength(6);
    expect(idsIn('ontvangen.jsonl').toSorted()).toEqual([...all].toSorted());
  });

  it('ophalen.md fetches the messages, and does not get a confirmed one again', () =>
    onHubOfItsOwn(async () => {
      await follow('ophalen.md');
      const [first, afterwards] = ['antwoord.json', 'daarna.json'].map((file) =>
        List.parse(JSON.parse(read(file))).berichten.map(({ id }) => id),
      );
      expect(first?.length).toBeGreaterThan(0);
      expect(afterwards).not.toContain(first?.[0]);
      expect(await sent('bevestigd')).toEqual([first?.[0]]);
      expect((await sent('klaargezet')).toSorted()).toEqual([...(afterwards ?? [])].toSorted());
    }));

  it.skipIf(missing(PYTHON) !== undefined)(
    'webhook.md delivers every message once, and its receiver passes the rehearsal',
    () =>
      onHubOfItsOwn(async () => {
        await follow('webhook.md');
        const received = idsIn('ontvangen.jsonl');
        expect(new Set(received).size).toBe(received.length);
        // The receiver has a message a moment before the hub knows that it has.
        await expect.poll(() => sent('bezorgd'), { timeout: 120_000 }).toHaveLength(6);
        const delivered = await sent('bezorgd');
        expect(received).toEqual(expect.arrayContaining([...delivered]));
      }),
  );

  // The last test, because after it the school of the shared hub fetches.
  it('van-deur-wisselen.md changes the door', async () => {
    await follow('van-deur-wisselen.md');
    expect(JSON.parse(read('gewisseld.json'))).toMatchObject({ deur: 'ophalen' });
  });
});
