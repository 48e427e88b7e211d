import { describe, expect, it } from 'vitest';
import { findPython } from '../../../emulator/python.ts';

/** A machine on which these commands give these answers to the probe and to `--version`. */
const machine =
  (commands: Readonly<Record<string, { probe?: string; version?: string }>>) =>
  async (command: string, args: readonly string[]) =>
    args[0] === '--version' ? commands[command]?.version : commands[command]?.probe;

describe('the Python that runs the emulator', () => {
  it.each([
    ['python3', { python3: { probe: '3.10' } }],
    ['python3', { python3: { probe: '3.13' }, python: { probe: '2.7' } }],
    ['python', { python: { probe: '3.11' } }],
    ['python', { python3: { probe: '3.9' }, python: { probe: '3.12' } }],
  ] as const)('is %s where that is recent enough', async (command, commands) => {
    expect(await findPython(machine(commands))).toEqual({ command });
  });

  it.each([
    ['no Python', {}],
    ['3.9 is too old', { python3: { probe: '3.9', version: 'Python 3.9.2' } }],
    ['python3-venv', { python3: { version: 'Python 3.11.2' } }],
  ] as const)('is missing with the reason: %s', async (reason, commands) => {
    expect(await findPython(machine(commands))).toEqual({ missing: expect.stringContaining(reason) });
  });
});
