import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import { organisations, organisationsByName } from '../../../domain/organisations.ts';
import { createTokenIssuer, TOKENS_MOUNT } from '../../../local/tokens/issuer.ts';
import { startHttp } from '../client/http-server.ts';

/** What the pages say about getting a token, which is the same for a local hub and a deployed one. */

const PAGES = ['deploy.md', 'partners/beveiliging.md', 'partners/ophalen.md'];

const commandOn = (page: string): string => {
  const content = readFileSync(join(import.meta.dirname, '../../../docs', page), 'utf8');
  return /curl -s "\$TOKEN_URL" [\s\S]*?CLIENT_SECRET"/.exec(content)?.[0] ?? page;
};

it('every page gives the same command for a token', () => {
  expect(new Set(PAGES.map(commandOn)).size).toBe(1);
});

it('the command on the pages gets a token of a local hub, with any secret', async () => {
  const handle = await createTokenIssuer({
    issuer: 'http://hub.example/_lokaal/tokens',
    holders: organisationsByName(organisations),
  });
  const server = await startHttp(handle);
  const env = {
    ...process.env,
    TOKEN_URL: `${server.url}${TOKENS_MOUNT}/token`,
    CLIENT_ID: 'taalschool-9999',
    CLIENT_SECRET: 'g&h eim=%',
  };
  try {
    const child = spawn('bash', ['-c', commandOn('deploy.md')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { access_token } = JSON.parse(await text(child.stdout));
    expect(decodeJwt(access_token).sub).toBe('taalschool-9999');
  } finally {
    await server.stop();
  }
});
