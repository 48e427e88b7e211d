import { describe, expect, it } from 'vitest';
import { sendAll } from '../../../adapters/send-all.ts';

describe('sending everything', () => {
  const OPTIONS = { times: 3, firstPauseMs: 0, refused: (count: number) => `${count} geweigerd` };

  it('sends again only what was refused, of each batch by itself', async () => {
    const sent: string[][] = [];
    const refuseOnce = new Set(['b', 'c']);
    await sendAll(
      [['a', 'b'], ['c']],
      async (batch) => {
        sent.push([...batch]);
        return batch.filter((entry) => refuseOnce.delete(entry));
      },
      OPTIONS,
    );
    expect(sent.toSorted()).toEqual([['a', 'b'], ['b'], ['c'], ['c']]);
  });

  it('fails, to be tried again, when an entry is refused each time', async () => {
    const sending = sendAll([['a', 'b']], async (batch) => batch.filter((entry) => entry === 'b'), OPTIONS);
    await expect(sending).rejects.toMatchObject({ vervolg: 'opnieuw', message: '1 geweigerd' });
  });

  it('sends nothing when there is nothing', async () => {
    await expect(sendAll([], () => Promise.reject(new Error('verstuurd')), OPTIONS)).resolves.toBeUndefined();
  });
});
