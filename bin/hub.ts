/**
 * The command line of the hub. Only this file is read before the version of Node is known, so it imports nothing of the project
 * itself: an older Node that can read it, from 22.18 on, gets one line instead of a syntax error from a library. One before that
 * loads no TypeScript at all, and says so in its own words.
 */
const MINIMUM = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < MINIMUM) {
  process.stderr.write(
    `The hub needs Node ${MINIMUM} or newer, this is Node ${process.versions.node}: use npm start or npm run hub, which bring their own.\n`,
  );
  process.exitCode = 1;
} else {
  // What Node compiled once, in its own folder for that, is not compiled again: a command starts in half the time.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache();
  const { run } = await import('../cli/program.ts');
  process.exitCode = await run(process.argv.slice(2));
}

export {};
