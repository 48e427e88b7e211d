import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PROGRAMMES } from './programmes.ts';
import { EXAMPLES, missing, missingBoto } from './runtimes.ts';

/** The programmes for partners, started by who forgot something: one sentence says what, and nothing of the language itself. */

/** What the surroundings of the test have of their own, without what a programme asks for. */
const bare = (variables: readonly string[]): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !variables.includes(name))),
  PYTHONDONTWRITEBYTECODE: '1',
});

for (const { path, variables, kind, runtime } of PROGRAMMES) {
  if (runtime === undefined || kind === 'verifies a webhook') continue;
  const reason = path.endsWith('lezer.py') ? missingBoto() : missing(runtime);
  const start = (env: Readonly<Record<string, string>>) => {
    const { status, stdout, stderr } = spawnSync(runtime.program, runtime.args(join(EXAMPLES, path)), {
      encoding: 'utf8',
      env: { ...bare(variables), ...env },
      timeout: 20_000,
    });
    return { status, stdout, lines: stderr.trimEnd().split('\n') };
  };

  describe.skipIf(reason !== undefined)(path, () => {
    test('says in one sentence what is not set, and ends with 1', () => {
      const { status, stdout, lines } = start({});
      expect({ status, stdout, lines }).toEqual({
        status: 1,
        stdout: '',
        lines: [expect.stringMatching(/^zet .*(HUB|WACHTRIJ_URL|WEBHOOK_GEHEIM)/)],
      });
    });

    test.runIf(kind === 'fetches')('says so of an address that is none', () => {
      const { status, lines } = start({
        HUB: 'hub.example.nl',
        TOKEN_URL: 'http://127.0.0.1:9',
        CLIENT_ID: 'x',
        CLIENT_SECRET: 'x',
      });
      expect({ status, lines }).toEqual({ status: 1, lines: [expect.stringMatching(/^zet HUB goed/)] });
    });

    test.runIf(kind === 'receives webhooks')('says that its port is taken', async () => {
      const other = createServer();
      await once(other.listen(0, '127.0.0.1'), 'listening');
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
      const { status, lines } = start({ WEBHOOK_GEHEIM: secret, POORT: String(port) });
      other.close();
      expect({ status, lines }).toEqual({
        status: 1,
        lines: ['kan niet luisteren (EADDRINUSE): kies een andere poort met POORT'],
      });
    });
  });
}
