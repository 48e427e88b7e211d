import { describe, expect, it } from 'vitest';
import { sendErasing } from '../../../../cli/gemeente/erasing.ts';
import type { Terminal } from '../../../../cli/gemeente/terminal.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import { caught } from '../../../hub/test-hub.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const WISSING = {
  zaakId: ZAAK,
  reden: 'verzoek-betrokkene',
  stand: 'besloten',
  gevraagdOp: '2030-06-20T08:32:00Z',
  komtNietAan: [{ partner: '0907/balk', berichtId: '0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d42' }],
  wachtUit: [],
  ontvangers: [],
};

const play = async (answer: string | undefined, options: { readonly ja?: boolean } = {}, status = 202) => {
  const asked: unknown[] = [];
  const call = async (...args: readonly unknown[]) => {
    asked.push(args);
    return { status, body: status === 202 ? WISSING : undefined };
  };
  const screen: Terminal = { say: () => undefined, ask: async () => answer ?? '', close: () => undefined };
  const { output, written } = caught();
  const code = sendErasing(
    { call } as unknown as HubClient,
    ZAAK,
    { reden: 'verzoek-betrokkene', gemeente: '0907', ...options },
    output,
    () => (answer === undefined ? undefined : screen),
  );
  return { code: await code, asked, written };
};

describe('hub wis', () => {
  it('erases when the number of the zaak is typed over, and says what was taken back and may have been read', async () => {
    const { code, asked, written } = await play('3f7d6c1e');
    expect(code).toBe(0);
    expect(asked).toEqual([
      ['gemeente-0907', `/zaken/${ZAAK}/_wis`, { method: 'POST', body: { reden: 'verzoek-betrokkene' } }],
    ]);
    expect(written.join(' ').replaceAll(/\s+/g, ' ')).toContain(
      'taken back: 0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d42 to 0907/balk, not confirmed; it may have been read',
    );
  });

  it.each(['', 'ja', 'yes'])('erases nobody at any other answer: "%s"', async (answer) => {
    const { code, asked } = await play(answer);
    expect([code, asked]).toEqual([1, []]);
  });

  it('wants --ja when nobody is there to be asked', async () => {
    await expect(play(undefined)).rejects.toThrow('--ja');
    expect((await play(undefined, { ja: true })).code).toBe(0);
  });

  it('ends with 1 when the hub refuses', async () => {
    const stranger = await play('3f7d6c1e', {}, 404);
    expect(stranger.code).toBe(1);
    expect(stranger.written.at(-1)).toBe('  this zaak or person is not of gemeente 0907');
  });
});
