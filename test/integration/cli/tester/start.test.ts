import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clock } from '../../../../cli/tester/clock.ts';
import { EXAMPLE, showExample } from '../../../../cli/tester/example.ts';
import { replay } from '../../../../cli/tester/replay.ts';
import { createHubClient, type HubClient, STANDARD_GEMEENTE } from '../../../../client/hub-client.ts';
import { readScenario } from '../../../../client/scenario/read.ts';
import { daysUntil, redated } from '../../../../client/scenario/redate.ts';
import { isToldByStep } from '../../../../contracts/partnerrollen.ts';
import { gemeenteProfiles } from '../../../../domain/gemeenten/index.ts';
import { typed } from '../../../hub/command-lines.ts';
import { caught } from '../../../hub/test-hub.ts';
import { type } from '../../../unit/cli/gemeente/support.ts';

const HUB = join(import.meta.dirname, '../../../../bin/hub.ts');
const V_NUMMER = '2790011234';
/** The date of the pictures in the README. */
const DATE = '2026-03-04';

/** The lines that the README shows of a start: the day list, and everything up to what a hub that runs says. */
const picturesOfStart = (): readonly string[] => {
  const readme = readFileSync(join(import.meta.dirname, '../../../../README.md'), 'utf8');
  const [, dayList = ''] = /```\n(Day list .*?)\n```/s.exec(readme) ?? [];
  const [, start = ''] = /```\n(Inburgeringshub on .*?Ctrl-C[^\n]*)\n/s.exec(readme) ?? [];
  return [dayList, start].flatMap((picture) => picture.split('\n').filter((line) => !line.includes('[…]')));
};

/** The text without the port and the ids of zaken, which differ from start to start. */
const alike = (shown: string): string =>
  shown
    .replaceAll(/:\d{4,5}\b/g, ':PORT')
    .replaceAll(/0907-[0-9A-F]{8}/g, 'REF')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');

/** What the command that a start shows for a token gives, copied into a shell. */
const copied = async (shown: string): Promise<string> => {
  const [command = ''] = /\bcurl [\s\S]*?\/token$/m.exec(shown) ?? [];
  const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
  return text(child.stdout);
};

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
    folder = await mkdtemp(join(tmpdir(), 'hub-start-'));
    const args = ['start', '--port', '0', '--nu', DATE, '--log', records()];
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

  const zaakOfMother = async () => {
    const [zaak] = await hub.find({ vNummer: V_NUMMER });
    return zaak?.zaakId ?? '';
  };

  /** How the terms of the mother stand that somebody follows. */
  const terms = async (): Promise<readonly string[]> =>
    (await hub.tijdlijn(await zaakOfMother())).termijnen.flatMap(({ id, einddatum, stand }) =>
      ['TG06', 'TG07'].includes(id) ? [`${id} ${einddatum} ${stand}`] : [],
    );

  /** What Gennep was told of the ten weeks for her PIP, in order. */
  const announced = async (): Promise<readonly string[]> => {
    const zaakId = await zaakOfMother();
    return (
      (await hub.berichten('gemeente', STANDARD_GEMEENTE))
        .filter(({ subject, data }) => subject === zaakId && data['termijnId'] === 'TG07')
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

  it('shows what each partner of the bundled household received, and ends with the day list of Gennep', () => {
    expect(shown).toMatch(/^ {2}webhooks +to this machine too, also over http/m);
    const gennep = gemeenteProfiles.find(({ gemeentecode }) => gemeentecode === STANDARD_GEMEENTE);
    for (const { organisatie, rol } of gennep?.partners ?? [])
      if (!isToldByStep(rol)) expect(shown).toContain(organisatie);
    expect(shown).toMatch(/Nothing went to destion, mooiland, burgerzaken,/);
    const pictures = picturesOfStart();
    expect(pictures.length).toBeGreaterThan(20);
    for (const line of pictures) expect(alike(shown)).toContain(alike(line));
    expect(shown.indexOf('Day list')).toBeGreaterThan(shown.indexOf('Terms (termijnen)'));
    for (const termijn of ['TG02', 'TG05', 'TG06', 'TG07']) expect(shown).toContain(termijn);
    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('shows a command that gives whoever copies it a token', async () => {
    const { access_token: token } = JSON.parse(await copied(shown));
    expect(decodeJwt(token).sub).toBe('coa');
  });

  it('has of the household a test that is taken and a PIP that is due soon, and stands on the day list', async () => {
    expect(shown).toContain('7 processed, 0 waiting, 0 in quarantine');
    expect(await terms()).toEqual(['TG06 2026-03-09 gehaald', 'TG07 2026-03-16 loopt']);
    expect(shown).toContain(`! 2026-03-16  TG07  ${await zaakOfMother()}`);
  });

  it('says where its clock stands, and plays the example on that date', async () => {
    expect(shown).toContain(`The clock stands at ${DATE}, 12:00`);
    expect(shown).toMatch(/^ {2}2026-03-04 {2}nieuwe-inburgeraar-gemeld/m);
    expect(shown).toMatch(/TG07 .* loopt /);
    await expect.poll(counted).toEqual([[DATE, 0]]);
    expect(await announced()).toEqual(['termijn-nadert']);
  });

  it('goes to another date for a replay, and stays there when its watch has looked', async () => {
    const steps = readScenario(EXAMPLE);
    const file = join(folder, 'household.jsonl');
    const moved = redated(steps, daysUntil(steps, DATE, 16), ['geboortedatum']);
    await writeFile(file, moved.map((step) => `${JSON.stringify(step)}\n`).join(''));
    const { output, written } = caught();
    expect(await replay(hub, file, { wait: 200, nu: '2026-08-01' }, output)).toBe(0);
    expect(written).toContain('Clock         stands at 2026-08-01, 12:00');
    expect((await terms()).at(-1)).toBe('TG07 2026-03-16 overschreden');
    // The warning lay there for more than thirty days: nobody can fetch it any more.
    expect(await announced()).toEqual(['termijn-overschreden']);
    // Once as the clock is set, and once more after the replay: the household, and two of the families whose dates followed the
    // clock when it started.
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

  it('keeps the dates of a household that it had at an earlier start', async () => {
    const { output, written } = caught();
    await showExample(hub, output, '2026-08-01');
    expect(written.join('\n')).toContain('so nothing follows');
    expect(await terms()).toEqual(['TG06 2026-03-09 gehaald', 'TG07 2026-03-16 overschreden']);
  });

  it('goes back and on from there, and takes there what a gemeente reports of the day before', async () => {
    const { output, written } = caught();
    expect(await clock(hub, { nu: '2026-03-06', wait: 200 }, output)).toBe(0);
    expect(written).toEqual(['The clock stands at 2026-03-06, 12:00']);
    const { codes, out } = await typed(['klok', '+1d', '--json', '--url', url]);
    expect(codes).toEqual([0]);
    expect(JSON.parse(out)).toEqual({ nu: expect.stringMatching(/^2026-03-07T11:/) });
    expect((await terms()).at(-1)).toBe('TG07 2026-03-16 loopt');
    const report = ['--datum', '2026-03-06', '--leerroute', 'B1-route', '--wait', '200'];
    const { lines } = await type(url, 'meld', 'pip', '--vnummer', V_NUMMER, ...report);
    expect(lines.at(-1)).toMatch(/^Processed/);
    expect((await terms()).at(-1)).toBe('TG07 2026-03-16 gehaald');
    await expect.poll(announced, { timeout: 120_000 }).toEqual(['termijn-overschreden', 'termijn-vervallen']);
  });

  it('does all that without an error, and stops cleanly when asked', async () => {
    expect((await readFile(records(), 'utf8')).match(/"level":"(ERROR|CRITICAL)"/g)).toBeNull();
    child.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
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
