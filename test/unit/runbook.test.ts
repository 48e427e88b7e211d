import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../cli/program.ts';

/** Every command in the runbook exists, with those options and values: a bad night is no time to find out. */

const tekst = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
const VOORVOEGSEL = 'npm run -s hub -- ';
const blokken = [...tekst.matchAll(/^ *```sh\n([\s\S]*?)```/gm)].map(([, inhoud]) => inhoud ?? '');
const opdrachten = blokken
  .flatMap((blok) => blok.split('\n').map((regel) => regel.trim()))
  .filter((regel) => regel.startsWith(VOORVOEGSEL))
  .map((regel) => regel.slice(VOORVOEGSEL.length));

const output = {
  line: () => undefined,
  lines: () => undefined,
  width: 100,
  bold: String,
  interactive: false,
};

describe('the runbook', () => {
  it('has at least ten nights, each with what to notice, what to see in the end, and whom to wake', () => {
    const nachten = tekst.split(/^## \d+\. /m).slice(1);
    expect(nachten.length).toBeGreaterThanOrEqual(10);
    for (const nacht of nachten) {
      expect(nacht).toContain('**You notice**');
      expect(nacht).toContain('**You should see**');
      expect(nacht).toContain('**Wake** ');
    }
  });

  it.each(['operations.md', 'deploy.md', 'architecture.md', 'runbook.md'])(
    'is where %s refers to',
    (document) => {
      const anker = (kop: string) =>
        kop
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-');
      const koppen = new Set([...tekst.matchAll(/^##+ (.*)$/gm)].map(([, kop = '']) => anker(kop)));
      const inhoud = readFileSync(join(import.meta.dirname, '../../docs', document), 'utf8');
      for (const [, doel = ''] of inhoud.matchAll(/\]\(runbook\.md#([^)]*)\)/g))
        expect([...koppen]).toContain(doel);
    },
  );

  it('holds nothing but commands of the hub in its blocks of commands', () => {
    for (const regel of blokken
      .flatMap((blok) => blok.split('\n').map((regel) => regel.trim()))
      .filter((regel) => regel !== '')) {
      expect(regel.startsWith(VOORVOEGSEL), regel).toBe(true);
    }
    expect(opdrachten.length).toBeGreaterThan(10);
  });

  it.each([...new Set(opdrachten)])('%s', (opdracht) => {
    const [naam = '', ...args] = opdracht.split(/\s+/);
    const command = buildProgram(output, async () => undefined).commands.find((een) => een.name() === naam);
    if (command === undefined) throw new Error(`no command ${naam}`);
    // Parses the values of the options too, and runs nothing.
    const { operands, unknown } = command.exitOverride().parseOptions(args);
    expect(unknown).toEqual([]);
    expect(operands.length).toBeLessThanOrEqual(command.registeredArguments.length);
    const verplicht = command.options.filter(({ mandatory }) => mandatory);
    for (const optie of verplicht) expect(command.getOptionValue(optie.attributeName())).toBeDefined();
  });
});
