import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildProgram } from '../../../cli/program.ts';
import { EXAMPLE } from '../../../cli/tester/example.ts';
import { COMMAND_LINES, typed, WITHOUT_HUB } from '../../hub/command-lines.ts';
import { caught } from '../../hub/test-hub.ts';
import { startHttp } from '../client/http-server.ts';
import { startAnsweringHub, ZAAK } from './gemeente/support.ts';

/** One sentence, and below it at most where the help is, or what was meant: no stack trace. */
const ONE_SENTENCE = /^error: [^\n]+\n(\([^\n]+\)\n){0,2}$/;

let folder: string;
/** The last line of this file of a tester and the data of this report end halfway. */
const half = { file: '', data: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hub-bad-input-'));
  half.file = join(folder, 'half.jsonl');
  half.data = join(folder, 'half.json');
  await writeFile(half.file, '{"van":"coa","bericht":{"id":"1"}}\n{"van":"coa","beri');
  await writeFile(half.data, '{"datum":"2026-0');
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

describe('bad input on the command line', () => {
  let hub: Awaited<ReturnType<typeof startAnsweringHub>>;
  beforeAll(async () => {
    hub = await startAnsweringHub();
  });
  afterAll(() => hub.stop());

  const LISTEN = ['luister', '--naar', 'http://localhost:1/hook', '--partner'];

  it.each<readonly [string, readonly string[], string]>([
    ['an unknown event', ['gebeurt', 'koppelng'], 'did you mean koppeling? See `hub gebeurt --help`'],
    ['an event of the routemap', ['gebeurt', 'taalmatje-gekoppeld'], 'did you mean taalmaatje-gekoppeld?'],
    ['a zaak and a family', ['gebeurt', 'pop-vastgesteld', '--zaak', ZAAK, '--gezin', '1'], 'cannot be used'],
    ['a zaak that is none', ['gebeurt', 'pop-vastgesteld', '--zaak', 'R-1'], 'expected a UUID'],
    ['a gemeente far away', ['gebeurt', 'pop-vastgesteld', '--gemeente', '0363'], 'choose 0171'],
    ['a family of nobody', ['gebeurt', 'koppeling', '--gezin', '0+2'], 'such as 2+1'],
    ['an unknown kind of number', ['nummer', 'paspoort'], 'choose bsn or vnummer'],
    ['no households', ['genereer', '--huishoudens', '0'], 'give a whole number from 1'],
    ['an unknown report', ['meld', 'pipp'], 'Did you mean pip?'],
    ['an unknown command', ['replai', EXAMPLE], 'Did you mean replay?'],
    ['an unknown partner', ['haal', '--partner', 'taalscool'], 'choose taalschool,'],
    ['an unknown partner to listen for', [...LISTEN, 'taalscool'], 'choose taalschool,'],
    ['an unknown partner to read', ['berichten', '--partner', 'taalscool'], 'choose taalschool,'],
    ['an unknown partner to look at', ['post', '--partner', 'taalscool'], 'choose taalschool,'],
    ['an unknown partner to shut out', ['uitsluiten', 'taalscool'], 'choose taalschool,'],
    ['an unknown partner to let in', ['toelaten', 'taalscool'], 'choose taalschool,'],
    ['an unknown role on a day', ['dag', '--rol', 'taalscool'], 'choose gemeente, taalschool,'],
    ['an unknown role of a calendar', ['agenda', '--rol', 'taalscool'], 'choose gemeente, taalschool,'],
    ['an unknown role in a rehearsal', ['proef', '--url', 'http://localhost:1', '--rol', 'x'], 'taalschool'],
    ['a secret that is none', ['proef', '--url', 'http://localhost:1', '--geheim', 'x'], 'not whsec_ and'],
    ['a gemeente without partners', [...LISTEN, 'mage', '--gemeente', '0184'], 'another with --gemeente'],
    ['a clock that is set back by a step', ['klok', '-3w'], '--nu sets it to any date, an earlier one too'],
    ['a clock that goes nowhere', ['klok', '+0d'], 'expected a step such as'],
    ['a clock on a day that is none', ['klok', '--nu', '2026-02-30'], 'expected a date such as'],
    ['a clock set twice', ['klok', '+1d', '--nu', '2026-03-01'], 'not both'],
    ['a replay on a day that is none', ['replay', EXAMPLE, '--nu', 'gisteren'], 'expected a date such as'],
    ['a replay until before anything', ['replay', EXAMPLE, '--tot', '2001-01-01'], 'nothing up to'],
    ['a file that is not there', ['replay', '/nowhere/a.jsonl'], 'cannot read /nowhere/a.jsonl (ENOENT)'],
  ])('%s ends with 1 and one sentence that says what to do, and nothing is done', async (_, args, told) => {
    vi.stubEnv('HUB_URL', hub.url);
    const { codes, faults, out } = await typed(args);
    expect({ codes, out }).toEqual({ codes: [1], out: '' });
    expect(faults).toMatch(ONE_SENTENCE);
    expect(faults).toContain(told);
    expect(hub.paths).toEqual([]);
  });

  const ID = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';

  it.each([
    'tijdlijn <number>',
    'wis <number> --reden verzoek-betrokkene',
    'gebeurt pop-vastgesteld --zaak <number>',
    'gebeurt <number>',
    'quarantaine --heropnemen <number>',
    'meld pip <number>',
    'tijdlijn --<number>',
    'gebeurt koppeling --bsn<number>',
    '<number>',
    'berichten --partner <number>',
    'replay <number>',
  ])('a BSN or V-nummer that is typed where it does not belong is not said again: hub %s', async (line) => {
    vi.stubEnv('HUB_URL', hub.url);
    for (const number of ['999966133', '2790011234']) {
      const { codes, faults, out } = await typed(line.replace('<number>', number).split(' '));
      expect({ codes, out }).toEqual({ codes: [1], out: '' });
      expect(faults).not.toContain(number);
      expect(faults).toContain('(the number of a person?)');
    }
    expect(hub.paths).toEqual([]);
  });

  it.each(['999 966 133', '9999.66.133', '999-966-133', 'V999966133', '999966133x', '/2790011234'])(
    'nor is %s',
    async (number) => {
      const { faults } = await typed(['tijdlijn', number]);
      expect(faults).toContain(
        "value (the number of a person?) is invalid for argument 'zaakId'. expected a UUID",
      );
    },
  );

  it.each(['00000099000000001000', 'TVS-2026000001', ID.slice(0, -1), '2026-01-311', 'zaak 12345678'])(
    'what is no number of a person is said again: %s',
    async (id) => {
      expect((await typed(['tijdlijn', id])).faults).toContain(`value '${id}' is invalid`);
      expect((await typed(['replay', `/nowhere/1234567890/${id}`])).faults).toContain(
        `/nowhere/1234567890/${id} (`,
      );
    },
  );

  it('a file with half a line is not replayed at all, and its line is named without its text', async () => {
    vi.stubEnv('HUB_URL', hub.url);
    const { codes, faults, out } = await typed(['replay', half.file]);
    expect({ codes, faults, out }).toEqual({
      codes: [1],
      faults: 'error: half.jsonl, line 2: is not JSON\n',
      out: '',
    });
    expect(hub.paths).toEqual([]);
  });

  it('a report of which the data end halfway is not sent, and the file is named', async () => {
    vi.stubEnv('HUB_URL', hub.url);
    const { codes, faults, out } = await typed([
      'meld',
      'pip',
      '--vnummer',
      '2790011234',
      '--data',
      half.data,
    ]);
    expect({ codes, out }).toEqual({ codes: [1], out: '' });
    expect(faults).toMatch(ONE_SENTENCE);
    expect(faults).toContain(half.data);
    expect(hub.posted).toEqual([]);
  });

  it('a gemeente that takes no part is refused by every command that is about one, with those that do', async () => {
    const ofGemeente = (command: Command): readonly Command[] => [
      ...(command.options.some(({ long }) => long === '--gemeente') ? [command] : []),
      ...command.commands.flatMap(ofGemeente),
    ];
    const program = await buildProgram(caught().output, async () => undefined);
    const found = ofGemeente(program);
    expect(found.length).toBeGreaterThan(20);
    for (const command of found) {
      const option = command.options.find(({ long }) => long === '--gemeente');
      expect(() => option?.parseArg?.('0001', undefined), command.name()).toThrow('0907 (Gennep)');
    }
  });
});

describe('a hub that is away', () => {
  // No programme of a user may listen here.
  const AWAY = 'http://127.0.0.1:2';

  it('has a command line for every command that talks to one', async () => {
    const { commands } = await buildProgram(caught().output, async () => undefined);
    const tried = new Set(COMMAND_LINES.map(([name]) => name));
    expect([...tried, ...WITHOUT_HUB].toSorted()).toEqual(commands.map((one) => one.name()).toSorted());
  });

  it('ends every command that talks to one with 1 and the same sentence, and nothing else is written', async () => {
    vi.stubEnv('HUB_URL', AWAY);
    vi.stubEnv('HUB_TOKEN', '');
    // Together, because each of them waits some seconds for a hub that may be restarting.
    const { codes, faults, out } = await typed(...COMMAND_LINES);
    expect(codes).toEqual(COMMAND_LINES.map(() => 1));
    const sentence = `error: no hub at ${AWAY} (ECONNREFUSED): give its address in HUB_URL or with --url; npm start runs one here`;
    expect(faults.trim().split('\n')).toEqual(COMMAND_LINES.map(() => sentence));
    expect(out).toBe('');
  });

  it.each(COMMAND_LINES.map((line) => [line.slice(0, 2).join(' '), line] as const))(
    'is told from an address that is none, before %s does anything',
    async (_, line) => {
      vi.stubEnv('HUB_URL', 'onzin');
      const { codes, faults, out } = await typed(line);
      expect({ codes, out }).toEqual({ codes: [1], out: '' });
      expect(faults).toMatch(ONE_SENTENCE);
      expect(faults).toContain('expected an address such as http://127.0.0.1:8787');
    },
  );

  it('is told from an address of something else, by each command in one sentence', async () => {
    const other = await startHttp((_, response) => {
      response.writeHead(404, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Not found</title>');
    });
    try {
      vi.stubEnv('HUB_URL', other.url);
      for (const line of COMMAND_LINES) {
        const { codes, faults, out } = await typed(line);
        expect({ codes, out }).toEqual({ codes: [1], out: '' });
        expect(faults).toMatch(ONE_SENTENCE);
        expect(faults).toMatch(/HUB_TOKEN|only a local hub|give --aws/);
      }
    } finally {
      await other.stop();
    }
  });

  it('does not keep anybody from numbers and files', async () => {
    vi.stubEnv('HUB_URL', AWAY);
    const { codes, faults } = await typed(['nummer', 'bsn'], ['genereer', '--huishoudens', '1']);
    expect({ codes, faults }).toEqual({ codes: [0, 0], faults: '' });
  });
});
