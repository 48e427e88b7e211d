import type { Bundelmeting } from './bundels.ts';
import { type NaastElkaar, naastElkaarRegels } from './naast.ts';
import { afgerond } from './statistiek.ts';
import { type Webhookmeting, webhookRegels } from './webhook.ts';

/** Everything that one run measures; printed as is with `--json`. */
export interface Meting {
  readonly koppelingenPerSecond: number;
  readonly singleMs: { readonly p50: number; readonly p99: number };
  readonly decideMicros: number;
  readonly composeMicros: number;
  readonly jsonMicros: number;
  readonly startMs: number;
  readonly rssMB: number;
  readonly bundles: readonly Bundelmeting[];
  readonly naastElkaar: NaastElkaar;
  readonly webhook: Webhookmeting;
}

const rij = (naam: string, waarde: string): string => `${naam.padEnd(46)}${waarde}`;

const bundelRij = ({ name, kB, importMs, sdkKB, sdkImportMs, importRatio }: Bundelmeting): string =>
  [
    `  ${name.padEnd(18)}`,
    `${kB.toFixed(0)} kB`.padStart(8),
    `${importMs} ms`.padStart(10),
    `${sdkKB.toFixed(0)} kB`.padStart(12),
    `${sdkImportMs} ms`.padStart(10),
    `${importRatio} x`.padStart(10),
  ].join('');

/** The measurement for people: what belongs together side by side. */
export const verslag = (meting: Meting): readonly string[] => {
  const { decideMicros, composeMicros, jsonMicros } = meting;
  return [
    rij('hub answers after start', `${meting.startMs} ms`),
    rij('koppelingen a second, POST to six queues', String(meting.koppelingenPerSecond)),
    rij('one at a time, POST to sixth queue', `p50 ${meting.singleMs.p50} ms, p99 ${meting.singleMs.p99} ms`),
    rij('memory of the hub afterwards', `${meting.rssMB} MB`),
    '',
    ...naastElkaarRegels(meting.naastElkaar),
    '',
    ...webhookRegels(meting.webhook),
    '',
    'CPU per koppeling                             micros   x JSON',
    `  JSON.parse and stringify of the same         ${jsonMicros.toFixed(1).padStart(6)}        1`,
    `  decide and project for six partners          ${decideMicros.toFixed(1).padStart(6)}   ${afgerond(
      decideMicros / jsonMicros,
    )
      .toFixed(1)
      .padStart(6)}`,
    `  compose and check six messages               ${composeMicros.toFixed(1).padStart(6)}   ${afgerond(
      composeMicros / jsonMicros,
    )
      .toFixed(1)
      .padStart(6)}`,
    '',
    'bundle                  size    import    SDK alone    import     ratio',
    ...meting.bundles.map(bundelRij),
  ];
};
