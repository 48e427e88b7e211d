import { describe, expect, it } from 'vitest';
import type { Gemeentecode, ZaakId } from '../../../../contracts/base-types.ts';
import {
  decideContradicting,
  decideTypedOver,
  decideVersion,
  decideWithdrawal,
  type KoppelingCommit,
  type KoppelingContent,
  type KoppelingVersion,
  memberFacts,
  waitingBerichten,
  withWaiting,
} from '../../../../domain/koppeling/koppeling.ts';
import { cause, GENNEP, linked, PARTNER_ZAAK, ZAAK } from '../support.ts';

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
/** A withdrawal of COA is kept with what it says. */
const waitingEnd = (intrekking: KoppelingVersion): KoppelingContent => ({
  soort: 'wacht',
  koppelingId: KOPPELING,
  ontvangstId: intrekking.oorzaak.ontvangstId,
  intrekking,
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
const typedEnd = { ...withdrawal(3), oorzaak: { ...cause(), gemeldDoor: GENNEP } };

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
    ['nothing is known', log(), end, 'wait', waitingEnd(end)],
    ['it waits already', log(waiting(end)), end, 'wait', undefined],
    ['another withdrawal waits', log(waiting(otherEnd)), end, 'wait', waitingEnd(end)],
    ['what a gemeente typed over, and nothing is known', log(), typedEnd, 'wait', waiting(typedEnd)],
    ['it waits already with what it says', log(waitingEnd(end)), end, 'wait', undefined],
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
  [log(version(2, { oorzaak: { ...cause(), gemeldDoor: GENNEP } })), false],
])(
  'version 2 whose numbers contradict what is known waits until a higher version is known (%#)',
  (commits, expected) => {
    const { outcome } = decideContradicting(commits, KOPPELING, version(2));
    expect(outcome).toBe(expected ? 'put right' : 'contradicted');
  },
);

describe('a version that a gemeente types over', () => {
  const OTHER = '0796' as Gemeentecode;
  const by = (gemeldDoor: Gemeentecode, versionValue: number): KoppelingVersion =>
    version(versionValue, { gemeentecode: gemeldDoor, oorzaak: { ...cause(), gemeldDoor } });
  const own = (versionValue: number) => version(versionValue, { gemeentecode: GENNEP });
  const released: KoppelingVersion = { ...by(GENNEP, 2), leden: [], ingetrokken: 'anders' };
  const typed = by(OTHER, 3);

  it.each([
    ['nothing is known', log(), 'own'],
    ['the household below it is of another', log(own(1)), 'of other'],
    ['COA gave that number to another', log(own(3)), 'of other'],
    ['only a higher version is of another', log(own(4)), 'own'],
    ['another typed it over below', log(by(GENNEP, 1)), 'of other'],
    ['another typed it over and withdrew it', log(by(GENNEP, 1), released), 'own'],
    ['another withdrew it, and COA did not', log(by(GENNEP, 1), released, own(2)), 'of other'],
    ['below it stands only what does not count either', log(own(1), by(OTHER, 2)), 'of other'],
    ['an older version names no gemeente', log(version(1)), 'own'],
    ['it was taken in before that was known', log(typed, own(1)), 'own'],
  ] as const)('when %s', (_, commits, expected) => {
    const { outcome } = decideTypedOver(commits, KOPPELING, typed);
    expect(outcome).toBe(expected);
  });

  it('waits once, for another version to say whose the household is', () => {
    const { append } = decideTypedOver(log(own(1)), KOPPELING, typed);
    expect(append).toEqual(waiting(typed));
    expect(decideTypedOver(log(own(1), waiting(typed)), KOPPELING, typed)).toEqual({ outcome: 'of other' });
    expect(waitingBerichten(log(own(1), waiting(typed)))).toEqual([typed.oorzaak.ontvangstId]);
  });

  it('is not stale because another gemeente typed over the same number', () => {
    expect(decideVersion(log(by(GENNEP, 3)), typed).outcome).toBe('append');
    expect(decideVersion(log(by(OTHER, 3)), typed).outcome).toBe('stale');
  });

  it('tells whom it alone names whose the household is', () => {
    const facts = memberFacts(KOPPELING, [{ ...typed, leden: [ZAAK, PARTNER_ZAAK] }, own(1)], []);
    expect(facts.find(({ zaakId }) => zaakId === PARTNER_ZAAK)?.feiten).toMatchObject([
      { feitId: `koppeling-vervallen:${KOPPELING}:1`, gemeentecode: GENNEP },
    ]);
    expect(facts.find(({ zaakId }) => zaakId === ZAAK)?.feiten).toEqual([]);
  });
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

it('a withdrawal that waits counts from the moment on which somebody is named, and once', () => {
  expect(withWaiting(log(waitingEnd(end), first))).toEqual([first, end]);
  expect(withWaiting(log(waitingEnd(end), first, end))).toEqual([first, end]);
  expect(withWaiting(log(waiting(end), first))).toEqual([first]);
  expect(waitingBerichten(log(waitingEnd(end), first))).toEqual([end.oorzaak.ontvangstId]);
  const [member] = memberFacts(KOPPELING, withWaiting(log(waitingEnd(end), first)), []);
  expect(member?.feiten).toMatchObject([
    { soort: 'koppeling-vervallen', versie: 3, oorzaakVerval: 'ingetrokken' },
  ]);
});
