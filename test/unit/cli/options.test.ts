import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { receiverOrganisation, STANDARD_URL, withConnection } from '../../../cli/options.ts';

describe('the receiver that a command names', () => {
  it('is a partner, or the gemeente itself when it gets messages', () => {
    expect(receiverOrganisation('taalschool', '0907')).toMatchObject({ sleutel: 'taalschool-0907' });
    expect(receiverOrganisation('gemeente', '0907')).toMatchObject({
      sleutel: 'gemeente-0907',
      rol: 'gemeente',
    });
  });

  it.each([
    ['gemeente', '1734', 'gemeente 1734 has no partner called gemeente'],
    ['onbekend', '0907', 'choose taalschool, intos, balk, taalmaatjes, wijkondersteuner, mage, destion, '],
  ])('is refused when gemeente has none: %s in %s', (receiver, gemeente, reason) => {
    expect(() => receiverOrganisation(receiver, gemeente)).toThrow(reason);
  });
});

describe('where the hub is', () => {
  const urlOf = (...args: readonly string[]): unknown =>
    withConnection(new Command('x').exitOverride().configureOutput({ writeErr: () => undefined }))
      .parse(args, { from: 'user' })
      .opts()['url'];

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is said by --url, else by HUB_URL, else it is this machine', () => {
    expect(urlOf()).toBe(STANDARD_URL);
    vi.stubEnv('HUB_URL', 'http://127.0.0.1:9000');
    expect(urlOf()).toBe('http://127.0.0.1:9000');
    expect(urlOf('--url', 'http://127.0.0.1:9001')).toBe('http://127.0.0.1:9001');
  });

  it('is refused when HUB_URL holds no address', () => {
    vi.stubEnv('HUB_URL', 'onzin');
    expect(() => urlOf()).toThrow('expected an address such as');
  });
});
