import { describe, expect, test } from 'vitest';
import { isInkomendType } from '../../contracts/berichttypen.ts';
import { gemeenteProfielen } from '../../domain/gemeenten/index.ts';
import { magScope, organisaties, type Scope, vindOrganisatie } from '../../domain/organisaties.ts';

describe('organisaties', () => {
  test.each<[string, string, readonly Scope[], number]>([
    ['coa', 'bron', ['gebeurtenissen:aanleveren'], 3],
    ['brp', 'bron', ['gebeurtenissen:aanleveren'], 3],
    ['duo', 'bron', ['notificaties:aanleveren'], 0],
    ['beheer', 'beheer', ['beheer'], 0],
    [
      'gemeente-0907',
      'gemeente',
      ['gebeurtenissen:aanleveren', 'zaken:lezen', 'berichten:lezen', 'abonnementen:beheren'],
      0,
    ],
    [
      'taalschool-0907',
      'partner',
      ['gebeurtenissen:aanleveren', 'zaken:lezen', 'berichten:lezen', 'abonnementen:beheren'],
      0,
    ],
  ])('%s is een %s met %j en %i eigen typen', (sleutel, rol, scopes, typen) => {
    const organisatie = vindOrganisatie(sleutel);
    expect(organisatie).toMatchObject({ sleutel, rol, scopes });
    expect(organisatie?.eventtypen).toHaveLength(typen);
    expect(organisatie?.eventtypen.every(isInkomendType)).toBe(true);
  });

  test('elke gemeente en elke partner van elk profiel heeft een eigen organisatie', () => {
    for (const { gemeentecode, partners } of gemeenteProfielen) {
      expect(vindOrganisatie(`gemeente-${gemeentecode}`)).toMatchObject({ gemeentecode });
      for (const { sleutel, rol } of partners) {
        expect(vindOrganisatie(`${sleutel}-${gemeentecode}`)).toMatchObject({
          gemeentecode,
          partner: sleutel,
          partnerrol: rol,
        });
      }
    }
  });

  test.each(['gemeente', 'taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage'])(
    '%s zonder code is die van Gennep',
    (sleutel) => {
      expect(vindOrganisatie(sleutel)).toBe(vindOrganisatie(`${sleutel}-0907`));
    },
  );

  test('geen twee organisaties delen een sleutel of een OIN, behalve beheer dat de hub zelf is', () => {
    const uniek = (waarden: readonly string[]) => new Set(waarden).size === waarden.length;
    expect(uniek(organisaties.map(({ sleutel }) => sleutel))).toBe(true);
    expect(uniek(organisaties.map(({ oin }) => oin))).toBe(true);
    for (const { oin } of organisaties) expect(oin).toMatch(/^00000099\d{12}$/);
  });

  test.each(['', 'onbekend', 'COA', 'gemeente-0363', 'constructor'])('%j is geen organisatie', (sleutel) => {
    expect(vindOrganisatie(sleutel)).toBeUndefined();
  });

  test('een scope geldt alleen voor wie hem zelf heeft', () => {
    const [coa] = organisaties;
    if (coa === undefined) throw new Error('geen organisaties');
    expect(magScope(coa, 'gebeurtenissen:aanleveren')).toBe(true);
    expect(magScope(coa, 'beheer')).toBe(false);
  });
});
