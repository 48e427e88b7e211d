import { describe, expect, it } from 'vitest';
import { lifeCourse } from '../../../bench/life-course.ts';
import { memoryOf } from '../../../bench/scale/memory.ts';
import { sample } from '../../../bench/scale/partners.ts';
import { ratios } from '../../../bench/scale/report.ts';
import { readSizes } from '../../../bench/scale/sizes.ts';
import { stream } from '../../../bench/scale/stream.ts';
import { isDuoStep, type Step } from '../../../client/scenario/parse.ts';
import { inboundSchema } from '../../../contracts/berichttypen.ts';
import { Notificatie } from '../../../contracts/duo.ts';
import { isInboundType } from '../../../contracts/event-types.ts';

const isValid = (bericht: object): boolean => {
  const type = 'type' in bericht ? String(bericht.type) : '';
  return isInboundType(type) && inboundSchema(type).safeParse(bericht).success;
};

describe('the life of a zaak', () => {
  const life = lifeCourse(7, 120);
  const valid = (step: Step): boolean =>
    isDuoStep(step) ? Notificatie.safeParse(step.notificatie).success : isValid(step.bericht);

  it('has the requested number of messages, each valid and different', () => {
    expect(life).toHaveLength(120);
    expect(life.filter((step) => !valid(step))).toEqual([]);
    expect(new Set(life.map((step) => JSON.stringify(step))).size).toBe(120);
  });

  it('begins with a koppeling, has messages of every source, and is the same each time', () => {
    expect(life[0]).toMatchObject({ van: 'coa' });
    expect(new Set(life.map(({ van }) => van))).toEqual(new Set(['coa', 'brp', 'duo']));
    expect(lifeCourse(7, 120)).toEqual(life);
  });
});

describe('the stream of households', () => {
  const told = { koppeling: 8, inschrijving: 5 };

  it('brings every registration, after its koppeling', () => {
    const berichten = [...stream(100, 110, 3, told)];
    expect(berichten.map(({ van }) => van).join(' ')).toBe(
      'coa coa coa coa brp coa brp coa brp coa brp coa brp coa brp coa brp brp brp brp',
    );
    expect(berichten.filter(({ bericht }) => !isValid(bericht))).toEqual([]);
    expect(berichten.reduce((sum, { partnerberichten }) => sum + partnerberichten, 0)).toBe(10 * 13);
  });

  it('brings all registrations when there are fewer than its delay', () => {
    expect([...stream(0, 2, 10, told)].map(({ van }) => van)).toEqual(['coa', 'coa', 'brp', 'brp']);
  });
});

describe('the figures of a run', () => {
  it('compare the memory at the begin and at the end', () => {
    expect(memoryOf([100, 110, 500, 200, 120, 130, 125, 140])).toEqual({
      maxMB: 500,
      beginMB: 100,
      endMB: 125,
    });
    expect(memoryOf([42])).toEqual({ maxMB: 42, beginMB: 42, endMB: 42 });
  });

  it('give the reads of long zaken relative to those of the shortest', () => {
    const zaken = [
      { commits: 10, msPerCommit: 30, p50: 4, p99: 5 },
      { commits: 500, msPerCommit: 30, p50: 40, p99: 50 },
    ];
    expect(ratios(zaken).map(({ timesCommits, timesTime }) => [timesCommits, timesTime])).toEqual([
      [1, 1],
      [50, 10],
    ]);
    expect(ratios([])).toEqual([]);
  });

  it('keep a bounded sample of their input', () => {
    const trial = sample<number>(3, () => 0);
    for (const n of [1, 2, 3, 4]) trial.insert(n);
    expect(trial.values()).toEqual([4, 2, 3]);
  });
});

describe('the option for sizes', () => {
  it('is read as numbers in their order', () => {
    expect(readSizes('1000,10000')).toEqual([1000, 10_000]);
  });

  it.each(['', '10,', 'veel', '10,10', '20,10', '0', '90000'])('refuses %j', (text) => {
    expect(() => readSizes(text)).toThrow(/--sizes/);
  });
});
