import { describe, expect, it, vi } from 'vitest';
import { choosePlaces, placesOf } from '../../../cli/operator/recovery/places.ts';
import { buildProgram, run } from '../../../cli/program.ts';
import { errorText } from '../../../client/errors.ts';
import { caught } from '../../hub/test-hub.ts';

/** What an operator reads after a slip: one line that names what was wrong, and nothing was run. */
const refusal = async (...args: readonly string[]): Promise<string> => {
  const run = vi.fn(async () => undefined);
  const program = await buildProgram(caught().output, run, args[0]);
  const written: string[] = [];
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeErr: (text) => written.push(text) });
  await expect(program.parseAsync([...args], { from: 'user' })).rejects.toThrow();
  expect(run).not.toHaveBeenCalled();
  return written[0] ?? '';
};

const programOf = (name?: string) => buildProgram(caught().output, async () => undefined, name);

describe('the command line', () => {
  it('loads for a command only what belongs to it, the same as among all commands', async () => {
    const { commands } = await programOf();
    expect(commands.length).toBeGreaterThan(15);
    for (const command of commands) {
      const own = (await programOf(command.name())).commands;
      expect(own.length).toBeLessThan(3);
      const found = own.find((one) => one.name() === command.name());
      expect(found?.helpInformation()).toBe(command.helpInformation());
    }
  });

  it.each(['tijdlijm', '--help', 'help'])('has every command when %s is typed', async (name) => {
    expect((await programOf(name)).commands).toHaveLength((await programOf()).commands.length);
  });
});

it.each([
  ['--bsn', '99990001', 'a BSN has nine digits'],
  ['--vnummer', '28301389001', 'a V-nummer has ten digits'],
])('a number of a person that is typed wrongly after %s is not said again', async (option, typed, reason) => {
  const said = await refusal('tijdlijn', option, typed);
  expect(said).toContain(`error: option '${option} <number>' is invalid. ${reason}`);
  expect(said).not.toContain(typed);
});

describe('the help', () => {
  const helpOf = async (interactive: boolean, helpWidth: number): Promise<readonly string[]> => {
    const output = { ...caught().output, interactive };
    const { commands } = await buildProgram(output, async () => undefined, 'meld');
    const meld = commands.find((one) => one.name() === 'meld');
    const [casus] = meld?.commands ?? [];
    const texts = [meld, casus].map((one) => {
      one?.configureOutput({ getOutHelpWidth: () => helpWidth });
      return one?.helpInformation() ?? '';
    });
    return texts.join('').split('\n');
  };

  it('keeps within a terminal of 60 columns, each description below what it is of', async () => {
    const lines = await helpOf(true, 60);
    expect(lines.filter((line) => line.length > 60 && line.trim().includes(' '))).toEqual([]);
    const place = lines.indexOf('  casus [options]');
    expect(lines.slice(place + 1, place + 3)).toEqual([
      '      open a zaak of somebody who does not come through COA,',
      '      or say who a person is',
    ]);
  });

  it('keeps each on a line of its own in a pipe', async () => {
    expect(await helpOf(false, 60)).toContainEqual(
      expect.stringMatching(/^ {2}casus .* open a zaak of .*v1\)$/),
    );
  });
});

it('nothing runs where certificates are not checked', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    expect(await run(['balans', '--url', 'https://127.0.0.1:1'])).toBe(1);
    expect(written.mock.calls.join()).toContain('NODE_EXTRA_CA_CERTS');
  } finally {
    written.mockRestore();
    vi.unstubAllEnvs();
  }
});

describe('a command of an operator', () => {
  it.each(['redrive', 'omsleutelen', 'verzegelen', 'herstel-tabel', 'oefening'])(
    '%s works on one hub: an account and an address exclude each other',
    async (name) => {
      expect(await refusal(name, '--aws', '--url', 'https://hub.example')).toMatch(/--aws.*--url/);
    },
  );

  it.each(['redrive', 'tijdlijn'])('%s names the address that is none', async (name) => {
    for (const url of ['onzin', 'ftp://hub.example', '127.0.0.1:8787']) {
      expect(await refusal(name, '--url', url)).toMatch(/--url.*http:\/\/127\.0\.0\.1:8787/);
    }
  });

  it.each([['--op', '2026-01-31T22:00:00Z'], ['--bewaar']])(
    'herstel-tabel --toets restores nothing, so it does not take %s',
    async (...option) => {
      expect(await refusal('herstel-tabel', '--toets', ...option)).toMatch(/--toets/);
    },
  );
});

describe('a date to play', () => {
  it.each(['start', 'replay', 'klok'])('%s refuses one that is none, and runs nothing', async (name) => {
    const file = name === 'replay' ? ['examples/een-huishouden.jsonl'] : [];
    for (const date of [
      'onzin',
      '2026-02-30',
      '1-8-2026',
      '2026-8-1',
      '2026-08-01T12:00',
      '1999-12-31',
      '',
    ]) {
      expect(await refusal(name, ...file, '--nu', date)).toMatch(/--nu.*a date such as 2026-08-01/);
    }
  });

  it.each([
    ['start', '--gemeenten', '/nowhere'],
    ['replay', '/nowhere.jsonl'],
  ])('%s takes a date', async (...args) => {
    const run = vi.fn(async () => undefined);
    const program = await buildProgram(caught().output, async (code) => {
      await expect(code).rejects.toThrow('nowhere');
      await run();
    });
    await program.parseAsync([...args, '--nu', '2024-02-29'], { from: 'user' });
    expect(run).toHaveBeenCalledOnce();
  });
});

describe('a place that is none', () => {
  const rollout = (output: Readonly<Record<string, string>>) => ({
    kind: 'local' as const,
    uitvoer: output,
    clientConfig: () => ({}),
  });

  it('is named, with those that there are', () => {
    const places = placesOf(rollout({ CoaDodeBrievenUrl: 'd', CoaWachtrijUrl: 'w' }));
    expect(() => choosePlaces(places, 'nergens')).toThrow('no place called nergens: choose coa');
  });

  it('is no surprise on a hub without any', () => {
    expect(() => choosePlaces(placesOf(rollout({})), undefined)).toThrow(/no dead-letter queues/);
  });
});

describe('what is told of an error', () => {
  it('is its message, or what names it when it has none', () => {
    expect(errorText(new Error('port 80 is in use'))).toBe('port 80 is in use');
    expect(errorText(Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
    expect(errorText(new AggregateError([]))).toBe('AggregateError');
  });

  it('quotes nothing of what could not be read', () => {
    let failure: unknown;
    try {
      JSON.parse('{"bsn":"999966133"');
    } catch (error) {
      failure = error;
    }
    expect(errorText(failure)).toBe('something that was read is no JSON');
  });
});
