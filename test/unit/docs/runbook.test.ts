import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROCESSORS_TEXT } from '../../../cli/operator/recovery/rekey/rekey-steps.ts';
import { PLAIN } from '../../../cli/print/paint.ts';
import { buildProgram } from '../../../cli/program.ts';

/** Every command in the runbook exists, with those options and values. */

const text = readFileSync(join(import.meta.dirname, '../../../docs/runbook.md'), 'utf8');
const PREFIX = 'npm run -s hub -- ';
const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)```/gm)].map(([, content]) => content ?? '');
const jobs = blocks
  .flatMap((block) => block.split('\n').map((line) => line.trim()))
  .filter((line) => line.startsWith(PREFIX))
  .map((line) => line.slice(PREFIX.length));

const output = {
  line: () => undefined,
  lines: () => undefined,
  width: 100,
  ...PLAIN,
  interactive: false,
};

describe('the runbook', () => {
  it('has at least ten nights, each with the parts You notice, You should see and Wake', () => {
    const nights = text.split(/^## \d+\. /m).slice(1);
    expect(nights.length).toBeGreaterThanOrEqual(10);
    for (const night of nights) {
      expect(night).toContain('**You notice**');
      expect(night).toContain('**You should see**');
      expect(night).toContain('**Wake** ');
    }
  });

  it('names every function that a re-keying pauses, as architecture.md does', () => {
    expect(text).toContain(`processing of ${PROCESSORS_TEXT} is paused`);
    const architecture = readFileSync(join(import.meta.dirname, '../../../docs/architecture.md'), 'utf8');
    expect(architecture).toContain(`The mappings of ${PROCESSORS_TEXT} are disabled`);
  });

  it('has only commands of the hub in its code blocks', () => {
    for (const line of blocks
      .flatMap((block) => block.split('\n').map((line) => line.trim()))
      .filter((line) => line !== '')) {
      expect(line.startsWith(PREFIX), line).toBe(true);
    }
    expect(jobs.length).toBeGreaterThan(10);
  });

  it.each([...new Set(jobs)])('has a command that exists with these options: %s', async (job) => {
    const [name = '', ...args] = job.split(/\s+/);
    const { commands } = await buildProgram(output, async () => undefined, name);
    const whole = commands.find((one) => one.name() === name);
    const part = whole?.commands.find((one) => one.name() === args[0]);
    const command = part ?? whole;
    if (command === undefined) throw new Error(`no command ${name}`);
    // Parses the options and their values without running the command.
    const { operands, unknown } = command
      .exitOverride()
      .parseOptions(part === undefined ? args : args.slice(1));
    expect(unknown).toEqual([]);
    expect(operands.length).toBeLessThanOrEqual(command.registeredArguments.length);
    const mandatory = command.options.filter(({ mandatory }) => mandatory);
    for (const option of mandatory) expect(command.getOptionValue(option.attributeName())).toBeDefined();
  });
});
