import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { OWN_GEMEENTEN } from '../../infra/gemeenten/profiles.ts';
import { synthesiseApart } from '../../local/synth.ts';

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z
        .object({
          Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
        })
        .optional(),
    }),
  ),
});

/** The functions of a local hub that may call this machine. */
const mayLoopback = async (strict: boolean): Promise<readonly unknown[]> => {
  const assembly = await synthesiseApart({ strict, gemeenten: OWN_GEMEENTEN });
  try {
    const template = readFileSync(
      join(assembly.directory, 'InburgeringshubVerwerking.template.json'),
      'utf8',
    );
    return Object.values(Template.parse(JSON.parse(template)).Resources)
      .map(({ Properties }) => Properties?.Environment?.Variables ?? {})
      .filter((variables) => variables['LOOPBACK_TOEGESTAAN'] === 'ja')
      .map((variables) => variables['POWERTOOLS_SERVICE_NAME']);
  } finally {
    await assembly.remove();
  }
};

it('a local hub may deliver webhooks to this machine, and a strict one may not', async () => {
  expect(await mayLoopback(false)).toEqual(
    expect.arrayContaining(['inburgeringshub-api', 'inburgeringshub-webhook']),
  );
  expect(await mayLoopback(true)).toEqual([]);
});
