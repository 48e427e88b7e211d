import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { eenmalig } from '../../../functions/gedeeld/eenmalig.ts';
import { leesOmgeving } from '../../../functions/gedeeld/omgeving.ts';

describe('something that is made once', () => {
  it('is shared by everybody who asks, also while it is being made', async () => {
    const maak = vi.fn(async () => ({}));
    const geef = eenmalig(maak);
    const [een, ander] = await Promise.all([geef(), geef()]);
    expect(een).toBe(ander);
    expect(await geef()).toBe(een);
    expect(maak).toHaveBeenCalledTimes(1);
  });

  it('is made again after making it failed', async () => {
    const maak = vi.fn(async () => 'gelukt').mockRejectedValueOnce(new Error('nog niet'));
    const geef = eenmalig(maak);
    await expect(geef()).rejects.toThrow('nog niet');
    expect(await geef()).toBe('gelukt');
  });
});

describe('the environment', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is read by its schema; what is missing or wrong is named, without its value', () => {
    vi.stubEnv('TABEL_NAAM', 'hub');
    vi.stubEnv('DUO_BASIS_URL', 'geheim, geen adres');
    expect(leesOmgeving(z.object({ TABEL_NAAM: z.string() }))).toEqual({ TABEL_NAAM: 'hub' });
    const lees = () => leesOmgeving(z.object({ ONTBREEKT: z.string(), DUO_BASIS_URL: z.url() }));
    expect(lees).toThrow(/ONTBREEKT, DUO_BASIS_URL$/);
    expect(lees).not.toThrow(/geheim/);
  });
});
