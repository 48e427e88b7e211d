import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReadable } from '../../../../adapters/table/postvak/readable.ts';
import { BERICHTTYPEN } from '../../../../contracts/partnerrollen.ts';
import { findGemeente } from '../../../../domain/gemeenten/index.ts';
import { withdrawPost } from '../../../../functions/shared/withdraw-post.ts';
import { runs } from '../../../runs.ts';
import { HOUR, KANAAL, MINUTE, SECOND, status, type WebhookHub, webhookHub, zaak } from './support.ts';

/** Withdrawn means withdrawn: a message that waits when its partner hears that it is over goes out as that, at any door. */

const endsIn = (text: string): string => String(JSON.parse(text).type.split('.').at(-2));

/** Everything that reached the partner, in order: number and kind. */
const arrived = (hub: WebhookHub): readonly string[] =>
  [
    ...hub.calls.map(({ request }) => String(request.body)),
    ...hub.toQueue.map(({ tekst = '' }) => tekst),
  ].map((text) => `${JSON.parse(text).data.volgnummer} ${endsIn(text)}`);

const removeAbonnement = async (hub: WebhookHub): Promise<void> => {
  const now = await hub.current();
  if (now !== undefined) await hub.kanalen.remove(KANAAL, now, new Date(hub.clock.now));
};

/** The contract of the partner ended the day before the clock of the hub begins; gives it back. */
const endContract = (): (() => void) => {
  const valid: { until?: string } | undefined = findGemeente('0907')?.partners.find(
    ({ sleutel }) => sleutel === 'taalschool',
  )?.valid;
  if (valid === undefined) throw new Error('no such partner');
  valid.until = '2026-05-31';
  return () => {
    delete valid.until;
  };
};

describe('a message that waits when the contract of its partner ends', () => {
  it.each(['webhook', 'wachtrij'] as const)(
    'stays where it lies, and goes out by the %s as that it is over once its partner is signed off',
    async (door) => {
      const hub = await webhookHub();
      hub.setup.response = () => status(503);
      await hub.put(1, 1);
      await hub.run();
      const tries = hub.calls.length;
      hub.setup.response = () => status(204);
      if (door === 'wachtrij') {
        await hub.kanalen.chooseBaseDoor(KANAAL, 'wachtrij');
        await removeAbonnement(hub);
      }
      const restore = endContract();
      try {
        await hub.passes(HOUR);
        expect(arrived(hub).slice(tries)).toEqual([]);
        expect(await hub.places(1)).toEqual(['klaargezet']);
        expect(await createReadable(hub.table)(KANAAL, await hub.items(1))).toEqual([]);
        await hub.put(1, 2, BERICHTTYPEN.vervallen);
        await hub.passes(HOUR);
        expect(arrived(hub).slice(tries)).toEqual(['1 vervallen', '2 vervallen']);
      } finally {
        restore();
      }
    },
  );

  it('goes out as it is on the last day', async () => {
    const hub = await webhookHub();
    const restore = endContract();
    try {
      hub.clock.now -= 24 * HOUR;
      await hub.put(1, 1);
      await hub.run();
      expect(arrived(hub)).toEqual(['1 gemeld']);
    } finally {
      restore();
    }
  });
});

describe('a message that waits when its partner hears that it is over', () => {
  it('goes out as that by the webhook, under its own volgnummer', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(503);
    await hub.put(1, 1);
    await hub.passes(MINUTE);
    const tries = hub.calls.length;
    hub.setup.response = () => status(204);
    await hub.put(1, 2, BERICHTTYPEN.vervallen);
    await hub.passes(HOUR);
    expect(arrived(hub).slice(tries)).toEqual(['1 vervallen', '2 vervallen']);
    expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd']);
    expect(JSON.stringify(await hub.items(1))).not.toContain('Voorbeeld');
  });

  it('that was parked goes out as that too, with what says so', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(422);
    await hub.put(1, 1);
    await hub.passes(100 * HOUR);
    expect(await hub.places(1)).toEqual(['geparkeerd']);
    const tries = hub.calls.length;
    hub.setup.response = () => status(204);
    await hub.put(1, 2, BERICHTTYPEN.vervallen);
    await hub.passes(HOUR);
    expect(arrived(hub).slice(tries)).toEqual(['1 vervallen', '2 vervallen']);
  });

  it('in the hand of a door that gives it back goes out as that at the next try', async () => {
    const hub = await webhookHub();
    let isOver = false;
    hub.setup.response = async () => {
      if (isOver) return status(204);
      isOver = true;
      await hub.put(1, 2, BERICHTTYPEN.vervallen);
      return status(503);
    };
    await hub.put(1, 1);
    await hub.passes(HOUR);
    expect(arrived(hub)).toEqual(['1 gemeld', '1 vervallen', '2 vervallen']);
  });

  it('further on in a line that is being delivered does not go out as the line was read', async () => {
    const hub = await webhookHub();
    let isOver = false;
    hub.setup.response = async () => {
      if (!isOver) {
        isOver = true;
        await hub.put(1, 3, BERICHTTYPEN.vervallen);
        const items = await hub.items(1);
        const [, second, end] = items;
        // As functions/partnerberichten does when it puts the end.
        if (second === undefined || end?.tekst === undefined) throw new Error('nothing lies there');
        await withdrawPost(hub.postvak, items, new Date(hub.clock.now));
      }
      return status(204);
    };
    await hub.put(1, 1);
    await hub.put(1, 2, BERICHTTYPEN.gewijzigd);
    await hub.passes(HOUR);
    expect(arrived(hub)).toEqual(['1 gemeld', '2 vervallen', '3 vervallen']);
  });

  it.each([204, 503])(
    'is not written back by a lane that read it before, also when the receiver answers %s',
    async (code) => {
      let isOver = false;
      /** Once a lane was read, it is over before that lane withdraws with what it saw. */
      const meanwhile = async (): Promise<void> => {
        isOver = true;
        await hub.put(1, 3, BERICHTTYPEN.vervallen);
        await withdrawPost(hub.postvak, await hub.items(1), new Date(hub.clock.now));
      };
      const hub: WebhookHub = await webhookHub(
        {},
        {},
        (adapter) =>
          new Proxy(adapter, {
            get: (target, name) => {
              const call: unknown = Reflect.get(target, name);
              if (name !== 'change' || typeof call !== 'function') return call;
              return async (...args: unknown[]) => {
                if (!isOver) await meanwhile();
                return call(...args);
              };
            },
          }),
      );
      hub.setup.response = () => status(code);
      await hub.put(1, 1, BERICHTTYPEN.gemeld, { adres: 'Merkstraat' });
      await hub.put(1, 2, BERICHTTYPEN.gewijzigd);
      await hub.passes(MINUTE);
      expect(isOver).toBe(true);
      expect(new Set(arrived(hub).map((told) => told.split(' ')[1]))).toEqual(new Set(['vervallen']));
      const kept = (await hub.items(1)).map(({ type, tekst = '{}' }) => [type, JSON.parse(tekst).type]);
      expect(kept).toEqual(kept.map(() => [BERICHTTYPEN.vervallen, BERICHTTYPEN.vervallen]));
      hub.setup.response = () => status(204);
      await hub.passes(HOUR);
      expect(await hub.places(1)).toEqual(['bezorgd', 'bezorgd', 'bezorgd']);
    },
  );

  it('keeps its reason while it waits itself, although the person comes back', async () => {
    const hub = await webhookHub();
    hub.setup.response = () => status(503);
    await hub.put(1, 1, BERICHTTYPEN.vervallen);
    await hub.passes(SECOND);
    await hub.put(1, 2);
    hub.setup.response = () => status(204);
    await hub.passes(HOUR);
    const told = hub.calls.filter(({ request }) => endsIn(String(request.body)) === 'vervallen');
    expect(told.length).toBeGreaterThan(1);
    for (const { request } of told) expect(JSON.parse(String(request.body)).data.reden).toBe('anders');
  });

  it('in whatever order it is tried, switched, ordered again and withdrawn: nothing of it goes out after that, and no number is skipped', async () => {
    const step = fc.constantFrom(
      'put',
      'put',
      'put end',
      'fails',
      'works',
      'passes a second',
      'passes an hour',
      'passes days',
      'to the queue',
      'to fetching',
      'asks again',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const hub = await webhookHub();
        let last = 0;
        let number = 0;
        for (const one of [
          ...steps,
          'put',
          'put end',
          'passes a second',
          'works',
          'to the queue',
          'passes days',
        ]) {
          const isEnd = one === 'put end';
          if (one.startsWith('put')) {
            number += 1;
            await hub.put(1, number, isEnd ? BERICHTTYPEN.vervallen : BERICHTTYPEN.gemeld);
            if (isEnd) last = number;
          }
          if (one === 'fails') hub.setup.response = () => status(503);
          if (one === 'works') hub.setup.response = () => status(204);
          if (one === 'to the queue' || one === 'to fetching') {
            await hub.kanalen.chooseBaseDoor(KANAAL, one === 'to the queue' ? 'wachtrij' : 'ophalen');
            if (one === 'to the queue') await removeAbonnement(hub);
            await hub.enqueue({ soort: 'kanaal', kanaal: KANAAL });
          }
          if (one === 'asks again') {
            for (const item of await hub.items(1)) {
              await hub.postvak.redeliver(
                item,
                `request-${number}-${item.volgnummer}`,
                new Date(hub.clock.now),
              );
            }
            await hub.enqueue({ soort: 'baan', kanaal: KANAAL, zaakId: zaak(1) });
          }
          const before = arrived(hub).length;
          const passing = { 'passes a second': SECOND, 'passes an hour': HOUR, 'passes days': 100 * HOUR }[
            one
          ];
          if (passing !== undefined) await hub.passes(passing);
          for (const told of arrived(hub).slice(before)) {
            const [volgnummer, kind] = told.split(' ');
            if (Number(volgnummer) < last) expect([one, told, kind]).toEqual([one, told, 'vervallen']);
          }
        }
        const numbers = new Set(arrived(hub).map((told) => Number(told.split(' ')[0])));
        expect([...numbers].toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: number }, (_, n) => n + 1),
        );
        const items = await hub.items(1);
        expect(items.map(({ volgnummer }) => volgnummer)).toEqual(
          Array.from({ length: number }, (_, n) => n + 1),
        );
        expect(items.every(({ plek }) => plek === 'bezorgd')).toBe(true);
      }),
      { numRuns: runs(60) },
    );
  });
});
