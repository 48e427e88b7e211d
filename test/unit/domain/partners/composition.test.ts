import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { inboundSchema } from '../../../../contracts/berichttypen.ts';
import type { PersoonIngeschreven } from '../../../../contracts/brp.ts';
import type { Koppeling, Persoon } from '../../../../contracts/coa.ts';
import { aboutWhat, isToldByStep, PARTNERROLLEN } from '../../../../contracts/partnerrollen.ts';
import { readJson } from '../../../../contracts/strict-json.ts';
import { partnerbericht } from '../../../../domain/partners/bericht.ts';
import type { Notice } from '../../../../domain/partners/notices.ts';
import { projections as projectionsValue } from '../../../../domain/partners/projection.ts';
import type { Feit } from '../../../../domain/zaak/feiten.ts';
import { zaakOf } from '../../../../domain/zaak/zaak.ts';
import {
  geopend,
  HUISHOUDEN_LOG,
  huishoudenOf,
  inschrijving,
  koppeling,
  linked,
  TODAY,
  ZAAK,
} from '../support.ts';

/** What the inbound schemas accept composes for every partner role. */

const SENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};
/** Roles that hear of everybody. */
const ROLES = PARTNERROLLEN.filter((role) => !isToldByStep(role));
const TIME = '2026-01-02T08:00:01.000Z';

const composed = (facts: readonly Feit[]) => {
  const ofZaak = projectionsValue(ZAAK, zaakOf(facts), TODAY);
  const ofHousehold = projectionsValue(HUISHOUDEN_LOG, huishoudenOf(facts), TODAY);
  return ROLES.flatMap((role) =>
    (['gemeld', 'gewijzigd'] as const).map((soort) => {
      const notice: Notice = {
        partner: `0907/${role}`,
        rol: role,
        soort,
        volgnummer: 1,
        velden: [],
        ...(soort === 'gewijzigd' ? { gewijzigd: ['naam'] } : {}),
      };
      return aboutWhat(role) === 'zaak'
        ? partnerbericht(SENDER, ZAAK, ofZaak, notice, TIME)
        : partnerbericht(SENDER, HUISHOUDEN_LOG, ofHousehold, notice, TIME);
    }),
  );
};

/** `data` as the door gives it on; undefined when the door refuses it. */
const throughTheBy = <Data>(type: 'geregistreerd' | 'ingeschreven', data: unknown): Data | undefined => {
  const name =
    type === 'geregistreerd' ? 'nl.tvs.koppeling.geregistreerd.v1' : 'nl.brp.persoon.ingeschreven.v1';
  const event = { specversion: '1.0', id: 'a', source: 'urn:nld:test', type: name, time: TIME, data };
  const json = readJson(Buffer.from(JSON.stringify(event)));
  if (json.kind === 'unreadable' || json.faults.length > 0) return undefined;
  const result = inboundSchema(name).safeParse(json.value);
  return result.success ? (result.data as { data: Data }).data : undefined;
};

/** Letters and signs that once broke something, or grow when they become capitals. */
const sign = fc.constantFrom(
  ..."-. '’ʿʼßŉﬃΐﬗǆĳİı\u0301\u0327\u0958\ufb2cمሰაㅎ玉\u{10400}\u{1e900}\u{1d15e}😀\u200b\u200f\u00a0\u2028\ufeff1?",
  '👩🏽‍🏫',
);

/** A text of at most `max` UTF-16 units: names of one letter, whole sentences, and just as long as is allowed. */
const text = (max: number) =>
  fc
    .oneof(
      sign,
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: max }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: max }),
      fc.array(sign, { minLength: 1, maxLength: max }).map((signs) => signs.join('')),
      sign.map((one) => `${one} `.repeat(max).slice(0, max)),
      sign.map((one) => one.repeat(max).slice(0, max)),
    )
    .filter((one) => one.length <= max);

const optional = <Value>(name: string, value: fc.Arbitrary<Value>) =>
  fc.option(
    value.map((drawn) => ({ [name]: drawn })),
    { nil: {} },
  );

const merged = (...parts: readonly fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((drawn) => Object.assign({}, ...drawn));

/** A date as sources write it: whole, in part, or with nothing known. */
const datum = fc.constantFrom(
  '1960',
  '1980-02',
  '2004-02-29',
  '1990-12-31',
  '0000',
  '00000000',
  '0000-00-00',
);

const person = merged(
  merged(
    optional('voornamen', text(200)),
    optional('voorvoegsel', text(20)),
    optional('geslachtsnaam', text(200)),
  ).map((name) => ({ naam: name })),
  fc.record({
    talen: fc.array(
      merged(
        text(60).map((taal) => ({ taal })),
        optional('schrift', text(60)),
      ),
      { maxLength: 10 },
    ),
  }),
  optional('geboortedatum', datum),
  optional('hoogsteOpleiding', text(100)),
  optional('werkervaring', text(200)),
  optional(
    'contact',
    optional('telefoonnummer', fc.constantFrom('0612345678', '+31 (0)6-12345678', '00963 11 1234567')),
  ),
);

const address = merged(
  optional('straat', text(80)),
  optional('huisnummer', fc.integer({ min: 1, max: 99999 })),
  optional('huisletter', fc.constantFrom('A', 'z')),
  optional('toevoeging', text(6)),
  optional('aanduidingBijHuisnummer', fc.constantFrom('bij', 'tegenover', 'by', 'to')),
  optional('postcode', fc.constant('6591CD')),
  optional('woonplaats', text(80)),
  optional('locatiebeschrijving', text(100)),
);

const [{ geboortedatum: _, ...WITHOUT_BIRTH } = {}] = koppeling().personen as Partial<Persoon>[];

/** What the BRP says beside the day of a registration. */
const registered = merged(
  optional('adres', address),
  optional('geheimhouding', fc.boolean()),
  optional('inOnderzoek', fc.subarray(['adres', 'datumInschrijving', 'adres.postcode'])),
);

describe('whatever the door takes', () => {
  it.each([1, 15, 16, 30])('is told of a household of %i that a gemeente describes', (aantalPersonen) => {
    const told = composed([geopend({ aantalPersonen, gezinssamenstelling: 'gezin met kinderen' })]);
    expect(told.map(({ data }) => data)).toContainEqual(expect.objectContaining({ aantalPersonen }));
    expect(told.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ aantalGezinsleden: aantalPersonen }),
    );
  });

  it('can be told to every partner, in characters that every queue and receiver takes', () => {
    let taken = 0;
    let withAddress = 0;
    fc.assert(
      fc.property(person, registered, (persoon, own) => {
        const household = throughTheBy<Koppeling>('geregistreerd', {
          ...koppeling(),
          personen: [{ ...WITHOUT_BIRTH, ...persoon }],
        });
        const registration = throughTheBy<PersoonIngeschreven>('ingeschreven', {
          ...inschrijving({ adres: undefined }).gegevens,
          ...own,
        });
        if (household === undefined) return;
        taken += 1;
        withAddress += registration?.adres === undefined ? 0 : 1;
        const facts: readonly Feit[] = [
          linked(household),
          ...(registration === undefined ? [] : [{ ...inschrijving(), gegevens: registration }]),
        ];
        const messages = composed(facts);
        expect(messages).toHaveLength(ROLES.length * 2);
        // SQS takes the characters of XML 1.0 and no others, JSON writes half a surrogate as an escape.
        expect(JSON.stringify(messages)).not.toMatch(/[\ufffd\ufffe\uffff]|\\ud[89a-f]/i);
        expect(JSON.stringify(messages)).toBe(JSON.stringify(messages).normalize('NFC'));
      }),
      // Most of what is made up the door refuses.
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(30);
    expect(withAddress).toBeGreaterThan(5);
  });
});

const namesFor = (voornamen: string) =>
  projectionsValue(
    ZAAK,
    zaakOf([linked(koppeling({}, { naam: { voornamen, geslachtsnaam: 'Test' } }))]),
    TODAY,
  ).get('0907/taalschool')?.velden;

test.each([
  ['Yusuf Ali', 'Y.A.'],
  ['Anne-Fleur Belle', 'A.B.'],
  ["'Abd al-Rahman", 'A.A.'],
  ['ʿAbd al-Raḥmān', 'A.A.'],
  ['Theo Philip IJsbrand', 'T.P.I.'],
  ['Émile', 'É.'],
  ['E\u0301mile', 'É.'],
  ['ßara', 'S.'],
  ['ﬁona', 'F.'],
  ['şükrü  ali ', 'Ş.A.'],
  ['محمد', 'م.'],
  ['A', 'A.'],
  ['Ali 2 -', 'A.'],
  ['.', '.'],
  ['-', '-'],
  ['😀', '😀'],
])('the initials of %s are %s', (voornamen, initials) => {
  expect(namesFor(voornamen)).toMatchObject({ naam: { voorletters: initials } });
});

test('a number and a name from before they were kept in one form are told in that form, and are no change', () => {
  const older = (telefoonnummer: string, geslachtsnaam: string): Feit => {
    const fact = koppeling();
    const [persoon] = fact.personen;
    if (persoon === undefined) throw new Error('a koppeling has a person');
    const name = { ...persoon.naam, geslachtsnaam };
    return linked({ ...fact, personen: [{ ...persoon, naam: name, contact: { telefoonnummer } }] });
  };
  const told = (fact: Feit) => projectionsValue(ZAAK, zaakOf([fact]), TODAY).get('0907/balk')?.velden;
  expect(told(older('06 12-34 56 78', 'S\u0327u\u0308kru\u0308'))).toEqual(
    told(older('0612345678', 'Şükrü')),
  );
  // What was taken once and is no number cannot hold up the message.
  expect(composed([older('0(((((((', 'Qasim')])).toHaveLength(ROLES.length * 2);
});
