import { describe, expect, it } from 'vitest';
import { happen } from '../../../../client/invent/happenings.ts';
import { reportAt } from '../../../../client/invent/reports.ts';
import { isDuoStep, type Step } from '../../../../client/scenario/parse.ts';
import { inboundSchema } from '../../../../contracts/berichttypen.ts';
import {
  eventOfType,
  fieldsOfEvent,
  nameOfField,
  ROUTEMAP,
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
  typeOfEvent,
} from '../../../../contracts/routemap.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const OPTIONS = { gezin: { adults: 1, children: 0 }, gemeente: '9999', seed: 7, today: '2026-03-01' };

/** The reports of the routemap among these steps: which event, by whom, on which day, and what it says. */
const reportsIn = (steps: readonly Step[]) =>
  steps.flatMap((step) => {
    const event = isDuoStep(step) ? undefined : eventOfType(String(step.bericht['type']));
    if (isDuoStep(step) || event === undefined) return [];
    const data = step.bericht['data'] as Readonly<Record<string, unknown>>;
    return [{ event, van: step.van, day: String(step.bericht['time']).slice(0, 10), data }];
  });

const isAfterOthers = (event: RoutemapEvent): boolean =>
  (ROUTEMAP[event].meestalNa ?? ROUTEMAP[event].nietZonder) !== undefined;

describe('an event of the routemap that is made to happen', () => {
  it.each(ROUTEMAP_EVENTS)('says everything that it can say: %s', (event) => {
    const [report] = reportsIn(happen(event, OPTIONS).steps);
    expect(report).toMatchObject({ event, day: OPTIONS.today });
    expect(Object.keys(report?.data ?? {})).toEqual(fieldsOfEvent(event).map(nameOfField));
  });

  it.each(ROUTEMAP_EVENTS.filter(isAfterOthers))('comes after what usually comes before it: %s', (event) => {
    const { meestalNa = [], nietZonder = {} } = ROUTEMAP[event];
    const earlier = new Map(reportsIn(happen(event, OPTIONS).before).map((one) => [one.event, one.day]));
    for (const before of [...meestalNa, ...Object.values(nietZonder)])
      expect(earlier.get(before) ?? '9999', before).toBe('2026-02-28');
  });

  it.each(ROUTEMAP_EVENTS)('can be reported in a zaak that is there, at any moment of a day: %s', (event) => {
    for (const moment of ['2026-02-28T23:30:00.123Z', '2026-03-01T12:00:00Z', '2026-03-01T22:59:59Z']) {
      const { bericht, van } = reportAt(event, { zaakId: ZAAK }, '0907', new Date(moment), 7);
      expect(inboundSchema(typeOfEvent(event)).safeParse(bericht).error?.issues ?? []).toEqual([]);
      expect(van).toBe('gemeente-0907');
      expect(Date.parse(String(bericht['time']))).toBeLessThanOrEqual(Date.parse(moment));
    }
  });

  it('has a home that the corporatie proposed, so that it hears what became of it', () => {
    const reported = (gemeente: string) =>
      reportsIn(happen('woning-goedgekeurd', { ...OPTIONS, gemeente }).before).map(({ event, van }) => [
        event,
        van,
      ]);
    expect(reported('9999')).toEqual([
      ['woningzoekopdracht-verstuurd', 'gemeente-9999'],
      ['woning-voorgesteld', 'corporatie-9999'],
    ]);
    // Urk has no partners yet.
    expect(reported('0184').at(-1)).toEqual(['woning-voorgesteld', 'gemeente-0184']);
  });

  it('is about the same home each time it is named', () => {
    const { before, steps } = happen('huurcontractdatum-voorgesteld', OPTIONS);
    const homes = reportsIn([...before, ...steps]).flatMap(({ data: { woningId } }) => woningId ?? []);
    expect(homes).toHaveLength(3);
    expect(new Set(homes).size).toBe(1);
  });

  it('makes appointments for days to come', () => {
    const [report] = reportsIn(happen('pip-deel-gedeeld', OPTIONS).steps);
    expect(report?.data).toMatchObject({ ontzorgingVanaf: '2026-03-01', ontzorgingTot: '2026-08-30' });
    const [planned] = reportsIn(happen('kennismaking-gepland', OPTIONS).steps);
    expect(planned?.data).toMatchObject({ afspraakdatum: '2026-03-08' });
  });
});
