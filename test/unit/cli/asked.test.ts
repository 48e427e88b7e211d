import { expect, it } from 'vitest';
import { type Answers, withAnswers } from '../../../cli/asked.ts';

const answers = (...given: readonly string[]) => {
  const asked: string[] = [];
  const left = [...given];
  const open = (): Answers => ({
    next: async (label) => {
      asked.push(label);
      return left.shift() ?? '';
    },
    close: () => asked.push('closed'),
  });
  return { asked, open };
};

it('asks for a number where the command line has a dash for it, in their order', async () => {
  const { asked, open } = answers('999966133', '2798163871', 'eyJ');
  const args = ['tijdlijn', '--bsn', '-', '--vnummer', '-', '--token', '-', '--gemeente', '0907'];
  expect(await withAnswers(args, open)).toEqual([
    'tijdlijn',
    '--bsn',
    '999966133',
    '--vnummer',
    '2798163871',
    '--token',
    'eyJ',
    '--gemeente',
    '0907',
  ]);
  expect(asked).toEqual(['BSN', 'V-nummer', 'token', 'closed']);
});

it('asks for nothing when there is no dash, or one that another option has', async () => {
  const { asked, open } = answers();
  const args = ['meld', 'casus', '--data', '-', '--bsn', '999966133'];
  expect(await withAnswers(args, open)).toBe(args);
  expect(asked).toEqual([]);
});

it('refuses to ask on standard input that holds the data', async () => {
  const { open } = answers();
  await expect(withAnswers(['meld', 'casus', '--data', '-', '--bsn', '-'], open)).rejects.toThrow(/--data/);
});
