import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import specs from '@asyncapi/specs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { regievoerderType } from '../../contracts/hub-type.ts';
import { kanaalQueue } from '../../contracts/internal/queue-names.ts';
import { isObject } from '../../contracts/is-object.ts';
import { gebeurtenissenOf, partnerGebeurtenisType } from '../../contracts/partner-gebeurtenissen.ts';
import { PARTNER_FIELDS } from '../../contracts/partnerberichten.ts';
import {
  aboutWhat,
  hasQueue,
  PARTNERROLLEN,
  type PartnerberichtSoort,
  type Partnerrol,
} from '../../contracts/partnerrollen.ts';
import { DOORS } from '../../contracts/postvak.ts';
import { MESSAGE_KINDS } from '../../contracts/publish/asyncapi/receiver.ts';
import { REGIEVOERDER_GEBEURTENISSEN } from '../../contracts/regievoerder.ts';
import { examples } from './support/examples.ts';
import { createAjv } from './support/schemas.ts';

const Ref = z.looseObject({ $ref: z.string() });

const Document = z.looseObject({
  asyncapi: z.literal('3.0.0'),
  channels: z.record(
    z.string(),
    z.looseObject({ address: z.string().nullable(), messages: z.record(z.string(), Ref) }),
  ),
  operations: z.record(z.string(), z.looseObject({ action: z.literal('send'), channel: Ref })),
  components: z.looseObject({
    messages: z.record(
      z.string(),
      z.looseObject({ payload: Ref, headers: Ref.optional(), examples: z.array(z.looseObject({})) }),
    ),
    schemas: z.record(z.string(), z.looseObject({})),
  }),
});

const content: unknown = parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'contracts', 'asyncapi.yaml'), 'utf8'),
);
const document = Document.parse(content);

const ajv = createAjv().addSchema({ ...document, $id: 'asyncapi' });

const schemaOf = (reference: string) => {
  const made = ajv.getSchema(`asyncapi${reference}`);
  if (made === undefined) throw new Error(`asyncapi.yaml has no ${reference}`);
  return made;
};

/** The message that a channel knows by this name. */
const berichtIn = (kanaal: string, kind: string) => {
  const reference = document.channels[kanaal]?.messages[kind]?.$ref.split('/').at(-1);
  const bericht = document.components.messages[reference ?? ''];
  if (bericht === undefined) throw new Error(`${kanaal} has no ${kind}`);
  return bericht;
};

const references = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  const { $ref, ...rest } = value;
  return [...(typeof $ref === 'string' ? [$ref] : []), ...Object.values(rest).flatMap(references)];
};

const exists = (reference: string): boolean =>
  reference
    .slice(2)
    .split('/')
    .reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), content) !== undefined;

const cases = (kind: PartnerberichtSoort, role: Partnerrol) =>
  examples.filter(
    ({ type, to }) => type === `nl.inburgeringszaken.nieuwe.inburgeraar.${kind}.v1` && to === role,
  );

/** The doors that a partner in this role can have. */
const doorsOf = (role: Partnerrol) => DOORS.filter((door) => door !== 'wachtrij' || hasQueue(role));

/** What a message looks like at each door through which it comes by itself. */
const payloadsIn = (role: Partnerrol, kind: string): [string, ...string[]] => {
  const [first = '', ...rest] = doorsOf(role)
    .filter((door) => door !== 'ophalen')
    .map((door) => berichtIn(`${door}-${role}`, kind).payload.$ref);
  return [first, ...rest];
};

const EVERY_KIND_AND_ROLE = MESSAGE_KINDS.flatMap((kind) =>
  PARTNERROLLEN.map((role) => [kind, role] as const),
);

describe('asyncapi.yaml', () => {
  test('is a valid AsyncAPI 3.0.0 document by the published schema', () => {
    const schema: object = specs.schemas['3.0.0'];
    // The schema of AsyncAPI brings the meta-schema of JSON Schema along.
    const verify = createAjv({ meta: false, validateSchema: false }).compile({ ...schema });
    verify(content);
    expect(verify.errors ?? []).toEqual([]);
    // Proves that the check refuses something: one that accepts everything would pass the line above.
    expect(verify({ ...document, channels: 'geen' })).toBe(false);
  });

  test('has no reference to a missing part', () => {
    const all = references(content);
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter((reference) => !exists(reference))).toEqual([]);
  });

  test('gives every role a channel and an operation for each of its doors: who works at the gemeente has no queue', () => {
    const expected = [
      ...PARTNERROLLEN.flatMap((role) => doorsOf(role).map((door) => `${door}-${role}`)),
      ...DOORS.map((door) => `${door}-regievoerder`),
    ].toSorted();
    expect(expected).toContain('wachtrij-corporatie');
    expect(expected).not.toContain('wachtrij-burgerzaken');
    expect(Object.keys(document.channels).toSorted()).toEqual(expected);
    expect(
      Object.values(document.operations)
        .map(({ channel }) => channel.$ref.replace('#/channels/', ''))
        .toSorted(),
    ).toEqual(expected);
  });

  test('names the queue as the hub does', () => {
    for (const role of PARTNERROLLEN.filter(hasQueue)) {
      const address = document.channels[`wachtrij-${role}`]?.address ?? '';
      expect(address.replace('{gemeentecode}', '0907')).toBe(kanaalQueue(`0907/${role}`));
    }
  });

  test('names the queue of the gemeente as the hub does', () => {
    const address = document.channels['wachtrij-regievoerder']?.address ?? '';
    expect(address.replace('{gemeentecode}', '0907')).toBe(kanaalQueue('0907/gemeente'));
  });

  test.each(REGIEVOERDER_GEBEURTENISSEN)(
    'describes %s to the gemeente in the same way for the queue, the webhook and a fetched page',
    (gebeurtenis) => {
      const queue = berichtIn('wachtrij-regievoerder', gebeurtenis).payload.$ref;
      expect(berichtIn('webhook-regievoerder', gebeurtenis).payload.$ref).toBe(queue);
      const page = schemaOf(berichtIn('ophalen-regievoerder', 'bladzijde').payload.$ref);
      const known = examples.filter(
        ({ type, to }) => type === regievoerderType(gebeurtenis) && to === undefined,
      );
      expect([...new Set(known.map(({ fault }) => fault === undefined))].toSorted()).toEqual([false, true]);
      for (const { name, bericht, fault } of known) {
        expect(schemaOf(queue)(bericht), name).toBe(fault === undefined);
        expect(page({ berichten: [bericht] }), name).toBe(fault === undefined);
      }
    },
  );

  test.each(EVERY_KIND_AND_ROLE)(
    'describes %s to %s in the same way for the queue, the webhook and a fetched page',
    (kind, role) => {
      const [queue, ...others] = payloadsIn(role, kind);
      expect(new Set(others)).toEqual(new Set(others.length === 0 ? [] : [queue]));
      const page = schemaOf(berichtIn(`ophalen-${role}`, 'bladzijde').payload.$ref);
      const verify = schemaOf(queue);
      const known = cases(kind, role);
      expect(known.some(({ fault }) => fault === undefined)).toBe(true);
      expect(known.some(({ fault }) => fault !== undefined)).toBe(true);
      for (const { name, bericht, fault } of known) {
        expect(verify(bericht), name).toBe(fault === undefined);
        expect(page({ berichten: [bericht] }), name).toBe(fault === undefined);
      }
    },
  );

  const STEPS = PARTNERROLLEN.flatMap((role) => gebeurtenissenOf(role).map((one) => [one, role] as const));
  test.each(STEPS)(
    'describes %s to %s in the same way for the queue, the webhook and a fetched page',
    (gebeurtenis, role) => {
      const [queue, ...others] = payloadsIn(role, gebeurtenis);
      expect(new Set(others)).toEqual(new Set(others.length === 0 ? [] : [queue]));
      const page = schemaOf(berichtIn(`ophalen-${role}`, 'bladzijde').payload.$ref);
      const known = examples.filter(
        ({ type, to }) => type === partnerGebeurtenisType(gebeurtenis) && to === role,
      );
      expect(known.map(({ fault }) => fault === undefined)).toContain(true);
      for (const { name, bericht, fault } of known) {
        expect(schemaOf(queue)(bericht), name).toBe(fault === undefined);
        expect(page({ berichten: [bericht] }), name).toBe(fault === undefined);
      }
    },
  );

  test.each(PARTNERROLLEN)('lets %s have exactly the fields of its role', (role) => {
    const schema = document.components.schemas[
      berichtIn(`webhook-${role}`, 'gemeld').payload.$ref.split('/').at(-1) ?? ''
    ] as { properties: { data: { properties: object; additionalProperties: unknown } } };
    const { properties, additionalProperties } = schema.properties.data;
    expect(additionalProperties).toBe(false);
    expect(Object.keys(properties).toSorted()).toEqual(
      [
        aboutWhat(role) === 'zaak' ? 'zaakId' : 'huishoudenId',
        'gemeentecode',
        'volgnummer',
        'contactTeamInburgering',
        ...Object.keys(PARTNER_FIELDS[role].shape),
      ].toSorted(),
    );
  });

  test('shows at least one example with every message, and each example fits the schema of its message', () => {
    for (const [name, { payload, examples }] of Object.entries(document.components.messages)) {
      const verify = schemaOf(payload.$ref);
      expect(examples.length, name).toBeGreaterThan(0);
      for (const { payload: example } of examples) {
        verify(example);
        expect(verify.errors ?? [], name).toEqual([]);
      }
    }
  });
});
