import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import project from '../../package.json' with { type: 'json' };

/** `publiccode.yml` against the rules of publiccode.yml 0.7 (yml.publiccode.tools) that concern this project. */

const Description = z.strictObject({
  localisedName: z.string().optional(),
  shortDescription: z.string().max(150),
  longDescription: z.string().min(150).max(10_000),
  features: z.array(z.string()).min(1),
});
const Dependency = z.strictObject({
  name: z.string(),
  versionMin: z.string().optional(),
  optional: z.boolean().optional(),
});
const Contact = z.object({ name: z.string() });

const PublicCode = z.strictObject({
  publiccodeYmlVersion: z.literal('0.7'),
  name: z.string(),
  url: z.url(),
  softwareVersion: z.string(),
  releaseDate: z.iso.date(),
  platforms: z.array(z.enum(['web', 'windows', 'mac', 'linux', 'ios', 'android'])).min(1),
  categories: z.array(z.string()).min(1),
  developmentStatus: z.enum(['concept', 'development', 'beta', 'stable', 'obsolete']),
  softwareType: z.literal('standalone/backend'),
  intendedAudience: z.strictObject({
    // Country codes are in capitals since version 0.5.
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)),
    scope: z.array(z.string()),
  }),
  supports: z.array(z.strictObject({ id: z.union([z.url(), z.string().regex(/^alias:[a-z0-9]+$/)]) })),
  description: z.strictObject({ nl: Description, en: Description }),
  legal: z.strictObject({ license: z.string() }),
  maintenance: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({ type: z.enum(['internal', 'community']), contacts: z.array(Contact).min(1) }),
    z.strictObject({
      type: z.literal('contract'),
      contractors: z.array(z.object({ name: z.string(), until: z.iso.date() })).min(1),
    }),
  ]),
  localisation: z.strictObject({
    localisationReady: z.boolean(),
    availableLanguages: z.array(z.string()).min(1),
  }),
  dependsOn: z.strictObject({ open: z.array(Dependency), proprietary: z.array(Dependency) }),
});

const publiccode = PublicCode.safeParse(
  parse(readFileSync(join(import.meta.dirname, '../../publiccode.yml'), 'utf8')),
);

test('publiccode.yml follows the standard and has no key that the standard no longer knows', () => {
  expect(publiccode.error?.issues ?? []).toEqual([]);
});

test('publiccode.yml names the version, the licence and the Node that package.json names', () => {
  const { softwareVersion, legal, dependsOn } = publiccode.data ?? {};
  expect([softwareVersion, legal?.license]).toEqual([project.version, project.license]);
  const node = dependsOn?.open.find(({ name }) => name === 'Node.js');
  expect(`>=${node?.versionMin}`).toBe(project.engines.node);
});
