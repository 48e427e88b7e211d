import { expect, test } from 'vitest';
import { placesOf } from '../../../../../cli/operator/recovery/places.ts';
import type { Rollout } from '../../../../../client/deployment.ts';

const rollout = (output: Readonly<Record<string, string>>): Rollout => ({
  kind: 'aws',
  uitvoer: output,
  clientConfig: () => ({}),
});

test('a partner has the same name as in its profile, although an output has no hyphens', () => {
  const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}`;
  expect(
    placesOf(
      rollout({
        Kanaal0907dorpsenwijkUrl: url('inburgeringshub-0907-dorps-en-wijk.fifo'),
        Kanaal0907dorpsenwijkDodeBrievenUrl: url('inburgeringshub-0907-dorps-en-wijk-dode-brieven.fifo'),
      }),
    ),
  ).toEqual([
    {
      naam: '0907/dorps-en-wijk',
      deadLettersUrl: url('inburgeringshub-0907-dorps-en-wijk-dode-brieven.fifo'),
      target: { kind: 'queue', url: url('inburgeringshub-0907-dorps-en-wijk.fifo') },
    },
  ]);
});
