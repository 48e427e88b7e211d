import { vi } from 'vitest';
import { run } from '../../cli/program.ts';
import { EXAMPLE } from '../../cli/tester/example.ts';

const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
const OTHER = ZAAK.replace('3f', '4f');
const PERIOD = ['--van', '2026-01-01T00:00:00Z', '--tot', '2026-01-02T00:00:00Z'];
const CLIENT = ['--uitgever', 'oefen', '--client', 'c-1'];
const FETCHES = ['--partner', 'mage', '--gemeente', '0907'];
/** One report stands for all of them: they differ in their fields alone. */
const REPORT = ['meld', 'pip', '--vnummer', '2790011234', '--datum', '2026-03-01', '--leerroute', 'B1-route'];

/** A complete command line for each command that talks to a hub. */
export const COMMAND_LINES: readonly (readonly [string, ...(readonly string[])])[] = [
  ['replay', EXAMPLE],
  ['klok', '+1d'],
  ['gebeurt', 'koppeling'],
  ['tijdlijn', ZAAK],
  ['berichten', '--partner', 'mage'],
  ['agenda'],
  ['dag'],
  ['verwerkingen', ZAAK],
  ['meld', ...REPORT.slice(1), '--json'],
  ['herstel-feit', ZAAK, '--reden', 'dubbel', '--zelfde-persoon', OTHER, '--json'],
  ['kpis'],
  ['post', '--partner', 'mage'],
  ['balans'],
  ['wachtend'],
  ['quarantaine'],
  ['luister', ...FETCHES, '--naar', 'http://localhost:1/hook', '--eenmaal', '--json'],
  ['haal', ...FETCHES],
  ['token', 'coa'],
  ['wis', ZAAK, '--reden', 'verzoek-betrokkene', '--ja'],
  ['uitsluiten', 'mage'],
  ['toelaten', 'mage'],
  ['partner', 'toelaten', 'taalschool-0907', ...CLIENT],
  ['partner', 'lijst'],
  ['partner', 'intrekken', 'taalschool-0907', ...CLIENT],
  ['oefening'],
  ['redrive'],
  ['herhaal', ...PERIOD, '--proef'],
  ['omsleutelen', '--proef'],
  ['omsleutelen', '--oefen'],
  ['verzegelen'],
  ['herstel-tabel', '--toets'],
];

/** These talk to no hub: one runs it, two make something, and a rehearsal talks to a webhook. */
export const WITHOUT_HUB = ['start', 'nummer', 'genereer', 'partnertest'];

/** What commands that are typed write, and the codes that they end with. */
export const typed = async (...commands: readonly (readonly string[])[]) => {
  const faults: string[] = [];
  const out: string[] = [];
  const onErr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    faults.push(String(text));
    return true;
  });
  const onOut = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out.push(String(text));
    return true;
  });
  // The process outlives each command here, and nobody who reads its output goes away.
  const listeners = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'on').mockReturnValue(stream),
  );
  try {
    const codes = await Promise.all(commands.map((args) => run(args)));
    return { codes, faults: faults.join(''), out: out.join('') };
  } finally {
    for (const spy of [onErr, onOut, ...listeners]) spy.mockRestore();
  }
};
