import { describe, expect, it } from 'vitest';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import {
  decideVersion,
  decideWithdrawal,
  isSuperseded,
  type KoppelingCommit,
  type KoppelingContent,
  type KoppelingVersion,
  memberFacts,
} from '../../../../domain/koppeling/koppeling.ts';
import { cause, linked, PARTNER_ZAAK, ZAAK } from '../support.ts';

/** The outcome of a message of COA, given the versions in the log of its koppeling. */

const KOPPELING = 'TVS-2025-993909';

const version = (version: number, change: Partial<KoppelingVersion> = {}): KoppelingVersion => ({
  soort: 'versie',
  koppelingId: KOPPELING,
  versie: version,
  leden: [ZAAK],
  oorzaak: cause(),
  ...change,
});
const withdrawal = (versionValue: number): KoppelingVersion =>
  version(versionValue, { leden: [], ingetrokken: 'andere gemeente' });
const waiting = ({ koppelingId, oorzaak: { ontvangstId } }: KoppelingVersion): KoppelingContent => ({
  soort: 'wacht',
  koppelingId,
  ontvangstId,
});
const log = (...contents: readonly KoppelingContent[]): readonly KoppelingCommit[] =>
  contents.map((content, index) => ({
    versie: index + 1,
    tijd: '2025-06-20T08:00:00.000Z',
    inhoud: content,
  }));

const first = version(1);
const second = version(2);
const end = withdrawal(3);
const otherEnd = withdrawal(3);

describe('a message with a version of a koppeling', () => {
  it.each([
    ['nothing is known', log(), first, 'append'],
    ['a lower version is known', log(first), second, 'append'],
    ['only a higher version is known', log(second), first, 'append'],
    ['a withdrawal waits', log(waiting(end)), first, 'append'],
    ['it brought this version at an earlier delivery', log(first, second), second, 'known'],
    ['another message brought this version', log(first), version(1), 'stale'],
    ['another message withdrew under this version', log(first, end), version(3), 'stale'],
  ] as const)('when %s', (_, commits, message, outcome) => {
    expect(decideVersion(commits, message)).toEqual(
      outcome === 'append' ? { append: message, outcome } : { outcome },
    );
  });
});

describe('a message that withdraws a koppeling', () => {
  it.each([
    ['nothing is known', log(), end, 'wait', waiting(end)],
    ['it waits already', log(waiting(end)), end, 'wait', undefined],
    ['another withdrawal waits', log(waiting(otherEnd)), end, 'wait', waiting(end)],
    ['a version is known', log(first), end, 'append', end],
    ['it waited, and a version has come', log(waiting(end), first), end, 'append', end],
    ['a higher version is known', log(version(4)), end, 'append', end],
    ['it withdrew at an earlier delivery', log(first, end), end, 'known', undefined],
    ['another message withdrew under this version', log(first, otherEnd), end, 'stale', undefined],
    ['another message changed under this version', log(first, version(3)), end, 'stale', undefined],
  ] as const)('when %s', (_, commits, message, outcome, append) => {
    expect(decideWithdrawal(commits, message)).toEqual(
      append === undefined ? { outcome } : { append, outcome },
    );
  });
});

it.each([
  [log(), false],
  [log(first), false],
  [log(second), false],
  [log(first, end), true],
  [log(waiting(end)), false],
])('version 2 has no say about numbers any more once a higher version is known (%#)', (commits, expected) => {
  expect(isSuperseded(commits, 2)).toBe(expected);
});

describe('the facts about members', () => {
  const about = (versions: readonly KoppelingVersion[], named: Parameters<typeof memberFacts>[2] = []) =>
    new Map<ZaakId, readonly string[]>(
      memberFacts(KOPPELING, versions, named).map(({ zaakId, feiten }) => [
        zaakId,
        feiten.map(({ feitId }) => feitId),
      ]),
    );

  it('are those of the version in hand for the members that it names, and for others that they left the household', () => {
    const feit = linked();
    expect(about([version(1, { leden: [ZAAK, PARTNER_ZAAK] }), second], [{ zaakId: ZAAK, feit }])).toEqual(
      new Map([
        [ZAAK, [feit.feitId]],
        [PARTNER_ZAAK, [`koppeling-vervallen:${KOPPELING}:2`]],
      ]),
    );
  });

  it('of a version that comes late do not end the koppeling of a member whom a higher version names first', () => {
    expect(about([version(2, { leden: [PARTNER_ZAAK] }), version(1)])).toEqual(
      new Map([
        [PARTNER_ZAAK, []],
        [ZAAK, [`koppeling-vervallen:${KOPPELING}:2`]],
      ]),
    );
  });

  it('say of a withdrawal that the koppeling ended for every member', () => {
    expect([...about([version(1, { leden: [ZAAK, PARTNER_ZAAK] }), end]).values()]).toEqual([
      [`koppeling-vervallen:${KOPPELING}:3`],
      [`koppeling-vervallen:${KOPPELING}:3`],
    ]);
  });
});
