import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findRollout, withRollout } from '../../../../cli/operator/rollout.ts';

describe('the hub of an operator', () => {
  const read = (...args: readonly string[]) =>
    withRollout(new Command('x').exitOverride().configureOutput({ writeErr: () => undefined }))
      .parse(args, { from: 'user' })
      .opts();

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is that of HUB_URL, unless --aws or --url names another', () => {
    vi.stubEnv('HUB_URL', 'http://127.0.0.1:9000');
    expect(read()).toEqual({ url: 'http://127.0.0.1:9000' });
    expect(read('--url', 'http://127.0.0.1:9001')).toEqual({ url: 'http://127.0.0.1:9001' });
    expect(read('--aws')).toMatchObject({ aws: true });
    expect(() => read('--aws', '--url', 'http://127.0.0.1:9001')).toThrow('cannot be used with');
  });

  it('is none when the address is none', async () => {
    await expect(findRollout({ url: 'onzin' })).rejects.toThrow('HUB_URL: expected an address such as');
  });
});
