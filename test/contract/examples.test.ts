import { describe, expect, test } from 'vitest';
import { DUO_QUERIES } from '../../contracts/duo-queries.ts';
import { INBOUND_TYPES } from '../../contracts/event-types.ts';
import { faultsOf } from '../../contracts/faults.ts';
import { gebeurtenissenOf, partnerGebeurtenisType } from '../../contracts/partner-gebeurtenissen.ts';
import { PARTNERROLLEN } from '../../contracts/partnerrollen.ts';
import { eventSchemas } from '../../contracts/publish/openapi/event-schemas.ts';
import { REGIEVOERDER_TYPES } from '../../contracts/regievoerder.ts';
import { duoExampleType, examples, exampleTypes, jsonSchemasOf, zodOf } from './support/examples.ts';
import { createAjv, createHubEventSchema } from './support/schemas.ts';

const ajv = createAjv();
for (const schema of Object.values(eventSchemas())) ajv.addSchema(schema);

const verifyHubEvent = createHubEventSchema();

const good = examples.filter(({ fault }) => fault === undefined);
const bad = examples.flatMap((testCase) =>
  testCase.fault === undefined ? [] : [{ ...testCase, fault: testCase.fault }],
);
const byContract = bad.filter((testCase) => testCase.fault.buitenContract === undefined);
const byHub = bad.filter((testCase) => testCase.fault.buitenContract !== undefined);
const OUTBOUND = /^nl\.inburgeringszaken\.nieuwe\.inburgeraar\./;

describe('examples and counter-examples', () => {
  test('every message in and out has an example and a counter-example', () => {
    const inbound = INBOUND_TYPES;
    expect(exampleTypes).toEqual(
      expect.arrayContaining([
        ...inbound,
        ...Object.keys(eventSchemas()),
        ...Object.keys(DUO_QUERIES).map(duoExampleType),
        'nl.duo.notificatie.v1',
        'probleem',
      ]),
    );
    for (const type of exampleTypes) {
      expect(
        good.some((testCase) => testCase.type === type),
        type,
      ).toBe(true);
      expect(
        bad.some((testCase) => testCase.type === type),
        type,
      ).toBe(true);
    }
  });

  test('every partnerrol has both for every kind of message', () => {
    for (const type of exampleTypes.filter((name) => OUTBOUND.test(name))) {
      for (const role of PARTNERROLLEN) {
        const fromRole = examples.filter((testCase) => testCase.type === type && testCase.to === role);
        expect(
          fromRole.map(({ name }) => name.split('-')[0]),
          `${type} ${role}`,
        ).toEqual(expect.arrayContaining(['goed', 'fout']));
      }
    }
  });

  const STEPS = PARTNERROLLEN.flatMap((role) => gebeurtenissenOf(role).map((one) => [one, role] as const));
  test.each(STEPS)('%s has both for %s', (gebeurtenis, role) => {
    const ofRole = examples.filter(
      ({ type, to }) => type === partnerGebeurtenisType(gebeurtenis) && to === role,
    );
    expect([...new Set(ofRole.map(({ name }) => name.split('-')[0]))].toSorted()).toEqual(['fout', 'goed']);
  });

  test.each(good.map((testCase) => [`${testCase.type}/${testCase.name}`, testCase] as const))(
    '%s satisfies zod and JSON Schema',
    (_, testCase) => {
      const outcome = zodOf(testCase).safeParse(testCase.bericht);
      expect(outcome.success ? [] : faultsOf(outcome.error, testCase.bericht)).toEqual([]);
      for (const schema of jsonSchemasOf(testCase)) {
        const verify = ajv.compile(schema);
        verify(testCase.bericht);
        expect(verify.errors ?? []).toEqual([]);
      }
    },
  );

  test.each(byContract.map((testCase) => [`${testCase.type}/${testCase.name}`, testCase] as const))(
    '%s is refused for exactly the faults that it lists',
    (_, testCase) => {
      const outcome = zodOf(testCase).safeParse(testCase.bericht);
      const errors = outcome.success ? [] : faultsOf(outcome.error, testCase.bericht);
      const place = ({ pointer }: { pointer: string }) => pointer;
      expect([...new Set(errors.map(place))].toSorted()).toEqual(
        testCase.fault.verwacht.map(place).toSorted(),
      );
      for (const { pointer, detail } of testCase.fault.verwacht) {
        if (detail !== undefined) expect(errors).toContainEqual({ pointer, detail });
      }
      const isValidAccordingToSchema = testCase.fault.buitenJsonSchema !== undefined;
      const [own, ...ofAllRoles] = jsonSchemasOf(testCase);
      expect(ajv.compile(own ?? {})(testCase.bericht)).toBe(isValidAccordingToSchema);
      for (const schema of ofAllRoles) {
        expect(ajv.compile(schema)(testCase.bericht)).toBe(
          isValidAccordingToSchema || testCase.fault.andereRol !== undefined,
        );
      }
    },
  );

  test.each(byHub.map((testCase) => [`${testCase.type}/${testCase.name}`, testCase] as const))(
    '%s has no faults by the contract beyond those that the hub names',
    (_, testCase) => {
      const outcome = zodOf(testCase).safeParse(testCase.bericht);
      const errors = outcome.success ? [] : faultsOf(outcome.error, testCase.bericht);
      const known = testCase.fault.verwacht.map(({ pointer }) => pointer);
      expect(errors.length).toBeLessThan(known.length);
      expect(known).toEqual(expect.arrayContaining(errors.map(({ pointer }) => pointer)));
    },
  );

  const outbound = good.filter(
    ({ type, to }) => OUTBOUND.test(type) || REGIEVOERDER_TYPES.includes(type) || to !== undefined,
  );
  test.each(outbound.map((testCase) => [`${testCase.type}/${testCase.name}`, testCase] as const))(
    '%s satisfies CloudEvents 1.0 and the NL GOV profile',
    (_, testCase) => {
      verifyHubEvent(testCase.bericht);
      expect(verifyHubEvent.errors ?? []).toEqual([]);
    },
  );
});
