import { readFileSync } from 'node:fs';
import { Document, type RulesetDefinition, Spectral } from '@stoplight/spectral-core';
import * as functions from '@stoplight/spectral-functions';
import { Json, Yaml } from '@stoplight/spectral-parsers';
import { parse } from 'yaml';
import * as z from 'zod';

/**
 * Spectral as a library: one run for all files of rules together. Its command line takes one file at a time and compiles
 * the schema of every example anew in each, and it brings a bundler along.
 */

const Rule = z.union([z.enum(['error', 'warn', 'off']), z.record(z.string(), z.unknown())]);
/** A file of rules. What it extends is for the caller of `createLinter` to add. */
const RuleFile = z.looseObject({ rules: z.record(z.string(), Rule) });
const Check = z.looseObject({ function: z.string() });

type Rules = z.infer<typeof RuleFile>['rules'];

const FUNCTIONS = new Map<string, unknown>(Object.entries(functions));

const functionNamed = (name: string): unknown => {
  const found = FUNCTIONS.get(name);
  if (found === undefined) throw new Error(`Spectral has no function ${name}`);
  return found;
};

/** The checks of a rule, with the functions that a file only names. */
const checksOf = (written: unknown): readonly unknown[] =>
  z
    .array(Check)
    .parse([written].flat())
    .map((check) => ({ ...check, function: functionNamed(check.function) }));

const toDefinition = (rules: Rules): object =>
  Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
      typeof rule === 'string'
        ? rule
        : Object.fromEntries(
            Object.entries(rule).map(([key, value]) => [key, key === 'then' ? checksOf(value) : value]),
          ),
    ]),
  );

/** The rules of a file in YAML or JSON, by name. */
export const rulesIn = (path: string): Rules => RuleFile.parse(parse(readFileSync(path, 'utf8'))).rules;

/** Finds the errors and warnings in a text in JSON or YAML, each as the name of the rule and the place. */
export const createLinter = (
  rules: Rules,
  base: readonly unknown[] = [],
): ((text: string) => Promise<readonly string[]>) => {
  const spectral = new Spectral();
  const definition = { ...(base.length === 0 ? {} : { extends: base }), rules: toDefinition(rules) };
  spectral.setRuleset(definition as RulesetDefinition);
  return async (text) => {
    const document = text.startsWith('{') ? new Document(text, Json) : new Document(text, Yaml);
    const found = await spectral.run(document, { ignoreUnknownFormat: true });
    // Severity 0 is an error and 1 a warning.
    return found.filter(({ severity }) => severity <= 1).map(({ code, path }) => `${code} ${path.join('/')}`);
  };
};
