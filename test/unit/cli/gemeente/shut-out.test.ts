import { describe, expect, it } from 'vitest';
import { sendPartnerAccess } from '../../../../cli/gemeente/shut-out.ts';
import type { HubClient } from '../../../../client/hub-client.ts';
import type { ShutOutRequest } from '../../../../contracts/shut-out.ts';
import { caught } from '../../../hub/test-hub.ts';

const KANAAL = {
  gemeentecode: '0907',
  partner: 'taalschool',
  deur: 'wachtrij',
  abonnementen: 0,
  klaargezet: 3,
  geparkeerd: 0,
};
const UITGESLOTEN = { sinds: '2026-06-20T08:32:00Z', door: 'gemeente-0907', reden: 'misbruik' };

const play = async (
  what: 'uitsluiten' | 'toelaten',
  status: number,
  body: unknown,
  wish: ShutOutRequest = {},
) => {
  const asked: unknown[] = [];
  const call = async (...args: readonly unknown[]) => {
    asked.push(args);
    return { status, body };
  };
  const { output, written } = caught();
  const code = await sendPartnerAccess(
    { call } as unknown as HubClient,
    what,
    'taalschool',
    { gemeente: '0907', ...wish },
    output,
  );
  return { code, asked, text: written.join('\n') };
};

describe('hub uitsluiten and hub toelaten', () => {
  it('asks as the gemeente, and says since when, by whom, why, and how much is kept', async () => {
    const { code, asked, text } = await play(
      'uitsluiten',
      200,
      { ...KANAAL, uitgesloten: UITGESLOTEN },
      { reden: 'misbruik' },
    );
    expect(code).toBe(0);
    expect(asked).toEqual([
      ['gemeente-0907', '/partners/taalschool/_uitsluiten', { method: 'POST', body: { reden: 'misbruik' } }],
    ]);
    for (const part of ['2026-06-20', 'gemeente-0907', 'misbruik', 'kept: 3']) expect(text).toContain(part);
  });

  it('says that the partner is let in again', async () => {
    const { code, text } = await play('toelaten', 200, KANAAL);
    expect([code, text]).toEqual([0, expect.stringContaining('let in')]);
  });

  it('says that the other tokens count when one was shut out', async () => {
    const { asked, text } = await play('uitsluiten', 200, KANAAL, { kenmerk: 'jti-1' });
    expect(asked).toEqual([
      ['gemeente-0907', '/partners/taalschool/_uitsluiten', { method: 'POST', body: { kenmerk: 'jti-1' } }],
    ]);
    expect(text).toContain('one token');
  });

  it('ends with 1 when the hub refuses', async () => {
    expect((await play('uitsluiten', 404, undefined)).code).toBe(1);
  });
});
