import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../../../adapters/egress/oauth2.ts';
import { MAX_ATTEMPTS } from '../../../../domain/delivery/schedule.ts';
import { runs } from '../../../runs.ts';
import { sideBySide } from './side-by-side.ts';
import { HOUR, KANAAL, MINUTE, SECOND, status } from './support.ts';

/** The rate of a receiver as the receiver itself counts it, with invocations side by side. */

/** The most calls that one minute held, wherever it begins. */
const busiestMinute = (moments: readonly number[]): number =>
  Math.max(
    0,
    ...moments.map((begin) => moments.filter((moment) => moment >= begin && moment < begin + MINUTE).length),
  );

/** Numbers in [0, 1), the same ones for the same seed. */
const seeded = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

describe('a rate that a receiver allows', () => {
  it('is kept to the full: what waits goes as fast as it allows, and not faster', async () => {
    const hub = await sideBySide({ tempo: 120 });
    for (let number = 1; number <= 100; number++) await hub.put(number, 1);
    await hub.passes(10 * MINUTE);
    const moments = hub.calls.map(({ at }) => at);
    expect(moments).toHaveLength(100);
    expect(busiestMinute(moments)).toBeLessThanOrEqual(120);
    expect(Math.max(...moments)).toBeLessThan(60 * SECOND);
  });

  it('is never exceeded, and nothing is lost or out of order, whatever falls and whatever its partner changes meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          tempo: fc.constantFrom(2, 6, 30, 120, 600),
          lanes: fc.integer({ min: 1, max: 40 }),
          atOnce: fc.integer({ min: 1, max: 8 }),
          seed: fc.nat(),
          falls: fc.boolean(),
          fails: fc.boolean(),
          changes: fc.array(fc.nat(2 * MINUTE), { maxLength: 4 }),
        }),
        async ({ tempo, lanes, atOnce, seed, falls, fails, changes }) => {
          const chance = seeded(seed);
          let wild = true;
          const hub = await sideBySide(
            { tempo },
            {
              atOnce,
              callMs: () => Math.round(30 * chance()),
              fault: () => {
                if (!wild || !falls || chance() > 0.01) return undefined;
                return chance() < 0.5 ? 'before its effect' : 'after its effect';
              },
            },
          );
          const accepted: { readonly zaak: string; readonly id: string }[] = [];
          hub.setup.response = ({ id = '', request }) => {
            if (wild && fails && chance() < 0.3) return status(503);
            accepted.push({ zaak: JSON.parse(String(request.body)).data.zaakId, id });
            return status(204);
          };
          for (let number = 1; number <= lanes; number++) {
            await hub.put(number, 1);
            if (number % 3 === 0) await hub.put(number, 2);
          }
          let passed = 0;
          for (const moment of changes.toSorted((one, other) => one - other)) {
            await hub.passes(moment - passed);
            passed = moment;
            hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
          }
          await hub.passes(5 * MINUTE);
          wild = false;
          await hub.passes(10 * HOUR);

          expect(busiestMinute(hub.calls.map(({ at }) => at))).toBeLessThanOrEqual(tempo);
          for (let number = 1; number <= lanes; number++) {
            expect(new Set(await hub.places(number))).toEqual(new Set(['bezorgd']));
          }
          for (const messages of Map.groupBy(accepted, ({ zaak }) => zaak).values()) {
            const ids = [...new Set(messages.map(({ id }) => id))];
            expect(ids).toEqual(ids.toSorted());
            if (!falls) expect(messages).toHaveLength(ids.length);
          }
        },
      ),
      { numRuns: runs(40) },
    );
  }, 300_000);

  /** A receiver that wants a token, which its token address gives after a while; each is another one. */
  const withTokens = async (tempo: number, tokenMs: number) => {
    const hub = await sideBySide({ tempo });
    const current = await hub.current();
    if (current === undefined) throw new Error('no abonnement');
    const clientGeheim = hub.encryption.encrypt('wachtwoord', current.id);
    await hub.kanalen.change(KANAAL, current, {
      oauth2: { tokenUrl: 'https://token.partner.example/token', clientId: 'hub', clientGeheim },
    });
    let issued = 0;
    let answer = (_token: string): number => 204;
    hub.setup.response = async ({ request }) => {
      if (!request.url.includes('token.')) {
        return status(answer(request.headers['authorization'] ?? ''));
      }
      issued += 1;
      await hub.dependencies.sleep(tokenMs);
      const body = JSON.stringify({
        access_token: `token-${issued}`,
        token_type: 'Bearer',
        expires_in: 3600,
      });
      return { kind: 'response', status: 200, headers: {}, duurMs: 1, body };
    };
    return {
      hub,
      answers: (how: typeof answer) => {
        answer = how;
      },
      moments: () => hub.calls.filter(({ request }) => !request.url.includes('token.')).map(({ at }) => at),
    };
  };

  it('is not exceeded when a token takes long: a place is given when there is one', async () => {
    const { hub, moments } = await withTokens(6, 15 * SECOND);
    for (let number = 1; number <= 12; number++) await hub.put(number, 1);
    await hub.passes(5 * MINUTE);
    expect(moments()).toHaveLength(12);
    expect(busiestMinute(moments())).toBeLessThanOrEqual(6);
  });

  it.each([
    [2, 4, ['status', 'gelukt']],
    [60, 1, ['gelukt']],
  ])(
    'of %i a minute is not exceeded by the second calls of %i messages of which the token was refused',
    async (tempo, messages, tries) => {
      const { hub, moments, answers } = await withTokens(tempo, 5);
      await hub.put(1, 1);
      await hub.passes(MINUTE);
      answers((token) => (token === 'Bearer token-1' ? 401 : 204));
      for (let number = 2; number <= messages + 1; number++) await hub.put(number, 1);
      await hub.passes(10 * MINUTE);
      expect(busiestMinute(moments())).toBeLessThanOrEqual(tempo);
      for (let number = 2; number <= messages + 1; number++)
        expect(await hub.places(number)).toEqual(['bezorgd']);
      // With room for it the second call is of the same try; without it the message waits its turn in line.
      expect((await hub.items(2))[0]?.pogingen.map(({ reden }) => reden)).toEqual(tries);
    },
  );

  it.each([0, 6, 9])(
    'that has no room for a second call with a new token makes the message wait for its turn and no longer, after %i tries',
    async (earlier) => {
      const { hub, moments, answers } = await withTokens(30, 5);
      let refused: string | undefined;
      answers((token) => {
        if (moments().length <= earlier) return 422;
        refused ??= token;
        return token === refused ? 401 : 204;
      });
      await hub.put(1, 1);
      await hub.passes(100 * HOUR);
      expect(await hub.places(1)).toEqual(['bezorgd']);
      const [before = 0, last = Number.POSITIVE_INFINITY] = moments().slice(-2);
      expect(moments()).toHaveLength(earlier + 2);
      expect(last - before).toBeLessThan(MINUTE);
    },
  );

  it('makes a message of which every token is refused come back once for each step of the schedule, and then parks it', async () => {
    const { hub, moments, answers } = await withTokens(1, 5);
    answers(() => 401);
    await hub.put(1, 1);
    await hub.passes(100 * HOUR);
    expect(await hub.places(1)).toEqual(['geparkeerd']);
    expect(moments()).toHaveLength(2 * MAX_ATTEMPTS);
    expect(busiestMinute(moments())).toBe(1);
  });

  it('makes who comes back ask for a token anew, also in an invocation that still has a refused one', async () => {
    const { hub, answers } = await withTokens(30, 5);
    const one = hub.dependencies.tokens;
    const other = createAccessTokens(hub.dependencies.sender, () => hub.clock.now);
    const goesOnWith = (tokens: typeof one) => Object.assign(hub.dependencies, { tokens });
    await hub.put(1, 1);
    await hub.passes(5 * SECOND);
    goesOnWith(other);
    await hub.put(2, 1);
    await hub.passes(5 * SECOND);
    answers((token) => (['Bearer token-1', 'Bearer token-2'].includes(token) ? 401 : 204));
    goesOnWith(one);
    await hub.put(3, 1);
    await hub.passes(SECOND);
    goesOnWith(other);
    await hub.passes(5 * SECOND);
    expect(await hub.places(3)).toEqual(['bezorgd']);
    expect((await hub.items(3))[0]?.pogingen.map(({ reden }) => reden)).toEqual(['status', 'gelukt']);
  });
});
