import { execFile, spawn } from 'node:child_process';

/** The output of a command that ended. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a command to its end. `output` holds both of its streams, in the order in which it wrote. */
export const runToEnd = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString('utf8') }),
    );
  });

/** Runs a command and returns its output. It throws with the last lines of the output when the command fails. */
export const run = async (
  command: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<string> => {
  const { code, output } = await runToEnd(command, args, env);
  if (code === 0) return output;
  const last = output.trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`${command} ${args[0] ?? ''} ended with code ${code}:\n${last}`);
};

/** The stdout of a short command; undefined when the command cannot be run or fails. */
export const ask = (command: string, args: readonly string[]): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(command, [...args], { timeout: 20_000 }, (error, stdout) =>
      resolve(error === null ? stdout.trim() : undefined),
    );
  });
