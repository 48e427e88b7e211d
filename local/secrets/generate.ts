import { randomInt } from 'node:crypto';
import type { Properties } from '../template/schemas.ts';

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

/** Generates a value as Secrets Manager does. It throws when the settings exclude every character. */
export function generateSecretString(settings: Generation): string {
  const { GenerateStringKey: key, SecretStringTemplate: template } = settings;
  if (key === undefined || template === undefined) return password(settings);
  return JSON.stringify({ ...(JSON.parse(template) as object), [key]: password(settings) });
}
