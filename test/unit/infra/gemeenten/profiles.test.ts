import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PARTNERROLLEN } from '../../../../contracts/partnerrollen.ts';
import { OWN_GEMEENTEN, profilesOf, readProfiles } from '../../../../infra/gemeenten/profiles.ts';
import { createAjv } from '../../../contract/support/schemas.ts';
import { gemeenteFolder, MADE_UP, WAITING, withMadeUp } from '../../../gemeenten.ts';

const faultsOf = (files: Readonly<Record<string, unknown>>): readonly string[] => {
  try {
    readProfiles(gemeenteFolder(files));
    return [];
  } catch (error) {
    return String(error instanceof Error ? error.message : error)
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
};

const [taal, mage] = MADE_UP.partners;
const other = (otherwise: object) => ({
  ...MADE_UP,
  gemeentecode: '9997',
  oin: '00000099000099970000',
  partners: [],
  ...otherwise,
});

describe('the folder of the gemeenten', () => {
  it('gives every gemeente that has a file in it, in the order of their codes', () => {
    const codes = readProfiles(OWN_GEMEENTEN).map(({ gemeentecode }) => gemeentecode);
    expect(codes).toEqual(expect.arrayContaining(['0907', '1734', '9999']));
    const names = readdirSync(OWN_GEMEENTEN).filter((name) => /^\d{4}-.*\.json$/.test(name));
    expect(codes).toEqual(names.map((name) => name.slice(0, 4)).toSorted());
  });

  it('has an oefengemeente with every role, for whoever practises it', () => {
    const practice = readProfiles(OWN_GEMEENTEN).find(({ alleenOefenen }) => alleenOefenen === true);
    expect(new Set(practice?.partners.map(({ rol }) => rol))).toEqual(new Set(PARTNERROLLEN));
  });

  it('may lie anywhere, and one more file is one more gemeente', () => {
    const profile = readProfiles(withMadeUp()).find(({ gemeentecode }) => gemeentecode === '9998');
    expect(profile).toMatchObject({
      naam: 'Nergenshuizen',
      partners: [
        { sleutel: 'taal-oost', rol: 'taalschool', valid: { from: '2025-01-01' } },
        { sleutel: 'mage', valid: { from: '2025-01-01', until: '2099-12-31' } },
      ],
      termijnen: [
        { id: 'TV01', duur: 'P10W', soort: 'wettelijk', algemeneTermijnenwet: true },
        { id: 'TV02', duur: 'P6W', soort: 'lokaal', algemeneTermijnenwet: false },
      ],
    });
  });

  it('says of a partner when it hears, which is at the koppeling when it is left out', () => {
    const profile = readProfiles(withMadeUp(WAITING)).find(({ gemeentecode }) => gemeentecode === '9998');
    expect(profile?.partners.map(({ sleutel, hoort }) => [sleutel, hoort])).toEqual([
      ['taal-oost', undefined],
      ['mage', 'na-akkoord-woning'],
      ['wijk', 'na-akkoord-woning'],
      ['geld', 'bij-koppeling'],
      ['destion', undefined],
      ['mooiland', undefined],
    ]);
  });

  it('lets the six partners of Gennep hear at the koppeling', () => {
    const [gennep] = readProfiles(OWN_GEMEENTEN).filter(({ gemeentecode }) => gemeentecode === '0907');
    expect(gennep?.partners.filter(({ hoort }) => hoort === 'na-akkoord-woning')).toEqual([]);
  });

  it('takes every field of a term, and what each stands for when it is left out', () => {
    const [termijn] = [MADE_UP.termijnen[1]];
    const all = {
      ...termijn,
      id: 'TV03',
      duur: 'P18M',
      startGebeurtenis: 'pip-vastgesteld',
      algemeneTermijnenwet: true,
      waarschuwenVooraf: 'P3M',
    };
    const law = { ...MADE_UP.termijnen[0], waarschuwenVooraf: 'P4W' };
    const [profile] = readProfiles(
      gemeenteFolder({ 'a.json': { ...MADE_UP, termijnen: [law, termijn, all] } }),
    );
    expect(profile?.termijnen).toMatchObject([
      { id: 'TV01', startGebeurtenis: 'pip-termijn-gestart', warnedBefore: 'P4W' },
      { startGebeurtenis: 'brp-inschrijving-ontvangen', algemeneTermijnenwet: false, warnedBefore: 'P2W' },
      {
        id: 'TV03',
        startGebeurtenis: 'pip-vastgesteld',
        duur: 'P18M',
        algemeneTermijnenwet: true,
        warnedBefore: 'P3M',
      },
    ]);
  });

  it('takes a rule that changes under the number that it had', () => {
    const [, rule] = MADE_UP.termijnen;
    const termijnen = [
      { ...rule, geldig: { vanaf: '2022-01-01', totEnMet: '2026-12-31' } },
      { ...rule, duur: 'P8W', geldig: { vanaf: '2027-01-01' } },
    ];
    const [profile] = readProfiles(gemeenteFolder({ 'a.json': { ...MADE_UP, termijnen } }));
    expect(profile?.termijnen.map(({ id, duur }) => [id, duur])).toEqual([
      ['TV02', 'P6W'],
      ['TV02', 'P8W'],
    ]);
  });

  it('gives a gemeente that only practises to environments other than productie', () => {
    const codes = (naam: 'test' | 'productie') =>
      profilesOf({ naam, gemeenten: OWN_GEMEENTEN }).map(({ gemeentecode }) => gemeentecode);
    expect(codes('test')).toContain('9999');
    expect(codes('productie')).not.toContain('9999');
    expect(codes('productie')).toContain('0907');
  });

  it('leads to an error with its name when it is empty, does not exist or has only gemeenten that practise', () => {
    const folder = gemeenteFolder({});
    expect(() => readProfiles(folder)).toThrow(folder);
    expect(() => readProfiles(join(folder, 'weg'))).toThrow(/weg.* is niet te lezen/);
    const practice = gemeenteFolder({ 'a.json': { ...MADE_UP, alleenOefenen: true } });
    expect(() => profilesOf({ naam: 'productie', gemeenten: practice })).toThrow(/oefent alleen/);
  });
});

describe('a fault in a profile', () => {
  it.each<[string, object, string]>([
    ['a code without four digits', { gemeentecode: '907' }, '/gemeentecode: moet uit vier cijfers bestaan'],
    ['an OIN of the wrong shape', { oin: '99' }, '/oin: moet uit twintig cijfers bestaan'],
    ['a field that does not exist', { contct: 'x' }, '/contct: is geen bekend veld'],
    ['a field that is missing', { termijnen: undefined }, '/termijnen: ontbreekt'],
    [
      'the OIN of a partner',
      { partners: [{ ...taal, oin: '1' }] },
      '/partners/0/oin: moet uit twintig cijfers bestaan',
    ],
    [
      'a part of the brede intake twice',
      {
        termijnen: [
          {
            ...MADE_UP.termijnen[1],
            eindGebeurtenis: 'brede-intake-gesprek-gevoerd',
            onderdelen: ['taalschool', 'taalschool'],
          },
        ],
      },
      '/termijnen/0/onderdelen: noemt een onderdeel twee keer',
    ],
    [
      'parts of the brede intake for a term that something else ends',
      { termijnen: [{ ...MADE_UP.termijnen[1], onderdelen: ['taalschool'] }] },
      '/termijnen/0/onderdelen: hoort bij eindGebeurtenis brede-intake-gesprek-gevoerd',
    ],
    [
      'a role that does not exist',
      { partners: [taal, { ...mage, rol: 'bakker' }] },
      `/partners/1/rol: moet een van deze zijn: ${PARTNERROLLEN.join(', ')}`,
    ],
    [
      'a corporatie that waits for a home, which hears by a step of its own',
      { partners: [taal, { ...mage, rol: 'corporatie', hoort: 'na-akkoord-woning' }] },
      '/partners/1/hoort: kan niet bij rol corporatie: alleen de zes rollen van R00.6 kunnen op een woning wachten',
    ],
    [
      'a moment of hearing that does not exist',
      { partners: [{ ...taal, hoort: 'later' }] },
      '/partners/0/hoort: moet een van deze zijn: bij-koppeling, na-akkoord-woning',
    ],
    [
      'a queue for a role that has none',
      { partners: [taal, { ...mage, rol: 'lbt-afnemer', deur: 'wachtrij' }] },
      '/partners/1/deur: kan niet bij rol lbt-afnemer: die heeft geen wachtrij',
    ],
    [
      'a key twice',
      { partners: [taal, { ...mage, sleutel: taal.sleutel }] },
      '/partners/1/sleutel: staat er al',
    ],
    [
      'a key of which no queue can be named',
      { partners: [{ ...taal, sleutel: 'Taal Oost' }] },
      '/partners/0/sleutel: moet uit kleine letters, cijfers en streepjes bestaan',
    ],
    [
      'a validity that ends before it begins',
      { partners: [{ ...taal, geldig: { vanaf: '2025-02-01', totEnMet: '2025-01-31' } }] },
      '/partners/0/geldig/totEnMet: ligt voor vanaf',
    ],
    [
      'a date that does not exist',
      { partners: [{ ...taal, geldig: { vanaf: '2025-02-30' } }] },
      '/partners/0/geldig/vanaf: is geen bestaande datum (jjjj-mm-dd)',
    ],
    [
      'a national term that the law does not have',
      { termijnen: [{ nationaal: 'pap', id: 'T1', bron: 'wet' }] },
      '/termijnen/0/nationaal: moet een van deze zijn: pip, inburgeringstermijn, map, pvt',
    ],
    [
      'a term of its own with a duration in hours',
      { termijnen: [{ ...MADE_UP.termijnen[1], duur: 'PT48H' }] },
      '/termijnen/0/duur: moet een duur in dagen, weken, maanden of jaren zijn (P15D, P4W, P18M, P3Y)',
    ],
    [
      'a number of a term twice',
      { termijnen: [MADE_UP.termijnen[0], MADE_UP.termijnen[0]] },
      '/termijnen/1/id: staat er al, voor dezelfde tijd',
    ],
    [
      'a rule that changes, of which the old one goes on',
      { termijnen: [MADE_UP.termijnen[1], { ...MADE_UP.termijnen[1], geldig: { vanaf: '2027-01-01' } }] },
      '/termijnen/1/id: staat er al, voor dezelfde tijd',
    ],
  ])('%s is named with its place', (_what, otherwise, fault) => {
    expect(faultsOf({ 'a.json': { ...MADE_UP, ...otherwise } })).toEqual([`a.json ${fault}`]);
  });

  it('is told together with all others, of every file', () => {
    expect(
      faultsOf({
        'a.json': { ...MADE_UP, oin: '1', naam: 7 },
        'b.json': '{"gemeentecode": ',
        'c.json': JSON.stringify(other({})).replace('"naam"', '"oin":"1","naam"'),
      }),
    ).toEqual([
      'a.json /naam: moet tekst zijn',
      'a.json /oin: moet uit twintig cijfers bestaan',
      'b.json (bestand): is geen JSON',
      'c.json /oin: staat er meer dan één keer',
    ]);
  });

  it('can be a code in two files, or an OIN of two organisations', () => {
    expect(faultsOf({ 'a.json': MADE_UP, 'b.json': other({ gemeentecode: '9998' }) })).toEqual([
      'b.json /gemeentecode: staat ook in a.json /gemeentecode',
    ]);
    expect(faultsOf({ 'a.json': MADE_UP, 'b.json': other({ oin: taal.oin }) })).toEqual([
      'b.json /oin: staat ook in a.json /partners/0/oin',
    ]);
    const renamed = { ...taal, organisatie: 'Taal West' };
    expect(faultsOf({ 'a.json': MADE_UP, 'b.json': other({ partners: [renamed] }) })).toEqual([
      'b.json /partners/0/oin: staat ook in a.json /partners/0/oin',
    ]);
  });

  it('is not an organisation that serves two gemeenten', () => {
    expect(faultsOf({ 'a.json': MADE_UP, 'b.json': other({ partners: [taal] }) })).toEqual([]);
  });

  it('is the code 9999 in a gemeente that does not only practise', () => {
    expect(faultsOf({ 'a.json': { ...MADE_UP, gemeentecode: '9999' } })).toEqual([
      'a.json /alleenOefenen: moet true zijn: 9999 bestaat niet',
    ]);
  });
});

describe('the schema for editors', () => {
  const folder = join(import.meta.dirname, '../../../../gemeenten');
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const validate = createAjv().compile(read('gemeenteprofiel.schema.json') as object);

  it('accepts every profile of the product, and refuses one with a misspelled field', () => {
    const profiles = readdirSync(folder).filter((name) => /^\d{4}-.*\.json$/.test(name));
    expect(profiles.length).toBeGreaterThan(5);
    for (const name of profiles) expect([name, validate(read(name))]).toEqual([name, true]);
    expect(validate(MADE_UP)).toBe(true);
    expect(validate({ ...MADE_UP, contct: 'x' })).toBe(false);
    expect(validate({ ...MADE_UP, termijnen: [{ nationaal: 'pap', id: 'T1', bron: 'wet' }] })).toBe(false);
  });
});
