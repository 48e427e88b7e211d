import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  Emailadres,
  InboundMoment,
  InboundTelefoonnummer,
  IncompleteDatum,
  Moment,
  Telefoonnummer,
} from '../../../contracts/base-types.ts';
import { inboundSchema } from '../../../contracts/berichttypen.ts';
import { faultsOf } from '../../../contracts/faults.ts';
import { canonicalInstant } from '../../../contracts/instant.ts';
import { AcceptedNotificatie } from '../../../contracts/internal/duo-bericht.ts';
import { InboundBericht } from '../../../contracts/internal/inbound-bericht.ts';
import { utf8Kind } from '../../../contracts/media-type.ts';
import { InboundContact } from '../../../contracts/personalia.ts';
import { runs } from '../../runs.ts';

describe('a telephone number', () => {
  test.each([
    ['0612345678', '0612345678'],
    ['06 12 34 56 78', '0612345678'],
    ['06-12345678', '0612345678'],
    ['06.12345678', '0612345678'],
    ['(06) 12345678', '0612345678'],
    ['(0485) 49 10-00', '0485491000'],
    ['06\u00a012\u201134\u20135678', '0612345678'],
    [' 0612345678 ', '0612345678'],
    ['+31 (0)6-12345678', '0612345678'],
    ['+31612345678', '0612345678'],
    ['0031 6 12345678', '0612345678'],
    ['(+31) 06 12345678', '0612345678'],
    ['+49 (0)30 123456', '+4930123456'],
    ['00963 11 123 4567', '+963111234567'],
    ['0800-1234', '08001234'],
    ['+31 800 1234', '+318001234'],
    ['14 0485', '140485'],
    ['(0)031 6 12345678', '0612345678'],
  ])('%s is kept as %s', (written, kept) => {
    expect(InboundTelefoonnummer.parse(written)).toBe(kept);
    expect(InboundTelefoonnummer.parse(kept)).toBe(kept);
  });

  test.each([
    '0(((((((',
    '0------',
    '06-',
    '06',
    '0612345678 of 0687654321',
    'thuis',
    '06)12345678',
    '(06 12345678',
    '+',
    '06+12345678',
    '00 123456 789012 345678',
    '0000',
    '001234',
    '٠٦١٢٣٤٥٦٧٨',
  ])('%s is refused at its place', (written) => {
    const result = InboundContact.safeParse({ telefoonnummer: written });
    expect(result.error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['telefoonnummer'], 'is geen telefoonnummer'],
    ]);
  });

  it('that is accepted fits the contract of partners in one form', () => {
    const written = fc
      .array(fc.constantFrom(...'0123456789+()-./ \u00a0'), { maxLength: 24 })
      .map((signs) => signs.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          written,
          written.map((rest) => `+31${rest}`),
          written.map((rest) => `06${rest}`),
        ),
        (text) => {
          const { success, data } = InboundTelefoonnummer.safeParse(text);
          if (!success) return;
          expect(Telefoonnummer.safeParse(data).success).toBe(true);
          expect(InboundTelefoonnummer.parse(data)).toBe(data);
        },
      ),
      { numRuns: runs(5000) },
    );
  });
});

describe('a mail address', () => {
  test.each([
    'naam@voorbeeld.example',
    'a&b@x.nl',
    'jan!@x.nl',
    "o'neil+werk@mail.voorbeeld.example",
    'a@x.xn--p1ai',
    `${'a'.repeat(228)}@voorbeeld.nl`,
  ])('%s is taken as it is', (written) => {
    expect(Emailadres.parse(written)).toBe(written);
  });

  test.each([
    '',
    'naam',
    'naam@',
    '@x.nl',
    'a@b',
    'a..b@x.nl',
    '.a@x.nl',
    'a b@x.nl',
    'a@x.n',
    'a@-x.nl',
    'a@@x.nl',
    `${'a'.repeat(240)}@x.nl`,
  ])('%s is refused', (written) => {
    expect(Emailadres.safeParse(written).success).toBe(false);
  });
});

describe('a moment', () => {
  test.each([
    ['2026-09-01T08:00:00Z', '2026-09-01T08:00:00Z'],
    ['2026-09-01T10:00:00.120+02:00', '2026-09-01T10:00:00.120+02:00'],
    ['2026-09-01t08:00:00z', '2026-09-01T08:00:00Z'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59Z'],
    ['2017-01-01t00:59:60.5+01:00', '2017-01-01T00:59:59.5+01:00'],
  ])('%s is read as %s', (written, read) => {
    expect(Moment.parse(written)).toBe(read);
  });

  test.each([
    '2026-09-01 08:00:00Z',
    '2026-09-01T08:00:00',
    '2026-02-30T08:00:00Z',
    '2026-09-01T08:00:60Z',
    '2026-09-01T23:59:60Z',
    '2016-12-31T23:59:60+01:00',
    '2016-12-31T23:59:61Z',
    '2016-13-31T23:59:60Z',
  ])('%s is refused', (written) => {
    for (const schema of [Moment, InboundMoment]) {
      expect(schema.safeParse(written).error?.issues.map(({ message }) => message)).toEqual([
        'is geen tijdstip (RFC 3339)',
      ]);
    }
  });

  test.each([
    ['2026-09-01T08:00:00Z', '2026-09-01T08:00:00Z'],
    ['2026-09-01T08:00:00.000Z', '2026-09-01T08:00:00Z'],
    ['2026-09-01T10:00:00.120+02:00', '2026-09-01T08:00:00.12Z'],
    ['2026-01-01T00:30:00.1234567+01:00', '2025-12-31T23:30:00.1234567Z'],
  ])('%s has %s as its one spelling', (written, one) => {
    expect(canonicalInstant(written)).toBe(one);
  });

  test.each([
    '0000-01-01T00:00:00+14:00',
    '0026-11-20T08:00:00Z',
    '1899-12-31T23:59:59Z',
    '9999-12-31T23:59:59Z',
  ])('%s is refused for its year alone', (written) => {
    expect(InboundMoment.safeParse(written).error?.issues.map(({ message }) => message)).toEqual([
      'ligt niet in de jaren 1900 tot en met 2199',
    ]);
  });

  it('may lie a little ahead, as far as a clock can be wrong', () => {
    const ahead = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    expect(InboundMoment.safeParse(ahead(2.5)).success).toBe(true);
    for (const hours of [3.5, 24, 24 * 365 * 100]) {
      expect(InboundMoment.safeParse(ahead(hours)).error?.issues.map(({ message }) => message)).toEqual([
        'ligt meer dan 3 uur in de toekomst',
      ]);
    }
  });
});

describe('a date in a message', () => {
  const TAKEN = 'nl.inburgeringszaken.leerbaarheidstoets.afgenomen.v1';
  const told = (datum: string) => ({
    specversion: '1.0',
    id: '5b1031d0-f646-41f4-8a09-7c976bf46c69',
    source: 'urn:nld:oin:00000099000009070000:systeem:casus',
    type: TAKEN,
    time: '2026-03-13T08:00:00Z',
    data: { zaakId: '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a', datum },
  });
  const faultsIn = (datum: string): readonly (readonly [string, string])[] => {
    const event = told(datum);
    const { error } = inboundSchema(TAKEN).safeParse(event);
    return error === undefined ? [] : faultsOf(error, event).map(({ pointer, detail }) => [pointer, detail]);
  };

  test.each(['1900-01-01', '2026-03-12'])('of %s is one that somebody lived through', (datum) => {
    expect(faultsIn(datum)).toEqual([]);
  });

  test.each([
    ['0026-03-12', 'ligt niet in de jaren 1900 tot en met 2199'],
    ['1899-12-31', 'ligt niet in de jaren 1900 tot en met 2199'],
    ['9999-12-31', 'ligt in de toekomst'],
    ['0026-02-30', 'is geen bestaande datum (jjjj-mm-dd)'],
  ])('of %s is refused with one sentence: %s', (datum, detail) => {
    expect(faultsIn(datum)).toEqual([['/data/datum', detail]]);
  });

  test.each(['1899', '0026-11', '2200-01-01'])(
    'that may be incomplete is refused for its year as well: %s',
    (written) => {
      expect(IncompleteDatum.safeParse(written).error?.issues.map(({ message }) => message)).toEqual([
        'ligt niet in de jaren 1900 tot en met 2199',
      ]);
    },
  );

  it('is read as it was kept when it was accepted before', () => {
    const accepted = {
      ontvangstId: '00000000-0000-4000-8000-000000000001',
      berichtId: '1',
      bron: 'urn:nld:oin:00000099000009070000:systeem:casus',
      tijdstip: '0000-01-01T00:00:00+14:00',
      organisatie: 'gemeente-0907',
      afdruk: '1',
      type: 'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
      data: {
        bsn: '999966133',
        gemeentecode: '0907',
        indicatorInburgeringsplicht: true,
        datumKennisgevingInburgeringsplicht: '9999-12-31',
      },
    };
    expect(InboundBericht.parse(accepted)).toEqual(accepted);
  });
});

it('a notification that was accepted with a V-nummer of zeros goes by its BSN', () => {
  const data = { registratieDatumTijd: '2025-10-19T07:00:00Z', gebeurtenisId: 'SS131', bsn: '999966133' };
  expect(AcceptedNotificatie.parse({ ...data, vNummer: '0000000000' })).toEqual({
    ...data,
    vNummer: undefined,
  });
});

test.each([
  ['application/json', 'application/json'],
  ['Application/JSON; Charset="UTF-8"', 'application/json'],
  ['application/json;charset=utf-8;profile=x', 'application/json'],
  ['application/json; charset=utf8', 'application/json'],
  ['application/json; charset=US-ASCII', 'application/json'],
  ['application/json; charset=iso-8859-1', undefined],
  ['application/json; charset=', undefined],
  ['', undefined],
])('the media type %s is read as %s', (written, kind) => {
  expect(utf8Kind(written)).toBe(kind);
});
