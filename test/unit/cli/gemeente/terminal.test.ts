import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { openTerminal, terminalOn } from '../../../../cli/gemeente/terminal.ts';

it('a terminal asks one line after the other, also of what was pasted at once', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const terminal = terminalOn(input, output);
  input.write('een\ntwee\n');
  terminal.say(['Vraag']);
  expect([await terminal.ask('1> '), await terminal.ask('2> ')]).toEqual(['een', 'twee']);
  terminal.close();
  output.end();
  expect(await text(output)).toBe('Vraag\n1> 2> ');
});

it('what is said to somebody at a terminal breaks between words, within its width', async () => {
  const output = Object.assign(new PassThrough(), { columns: 60 });
  const terminal = terminalOn(new PassThrough(), output);
  terminal.say(['short', `  ${'woord '.repeat(15).trim()}`]);
  terminal.close();
  output.end();
  expect((await text(output)).split('\n')).toEqual([
    'short',
    `  ${'woord '.repeat(9).trim()}`,
    `  ${'woord '.repeat(6).trim()}`,
    '',
  ]);
});

it('a person who leaves ends the dialogue, and is told that nothing was sent', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const terminal = terminalOn(input, output);
  input.end();
  await expect(terminal.ask('> ')).rejects.toThrow('nothing was sent');
});

it('there is no terminal when input or output is not one', () => {
  expect(openTerminal()).toBeUndefined();
});
