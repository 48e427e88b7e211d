import { describe, expect, test } from 'vitest';
import { isInboundType } from '../../../../../contracts/event-types.ts';
import { eventOfType, ROUTEMAP, ROUTEMAP_EVENTS, typeOfEvent } from '../../../../../contracts/routemap.ts';
import { gemeenteProfiles } from '../../../../../domain/gemeenten/index.ts';
import {
  findOrganisation,
  mayScope,
  organisations,
  type Scope,
} from '../../../../../domain/organisations.ts';

describe('organisations', () => {
  test.each<[string, string, readonly Scope[], number]>([
    ['coa', 'bron', ['gebeurtenissen:aanleveren'], 3],
    ['brp', 'bron', ['gebeurtenissen:aanleveren'], 3],
    ['duo', 'bron', ['notificaties:aanleveren'], 0],
    ['beheer', 'beheer', ['beheer'], 0],
    [
      'gemeente-0907',
      'gemeente',
      [
        'gebeurtenissen:aanleveren',
        'zaken:lezen',
        'zaken:wissen',
        'berichten:lezen',
        'abonnementen:beheren',
        'medewerkers:beheren',
      ],
      15,
    ],
    [
      'taalschool-0907',
      'partner',
      ['gebeurtenissen:aanleveren', 'zaken:lezen', 'berichten:lezen', 'abonnementen:beheren'],
      1,
    ],
  ])(
    '%s is a %s with %j and may send %i types of event beside those of the routemap',
    (key, role, scopes, types) => {
      const organisation = findOrganisation(key);
      expect(organisation).toMatchObject({ sleutel: key, rol: role, scopes });
      const others = organisation?.eventTypes.filter((type) => eventOfType(type) === undefined);
      expect(others).toHaveLength(types);
      expect(organisation?.eventTypes.every(isInboundType)).toBe(true);
    },
  );

  test.each(ROUTEMAP_EVENTS)(
    '%s is reported by a gemeente, and by partners of the roles that it names',
    (event) => {
      const { rollen = [] } = ROUTEMAP[event];
      for (const one of organisations) {
        const may = one.rol === 'gemeente' || (one.rol === 'partner' && rollen.includes(one.partnerrol));
        expect(one.eventTypes.includes(typeOfEvent(event)), one.sleutel).toBe(may);
      }
    },
  );

  test('every gemeente and every partner of every profile has an organisation of its own', () => {
    for (const { gemeentecode, partners } of gemeenteProfiles) {
      expect(findOrganisation(`gemeente-${gemeentecode}`)).toMatchObject({ gemeentecode });
      for (const { sleutel, rol } of partners) {
        expect(findOrganisation(`${sleutel}-${gemeentecode}`)).toMatchObject({
          gemeentecode,
          partner: sleutel,
          partnerrol: rol,
        });
      }
    }
  });

  test.each(['gemeente', 'taalschool', 'intos', 'balk', 'taalmaatjes', 'wijkondersteuner', 'mage'])(
    '%s without a code is that of Gennep',
    (key) => {
      expect(findOrganisation(key)).toBe(findOrganisation(`${key}-0907`));
    },
  );

  test('no two share a key, an OIN is that of one name, and every OIN is a test number', () => {
    const unique = (values: readonly string[]) => new Set(values).size === values.length;
    expect(unique(organisations.map(({ sleutel }) => sleutel))).toBe(true);
    const names = [...new Map(organisations.map(({ oin, naam }) => [`${oin} ${naam}`, oin])).values()];
    expect(unique(names)).toBe(true);
    for (const { oin } of organisations) expect(oin).toMatch(/^00000099\d{12}$/);
  });

  test.each(['', 'onbekend', 'COA', 'gemeente-0363', 'constructor'])('%j is no organisation', (key) => {
    expect(findOrganisation(key)).toBeUndefined();
  });

  test('an organisation may use only the scopes that it has', () => {
    const [coa] = organisations;
    if (coa === undefined) throw new Error('no organisations');
    expect(mayScope(coa, 'gebeurtenissen:aanleveren')).toBe(true);
    expect(mayScope(coa, 'beheer')).toBe(false);
  });
});
