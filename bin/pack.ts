import { packClient } from '../infra/bundling/command-line.ts';

/** Builds the package for partners and testers in `dist/client/`: `npm run pakket`, see docs/release.md. */
process.stdout.write(`${packClient()}\n`);
