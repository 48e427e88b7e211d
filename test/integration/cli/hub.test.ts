import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type HubProcess, startHubProcess } from '../../../bench/hub-process.ts';
import { EXAMPLE } from '../../../cli/tester/example.ts';
import { createHubClient } from '../../../client/hub-client.ts';
import { isDuoStep } from '../../../client/scenario/parse.ts';
import { readScenario } from '../../../client/scenario/read.ts';
import { Tijdlijn } from '../../../contracts/api.ts';
import { partnerberichtSchema } from '../../../contracts/partnerberichten.ts';
import { COMMAND_LINES, typed } from '../../hub/command-lines.ts';
import { type } from '../../unit/cli/gemeente/support.ts';

const HUB = join(import.meta.dirname, '../../../bin/hub.ts');
const PARTNERS = ['taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage'];

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const collect = (stream: NodeJS.ReadableStream): { text: string } => {
  const collected = { text: '' };
  stream.setEncoding('utf8').on('data', (part: string) => {
    collected.text += part;
  });
  return collected;
};

const launch = (args: readonly string[], env: NodeJS.ProcessEnv = process.env) => {
  const child = spawn(process.execPath, [HUB, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const ended = once(child, 'close').then(
    ([code]): Outcome => ({ code, stdout: stdout.text, stderr: stderr.text }),
  );
  return { child, stdout, ended };
};

describe('the command line against a running hub', () => {
  let hub: HubProcess;
  let folder: string;

  /** As a process of its own, for what a process adds: how it ends, and what it says on which stream. */
  const run = (...args: readonly string[]): Promise<Outcome> => launch([...args, '--url', hub.url]).ended;

  /** The same command in this process, which has loaded it. */
  const say = async (...args: readonly string[]) => {
    const { code, lines } = await type(hub.url, ...args);
    return { code, stdout: lines.map((line) => `${line}\n`).join('') };
  };

  const scenario = async (...lines: readonly string[]): Promise<string> => {
    const file = join(folder, 'scenario.jsonl');
    await writeFile(file, `${lines.join('\n')}\n`);
    return file;
  };

  const [first] = readScenario(EXAMPLE);
  if (first === undefined || isDuoStep(first)) throw new Error('the example starts with a koppeling');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hub-cli-'));
    hub = await startHubProcess();
  });

  afterAll(async () => {
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('tells all six partners about the bundled household, and no partner twice when it is replayed again', async () => {
    const once = await run('replay', EXAMPLE, '--json');
    expect(once.code).toBe(0);
    const summary: unknown = JSON.parse(once.stdout);
    expect(summary).toMatchObject({
      stappen: 7,
      zoalsVerwacht: 7,
      afwijkingen: [],
      zaken: 1,
      wachtend: 0,
      quarantaine: 0,
      ontvangen: 0,
      verwerkt: 7,
      alBekend: 0,
    });
    const { berichten, berichtenPerSoort } = summary as {
      berichten: Record<string, number>;
      berichtenPerSoort: Record<string, Record<string, number>>;
    };
    expect(Object.keys(berichten).sort()).toEqual([...PARTNERS].sort());
    expect(Object.keys(berichtenPerSoort['gemeld'] ?? {}).sort()).toEqual([...PARTNERS].sort());
    expect(Math.min(...Object.values(berichten))).toBeGreaterThanOrEqual(1);

    const again = await say('replay', EXAMPLE, '--json');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ alBekend: 7, verwerkt: 7, zaken: 0, berichten: {} });
  });

  it('shows the timeline and the terms of a person by V-nummer', async () => {
    const { code, stdout } = await say('tijdlijn', '--vnummer', '2790011234', '--json');
    expect(code).toBe(0);
    const { gebeurtenissen, termijnen } = Tijdlijn.parse(JSON.parse(stdout));
    expect(gebeurtenissen.map(({ naam }) => naam)).toContain('leerbaarheidstoets-uitslag-ontvangen');
    expect(termijnen.map(({ id, einddatum }) => `${id} ${einddatum}`)).toEqual([
      'TG10 2025-10-20',
      'TG09 2025-11-03',
      'TG02 2025-11-04',
      'TG03 2025-11-04',
      'TG04 2025-11-04',
      'TG05 2025-11-17',
      'TG06 2025-12-22',
      'TG01 2025-12-29',
      'TG07 2025-12-29',
    ]);
  });

  it('shows the messages to a partner without taking them away, each as its contract says', async () => {
    const read = await say('berichten', '--partner', 'mage', '--json');
    const messages = read.stdout
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(messages.length).toBeGreaterThanOrEqual(1);
    expect(partnerberichtSchema('gemeld', 'mage').safeParse(messages[0]).success).toBe(true);
    expect(await say('berichten', '--partner', 'mage', '--json')).toEqual(read);
  });

  it('ends with 1 and names the step when an answer is not the expected one', async () => {
    const wrong = { ...first, bericht: { ...first.bericht, id: 'fout-1', data: {} } };
    const file = await scenario(JSON.stringify(wrong), JSON.stringify({ ...wrong, verwacht: 400 }));
    const { code, stdout } = await run('replay', file, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      stappen: 2,
      zoalsVerwacht: 1,
      afwijkingen: [{ stap: 1, verwacht: 202, gekregen: 400 }],
    });
  });

  it('counts a message in quarantine as expected when its step says so, also at a second replay', async () => {
    const score = { resultaat: 'B1-route haalbaar', benodigdeScore: '28,00', datumAfname: '2025-11-28' };
    const step = {
      van: 'duo',
      verwacht: 'quarantaine',
      notificatie: { registratieDatumTijd: '2025-12-03T07:00:00Z', bsn: '999912082', gebeurtenisId: 'SS131' },
      duo: { 'lbt/resultaten': [{ ...score, behaaldeScore: '33.00' }] },
    };
    const file = await scenario(JSON.stringify(step));
    for (const _time of ['first', 'second']) {
      const { code, stdout } = await say('replay', file, '--json');
      expect([code, JSON.parse(stdout)]).toMatchObject([
        0,
        { zoalsVerwacht: 1, quarantaine: 1, zoalsVerwachtInQuarantaine: 1 },
      ]);
    }
    const { ontvangstId } = JSON.parse((await say('quarantaine', '--json')).stdout) as {
      ontvangstId: string;
    };
    expect(ontvangstId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('ends what it began when whoever reads it goes away, as head does: a re-keying leaves nothing paused', async () => {
    const { child, ended } = launch(['omsleutelen', '--url', hub.url]);
    child.stdout.once('data', () => child.stdout.destroy());
    expect((await ended).code).toBe(0);
    expect(JSON.parse((await say('omsleutelen', '--proef', '--json')).stdout)).not.toHaveProperty('eerder');
    const { codes, out } = await typed(['gebeurt', 'koppeling', '--zaad', '9', '--json', '--url', hub.url]);
    expect(codes).toEqual([0]);
    expect(JSON.parse(out)).toMatchObject({ zaad: 9 });
  });

  it('replays nothing of a file with a malformed line and names that line', async () => {
    const { code, stdout, stderr } = await run('replay', await scenario(JSON.stringify(first), '{"van":'));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: scenario\.jsonl, line 2: is not JSON\n$/);
  });

  it('shows a waiting message until its person is known', async () => {
    const inschrijving = readScenario(EXAMPLE).find((step) => step.van === 'brp' && !isDuoStep(step));
    if (inschrijving === undefined || isDuoStep(inschrijving))
      throw new Error('the example has a registration');
    const { bericht } = inschrijving;
    const data = { ...(bericht['data'] as object), bsn: '999966133' };
    await say(
      'replay',
      await scenario(JSON.stringify({ van: 'brp', bericht: { ...bericht, id: 'vroeg-1', data } })),
    );
    const { stdout } = await say('wachtend', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ status: 'wacht', organisatie: 'brp' });
    expect((await say('quarantaine')).stdout).not.toContain('nl.brp.');
  });

  it('names the nearest organisation when none has the name of which somebody wants a token', async () => {
    expect(await run('token', 'taalscool')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: no token of taalscool: this hub knows no such organisation, did you mean taalschool?\n',
    });
  });

  it('says in one line that a port is taken, and that there is no hub', async () => {
    const { port } = new URL(hub.url);
    const taken = await launch(['start', '--empty', '--port', port]).ended;
    expect([taken.code, taken.stderr]).toEqual([
      1,
      `error: port ${port} is in use; choose another with --port\n`,
    ]);
    const nobody = await launch(['wachtend', '--url', 'http://127.0.0.1:9']).ended;
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toMatch(/^error: no hub at .*\n$/);
  });

  it('says in one line that the data folder cannot be used, and leaves nothing behind', async () => {
    const file = await scenario('no folder');
    const temporary = await mkdtemp(join(folder, 'tmp-'));
    const refused = await launch(['start', '--port', '0', '--data', file], {
      ...process.env,
      TMPDIR: temporary,
    }).ended;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toBe(`error: cannot use ${file} (EEXIST)\n`);
    expect(await readdir(temporary)).toEqual([]);
  });

  describe('for a program', () => {
    let zaakId: string;

    beforeAll(async () => {
      const client = createHubClient({ url: hub.url });
      // So that something lies ready to be fetched.
      await client.call('mage-0907', '/kanaal', { method: 'PUT', body: { deur: 'ophalen' } });
      zaakId = (await client.find({ vNummer: '2790011234' }))[0]?.zaakId ?? '';
      vi.stubEnv('HUB_URL', client.url);
    });
    afterAll(() => {
      vi.unstubAllEnvs();
    });

    // A drill is of a hub with alarms; the others take long, and print their JSON in a test that needs them.
    const elsewhere = ['oefening', 'replay', 'klok', 'gebeurt'];
    const lines = COMMAND_LINES.filter(([name]) => !elsewhere.includes(name));

    it.each(lines.map((line) => [line.slice(0, 2).join(' '), line] as const))(
      '%s prints lines of JSON and nothing else',
      async (_, line) => {
        const about = line.map((word) => (word.startsWith('3f7d6c1e') ? zaakId : word));
        const { out } = await typed([...about, ...(about.includes('--json') ? [] : ['--json'])]);
        const printed = out.split('\n').filter((text) => text !== '');
        const objects = printed.map((text): unknown => JSON.parse(text));
        expect(objects.every((one) => typeof one === 'object' && one !== null)).toBe(true);
        if (!['agenda', 'wachtend', 'quarantaine'].includes(line[0])) expect(objects).not.toEqual([]);
      },
    );
  });
});
