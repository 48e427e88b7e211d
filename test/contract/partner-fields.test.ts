import { describe, expect, test } from 'vitest';
import { isObject } from '../../contracts/is-object.ts';
import { PARTNER_FIELDS, partnerberichtSchema } from '../../contracts/partnerberichten.ts';
import { aboutWhat, PARTNERROLLEN, type Partnerrol, reasonForRole } from '../../contracts/partnerrollen.ts';
import { jsonSchema } from '../../contracts/publish/openapi/json-schema.ts';
import { REASONS_INTREKKING, type ReasonIntrekking } from '../../contracts/reasons.ts';
import { example } from './support/examples.ts';
import { createAjv } from './support/schemas.ts';

const KINDS = ['gemeld', 'gewijzigd', 'vervallen'] as const;
const CASES = KINDS.flatMap((kind) => PARTNERROLLEN.map((role) => [kind, role] as const));

/** Members that no message to a partner may have, under every name that a sender or DUO gives them. */
const NEVER: Readonly<Record<string, unknown>> = {
  bsn: '999966133',
  burgerservicenummer: '999966133',
  vNummer: '2798163871',
  nationaliteit: 'Eritrese',
  behaaldeScore: '31,00',
  benodigdeScore: '28,00',
  resultaat: 'B1-route haalbaar',
};

/** The fields per partner, as agreed (docs/domein/coa.md). */
const AGREED = {
  taalschool: ['naam', 'geslacht', 'geboortejaar', 'talen', 'hoogsteOpleiding', 'voorinburgering', 'contact'],
  intos: ['naam', 'geslacht', 'geboortejaar', 'talen', 'hoogsteOpleiding', 'werkervaring', 'contact'],
  balk: [
    'naam',
    'geslacht',
    'geboortedatum',
    'talen',
    'aantalGezinsleden',
    'adres',
    'contact',
    'huishoudenId',
  ],
  taalmaatjes: ['voornaam', 'talen', 'leeftijdsklasse', 'gezinssamenstelling', 'woonplaats'],
  wijkondersteuner: ['voornaam', 'gezinssamenstelling', 'woonplaats', 'huishoudenId'],
  mage: ['referentie', 'aantalPersonen', 'afleveradres'],
  corporatie: ['aantalPersonen', 'gezinssamenstelling', 'huishoudenId', 'contractant'],
  burgerzaken: ['naam', 'geboortedatum', 'aantalGezinsleden'],
  vakspecialist: ['naam', 'geboortedatum', 'aantalGezinsleden', 'adres', 'contact'],
  'maatschappelijk-begeleider': [
    'naam',
    'geslacht',
    'talen',
    'gezinssamenstelling',
    'adres',
    'contact',
    'huishoudenId',
  ],
  casusregisseur: [
    'naam',
    'geslacht',
    'geboortedatum',
    'talen',
    'hoogsteOpleiding',
    'voorinburgering',
    'werkervaring',
    'gezinssamenstelling',
    'adres',
    'contact',
    'huishoudenId',
  ],
  'lbt-afnemer': ['naam', 'talen'],
  opvang: ['koppelingId'],
} as const;

/** Every place in a message where an object stands, as a list of steps. */
const objects = (value: unknown, path: readonly (string | number)[] = []): (string | number)[][] => {
  if (Array.isArray(value)) return value.flatMap((part, place) => objects(part, [...path, place]));
  if (!isObject(value)) return [];
  return [[...path], ...Object.entries(value).flatMap(([name, part]) => objects(part, [...path, name]))];
};

const withField = (
  bericht: unknown,
  path: readonly (string | number)[],
  name: string,
  value: unknown,
): unknown => {
  const copy: unknown = structuredClone(bericht);
  const place = path.reduce<unknown>(
    (current, part) =>
      typeof current === 'object' && current !== null ? Reflect.get(current, part) : undefined,
    copy,
  );
  if (!isObject(place)) throw new Error('no object at this place');
  place[name] = value;
  return copy;
};

describe('what a partner can receive', () => {
  test.each(PARTNERROLLEN)('%s gets the agreed fields and no others', (role) => {
    expect(Object.keys(PARTNER_FIELDS[role].shape)).toEqual(AGREED[role]);
  });

  test.each(PARTNERROLLEN)('%s is told the id of what the message is about, and no other', (role) => {
    for (const kind of KINDS) {
      const { subject, data } = example(
        `nl.inburgeringszaken.nieuwe.inburgeraar.${kind}.v1`,
        `goed-${role}`,
      ) as { subject: string; data: Record<string, unknown> };
      const about = aboutWhat(role) === 'zaak' ? 'zaakId' : 'huishoudenId';
      expect(data[about]).toBe(subject);
      expect('zaakId' in data).toBe(about === 'zaakId');
    }
  });

  test.each<[Partnerrol, readonly ReasonIntrekking[]]>([
    ['taalschool', REASONS_INTREKKING],
    ['intos', REASONS_INTREKKING],
    ['balk', REASONS_INTREKKING],
    ['taalmaatjes', ['overleden', 'vertrokken', 'andere gemeente', 'anders']],
    ['wijkondersteuner', ['overleden', 'vertrokken', 'andere gemeente', 'anders']],
    ['mage', ['anders']],
    ['corporatie', ['anders']],
    ['burgerzaken', ['overleden', 'vertrokken', 'andere gemeente', 'anders']],
    ['vakspecialist', ['overleden', 'vertrokken', 'andere gemeente', 'anders']],
    ['maatschappelijk-begeleider', ['overleden', 'vertrokken', 'andere gemeente', 'anders']],
    ['casusregisseur', REASONS_INTREKKING],
    ['lbt-afnemer', ['anders']],
    ['opvang', ['anders']],
  ])('%s is told only the reasons that are agreed for its role', (role, agreed) => {
    const good = example('nl.inburgeringszaken.nieuwe.inburgeraar.vervallen.v1', `goed-${role}`);
    const zod = partnerberichtSchema('vervallen', role);
    const json = createAjv().compile(jsonSchema(zod, 'draft-07'));
    for (const reason of REASONS_INTREKKING) {
      const withReason = withField(good, ['data'], 'reden', reason);
      expect(zod.safeParse(withReason).success, reason).toBe(agreed.includes(reason));
      expect(json(withReason), reason).toBe(agreed.includes(reason));
      expect(reasonForRole(role, reason)).toBe(agreed.includes(reason) ? reason : 'anders');
    }
  });

  test.each(CASES)(
    'the schema of %s to %s refuses every field that does not belong there, at every place',
    (kind, role) => {
      const good = example(`nl.inburgeringszaken.nieuwe.inburgeraar.${kind}.v1`, `goed-${role}`);
      const zod = partnerberichtSchema(kind, role);
      const json = createAjv().compile(jsonSchema(zod, 'draft-07'));
      expect(zod.safeParse(good).success).toBe(true);
      for (const path of objects(good)) {
        for (const [name, value] of Object.entries({ ...NEVER, arbitrarySomething: 1 })) {
          const withOne = withField(good, path, name, value);
          expect(zod.safeParse(withOne).success, `${path.join('/')}/${name}`).toBe(false);
          expect(json(withOne), `${path.join('/')}/${name}`).toBe(false);
        }
      }
    },
  );

  test.each(CASES)('the schema of %s to %s names no BSN, V-nummer, nationaliteit or score', (kind, role) => {
    const names = new Set<string>();
    JSON.stringify(jsonSchema(partnerberichtSchema(kind, role), 'draft-07'), (name, value: unknown) => {
      names.add(name);
      return value;
    });
    expect(
      [...names].filter((name) => /bsn|burgerservice|v-?nummer|nationaliteit|score/i.test(name)),
    ).toEqual([]);
  });
});
