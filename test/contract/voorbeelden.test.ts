import { describe, expect, test } from 'vitest';
import { INKOMENDE_DATA } from '../../contracts/berichttypen.ts';
import { foutenVan } from '../../contracts/fouten.ts';
import { eventschemas } from '../../contracts/openapi/eventschemas.ts';
import { PARTNERROLLEN } from '../../contracts/partnerberichten.ts';
import { maakAjv, maakHubEventSchema } from './hulp/schemas.ts';
import { jsonSchemasVan, voorbeelden, voorbeeldtypen, zodVan } from './hulp/voorbeelden.ts';

const ajv = maakAjv();
for (const schema of Object.values(eventschemas())) ajv.addSchema(schema);

const goed = voorbeelden.filter(({ fout }) => fout === undefined);
const fout = voorbeelden.flatMap((geval) =>
  geval.fout === undefined ? [] : [{ ...geval, fout: geval.fout }],
);
const doorContract = fout.filter((geval) => geval.fout.buitenContract === undefined);
const doorHub = fout.filter((geval) => geval.fout.buitenContract !== undefined);
const UITGAAND = /^nl\.inburgeringszaken\./;

describe('voorbeelden en tegenvoorbeelden', () => {
  test('elk bericht in en uit heeft een voorbeeld en een tegenvoorbeeld', () => {
    const inkomend = Object.keys(INKOMENDE_DATA);
    expect(voorbeeldtypen).toEqual(
      expect.arrayContaining([
        ...inkomend,
        ...Object.keys(eventschemas()),
        'nl.duo.notificatie.v1',
        'probleem',
      ]),
    );
    for (const type of voorbeeldtypen) {
      expect(
        goed.some((geval) => geval.type === type),
        type,
      ).toBe(true);
      expect(
        fout.some((geval) => geval.type === type),
        type,
      ).toBe(true);
    }
  });

  test('elke partnerrol heeft ze voor elke soort bericht', () => {
    for (const type of voorbeeldtypen.filter((naam) => UITGAAND.test(naam))) {
      for (const rol of PARTNERROLLEN) {
        const vanRol = voorbeelden.filter((geval) => geval.type === type && geval.naam.split('-')[1] === rol);
        expect(
          vanRol.map(({ naam }) => naam.split('-')[0]),
          `${type} ${rol}`,
        ).toEqual(expect.arrayContaining(['goed', 'fout']));
      }
    }
  });

  test.each(goed.map((geval) => [`${geval.type}/${geval.naam}`, geval] as const))(
    '%s voldoet aan zod en aan JSON Schema',
    (_, geval) => {
      const uitslag = zodVan(geval).safeParse(geval.bericht);
      expect(uitslag.success ? [] : foutenVan(uitslag.error, geval.bericht)).toEqual([]);
      for (const schema of jsonSchemasVan(geval)) {
        const toets = ajv.compile(schema);
        toets(geval.bericht);
        expect(toets.errors ?? []).toEqual([]);
      }
    },
  );

  test.each(doorContract.map((geval) => [`${geval.type}/${geval.naam}`, geval] as const))(
    '%s wordt om precies deze fouten geweigerd',
    (_, geval) => {
      const uitslag = zodVan(geval).safeParse(geval.bericht);
      const fouten = uitslag.success ? [] : foutenVan(uitslag.error, geval.bericht);
      const plaats = ({ pointer }: { pointer: string }) => pointer;
      expect([...new Set(fouten.map(plaats))].toSorted()).toEqual(geval.fout.verwacht.map(plaats).toSorted());
      for (const { pointer, detail } of geval.fout.verwacht) {
        if (detail !== undefined) expect(fouten).toContainEqual({ pointer, detail });
      }
      const isGeldigVolgensSchema = geval.fout.buitenJsonSchema !== undefined;
      for (const schema of jsonSchemasVan(geval)) {
        expect(ajv.compile(schema)(geval.bericht)).toBe(isGeldigVolgensSchema);
      }
    },
  );

  test.each(doorHub.map((geval) => [`${geval.type}/${geval.naam}`, geval] as const))(
    '%s heeft volgens het contract geen andere fouten dan de hub noemt',
    (_, geval) => {
      const uitslag = zodVan(geval).safeParse(geval.bericht);
      const fouten = uitslag.success ? [] : foutenVan(uitslag.error, geval.bericht);
      const bekend = geval.fout.verwacht.map(({ pointer }) => pointer);
      expect(fouten.length).toBeLessThan(bekend.length);
      expect(bekend).toEqual(expect.arrayContaining(fouten.map(({ pointer }) => pointer)));
    },
  );

  const uitgaand = goed.filter(({ type }) => UITGAAND.test(type));
  test.each(uitgaand.map((geval) => [`${geval.type}/${geval.naam}`, geval] as const))(
    '%s voldoet aan CloudEvents 1.0 en het NL GOV-profiel',
    (_, geval) => {
      const toets = maakHubEventSchema();
      toets(geval.bericht);
      expect(toets.errors ?? []).toEqual([]);
    },
  );
});
