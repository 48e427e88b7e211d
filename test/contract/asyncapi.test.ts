import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import specs from '@asyncapi/specs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { BERICHTSOORTEN } from '../../contracts/asyncapi/berichten.ts';
import { isJson } from '../../contracts/openapi/jsonschema.ts';
import {
  PARTNERROLLEN,
  PARTNERVELDEN,
  type PartnerberichtSoort,
  type Partnerrol,
} from '../../contracts/partnerberichten.ts';
import { kanaalWachtrij } from '../../contracts/partnerkanaal.ts';
import { DEUREN } from '../../contracts/post.ts';
import { maakAjv } from './hulp/schemas.ts';
import { voorbeelden } from './hulp/voorbeelden.ts';

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

const inhoud: unknown = parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'contracts', 'asyncapi.yaml'), 'utf8'),
);
const document = Document.parse(inhoud);

const ajv = maakAjv().addSchema({ ...document, $id: 'asyncapi' });

const schemaVan = (verwijzing: string) => {
  const gemaakt = ajv.getSchema(`asyncapi${verwijzing}`);
  if (gemaakt === undefined) throw new Error(`asyncapi.yaml kent ${verwijzing} niet`);
  return gemaakt;
};

/** The message behind a name in a channel. */
const berichtIn = (kanaal: string, soort: string) => {
  const verwijzing = document.channels[kanaal]?.messages[soort]?.$ref.split('/').at(-1);
  const bericht = document.components.messages[verwijzing ?? ''];
  if (bericht === undefined) throw new Error(`${kanaal} kent ${soort} niet`);
  return bericht;
};

const verwijzingen = (waarde: unknown): readonly string[] => {
  if (Array.isArray(waarde)) return waarde.flatMap(verwijzingen);
  if (!isJson(waarde)) return [];
  const { $ref, ...rest } = waarde;
  return [...(typeof $ref === 'string' ? [$ref] : []), ...Object.values(rest).flatMap(verwijzingen)];
};

const bestaat = (verwijzing: string): boolean =>
  verwijzing
    .slice(2)
    .split('/')
    .reduce<unknown>((deel, naam) => (isJson(deel) ? deel[naam] : undefined), inhoud) !== undefined;

const gevallen = (soort: PartnerberichtSoort, rol: Partnerrol) =>
  voorbeelden.filter(
    ({ type, naam }) =>
      type === `nl.inburgeringszaken.nieuwe.inburgeraar.${soort}.v1` && naam.split('-')[1] === rol,
  );

const ELK = BERICHTSOORTEN.flatMap((soort) => PARTNERROLLEN.map((rol) => [soort, rol] as const));

describe('asyncapi.yaml', () => {
  test('is a valid AsyncAPI 3.0.0 document by the published schema', () => {
    const schema: object = specs.schemas['3.0.0'];
    // It brings the meta-schema of JSON Schema along.
    const toets = maakAjv({ meta: false, validateSchema: false }).compile({ ...schema });
    toets(inhoud);
    expect(toets.errors ?? []).toEqual([]);
    // A check that accepts everything would pass too.
    expect(toets({ ...document, channels: 'geen' })).toBe(false);
  });

  test('refers to nothing that is not there', () => {
    const alle = verwijzingen(inhoud);
    expect(alle.length).toBeGreaterThan(100);
    expect(alle.filter((verwijzing) => !bestaat(verwijzing))).toEqual([]);
  });

  test('gives every role a channel and an operation for each of the three doors', () => {
    const verwacht = PARTNERROLLEN.flatMap((rol) => DEUREN.map((deur) => `${deur}-${rol}`)).toSorted();
    expect(Object.keys(document.channels).toSorted()).toEqual(verwacht);
    expect(
      Object.values(document.operations)
        .map(({ channel }) => channel.$ref.replace('#/channels/', ''))
        .toSorted(),
    ).toEqual(verwacht);
  });

  test('names the queue as the hub does', () => {
    for (const rol of PARTNERROLLEN) {
      const adres = document.channels[`wachtrij-${rol}`]?.address ?? '';
      expect(adres.replace('{gemeentecode}', '0907')).toBe(kanaalWachtrij(`0907/${rol}`));
    }
  });

  test.each(ELK)('describes %s to %s the same through queue and webhook, and in a page', (soort, rol) => {
    const wachtrij = berichtIn(`wachtrij-${rol}`, soort).payload.$ref;
    expect(berichtIn(`webhook-${rol}`, soort).payload.$ref).toBe(wachtrij);
    const bladzijde = schemaVan(berichtIn(`ophalen-${rol}`, 'bladzijde').payload.$ref);
    const toets = schemaVan(wachtrij);
    const bekend = gevallen(soort, rol);
    expect(bekend.some(({ fout }) => fout === undefined)).toBe(true);
    expect(bekend.some(({ fout }) => fout !== undefined)).toBe(true);
    for (const { naam, bericht, fout } of bekend) {
      expect(toets(bericht), naam).toBe(fout === undefined);
      expect(bladzijde({ berichten: [bericht] }), naam).toBe(fout === undefined);
    }
  });

  test.each(PARTNERROLLEN)('lets %s have exactly the fields of its role', (rol) => {
    const gemeld = document.components.schemas[
      berichtIn(`webhook-${rol}`, 'gemeld').payload.$ref.split('/').at(-1) ?? ''
    ] as { properties: { data: { properties: object; additionalProperties: unknown } } };
    const { properties, additionalProperties } = gemeld.properties.data;
    expect(additionalProperties).toBe(false);
    expect(Object.keys(properties).toSorted()).toEqual(
      [
        'zaakId',
        'gemeentecode',
        'volgnummer',
        'contactTeamInburgering',
        ...Object.keys(PARTNERVELDEN[rol].shape),
      ].toSorted(),
    );
  });

  test('shows an example with every message, and each fits its own schema', () => {
    for (const [naam, { payload, examples }] of Object.entries(document.components.messages)) {
      const toets = schemaVan(payload.$ref);
      expect(examples.length, naam).toBeGreaterThan(0);
      for (const { payload: voorbeeld } of examples) {
        toets(voorbeeld);
        expect(toets.errors ?? [], naam).toEqual([]);
      }
    }
  });
});
