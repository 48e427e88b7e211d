import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { AppointmentEntry } from '../../../../../../adapters/table/lists/lists.ts';
import { textFaultsIn } from '../../../../../../contracts/text.ts';
import { startOf, writeCalendar } from '../../../../../../functions/shared/rest/resources/calendar.ts';
import { ZAAK } from '../../../../domain/support.ts';

/** The iCalendar file, as a reader that is not its writer takes it. */

const TALK: AppointmentEntry = {
  zaakId: ZAAK,
  sleutel: 'routemap:brede-intake-uitgenodigd:taalschool',
  gebeurtenis: 'brede-intake-uitgenodigd',
  deel: 'taalschool',
  afspraakdatum: '2025-09-03',
  tijd: '10:30',
  plaats: 'Gemeentehuis Gennep, kamer 2',
  tolk: true,
  reeks: 3,
  gemeldOp: '2025-08-20T08:00:00Z',
};

const read = (file: string) =>
  new ICAL.Component(ICAL.parse(file)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
const write = (...changes: readonly Partial<AppointmentEntry>[]) =>
  writeCalendar(
    '0907/taalschool',
    'zaak',
    changes.map((change) => ({ ...TALK, ...change })),
  );

describe('an appointment in a calendar', () => {
  it('says what, when, where, of which zaak and whether an interpreter is needed', () => {
    const [event] = read(write({}));
    expect(event).toMatchObject({
      summary: 'Brede intake: taalschool',
      location: 'Gemeentehuis Gennep, kamer 2',
      description: `Zaak ${ZAAK}\nTolk nodig: ja`,
      sequence: 3,
    });
    expect(event?.startDate.toJSDate().toISOString()).toBe('2025-09-03T08:30:00.000Z');
    expect(event?.endDate.toJSDate().toISOString()).toBe('2025-09-03T09:30:00.000Z');
    expect(event?.component.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(event?.component.getFirstPropertyValue('class')).toBe('PRIVATE');
  });

  it('of which nobody said the hour is the whole day, and of which nobody said where has no place', () => {
    const { tijd: _tijd, plaats: _plaats, tolk: _tolk, ...day } = TALK;
    const file = writeCalendar('0907/mage', 'huishouden', [
      { ...day, gebeurtenis: 'woninginrichting-afgesproken', deel: '', sleutel: 'levering' },
    ]);
    expect(file).toContain('DTSTART;VALUE=DATE:20250903\r\n');
    const [event] = read(file);
    expect(event?.summary).toBe('Levering woninginrichting');
    expect(event?.description).toBe(`Huishouden ${ZAAK}`);
    expect(event?.endDate.toString()).toBe('2025-09-04');
    expect(file).not.toContain('LOCATION');
  });

  it('about a contract says nothing of which home it is', () => {
    const woningId = '9b2e6f14-7c35-4d0a-8e61-2f5a7b9c0d13';
    const file = write({ gebeurtenis: 'huurcontractdatum-voorgesteld', deel: woningId });
    expect(read(file)[0]?.summary).toBe('Huurcontract tekenen');
    expect(file).not.toContain(woningId);
  });

  it('has one UID however often it is moved, and another in another calendar, zaak or part', () => {
    const uids = [
      ...read(write({}, { afspraakdatum: '2025-09-05', reeks: 4 })),
      ...read(write({ sleutel: 'routemap:brede-intake-uitgenodigd:participatie' })),
      ...read(writeCalendar('0907/gemeente', 'zaak', [TALK])),
    ].map(({ uid }) => uid);
    expect(uids[1]).toBe(uids[0]);
    expect(new Set(uids).size).toBe(3);
    for (const uid of uids) expect(uid).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is cancelled when it fell away', () => {
    const [event] = read(write({ isAfgezegd: true }));
    expect(event?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  });

  it('keeps any place that can be reported, in lines that are not too long', () => {
    const place = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 80 })
      .filter((text) => textFaultsIn(text).length === 0);
    const special = fc
      .array(fc.constantFrom('\\', ';', ',', '"', ':', '\\n', 'é', '😀', '\u2028', ' ', 'BEGIN:VEVENT'))
      .map((parts) => parts.join('').slice(0, 80))
      .filter((text) => text !== '' && textFaultsIn(text).length === 0);
    fc.assert(
      fc.property(fc.oneof(place, special), (plaats) => {
        const file = write({ plaats });
        expect(read(file).map(({ location }) => location)).toEqual([plaats]);
        for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
        expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
      }),
    );
  });

  it.each([
    ['2025-07-01', '10:30', '2025-07-01T08:30:00.000Z'],
    ['2025-12-01', '10:30', '2025-12-01T09:30:00.000Z'],
    ['2025-12-01', '00:15', '2025-11-30T23:15:00.000Z'],
    // The clock goes forward at two o'clock: half past two is not there.
    ['2026-03-29', '01:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29', '03:00', '2026-03-29T01:00:00.000Z'],
    // It goes back at three: half past two is there twice.
    ['2025-10-26', '01:59', '2025-10-25T23:59:00.000Z'],
    ['2025-10-26', '02:30', '2025-10-26T00:30:00.000Z'],
    ['2025-10-26', '03:00', '2025-10-26T02:00:00.000Z'],
  ])('of %s %s begins at %s', (datum, tijd, moment) => {
    expect(startOf(datum, tijd).toISOString()).toBe(moment);
  });

  it('is read in the Netherlands at the hour that was reported, on any day', () => {
    const shown = new Intl.DateTimeFormat('nl-NL', {
      timeZone: 'Europe/Amsterdam',
      hour: '2-digit',
      minute: '2-digit',
    });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.integer({ min: 4, max: 23 }),
        (day, hour) => {
          const tijd = `${String(hour).padStart(2, '0')}:05`;
          expect(shown.format(startOf(day.toISOString().slice(0, 10), tijd))).toBe(tijd);
        },
      ),
    );
  });
});

it('a calendar without appointments is one all the same', () => {
  expect(read(write())).toEqual([]);
});
