import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runToEnd } from '../../emulator/run.ts';
import { alleBerichten, eindstand, scenario, speel, vNummersIn } from '../hub/proefhub.ts';
import { type EmulatedProefhub, startEmulated } from './emulated-hub.ts';

const HUB = join(import.meta.dirname, '../../bin/hub.ts');
const stappen = scenario('een-huishouden.jsonl');
const vNummers = vNummersIn(stappen);

describe("an operator's commands on a hub in an account", () => {
  let hub: EmulatedProefhub;
  const stand = async () => ({ ...(await eindstand(hub, vNummers)), berichten: await alleBerichten(hub) });
  const hubCommando = (...args: readonly string[]) =>
    runToEnd(process.execPath, [HUB, ...args, '--aws'], hub.env);

  beforeAll(async () => {
    hub = await startEmulated();
    expect(await speel(hub, stappen)).toMatchObject({ deviations: [] });
  });
  afterAll(() => hub?.stop());

  it('list the dead letters of every queue', async () => {
    const { code, output } = await hubCommando('redrive');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/^0907\/taalschool +0 dead letters$/m);
    expect(output).toMatch(/^coa +0 dead letters$/m);
  });

  it('replace the secret of the lookup keys, after which nobody gets a second zaak or message', async () => {
    const voor = await stand();
    const { code, output } = await hubCommando('omsleutelen');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(await speel(hub, stappen)).toMatchObject({ deviations: [] });
    expect(await stand()).toEqual(voor);
    expect(await hub.client.balans()).toMatchObject({ zaken: 1 });
  });

  it('make every alarm go off and come back', async () => {
    const weigering = await hubCommando('oefening');
    expect(weigering).toMatchObject({ code: 1, output: expect.stringContaining('--productie') });
    const { code, output } = await hubCommando(
      'oefening',
      '--productie',
      '--json',
      '--wait',
      '60',
      '--wait-back',
      '60',
    );
    const verslag = JSON.parse(output.split('\n').find((regel) => regel.startsWith('{')) ?? '{}');
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(verslag.uitkomsten.length).toBeGreaterThan(40);
    expect(verslag.uitkomsten.filter(({ afgegaan }: { afgegaan: boolean }) => !afgegaan)).toEqual([]);
  });
});
