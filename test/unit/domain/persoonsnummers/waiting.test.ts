import { describe, expect, it } from 'vitest';
import { Bsn, type OntvangstId, type ZaakId } from '../../../../contracts/base-types.ts';
import type {
  NumberCommit,
  PersoonsnummerContent,
} from '../../../../domain/persoonsnummers/persoonsnummers.ts';
import {
  endClaim,
  hasConflict,
  toWake,
  toWakeFromQuarantaine,
  waitForBsn,
} from '../../../../domain/persoonsnummers/waiting.ts';

const bsn = Bsn.parse('999966133');
const HAS = 'zaak-a' as ZaakId;
const WANTS = 'zaak-b' as ZaakId;
const M = 'bericht-m' as OntvangstId;
const W = 'bericht-w' as OntvangstId;

const log = (...contents: readonly PersoonsnummerContent[]): readonly NumberCommit[] =>
  contents.map((inhoud, index) => ({ versie: index + 1, inhoud }) as NumberCommit);
const linked = (zaakId: ZaakId, ontvangstId: OntvangstId) =>
  ({ soort: 'gekoppeld', bsn, zaakId, ontvangstId }) as const;
const loosened = (zaakId: ZaakId, ontvangstId: OntvangstId) =>
  ({ soort: 'losgemaakt', bsn, zaakId, ontvangstId }) as const;
const waits = (ontvangstId: OntvangstId, voor?: ZaakId): PersoonsnummerContent => ({
  soort: 'wacht',
  bsn,
  ...(voor && { voor }),
  ontvangstId,
});

describe('a claim on a BSN', () => {
  it.each<[string, boolean, readonly PersoonsnummerContent[]]>([
    ['of another zaak counts', true, [linked(HAS, M), waits(W, WANTS)]],
    ['of another zaak counts before anybody was linked', true, [waits(W, WANTS)]],
    ['of the zaak that has it does not count', false, [linked(HAS, M), waits(W, HAS)]],
    ['is not in what waits in the log of an older hub', false, [linked(HAS, M), waits(W)]],
    ['counts no more once it ended', false, [linked(HAS, M), waits(W, WANTS), waits(W)]],
    ['of the message itself does not count', false, [linked(HAS, M), waits(M, WANTS)]],
  ])('%s', (_, expected, contents) => {
    expect(hasConflict(log(...contents), HAS, M)).toBe(expected);
  });

  it('stays when the same message waits without one, is said once, and ends once', () => {
    const claimed = log(linked(HAS, M), waits(W, WANTS));
    expect(waitForBsn(claimed, bsn, W)).toEqual({ outcome: 'wacht' });
    expect(waitForBsn(claimed, bsn, W, WANTS)).toEqual({ outcome: 'wacht' });
    expect(endClaim(claimed, bsn, W)).toMatchObject({ append: waits(W) });
    expect(endClaim(log(waits(W, WANTS), waits(W)), bsn, W)).toEqual({ outcome: 'geen' });
  });
});

describe('what a message wakes', () => {
  it.each<[string, boolean, readonly PersoonsnummerContent[]]>([
    ['waits since before its word', true, [waits(W), loosened(HAS, M)]],
    ['waits since before its latest word', true, [linked(HAS, M), waits(W), loosened(HAS, M)]],
    ['was tried since its word, in vain', false, [waits(W), loosened(HAS, M), waits(W)]],
    ['has the BSN since', false, [waits(W), loosened(HAS, M), linked(WANTS, W)]],
  ])('from quarantine is what %s; once it is processed, everything', (_, expected, contents) => {
    expect(toWakeFromQuarantaine(log(...contents), M)).toEqual(expected ? [W] : []);
    expect(toWake(log(...contents), M)).toEqual([W]);
  });

  it('says again that it waits when it is tried in vain after something new was known', () => {
    expect(waitForBsn(log(waits(W), linked(HAS, M)), bsn, W)).toMatchObject({ append: waits(W) });
    expect(waitForBsn(log(linked(HAS, M), waits(W)), bsn, W)).toEqual({ outcome: 'wacht' });
  });
});
