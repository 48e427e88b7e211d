import { expect, it } from 'vitest';
import { SecretPerGemeente } from '../../../../functions/shared/duo-environment.ts';

it('the secrets per gemeente are read from the environment, and refused when they are not such', () => {
  expect(SecretPerGemeente.parse('{"0907":"gennep"}')).toEqual({ '0907': 'gennep' });
  for (const wrong of ['{', '[]', '{"363":"amsterdam"}', '{"0907":""}', '{"0907":1}']) {
    expect(SecretPerGemeente.safeParse(wrong).success, wrong).toBe(false);
  }
});
