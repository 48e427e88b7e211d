import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packClient } from '../../../../infra/bundling/command-line.ts';
import { PROJECT } from '../../../exported-names.ts';
import { temporaryFolder } from '../../../temporary.ts';
import { portOf } from '../../../unit/docs/partners/receiver.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';

const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const MEGABYTE = 1_000_000;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

describe('the package for partners', () => {
  const folder = temporaryFolder();
  const built = join(folder, 'built');
  let packed: Packed;
  let hub: RunningHub;

  const npm = (cwd: string, ...args: readonly string[]): string =>
    execFileSync('npm', [...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  beforeAll(async () => {
    packClient({ to: built });
    const [first]: readonly Packed[] = JSON.parse(npm(built, 'pack', '--json', '--pack-destination', folder));
    if (first === undefined) throw new Error('npm packed nothing');
    packed = first;
    npm(
      folder,
      'install',
      '--offline',
      '--no-audit',
      '--no-fund',
      '--prefix',
      folder,
      `./${packed.filename}`,
    );
    hub = await startHub();
  });
  afterAll(() => hub?.stop());

  const manifest = (path: string): Readonly<Record<string, unknown>> =>
    JSON.parse(readFileSync(path, 'utf8'));

  it('is less than a megabyte, packed and unpacked, and may be published', () => {
    expect(packed.size).toBeLessThan(MEGABYTE);
    expect(packed.unpackedSize).toBeLessThan(MEGABYTE);
    const of = manifest(join(built, 'package.json'));
    expect(of).not.toHaveProperty('private');
    expect(of).not.toHaveProperty('dependencies');
    expect(of['version']).toBe(manifest(join(PROJECT, 'package.json'))['version']);
  });

  it('holds the commands and the examples, and nothing that runs or deploys a hub', () => {
    const made = /^(bin\/.*\.mjs|contracts\/voorbeelden\/[a-z0-9.]+\/goed-[a-z-]+\.json)$/;
    const files = packed.files.map(({ path }) => path).filter((path) => !made.test(path));
    expect(files.toSorted()).toEqual(
      [
        ...['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt', 'package.json'],
        ...['Verifieer.cs', 'ontvanger.mjs', 'ontvanger.py', 'verifieer.mjs'].map(
          (name) => `voorbeelden/${name}`,
        ),
        ...['verifieer.php', 'verifieer.py', 'verifieer.ts'].map((name) => `voorbeelden/${name}`),
      ].toSorted(),
    );
    const notices = readFileSync(join(built, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const packages = [...notices.matchAll(/^(@?[a-z][a-z./-]*) \d+\.\d+\.\d+ \(/gm)].map(([, name]) => name);
    expect(packages).toContain('zod');
    expect(
      packages.filter((name) => /aws|smithy|constructs|dynalite|fauxqs|esbuild/.test(name ?? '')),
    ).toEqual([]);
    for (const file of globSync('bin/*.mjs', { cwd: built }))
      expect(readFileSync(join(built, file), 'utf8')).not.toMatch(/aws-cdk|@aws-sdk|startLocalHub/);
  });

  const COMMAND = join('node_modules', 'inburgeringshub-client', 'bin', 'hub.mjs');

  it.each(['taalschool', 'mage'])(
    'rehearses as %s with messages of the examples that it brings along',
    (role) => {
      // Where nothing listens every step fails at once, and all its messages were made.
      const trial = [COMMAND, 'proef', '--url', 'http://127.0.0.1:9/hooks', '--rol', role];
      const { status, stdout } = spawnSync(process.execPath, trial, {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], HOME: folder, WEBHOOK_GEHEIM: SECRET },
      });
      expect({ status, stdout }).toEqual({
        status: 1,
        stdout: expect.stringContaining('1 van 18 goed'),
      });
    },
  );

  it('brings a message to a webhook that checks its signature, from an empty folder', async () => {
    const environment = {
      PATH: process.env['PATH'],
      HOME: folder,
      HUB_URL: hub.hub.url,
      HUB_TOKEN_URL: `${hub.hub.tokensUrl}/token`,
      HUB_CLIENT_ID: 'taalschool-9999',
      HUB_CLIENT_SECRET: 'geheim',
      WEBHOOK_GEHEIM: SECRET,
      POORT: '0',
    };
    const start = (...args: readonly string[]) =>
      spawn(process.execPath, [...args], {
        cwd: folder,
        env: environment,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    const receiver = start('node_modules/inburgeringshub-client/voorbeelden/ontvanger.mjs');
    const naar = `http://127.0.0.1:${await portOf(receiver)}/hooks`;
    // Before anything happens, so that no message goes through the queue.
    const door = { method: 'PUT', body: { deur: 'ophalen' } } as const;
    expect((await hub.client.call('taalschool-9999', '/kanaal', door)).status).toBe(200);
    const listening = start(COMMAND, 'luister', '--partner', 'taalschool', '--naar', naar, '--kies-deur');
    listening.stdout.resume();
    try {
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [COMMAND, 'gebeurt', 'koppeling', '--gemeente', '9999', '--json'],
        {
          cwd: folder,
          env: environment,
        },
      );
      const { zaken }: { zaken: readonly string[] } = JSON.parse(stdout);
      const received = join(folder, 'ontvangen.jsonl');
      const subjects = (): readonly string[] =>
        existsSync(received)
          ? readFileSync(received, 'utf8')
              .split('\n')
              .filter((line) => line.endsWith('}'))
              .map((line): string => JSON.parse(line).subject)
          : [];
      await expect.poll(subjects, { timeout: 60_000 }).toEqual(zaken);
      // Ctrl-C ends it, also while it waits for the next message.
      const ended = new Promise((resolve) => listening.once('exit', resolve));
      listening.kill('SIGINT');
      expect(await ended).toBe(0);
    } finally {
      listening.kill('SIGKILL');
      receiver.kill('SIGKILL');
    }
  });
});
