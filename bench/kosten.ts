import { parseArgs } from 'node:util';
import { begroot } from './kosten/berekening.ts';
import { aannamenVan, leesPrijzen, leesVolumes } from './kosten/bestanden.ts';
import { meetVerbruik } from './kosten/meting.ts';
import { telStacks, vastVan } from './kosten/vast.ts';
import { kostenVerslag } from './kosten/verslag.ts';

/**
 * `npm run kosten`: replays messages on the embedded cloud, counts what each one uses, and multiplies that by the
 * volumes and the prices in their files. `--regio` chooses another price file, `--json` prints one object alone.
 */

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, regio: { type: 'string', default: 'eu-west-1' } },
  });
  const zeg = (tekst: string): void => {
    process.stderr.write(`kosten: ${tekst}\n`);
  };
  // Files first: a mistake in them must not show after a minute of measuring.
  const prijzen = leesPrijzen(values.regio);
  const volumes = leesVolumes();
  zeg('the stacks');
  const { lijn, klok } = telStacks();
  const meting = await meetVerbruik(klok, zeg);
  const gemeten = {
    perBericht: meting.leven.perBericht,
    perRaadpleging: meting.raadpleging,
    klokPerMaand: meting.klokPerMaand,
  };
  const begrotingen = volumes.gebieden.map((gebied) => {
    const vast = vastVan(lijn, gebied.gemeenten, gebied.kanalen);
    return { gebied, vast, begroting: begroot(gebied, gemeten, vast, aannamenVan(volumes), prijzen) };
  });
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ meting, prijzen, volumes, begrotingen })}\n`
      : `${kostenVerslag(meting, prijzen, begrotingen, new Date()).join('\n')}\n`,
  );
};

main().catch((error: unknown) => {
  process.stderr.write(`kosten: ${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof Error && error.cause !== undefined)
    process.stderr.write(`kosten: ${String(error.cause)}\n`);
  process.exitCode = 1;
});
