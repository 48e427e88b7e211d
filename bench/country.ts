import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { isToldByStep, PARTNERROLLEN } from '../contracts/partnerrollen.ts';
import { createApp } from '../infra/app.ts';
import { chooseEnvironment } from '../infra/environments/index.ts';
import { median } from './statistics.ts';

/**
 * `npm run land`: synthesises the stacks of the whole country, for each gemeente the six partners that hear of everybody, and
 * prints how long that takes and how large the stacks are. `--gemeenten 40` takes fewer, `--json` prints one object alone.
 */

/** The number of gemeenten in the Netherlands in 2026 (CBS). */
const GEMEENTEN = '342';

/** The template of one stack, as CloudFormation gets it. */
interface StackSize {
  readonly name: string;
  readonly resources: number;
  readonly outputs: number;
  readonly kB: number;
}

const country = (count: number) =>
  Array.from({ length: count }, (_, number) => ({
    gemeentecode: String(1 + number).padStart(4, '0'),
    partners: PARTNERROLLEN.filter((role) => !isToldByStep(role)).map((role) => ({
      sleutel: role,
      rol: role,
    })),
  }));

const measure = (count: number): { readonly seconds: number; readonly stacks: readonly StackSize[] } => {
  const outdir = mkdtempSync(join(tmpdir(), 'inburgeringshub-land-'));
  try {
    const begun = performance.now();
    const { app } = createApp({
      environment: chooseEnvironment('productie'),
      gemeenten: country(count),
      outdir,
      codeFor: () => Code.fromInline('export const handler = async () => {};'),
    });
    const { stacks } = app.synth();
    const seconds = (performance.now() - begun) / 1000;
    return {
      seconds,
      stacks: stacks.map(({ stackName, templateFullPath }) => {
        const template = JSON.parse(readFileSync(templateFullPath, 'utf8')) as Record<string, object>;
        return {
          name: stackName,
          resources: Object.keys(template['Resources'] ?? {}).length,
          outputs: Object.keys(template['Outputs'] ?? {}).length,
          kB: Math.round(statSync(templateFullPath).size / 1024),
        };
      }),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};

const line = ({ name, resources, outputs, kB }: StackSize): string =>
  `${name.padEnd(32)}${String(resources).padStart(10)}${String(outputs).padStart(9)}${String(kB).padStart(7)} kB`;

const largest = (stacks: readonly StackSize[]): StackSize => ({
  name: `  each of ${stacks.length} gemeenten at most`,
  resources: Math.max(...stacks.map(({ resources }) => resources)),
  outputs: Math.max(...stacks.map(({ outputs }) => outputs)),
  kB: Math.max(...stacks.map(({ kB }) => kB)),
});

const { values } = parseArgs({
  options: { gemeenten: { type: 'string', default: GEMEENTEN }, json: { type: 'boolean', default: false } },
});
const { seconds, stacks } = measure(Number(values.gemeenten));
const ofGemeenten = stacks.filter(({ name }) => /Gemeente\d{4}$/.test(name));
if (values.json) process.stdout.write(`${JSON.stringify({ seconds, stacks })}\n`);
else {
  const shared = stacks.filter((stack) => !ofGemeenten.includes(stack));
  const resources = stacks.reduce((total, stack) => total + stack.resources, 0);
  const rows = [
    `${stacks.length} stacks with ${resources} resources in ${seconds.toFixed(1)} s; ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`,
    `stack${' '.repeat(28)}resources  outputs  template`,
    ...shared.map(line),
    line(largest(ofGemeenten)),
    `median template of a gemeente: ${median(ofGemeenten.map(({ kB }) => kB))} kB`,
  ];
  process.stdout.write(`${rows.join('\n')}\n`);
}
