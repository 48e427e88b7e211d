import { afterEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { fromJson, readEnvironment } from '../../../../functions/shared/environment.ts';
import { once } from '../../../../functions/shared/once.ts';

describe('something that is made once', () => {
  it('is shared by every caller, also while it is being made', async () => {
    const create = vi.fn(async () => ({}));
    const give = once(create);
    const [one, other] = await Promise.all([give(), give()]);
    expect(one).toBe(other);
    expect(await give()).toBe(one);
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('is made again after making it failed', async () => {
    const create = vi.fn(async () => 'gelukt').mockRejectedValueOnce(new Error('nog niet'));
    const give = once(create);
    await expect(give()).rejects.toThrow('nog niet');
    expect(await give()).toBe('gelukt');
  });
});

describe('the environment', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('is read by its schema; what is missing or wrong is named, without its value', () => {
    vi.stubEnv('TABEL_NAAM', 'hub');
    vi.stubEnv('DUO_BASIS_URL', 'geheim, geen adres');
    expect(readEnvironment(z.object({ TABEL_NAAM: z.string() }))).toEqual({ TABEL_NAAM: 'hub' });
    const read = () => readEnvironment(z.object({ ONTBREEKT: z.string(), DUO_BASIS_URL: z.url() }));
    expect(read).toThrow(/ONTBREEKT, DUO_BASIS_URL$/);
    expect(read).not.toThrow(/geheim/);
  });

  it('names a variable that holds no JSON, or other JSON than asked, without what it holds', () => {
    const read = () => readEnvironment(z.object({ PLEKKEN: fromJson(z.array(z.number())) }));
    vi.stubEnv('PLEKKEN', '[1, 2]');
    expect(read()).toEqual({ PLEKKEN: [1, 2] });
    for (const wrong of ['geheim', '{"geheim":1}', '["geheim"]']) {
      vi.stubEnv('PLEKKEN', wrong);
      expect(read, wrong).toThrow(/omgevingsvariabelen ontbreken of zijn ongeldig: PLEKKEN/);
      expect(read, wrong).not.toThrow(/geheim/);
    }
  });

  it('in which certificates are not checked starts nothing', () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(() => readEnvironment(z.object({}))).toThrow('NODE_TLS_REJECT_UNAUTHORIZED');
  });
});
