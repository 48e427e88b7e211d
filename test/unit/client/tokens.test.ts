import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { connect } from '../../../cli/options.ts';
import type { Send } from '../../../client/http.ts';
import { createHubClient } from '../../../client/hub-client.ts';

const CREDENTIALS = {
  tokenUrl: 'https://login.example/token',
  clientId: 'taalschool-test',
  clientSecret: 'geheim',
};

/** An issuer that numbers its tokens, beside an API that takes the newest alone. */
const issuing = () => {
  const forms: unknown[] = [];
  const used: (string | undefined)[] = [];
  const send: Send = async (url, { form, headers }) => {
    if (url === CREDENTIALS.tokenUrl) {
      forms.push(form);
      return { status: 200, body: { access_token: `token-${forms.length}` } };
    }
    used.push(headers?.['authorization']);
    return { status: used.length === 2 ? 401 : 200, body: {} };
  };
  return { send, forms, used };
};

describe('credentials of one organisation', () => {
  it('give one token for every call, and another when that has expired', async () => {
    const { send, forms, used } = issuing();
    const hub = createHubClient({
      url: 'https://hub.example/v1',
      credentials: { ...CREDENTIALS, scope: 'hub/.default' },
      send,
    });
    for (const organisation of ['taalschool-9999', 'taalschool-0907'])
      await hub.call(organisation, '/berichten', { method: 'GET' });
    expect(used).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
    expect(forms[0]).toEqual({
      grant_type: 'client_credentials',
      client_id: 'taalschool-test',
      client_secret: 'geheim',
      scope: 'hub/.default',
    });
    expect(hub.speaksFor('gemeente-9999')).toBe(false);
  });

  it('go over https alone, except on this machine', () => {
    const at = (tokenUrl: string) => () =>
      createHubClient({ url: 'https://hub.example', credentials: { ...CREDENTIALS, tokenUrl } });
    expect(at('http://login.example/token')).toThrow('over https alone');
    expect(at('http://127.0.0.1:8787/_lokaal/tokens/token')).not.toThrow();
  });

  it('follow no address that the one of the issuer sends them on to', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const hub = createHubClient({
      url: 'https://hub.example',
      credentials: { ...CREDENTIALS, tokenUrl: `http://127.0.0.1:${port}/token` },
    });
    await expect(hub.call('taalschool-9999', '/berichten', { method: 'GET' })).rejects.toThrow(
      'hands out no tokens (HTTP 307): is it the token address?',
    );
    expect(asked).toEqual(['/token']);
  });

  it('that the issuer refuses are told in one sentence', async () => {
    const send: Send = async () => ({ status: 401, body: { error: 'invalid_client' } });
    const hub = createHubClient({ url: 'https://hub.example', credentials: CREDENTIALS, send });
    await expect(hub.call('taalschool-9999', '/berichten', { method: 'GET' })).rejects.toThrow(
      'no token of taalschool-test: invalid_client',
    );
  });

  it('are taken from the environment all together or not at all', () => {
    vi.stubEnv('HUB_TOKEN', '');
    vi.stubEnv('HUB_TOKEN_URL', CREDENTIALS.tokenUrl);
    try {
      expect(() => connect({ url: 'https://hub.example' })).toThrow('set all three');
      vi.stubEnv('HUB_CLIENT_ID', 'taalschool-test');
      vi.stubEnv('HUB_CLIENT_SECRET', 'geheim');
      expect(connect({ url: 'https://hub.example' }).speaksFor('gemeente-9999')).toBe(false);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
