import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, type Policy, REGION } from './places.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'voorbeelden');

/** A policy of `docs/voorbeelden` with its placeholders filled in. */
export const examplePolicy = (file: string): Policy =>
  JSON.parse(
    readFileSync(join(FOLDER, file), 'utf8')
      .replaceAll('<ACCOUNT>', ACCOUNT)
      .replaceAll('<REGIO>', REGION)
      .replaceAll('<TRUSTSTORE-BUCKET>', 'truststore-gennep'),
  );
