import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clock } from '../../../../cli/tester/clock.ts';
import { EXAMPLE } from '../../../../cli/tester/example.ts';
import { replay } from '../../../../cli/tester/replay.ts';
import { createHubClient, type HubClient, STANDARD_GEMEENTE } from '../../../../client/hub-client.ts';
import { caught } from '../../../hub/test-hub.ts';
import { type } from '../../../unit/cli/gemeente/support.ts';

const HUB = join(import.meta.dirname, '../../../../bin/hub.ts');
const V_NUMMER = '2790011234';

describe('a hub that was started on a date', () => {
  let folder: string;
  let child: ReturnType<typeof spawn>;
  let shown = '';
  let exited: Promise<unknown>;
  let errors: Promise<string>;
  let url: string;
  /** One client for all, so that a token of one date is shown on another. */
  let hub: HubClient;

  const records = (): string => join(folder, 'records.jsonl');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-clock-'));
    const args = ['start', '--port', '0', '--nu', '2025-12-17', '--log', records()];
    const started = spawn(process.execPath, [HUB, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    errors = text(started.stderr);
    exited = once(started, 'exit');
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    started.stdout.setEncoding('utf8').on('data', (part: string) => {
      shown += part;
      if (shown.includes('Ctrl-C stops the hub')) resolve();
    });
    await Promise.race([ready, exited]);
    url = /on (http:\S+)/.exec(shown)?.[1] ?? '';
    hub = createHubClient({ url });
  });
  afterAll(async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  });

  /** How the ten weeks of the example's household stand. On the date of this start they end as in its file, at 2025-12-29. */
  const pip = async (): Promise<string | undefined> => {
    const [zaak] = await hub.find({ vNummer: V_NUMMER });
    const { termijnen } = await hub.tijdlijn(zaak?.zaakId ?? '');
    return termijnen.find(({ id }) => id === 'TG07')?.stand;
  };

  /** What Gennep was told of those ten weeks, in order. */
  const announced = async (): Promise<readonly string[]> => {
    const [zaak] = await hub.find({ vNummer: V_NUMMER });
    return (
      (await hub.berichten('gemeente', STANDARD_GEMEENTE))
        .filter(({ subject, data }) => subject === zaak?.zaakId && data['termijnId'] === 'TG07')
        // The clock goes back, and with it the place in the feed.
        .toSorted((one, other) => Number(one.data['volgnummer']) - Number(other.data['volgnummer']))
        .map(({ type }) => type.split('.').slice(2, -1).join('-'))
    );
  };

  /** On which days the watch counted the terms of Gennep, and how many were exceeded then. */
  const counted = async (): Promise<readonly (readonly [string, unknown])[]> =>
    (await readFile(records(), 'utf8'))
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter(({ message, gemeentecode }) => message === 'zaken en termijnen' && gemeentecode === '0907')
      .map(({ timestamp, overschreden }) => [String(timestamp).slice(0, 10), overschreden]);

  it('says so, and plays the example on that date', async () => {
    expect(shown).toContain('The clock stands at 2025-12-17, 12:00');
    expect(shown).toMatch(/^ {2}2025-12-17 {2}nieuwe-inburgeraar-gemeld/m);
    expect(shown).toMatch(/TG07 .* loopt /);
    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    await expect.poll(counted).toEqual([['2025-12-17', 0]]);
    expect(await pip()).toBe('loopt');
    expect(await announced()).toEqual(['termijn-nadert']);
  });

  it('goes to another date for a replay, and stays there when its watch has looked', async () => {
    const { output, written } = caught();
    expect(await replay(hub, EXAMPLE, { wait: 200, nu: '2026-08-01' }, output)).toBe(0);
    expect(written).toContain('Clock         stands at 2026-08-01, 12:00');
    expect(await pip()).toBe('overschreden');
    // The warning lay there for more than thirty days: nobody can fetch it any more.
    expect(await announced()).toEqual(['termijn-overschreden']);
    // Once as the clock is set, for what the hub knew, and once more for what was replayed: the household, and two of the
    // families whose dates followed the clock when it started.
    await expect
      .poll(async () => (await counted()).slice(1))
      .toEqual([
        ['2026-08-01', 3],
        ['2026-08-01', 3],
      ]);
    const reading = caught();
    expect(await clock(hub, { wait: 200 }, reading.output)).toBe(0);
    expect(reading.written.join()).toMatch(/^The clock stands at 2026-08-01, 12:/);
  });

  it('goes back, and takes there what a gemeente reports of the day before', async () => {
    const { output, written } = caught();
    expect(await clock(hub, { nu: '2025-12-20', wait: 200 }, output)).toBe(0);
    expect(written).toEqual(['The clock stands at 2025-12-20, 12:00']);
    expect(await pip()).toBe('loopt');
    const report = [
      '--vnummer',
      V_NUMMER,
      '--datum',
      '2025-12-19',
      '--leerroute',
      'B1-route',
      '--wait',
      '200',
    ];
    const { lines } = await type(url, 'meld', 'pip', ...report);
    expect(lines.at(-1)).toMatch(/^Processed/);
    expect(await pip()).toBe('gehaald');
    await expect.poll(announced, { timeout: 120_000 }).toEqual(['termijn-overschreden', 'termijn-vervallen']);
  });

  it('does all that without an error', async () => {
    expect((await readFile(records(), 'utf8')).match(/"level":"(ERROR|CRITICAL)"/g)).toBeNull();
    child.kill('SIGTERM');
    // On a busy machine it says what it still waits for.
    expect((await errors).replaceAll(/^Stopping: .*\n/gm, '')).toBe('');
  });
});

it.each([
  ['start', '--nu', '2026-02-30'],
  ['replay', EXAMPLE, '--nu', 'onzin'],
])('a date that is none ends %s with 1 before anything begins', async (...args) => {
  const child = spawn(process.execPath, [HUB, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^error: option '--nu <date>' argument '.*' is invalid\. expected a date such as/);
});
