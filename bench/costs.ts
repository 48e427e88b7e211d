import { parseArgs } from 'node:util';
import { budgeted } from './costs/calculation.ts';
import { assumptionsOf, readPrices, readVolumes } from './costs/files.ts';
import { countStacks } from './costs/fixed.ts';
import { measureUsage } from './costs/measurement.ts';
import { costsReport } from './costs/report.ts';
import { perItem } from './costs/usage.ts';

/**
 * `npm run kosten`: replays messages on the embedded cloud, counts what each one uses, and multiplies that by the
 * volumes and the prices in their files. `--regio` chooses another price file, `--json` prints one object alone.
 */

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, regio: { type: 'string', default: 'eu-west-1' } },
  });
  const say = (text: string): void => {
    process.stderr.write(`kosten: ${text}\n`);
  };
  // The files are read first, so that a mistake in them shows at once and not after a minute of measuring.
  const prices = readPrices(values.regio);
  const volumes = readVolumes();
  say('the stacks');
  const { fixedOf, clock } = countStacks();
  const measurement = await measureUsage(clock, say);
  const measured = {
    perBericht: measurement.life.perBericht,
    perLookup: measurement.raadpleging,
  };
  const budgets = volumes.gebieden.map((area) => {
    const fixed = fixedOf(area.gemeenten, area.kanalen);
    return {
      area,
      fixed,
      budget: budgeted(
        area,
        // The watch is counted for each gemeente, although gemeenten share part of its work. The result is thus an upper bound.
        { ...measured, clockPerMonth: perItem(measurement.clockPerMonth, 1 / area.gemeenten) },
        fixed,
        assumptionsOf(volumes),
        prices,
      ),
    };
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ meting: measurement, prijzen: prices, volumes, begrotingen: budgets })}\n`
      : `${costsReport(measurement, prices, budgets, new Date()).join('\n')}\n`,
  );
};

main().catch((error: unknown) => {
  process.stderr.write(`kosten: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof Error && error.cause !== undefined)
    process.stderr.write(`kosten: ${String(error.cause)}\n`);
  process.exitCode = 1;
});
