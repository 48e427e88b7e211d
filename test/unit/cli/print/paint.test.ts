import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PLAIN, styleOf } from '../../../../cli/print/paint.ts';
import { padText, table, wrap } from '../../../../cli/print/text.ts';

/** A stream that says of itself what a terminal does. */
const streamOf = (isTTY: boolean): NodeJS.WriteStream =>
  Object.assign(new PassThrough(), {
    isTTY,
    getColorDepth: WriteStream.prototype.getColorDepth,
  }) as unknown as NodeJS.WriteStream;

const RED = '\u001b[31mte\u001b[39m \u001b[31mlaat\u001b[39m';

beforeEach(() => {
  // Node looks at each of these; where CI is set it shows colour to the terminals of some services only.
  const looked = ['NO_COLOR', 'FORCE_COLOR', 'NODE_DISABLE_COLORS', 'COLORTERM', 'CI', 'TMUX'];
  for (const name of [...looked, 'TF_BUILD', 'AGENT_NAME', 'TEAMCITY_VERSION', 'TERM_PROGRAM'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('TERM', 'xterm-256color');
});
afterEach(() => vi.unstubAllEnvs());

describe('colour', () => {
  it('is shown on a terminal, word by word', () => {
    expect(styleOf(streamOf(true)).bad('te laat')).toBe(RED);
  });

  it('is not shown to a program that reads along', () => {
    expect(styleOf(streamOf(false)).bad('te laat')).toBe('te laat');
  });

  it.each([
    ['NO_COLOR', '1'],
    ['TERM', 'dumb'],
    ['FORCE_COLOR', '0'],
  ])('is not shown on a terminal where %s is %s', (name, value) => {
    vi.stubEnv(name, value);
    expect(styleOf(streamOf(true)).bad('te laat')).toBe('te laat');
  });

  it('is shown anywhere where FORCE_COLOR asks for it', () => {
    vi.stubEnv('FORCE_COLOR', '1');
    expect(styleOf(streamOf(false)).bad('te laat')).toBe(RED);
  });

  it('takes no room: coloured words stand and break where plain ones do', () => {
    const coloured = styleOf(streamOf(true));
    for (const width of [20, 30, 60]) {
      const linesIn = ({ good, bad }: typeof PLAIN) => [
        ...table(
          [
            ['TG06', bad('te laat gehaald'), 'Leerbaarheidstoets afnemen'],
            ['TG07', good('gehaald'), bad('PIP vaststellen en beschikking toevoegen')],
          ],
          width,
        ),
        ...wrap(`${good('Done (klaar)')}: every part is complete`, width, '  '),
        padText(bad('vervallen'), 12),
      ];
      expect(linesIn(coloured).map(stripVTControlCharacters)).toEqual(linesIn(PLAIN));
    }
  });
});
