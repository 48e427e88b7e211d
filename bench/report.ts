import type { BundleMeasurement } from './bundles.ts';
import { type DeliveryMeasurement, deliveryLines } from './delivery.ts';
import { type FallMeasurement, fallLines } from './fall.ts';
import { type SideBySide, sideBySideLines } from './side-by-side.ts';
import { settled } from './statistics.ts';
import { type WebhookMeasurement, webhookLines } from './webhook.ts';

/** The measurements of one run. `--json` prints this object as it is. */
export interface Measurement {
  /** The number of partner queues that get a message about a koppeling. */
  readonly hearing: number;
  readonly koppelingenPerSecond: number;
  readonly singleMs: { readonly p50: number; readonly p99: number };
  readonly decideMicros: number;
  readonly composeMicros: number;
  readonly jsonMicros: number;
  readonly startMs: number;
  readonly rssMB: number;
  readonly bundles: readonly BundleMeasurement[];
  readonly sideBySide: SideBySide;
  readonly webhook: WebhookMeasurement;
  readonly fall: FallMeasurement;
  readonly delivery: DeliveryMeasurement;
}

const row = (name: string, value: string): string => `${name.padEnd(46)}${value}`;

const bundleRow = ({ name, kB, importMs, sdkKB, sdkImportMs, importRatio }: BundleMeasurement): string =>
  [
    `  ${name.padEnd(18)}`,
    `${kB.toFixed(0)} kB`.padStart(8),
    `${importMs} ms`.padStart(10),
    `${sdkKB.toFixed(0)} kB`.padStart(12),
    `${sdkImportMs} ms`.padStart(10),
    `${importRatio} x`.padStart(10),
  ].join('');

/** The measurements as lines of text, with related numbers side by side. */
export const report = (measurement: Measurement): readonly string[] => {
  const { decideMicros, composeMicros, jsonMicros } = measurement;
  return [
    row('hub answers after start', `${measurement.startMs} ms`),
    row(
      `koppelingen a second, POST to ${measurement.hearing} queues`,
      String(measurement.koppelingenPerSecond),
    ),
    row(
      'one at a time, POST to the last of them',
      `p50 ${measurement.singleMs.p50} ms, p99 ${measurement.singleMs.p99} ms`,
    ),
    row('memory of the hub afterwards', `${measurement.rssMB} MB`),
    '',
    ...sideBySideLines(measurement.sideBySide),
    '',
    ...webhookLines(measurement.webhook),
    '',
    ...fallLines(measurement.fall),
    '',
    ...deliveryLines(measurement.delivery),
    '',
    'CPU per koppeling                             micros   x JSON',
    `  JSON.parse and stringify of the same         ${jsonMicros.toFixed(1).padStart(6)}        1`,
    `  decide and project for its partners          ${decideMicros.toFixed(1).padStart(6)}   ${settled(
      decideMicros / jsonMicros,
    )
      .toFixed(1)
      .padStart(6)}`,
    `  compose and check their messages             ${composeMicros.toFixed(1).padStart(6)}   ${settled(
      composeMicros / jsonMicros,
    )
      .toFixed(1)
      .padStart(6)}`,
    '',
    'bundle                  size    import    SDK alone    import     ratio',
    ...measurement.bundles.map(bundleRow),
  ];
};
