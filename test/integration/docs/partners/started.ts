import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Programme } from '../../../unit/docs/partners/programmes.ts';
import { EXAMPLES } from '../../../unit/docs/partners/runtimes.ts';

/** Starts a programme for partners as its header says, in a copy of its folder and with what the header names. */

const PROJECT = join(import.meta.dirname, '../../../..');

export type Values = Readonly<Record<string, string>>;

export interface Started {
  readonly child: ChildProcess;
  /** What it said on its error output so far. */
  said(): string;
  /** The ids of the messages in its file, in order. */
  kept(): readonly string[];
  /** The exit code and the output, when it ends by itself. */
  ended(): Promise<{ readonly code: number | null; readonly stdout: string }>;
  stop(): Promise<void>;
}

const valueFor = (name: string, values: Values): string => {
  const value = values[name];
  if (value === undefined) throw new Error(`nothing is known to fill in for ${name}`);
  return value;
};

/** The variables of its command, and others that its header names elsewhere. */
export const variablesOf = ({ header, path, variables }: Programme, values: Values): Values => {
  const others = Object.keys(values).filter((name) => !variables.includes(name));
  for (const name of others)
    if (!header.includes(name)) throw new Error(`the header of ${path} does not name ${name}`);
  return Object.fromEntries([...variables, ...others].map((name) => [name, valueFor(name, values)]));
};

const Bericht = z.looseObject({ id: z.string() });

export interface StartOptions {
  readonly programme: Programme;
  /** Where its copy goes. */
  readonly folder: string;
  readonly values: Values;
  /** The variables on the computer of the partner, beside those that the header of the programme tells to set. */
  readonly surroundings?: Values;
  /** What stands between < and > in its command. */
  readonly words?: Values;
  readonly input?: string;
}

export const startProgramme = (options: StartOptions): Started => {
  const { programme, folder, values, surroundings, words = {}, input } = options;
  const { runtime } = programme;
  if (runtime === undefined) throw new Error(`${programme.path} has no runtime on a computer of its own`);
  cpSync(join(EXAMPLES, programme.folder), folder, { recursive: true });
  // Stands for the package that the header tells to install.
  if (programme.header.includes('npm install'))
    symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  const args = programme.args.map((word) => {
    const [, name] = /^<(.+)>$/.exec(word) ?? [];
    return name === undefined ? word : valueFor(name, words);
  });
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(runtime.program, args, {
    cwd: folder,
    env: { PATH, HOME, ...surroundings, ...variablesOf(programme, values) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  child.stdin.end(input);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  return {
    child,
    said: () => said,
    kept: () => {
      const file = join(folder, 'ontvangen.jsonl');
      if (!existsSync(file)) return [];
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => Bericht.parse(JSON.parse(line)).id);
    },
    ended: async () => {
      const [stdout, [code]] = await Promise.all([text(child.stdout), closed]);
      return { code, stdout };
    },
    stop: async () => {
      child.kill();
      child.stdout.destroy();
      await closed;
    },
  };
};
