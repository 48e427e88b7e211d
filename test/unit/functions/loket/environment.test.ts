import { afterEach, expect, it, vi } from 'vitest';
import { LoketEnvironment } from '../../../../functions/loket/environment.ts';
import { readEnvironment } from '../../../../functions/shared/environment.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

it('an issuer that is no JSON is named by its variable, without what stands there', () => {
  vi.stubEnv('LOKET_UITGEVER', 'geheim');
  const read = () => readEnvironment(LoketEnvironment);
  expect(read).toThrow(/omgevingsvariabelen ontbreken of zijn ongeldig: .*LOKET_UITGEVER/);
  expect(read).not.toThrow(/geheim/);
});
