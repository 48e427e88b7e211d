/**
 * The command line of the hub. Only this file is read before the version of Node is known, so it imports nothing
 * itself: an older Node gets one line instead of a syntax error from a library.
 */
const MINIMUM = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < MINIMUM) {
  process.stderr.write(
    `The hub needs Node ${MINIMUM} or newer, this is Node ${process.versions.node}: use npm start or npm run hub, which bring their own.\n`,
  );
  process.exitCode = 1;
} else {
  const { run } = await import('../cli/program.ts');
  process.exitCode = await run(process.argv.slice(2));
}

export {};
