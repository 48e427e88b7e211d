import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import openapi from '../../contracts/openapi.json' with { type: 'json' };
import { startApi } from './support/api.ts';
import { example } from './support/examples.ts';
import { readStandard } from './support/schemas.ts';

/** DUO's own file is the yardstick: the hub takes what that file lets DUO send, and answers as it lists. */

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
const invocation = openapi.paths['/notificaties'].post;

describe('POST /notificaties, held against DUO’s specification', () => {
  test('asks for the same headers, all of them mandatory', () => {
    const parameters = Object.values(components.parameters);
    const names = parameters.map(({ name }) => name).toSorted();
    expect(names).toEqual(['berichtId', 'bron', 'doel']);
    expect(invocation.parameters.map(({ name }) => name).toSorted()).toEqual(names);
    for (const parameter of [...parameters, ...invocation.parameters]) {
      expect([parameter.required, parameter.in]).toEqual([true, 'header']);
    }
  });

  test('knows the same fields and requires the same ones', () => {
    const ours = openapi.components.schemas.Notificatie;
    expect(Object.keys(ours.properties).toSorted()).toEqual(Object.keys(schema.properties).toSorted());
    expect([...ours.required].toSorted()).toEqual(schema.required.toSorted());
  });

  test('knows every status that DUO names, under the same operationId', () => {
    const statuses = Object.keys(duo.responses);
    expect(statuses).toEqual(['201', '400', '401', '403', '500', '503']);
    expect(Object.keys(invocation.responses)).toEqual(expect.arrayContaining(statuses));
    expect(invocation.operationId).toBe(duo.operationId);
  });

  test('takes what matches DUO’s patterns', async () => {
    expect(schema.properties['gebeurtenisId']?.pattern).toBe('^[0-9A-Z]{1,6}$');
    const { announce } = startApi();
    for (const [place, gebeurtenisId] of ['SS131', 'A', '0', 'ABC123'].entries()) {
      const berichtId = `0192f3a1-6c1e-7c55-8a3b-5f6f2c9e1d1${place}`;
      const { status } = await announce(
        { ...example('nl.duo.notificatie.v1', 'goed-beide'), gebeurtenisId },
        { headers: { berichtId } },
      );
      expect(status, gebeurtenisId).toBe(201);
    }
  });
});
