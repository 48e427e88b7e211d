import type * as z from 'zod';
import { settingsError } from '../settings-error.ts';
import { faultsBetween } from './checks.ts';
import { EnvironmentFields } from './fields.ts';

/** An environment with all its settings, of which each is right and all go together. */
export const EnvironmentSchema = EnvironmentFields.superRefine((environment, ctx) => {
  for (const { path, message } of faultsBetween(environment))
    ctx.addIssue({ code: 'custom', path: [...path], message });
});

/** An environment as its file has it. */
export type EnvironmentInput = z.input<typeof EnvironmentSchema>;

/** An environment that `EnvironmentSchema` has checked. */
export type Environment = Readonly<z.output<typeof EnvironmentSchema>>;

/** What an environment may cost a month, and the addresses that hear of it. */
export type Budget = NonNullable<Environment['budget']>;

/** The vault in another account that gets a copy of the table, and how many days it keeps each. */
export type BackupCopy = NonNullable<Environment['reservekopie']>;

/** The name of an environment, as `cdk … -c omgeving=acceptatie` takes it. */
export type EnvironmentName = EnvironmentFields['naam'];

/** Checks an environment. The error names the environment and every field that is wrong, in Dutch. */
export const readEnvironment = (input: EnvironmentInput): Environment => {
  const parsed = EnvironmentSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || '(bestand)'}: ${message}`,
  );
  throw settingsError(`omgeving ${input.naam} klopt niet:\n${errors.join('\n')}`);
};
