import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZaakId } from '../../contracts/base-types.ts';
import { PROBLEMS } from '../../contracts/problem.ts';
import { API_VERSION } from '../../contracts/version.ts';
import { startApi } from '../contract/support/api.ts';
import { example } from '../contract/support/examples.ts';
import { GENNEP } from '../unit/domain/support.ts';
import { MARK, strangeRequest } from './strange-requests.ts';

/**
 * Whatever a client sends, it gets a clear answer. `npm run test:fuzz` makes a hundred thousand requests with a seed of
 * its own; a run that fails names its seed, and the variable FUZZ_SEED plays it again.
 */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 5000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_128);

const INTERNAL = /node_modules|\.ts:\d|dynamodb|arn:aws|\bat async\b|ZodError|TypeError|SyntaxError/i;

describe('a strange request', () => {
  it('is answered as the specification says, never with 5xx, and leaves nothing that it carried in a log', async () => {
    const { call, world } = startApi();
    const zaakId = ZaakId.parse('3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a');
    world.zaken.set(zaakId, {
      zaak: { zaakId, gemeentecode: GENNEP, status: 'actief', gegevens: {} },
      tijdlijn: { zaakId, gebeurtenissen: [], termijnen: [] },
      keys: ['999966133'],
    });
    const created = await call('POST', '/v1/abonnementen', {
      to: 'taalschool',
      body: example('abonnement.aanvraag', 'goed-minimaal'),
      headers: { 'Content-Type': 'application/json' },
    });
    expect(created.status).toBe(201);
    const answers = new Map<number, number>();

    await fc.assert(
      fc.asyncProperty(strangeRequest, async ({ method, path, to, body, ...request }) => {
        world.log.length = 0;
        const { status, headers, content } = await call(method, path, {
          ...request,
          ...(to === undefined ? {} : { to }),
          ...(body === undefined ? {} : { body }),
        });
        answers.set(status, (answers.get(status) ?? 0) + 1);
        expect(status).toBeLessThan(500);
        expect(headers).toMatchObject({ 'api-version': API_VERSION, 'cache-control': 'no-store' });
        const text = JSON.stringify(content ?? {});
        if (status >= 400) {
          expect(headers['content-type']).toBe('application/problem+json');
          expect(content).toMatchObject({ status });
          expect(text).not.toMatch(INTERNAL);
        }
        expect(JSON.stringify(world.log)).not.toContain(MARK);
      }),
      { numRuns: REQUESTS, seed: SEED },
    );
    expect(Object.prototype).not.toHaveProperty('ja');
    // The requests come past every check: some are right, and each kind of refusal is among them.
    const refusals = new Set(
      [400, 401, 403, 404, 405, 406, 415].filter((status) =>
        Object.values(PROBLEMS).some((problem) => problem.status === status),
      ),
    );
    expect([...answers.keys()]).toEqual(expect.arrayContaining([202, ...refusals]));
  });
});
