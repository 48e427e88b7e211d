import { describe, expect, test } from 'vitest';
import { isJson, jsonSchema } from '../../contracts/openapi/jsonschema.ts';
import { PARTNERROLLEN, PARTNERVELDEN, partnerberichtSchema } from '../../contracts/partnerberichten.ts';
import { maakAjv } from './hulp/schemas.ts';
import { voorbeeld } from './hulp/voorbeelden.ts';

const SOORTEN = ['gemeld', 'gewijzigd', 'vervallen'] as const;
const GEVALLEN = SOORTEN.flatMap((soort) => PARTNERROLLEN.map((rol) => [soort, rol] as const));

/** What goes to no partner, under every name that a sender or DUO gives it. */
const NOOIT: Readonly<Record<string, unknown>> = {
  bsn: '999966133',
  burgerservicenummer: '999966133',
  vNummer: '2798163871',
  nationaliteit: 'Eritrese',
  behaaldeScore: '31,00',
  benodigdeScore: '28,00',
  resultaat: 'B1-route haalbaar',
};

/** The fields per partner, as agreed (docs/domein.md). */
const AFGESPROKEN = {
  taalschool: ['naam', 'geslacht', 'geboortejaar', 'talen', 'hoogsteOpleiding', 'voorinburgering', 'contact'],
  intos: ['naam', 'geslacht', 'geboortejaar', 'talen', 'hoogsteOpleiding', 'werkervaring', 'contact'],
  balk: ['naam', 'geslacht', 'geboortedatum', 'talen', 'aantalGezinsleden', 'adres', 'contact'],
  taalmaatjes: ['voornaam', 'talen', 'leeftijdsklasse', 'gezinssamenstelling', 'woonplaats'],
  wijkondersteuner: ['voornaam', 'gezinssamenstelling', 'woonplaats'],
  mage: ['referentie', 'aantalPersonen', 'afleveradres'],
} as const;

/** Every place in a message where an object stands, as a list of steps. */
const objecten = (waarde: unknown, pad: readonly (string | number)[] = []): (string | number)[][] => {
  if (Array.isArray(waarde)) return waarde.flatMap((deel, plaats) => objecten(deel, [...pad, plaats]));
  if (!isJson(waarde)) return [];
  return [[...pad], ...Object.entries(waarde).flatMap(([naam, deel]) => objecten(deel, [...pad, naam]))];
};

const metVeld = (
  bericht: unknown,
  pad: readonly (string | number)[],
  naam: string,
  waarde: unknown,
): unknown => {
  const kopie: unknown = structuredClone(bericht);
  const plek = pad.reduce<unknown>(
    (huidig, deel) => (typeof huidig === 'object' && huidig !== null ? Reflect.get(huidig, deel) : undefined),
    kopie,
  );
  if (!isJson(plek)) throw new Error('geen object op deze plek');
  plek[naam] = waarde;
  return kopie;
};

describe('wat een partner kan ontvangen', () => {
  test.each(PARTNERROLLEN)('%s krijgt de afgesproken velden en geen andere', (rol) => {
    expect(Object.keys(PARTNERVELDEN[rol].shape)).toEqual(AFGESPROKEN[rol]);
  });

  test.each(GEVALLEN)('%s aan %s weigert op elke plek elk veld dat er niet hoort', (soort, rol) => {
    const goed = voorbeeld(`nl.inburgeringszaken.nieuwe.inburgeraar.${soort}.v1`, `goed-${rol}`);
    const zod = partnerberichtSchema(soort, rol);
    const json = maakAjv().compile(jsonSchema(zod, 'draft-07'));
    expect(zod.safeParse(goed).success).toBe(true);
    for (const pad of objecten(goed)) {
      for (const [naam, waarde] of Object.entries({ ...NOOIT, zomaarIets: 1 })) {
        const met = metVeld(goed, pad, naam, waarde);
        expect(zod.safeParse(met).success, `${pad.join('/')}/${naam}`).toBe(false);
        expect(json(met), `${pad.join('/')}/${naam}`).toBe(false);
      }
    }
  });

  test.each(GEVALLEN)(
    'het schema van %s aan %s noemt geen BSN, V-nummer, nationaliteit of score',
    (soort, rol) => {
      const namen = new Set<string>();
      JSON.stringify(jsonSchema(partnerberichtSchema(soort, rol), 'draft-07'), (naam, waarde: unknown) => {
        namen.add(naam);
        return waarde;
      });
      expect(
        [...namen].filter((naam) => /bsn|burgerservice|v-?nummer|nationaliteit|score/i.test(naam)),
      ).toEqual([]);
    },
  );
});
