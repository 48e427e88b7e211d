import { expect, it } from 'vitest';
import { localEnvironment } from '../../infra/environments/index.ts';
import { OWN_GEMEENTEN } from '../../infra/gemeenten/profiles.ts';
import { createTrialApp, environmentOf, readTemplates } from './support.ts';

/** The functions of a local hub that may call this machine. */
const mayLoopback = (strict: boolean): readonly unknown[] =>
  readTemplates(createTrialApp({ environment: localEnvironment({ strict, gemeenten: OWN_GEMEENTEN }) }))
    .sources('AWS::Lambda::Function')
    .map(({ source }) => environmentOf(source))
    .filter((variables) => variables['LOOPBACK_TOEGESTAAN'] === 'ja')
    .map((variables) => variables['POWERTOOLS_SERVICE_NAME']);

it('a local hub may deliver webhooks to this machine, and a strict one may not', () => {
  expect(mayLoopback(false)).toEqual(
    expect.arrayContaining(['inburgeringshub-api', 'inburgeringshub-webhook']),
  );
  expect(mayLoopback(true)).toEqual([]);
});
