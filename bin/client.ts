#!/usr/bin/env node
/**
 * The command line without the hub itself: what the package for partners and testers starts. Only this file is read before the
 * version of Node is known, so it imports nothing itself.
 */
const MINIMUM = 22;

const major = Number(process.versions.node.split('.')[0]);
if (major < MINIMUM) {
  process.stderr.write(
    `hub needs Node ${MINIMUM} or newer, this is Node ${process.versions.node}: nodejs.org has a newer one.\n`,
  );
  process.exitCode = 1;
} else {
  const { runWith } = await import('../cli/command-line.ts');
  const { CLIENT_COMMANDS } = await import('../cli/client-commands.ts');
  process.exitCode = await runWith(CLIENT_COMMANDS, process.argv.slice(2));
}

export {};
