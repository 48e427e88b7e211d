import { expect, test } from 'vitest';
import { plekkenVan } from '../../../../../cli/operator/recovery/places.ts';
import type { Uitrol } from '../../../../../client/deployment.ts';

const uitrol = (uitvoer: Readonly<Record<string, string>>): Uitrol => ({
  soort: 'aws',
  uitvoer,
  clientConfig: () => ({}),
});

test('a partner has the same name as in its profile, although an output has no hyphens', () => {
  const url = (naam: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/${naam}`;
  expect(
    plekkenVan(
      uitrol({
        Kanaal0907dorpsenwijkUrl: url('inburgeringshub-0907-dorps-en-wijk.fifo'),
        Kanaal0907dorpsenwijkDodeBrievenUrl: url('inburgeringshub-0907-dorps-en-wijk-dode-brieven.fifo'),
      }),
    ),
  ).toEqual([
    {
      naam: '0907/dorps-en-wijk',
      dodeBrievenUrl: url('inburgeringshub-0907-dorps-en-wijk-dode-brieven.fifo'),
      doel: { soort: 'wachtrij', url: url('inburgeringshub-0907-dorps-en-wijk.fifo') },
    },
  ]);
});
