import { expect, it } from 'vitest';
import type { Ontvangst } from '../../../client/answers.ts';
import { waitForOntvangst } from '../../../client/ontvangst.ts';

const hubWith = (...statuses: readonly Ontvangst['status'][]) => {
  const left = [...statuses];
  const asked: string[] = [];
  return {
    asked,
    ontvangst: async (organisation: string, ontvangstId: string) => {
      asked.push(`${organisation} ${ontvangstId}`);
      return { ontvangstId, status: (left.length > 1 ? left.shift() : left[0]) ?? 'ontvangen' } as Ontvangst;
    },
  };
};

it.each(['verwerkt', 'wacht', 'quarantaine'] as const)(
  'a message is waited for until it is %s',
  async (status) => {
    const hub = hubWith('ontvangen', 'ontvangen', status);
    expect(await waitForOntvangst(hub, 'gemeente-0907', 'o-1', 60_000, 1)).toMatchObject({ status });
    expect(hub.asked).toEqual(['gemeente-0907 o-1', 'gemeente-0907 o-1', 'gemeente-0907 o-1']);
  },
);

it('a message that stays on its way is waited for no longer than was asked', async () => {
  expect(await waitForOntvangst(hubWith('ontvangen'), 'gemeente-0907', 'o-1', 5, 1)).toMatchObject({
    status: 'ontvangen',
  });
});
