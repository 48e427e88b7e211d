import { describe, expect, test } from 'vitest';
import openapi from '../../contracts/openapi.json' with { type: 'json' };
import { startApi } from './hulp/api.ts';
import { isErGedeeld, leesGedeeld } from './hulp/schemas.ts';
import { voorbeeld } from './hulp/voorbeelden.ts';

/** DUO's own file is the yardstick: what it asks for, we take; what it may be answered, and nothing else, we give. */

const regels = isErGedeeld ? leesGedeeld('duo-m2m', 'notificatie.openapi.yml').split('\n') : [];
const inspringing = (regel: string): number => regel.length - regel.trimStart().length;

/** The lines below a heading at this depth, until the next one as deep. */
const blok = (bron: readonly string[], kop: string, diepte: number): readonly string[] => {
  const begin = bron.findIndex((regel) => regel.trim() === `${kop}:` && inspringing(regel) === diepte);
  const rest = bron.slice(begin + 1);
  const eind = rest.findIndex(
    (regel) => regel.trim() !== '' && inspringing(regel) <= diepte && !regel.trim().startsWith('- '),
  );
  return begin === -1 ? [] : rest.slice(0, eind === -1 ? undefined : eind);
};

const koppen = (bron: readonly string[], diepte: number): readonly string[] =>
  bron
    .filter((regel) => inspringing(regel) === diepte && /^["\w]+:/.test(regel.trim()))
    .map((regel) => regel.trim().replaceAll(/["]|:.*$/g, ''));

const lijst = (bron: readonly string[]): readonly string[] =>
  bron.filter((regel) => regel.trim().startsWith('- ')).map((regel) => regel.trim().slice(2));

const schema = blok(regels, 'Notificatie', 4);
const aanroep = openapi.paths['/notificaties'].post;

describe.skipIf(!isErGedeeld)('POST /notificaties naast de specificatie van DUO', () => {
  test('vraagt dezelfde headers, alle verplicht', () => {
    const parameters = blok(regels, 'parameters', 2);
    const namen = parameters
      .filter((regel) => regel.trim().startsWith('name: '))
      .map((regel) => regel.trim().slice('name: '.length));
    expect(namen.toSorted()).toEqual(['berichtId', 'bron', 'doel']);
    expect(parameters.filter((regel) => regel.trim() === 'required: true')).toHaveLength(3);
    expect(aanroep.parameters.map(({ name }) => name).toSorted()).toEqual(namen.toSorted());
    expect(aanroep.parameters.every((parameter) => parameter.required && parameter.in === 'header')).toBe(
      true,
    );
  });

  test('kent dezelfde velden en verplicht dezelfde', () => {
    const onze = openapi.components.schemas.Notificatie;
    expect(Object.keys(onze.properties).toSorted()).toEqual(
      koppen(blok(schema, 'properties', 6), 8).toSorted(),
    );
    expect([...onze.required].toSorted()).toEqual([...lijst(blok(schema, 'required', 6))].toSorted());
  });

  test('kent elke uitkomst die DUO noemt, onder dezelfde operationId', () => {
    const statussen = koppen(blok(regels, 'responses', 6), 8);
    expect(statussen).toEqual(['201', '400', '401', '403', '500', '503']);
    expect(Object.keys(aanroep.responses)).toEqual(expect.arrayContaining([...statussen]));
    expect(regels.some((regel) => regel.trim() === `operationId: ${aanroep.operationId}`)).toBe(true);
  });

  test('neemt aan wat aan de patronen van DUO voldoet', async () => {
    expect(blok(schema, 'properties', 6).join('\n')).toContain('pattern: "^[0-9A-Z]{1,6}$"');
    const { meld } = startApi();
    for (const [plaats, gebeurtenisId] of ['SS131', 'A', '0', 'ABC123'].entries()) {
      const berichtId = `0192f3a1-6c1e-7c55-8a3b-5f6f2c9e1d1${plaats}`;
      const { status } = await meld(
        { ...voorbeeld('nl.duo.notificatie.v1', 'goed-beide'), gebeurtenisId },
        { headers: { berichtId } },
      );
      expect(status, gebeurtenisId).toBe(201);
    }
  });
});
