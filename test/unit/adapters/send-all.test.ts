import { describe, expect, it } from 'vitest';
import { sendAll } from '../../../adapters/send-all.ts';

describe('sending entries in batches', () => {
  const OPTIONS = { times: 3, firstPauseMs: 0, refused: (count: number) => `${count} refused` };

  it('sends only the refused entries again, for each batch apart', async () => {
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

  it('fails with an error that says to try again when an entry is refused each time', async () => {
    const sending = sendAll([['a', 'b']], async (batch) => batch.filter((entry) => entry === 'b'), OPTIONS);
    await expect(sending).rejects.toMatchObject({ followUp: 'retry', message: '1 refused' });
  });

  it('makes no call without entries', async () => {
    await expect(sendAll([], () => Promise.reject(new Error('sent')), OPTIONS)).resolves.toBeUndefined();
  });
});
