import { expect } from 'vitest';
import * as z from 'zod';
import { type HappenOptions, makeHappen } from '../../../../cli/tester/happen.ts';
import type { Happening } from '../../../../client/invent/happenings.ts';
import { caught } from '../../../hub/test-hub.ts';
import type { RunningHub } from '../../hub/support.ts';

const Result = z.object({
  zaad: z.int().optional(),
  alBekend: z.int(),
  zaken: z.array(z.string()),
  personen: z.array(z.object({ vNummer: z.string(), bsn: z.string(), relatie: z.string() })),
  ontvangen: z.array(
    z.object({
      sleutel: z.string(),
      berichten: z.array(z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) })),
    }),
  ),
});

/** What an event that was made happen says of itself. */
export type Happened = z.infer<typeof Result>;

export const WAIT = 200;
export const ALONE = { adults: 1, children: 0 };

/** Makes an event happen as a tester does, and reads the JSON that it writes. */
export const happenOn = async (
  { client }: RunningHub,
  kind: Happening,
  options: Partial<HappenOptions> = {},
): Promise<Happened> => {
  const { output, written } = caught();
  const given = { gezin: ALONE, gemeente: '0907', wait: WAIT, json: true, ...options };
  expect(await makeHappen(client, kind, given, output)).toBe(0);
  expect(written).toHaveLength(1);
  return Result.parse(JSON.parse(written[0] ?? ''));
};
