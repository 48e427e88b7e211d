import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import openapi from '../../contracts/openapi.json' with { type: 'json' };
import { startApi } from './hulp/api.ts';
import { readStandard } from './hulp/schemas.ts';
import { voorbeeld } from './hulp/voorbeelden.ts';

/** DUO's own file is the yardstick: what it asks for, we take; what it may be answered, and nothing else, we give. */

const Specification = z.object({
  paths: z.object({
    '/notificaties': z.object({
      post: z.object({ operationId: z.string(), responses: z.record(z.string(), z.unknown()) }),
    }),
  }),
  components: z.object({
    parameters: z.record(
      z.string(),
      z.object({ name: z.string(), in: z.string(), required: z.boolean().optional() }),
    ),
    schemas: z.object({
      Notificatie: z.object({
        required: z.array(z.string()),
        properties: z.record(z.string(), z.object({ pattern: z.string().optional() })),
      }),
    }),
  }),
});

const { paths, components } = Specification.parse(parse(readStandard('duo', 'notificatie.openapi.yml')));
const duo = paths['/notificaties'].post;
const schema = components.schemas.Notificatie;
const aanroep = openapi.paths['/notificaties'].post;

describe('POST /notificaties naast de specificatie van DUO', () => {
  test('vraagt dezelfde headers, alle verplicht', () => {
    const parameters = Object.values(components.parameters);
    const namen = parameters.map(({ name }) => name).toSorted();
    expect(namen).toEqual(['berichtId', 'bron', 'doel']);
    expect(aanroep.parameters.map(({ name }) => name).toSorted()).toEqual(namen);
    for (const parameter of [...parameters, ...aanroep.parameters]) {
      expect([parameter.required, parameter.in]).toEqual([true, 'header']);
    }
  });

  test('kent dezelfde velden en verplicht dezelfde', () => {
    const onze = openapi.components.schemas.Notificatie;
    expect(Object.keys(onze.properties).toSorted()).toEqual(Object.keys(schema.properties).toSorted());
    expect([...onze.required].toSorted()).toEqual(schema.required.toSorted());
  });

  test('kent elke uitkomst die DUO noemt, onder dezelfde operationId', () => {
    const statussen = Object.keys(duo.responses);
    expect(statussen).toEqual(['201', '400', '401', '403', '500', '503']);
    expect(Object.keys(aanroep.responses)).toEqual(expect.arrayContaining(statussen));
    expect(aanroep.operationId).toBe(duo.operationId);
  });

  test('neemt aan wat aan de patronen van DUO voldoet', async () => {
    expect(schema.properties['gebeurtenisId']?.pattern).toBe('^[0-9A-Z]{1,6}$');
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
