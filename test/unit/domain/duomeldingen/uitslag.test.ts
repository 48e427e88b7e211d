import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bsn } from '../../../../contracts/base-types.ts';
import type { LbtResultaat } from '../../../../contracts/duo.ts';
import { notTakenByDuo, owedSince, owedToDuo } from '../../../../domain/duomeldingen/owed.ts';
import { feitenOfAnswer, type UitslagAnswer } from '../../../../domain/duomeldingen/steps.ts';
import { MOST_QUESTIONS, missingUitslag } from '../../../../domain/duomeldingen/uitslag.ts';
import { stepsOf } from '../../../../domain/regievoerder/gebeurtenissen.ts';
import { intakeOf } from '../../../../domain/routemap/intake.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { lbtResultaten } from '../../../../domain/zaak/lbt.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import { runs } from '../../../runs.ts';
import {
  cause,
  duo,
  GENNEP,
  ingetrokken,
  inschrijving,
  koppeling,
  linked,
  putAside,
  reported,
  ZAAK,
} from '../support.ts';

const BSN = '999966133' as Bsn;
const PLICHT = { inburgeringsplicht: { indicatorInburgeringsplicht: true, begindatum: '2025-08-01' } };
const known: readonly Feit[] = [
  linked(koppeling({}, { bsn: BSN })),
  inschrijving(),
  duo('SS101', PLICHT, '2025-08-20T08:00:00Z'),
];
const RESULT: LbtResultaat = {
  resultaat: 'B1-route haalbaar',
  behaaldeScore: '33,00',
  benodigdeScore: '28,00',
  datumAfname: '2025-10-08',
};
const OLDER: LbtResultaat = { ...RESULT, behaaldeScore: '12,00', datumAfname: '2025-09-03' };
const DAY = '2025-10-07';
const taken = reported('leerbaarheidstoets-afgenomen', DAY, {}, cause(`${DAY}T10:30:00Z`));
const skipped = reported('leerbaarheidstoets-overgeslagen', '2025-10-08', {
  redenOverslaan: 'ontheffing door de gemeente',
});

const NOTHING: UitslagAnswer = { kind: 'seen', resultaten: [], bron: '00000099000000004000' };
const GIVEN: UitslagAnswer = { ...NOTHING, resultaten: [RESULT] };

const askedAt = (feiten: readonly Feit[], moment: string) =>
  owedToDuo(zaakOf([...known, ...feiten]), new Date(moment)).get('uitslag');
const since = (...feiten: readonly Feit[]) => owedSince(zaakOf([...known, ...feiten]));

/** DUO is asked at these moments and says this. */
const answered = (
  feiten: readonly Feit[],
  moments: readonly string[],
  answer: UitslagAnswer = NOTHING,
): readonly Feit[] => {
  const all = [...feiten];
  for (const moment of moments) {
    all.push(...feitenOfAnswer(zaakOf([...known, ...all]), ZAAK, answer, new Date(moment)));
  }
  return all;
};

const tellOf = (feiten: readonly Feit[]) =>
  stepsOf(zaakOf([...known, ...feiten]), GENNEP).get('leerbaarheidstoets:uitslag');

describe('the result of a leerbaarheidstoets', () => {
  it('is asked of DUO forty-eight hours after the test, not after its report came', () => {
    expect(since(taken)).toBe('2025-10-09T10:30:00.000Z');
    expect(askedAt([taken], '2025-10-09T10:29:59Z')?.kind).toBe('nothing');
    expect(askedAt([taken], '2025-10-09T10:30:00Z')).toMatchObject({
      kind: 'tell',
      bsn: BSN,
      task: { order: { over: 'uitslag', handeling: 'navragen', datum: DAY }, gemeentecode: GENNEP },
    });
    // A report of another day says nothing of the hour: the test was over at the end of its day.
    for (const moment of ['2025-10-05T09:00:00Z', '2025-10-20T09:00:00Z']) {
      const report = reported('leerbaarheidstoets-afgenomen', DAY, {}, cause(moment));
      expect(since(report)).toBe('2025-10-10T00:00:00.000Z');
    }
  });

  it.each<[string, readonly Feit[]]>([
    ['DUO told it', [duo('SS131', { 'lbt/resultaten': [RESULT] }, '2025-10-08T07:00:00Z')]],
    [
      'DUO told it and registered it under an earlier day',
      [duo('SS131', { 'lbt/resultaten': [OLDER] }, '2025-10-08T07:00:00Z')],
    ],
    ['the gemeente skips the test', [skipped]],
    ['the plicht ended', [duo('SS106', {}, '2025-10-08T08:00:00Z')]],
    ['the koppeling was withdrawn', ingetrokken('TVS-2025-993909', 2, cause('2025-10-08T08:00:00Z'))],
    ['the report was put aside', [putAside([taken.feitId])]],
  ])('is asked of nobody once %s', (_, ended) => {
    expect(askedAt([taken, ...ended], '2025-12-01T08:00:00Z')?.kind).toBe('nothing');
  });

  it('is asked of the second test, whatever DUO told of the first', () => {
    const first = duo('SS131', { 'lbt/resultaten': [OLDER] }, '2025-09-04T07:00:00Z');
    expect(askedAt([taken, first], '2025-10-10T00:00:00Z')?.kind).toBe('tell');
    // What it told of the first says nothing of the second.
    const nothing = answered([taken, first], ['2025-10-10T00:00:00Z'], { ...NOTHING, resultaten: [OLDER] });
    expect(nothing.at(-1)).toMatchObject({ soort: 'duo-melding', stap: 'niet gedaan' });
    const both = { ...NOTHING, resultaten: [OLDER, RESULT] };
    const given = answered([taken, first], ['2025-10-10T00:00:00Z'], both);
    expect(lbtResultaten(zaakOf([...known, ...given]))[0]).toMatchObject({ ...RESULT, status: 'geldig' });
  });

  it('is asked again a day after DUO had none, and not for ever', () => {
    const once = answered([taken], ['2025-10-09T11:00:00Z']);
    expect(since(...once)).toBe('2025-10-10T11:00:00.000Z');
    expect(askedAt(once, '2025-10-10T10:59:59Z')?.kind).toBe('nothing');
    const days = Array.from({ length: MOST_QUESTIONS + 5 }, (_, day) =>
      new Date(Date.UTC(2025, 9, 9 + day, 11)).toISOString(),
    );
    const often = answered([taken], days);
    expect(often.filter(({ soort }) => soort === 'duo-melding')).toHaveLength(MOST_QUESTIONS);
    expect(since(...often)).toBeUndefined();
    expect(missingUitslag(zaakOf([...known, ...often]))?.lastAsked).toBe('2025-10-22');
  });

  it('is told to the gemeente as missing, once, until it comes in', () => {
    expect(tellOf([taken])).toBeUndefined();
    const once = answered([taken], ['2025-10-09T11:00:00Z']);
    const told = tellOf(once);
    expect(told).toMatchObject({
      gebeurtenis: 'leerbaarheidstoets-uitslag-uitgebleven',
      gegevens: { datum: DAY, nagevraagdOp: '2025-10-09' },
    });
    const twice = answered(once, ['2025-10-10T11:00:00Z']);
    expect(tellOf(twice)).toEqual(told);
    expect(intakeOf(zaakOf([...known, ...twice]), '2025-10-11').leerbaarheidstoets).toMatchObject({
      uitslagNagevraagdOp: '2025-10-10',
      uitslagBekend: false,
    });
    const given = answered(twice, ['2025-10-11T11:00:00Z'], GIVEN);
    expect(tellOf(given)).toBeUndefined();
    const { leerbaarheidstoets } = intakeOf(zaakOf([...known, ...given]), '2025-10-12');
    expect(leerbaarheidstoets.uitslagBekend).toBe(true);
    expect(leerbaarheidstoets.uitslagNagevraagdOp).toBeUndefined();
  });

  it('that DUO refuses to say is no question any more, and the gemeente hears the words of DUO', () => {
    const refused = answered([taken], ['2025-10-09T11:00:00Z'], {
      kind: 'refused',
      redenen: ['Deze persoon hoort niet bij uw gemeente'],
    });
    expect(since(...refused)).toBeUndefined();
    expect(notTakenByDuo(zaakOf([...known, ...refused]))).toMatchObject([['uitslag', { kind: 'refused' }]]);
    expect(askedAt(refused, '2025-12-01T08:00:00Z')?.kind).not.toBe('tell');
  });

  it('is not asked again when a person put aside what DUO gave', () => {
    const given = answered([taken], ['2025-10-09T11:00:00Z'], GIVEN);
    const result = given.find(({ soort }) => soort === 'duo');
    const without = [...given, putAside([result?.feitId ?? ''], cause('2025-10-10T08:00:00Z'))];
    expect(lbtResultaten(zaakOf([...known, ...without]))).toEqual([]);
    expect(since(...without)).toBeUndefined();
  });

  it('that came in while DUO was asked is recorded once', () => {
    const told = duo('SS131', { 'lbt/resultaten': [RESULT] }, '2025-10-09T10:00:00Z');
    expect(answered([taken, told], ['2025-10-09T11:00:00Z'], GIVEN)).toEqual([taken, told]);
  });

  it('stands since the day on which DUO registered it, whenever DUO was asked and whenever it tells it after that', () => {
    const given = answered([taken], ['2025-10-09T11:00:00Z'], GIVEN);
    const before = lbtResultaten(zaakOf([...known, ...given]));
    expect(before).toMatchObject([{ ...RESULT, gemeldOp: '2025-10-08T00:00:00Z' }]);
    for (const moment of ['2025-10-08T07:00:00Z', '2025-10-12T07:00:00Z']) {
      const told = duo('SS131', { 'lbt/resultaten': [RESULT] }, moment);
      expect(lbtResultaten(zaakOf([...known, ...given, told]))).toEqual(before);
    }
  });

  it('comes to the same in whatever order its facts are read, and however often', () => {
    const given = answered([taken], ['2025-10-09T11:00:00Z']);
    const all = [
      ...known,
      ...answered(given, ['2025-10-10T12:00:00Z'], GIVEN),
      duo('SS131', { 'lbt/resultaten': [RESULT] }, '2025-10-08T07:00:00Z'),
    ];
    const outcome = (feiten: readonly Feit[]) => {
      const zaak = zaakOf(feiten);
      return [lbtResultaten(zaak), owedSince(zaak), [...stepsOf(zaak, GENNEP)].toSorted()];
    };
    const expected = outcome(all);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all), (some, again) => {
        expect(outcome([...again, ...some])).toEqual(expected);
      }),
      { numRuns: runs(50) },
    );
  });
});
