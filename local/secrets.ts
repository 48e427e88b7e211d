import { randomInt } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type Operations, serviceError } from './aws-json.ts';
import type { Resource } from './template/deployment.ts';
import type { Properties } from './template/schemas.ts';

type Generation = NonNullable<Properties<'AWS::SecretsManager::Secret'>['GenerateSecretString']>;

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

const pick = (characters: string): string => characters.charAt(randomInt(characters.length));

function password(settings: Generation): string {
  const length = settings.PasswordLength ?? 32;
  const excluded = new Set(settings.ExcludeCharacters ?? '');
  const classes = [
    settings.ExcludeLowercase ? '' : LOWER,
    settings.ExcludeUppercase ? '' : UPPER,
    settings.ExcludeNumbers ? '' : DIGITS,
    settings.ExcludePunctuation ? '' : PUNCTUATION,
    settings.IncludeSpace ? ' ' : '',
  ]
    .map((characters) => [...characters].filter((character) => !excluded.has(character)).join(''))
    .filter((characters) => characters !== '');
  if (classes.length === 0) throw new Error('GenerateSecretString excludes every character');
  const required = settings.RequireEachIncludedType === false ? [] : classes.map(pick);
  const rest = Array.from({ length: Math.max(0, length - required.length) }, () => pick(classes.join('')));
  const characters = [...required, ...rest].slice(0, length);
  for (let at = characters.length - 1; at > 0; at -= 1) {
    const other = randomInt(at + 1);
    [characters[at], characters[other]] = [characters[other] ?? '', characters[at] ?? ''];
  }
  return characters.join('');
}

/** A value as Secrets Manager would generate it. */
export function generateSecretString(settings: Generation): string {
  const { GenerateStringKey: key, SecretStringTemplate: template } = settings;
  if (key === undefined || template === undefined) return password(settings);
  return JSON.stringify({ ...(JSON.parse(template) as object), [key]: password(settings) });
}

export interface Secrets {
  readonly operations: Operations;
  /** The value of a secret by name or ARN. */
  value(nameOrArn: string): string | undefined;
}

const inputSchema = z.object({ SecretId: z.string() });

/** Writes next to the file and renames, so that a crash leaves the old content or the new. */
function writeWhole(path: string, content: string): void {
  const file = openSync(`${path}.new`, 'w', 0o600);
  writeSync(file, content);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

/** The secrets of an app. A generated value is made once and kept in `dataDir`. */
export function createSecrets(
  resources: readonly Resource<'AWS::SecretsManager::Secret'>[],
  dataDir?: string,
): Secrets {
  const path = dataDir === undefined ? undefined : join(dataDir, 'secrets.json');
  const kept: Record<string, string> =
    path && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {};
  let made = false;
  const secrets = resources.map(({ name, arn, properties }) => {
    const { SecretString: given, GenerateSecretString: generation } = properties;
    const value = given ?? kept[name] ?? generateSecretString(generation ?? {});
    if (given === undefined && kept[name] === undefined) {
      kept[name] = value;
      made = true;
    }
    return { name, arn, value };
  });
  if (path && made) writeWhole(path, JSON.stringify(kept));

  // Secrets Manager also takes an ARN without its random ending.
  const find = (id: string) =>
    secrets.find(({ name, arn }) => id === name || id === arn || arn.slice(0, -7) === id);
  const getSecretValue = (input: unknown): unknown => {
    const parsed = inputSchema.safeParse(input);
    if (!parsed.success) throw serviceError('ValidationException', 'SecretId is required');
    const secret = find(parsed.data.SecretId);
    if (!secret) {
      throw serviceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return {
      ARN: secret.arn,
      Name: secret.name,
      SecretString: secret.value,
      VersionId: '00000000-0000-4000-8000-000000000001',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: 0,
    };
  };
  return {
    operations: { 'secretsmanager.GetSecretValue': getSecretValue },
    value: (nameOrArn) => find(nameOrArn)?.value,
  };
}
