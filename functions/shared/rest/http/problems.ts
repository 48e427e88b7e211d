import type { Fault } from '../../../../contracts/faults.ts';
import { PROBLEMS, type Problem, type ProblemKind } from '../../../../contracts/problem.ts';
import type { Wissing } from '../../../../contracts/wissen.ts';
import { HubError } from '../../../../domain/errors.ts';
import { known } from '../../../../domain/known.ts';
import { json, type Response } from './response.ts';

/** An error that says what the caller must know; everything else that is thrown becomes a 500. */
export interface ApiProblem extends Error {
  readonly problem: {
    readonly kind: ProblemKind;
    readonly detail: string;
    readonly errors?: readonly Fault[];
    /** How far the erasing is of what is asked for. */
    readonly wissing?: Wissing;
    readonly headers?: Readonly<Record<string, string>>;
    /** Receipt number of the message that was refused; for the log, not for the caller. */
    readonly ontvangstId?: string;
  };
}

type Rest = Omit<ApiProblem['problem'], 'kind' | 'detail'>;

/** Makes the error; its message names the kind only, so that it can be logged. */
export const problem = (kind: ProblemKind, detail: string, rest: Rest = {}): ApiProblem =>
  Object.assign(new Error(kind), { problem: { kind, detail, ...rest } });

/** An answer lists this many faults: whoever made more makes the same one over and over. */
const MAX_FAULTS = 100;

const faultCount = (count: number): string => {
  if (count === 1) return 'Er is 1 fout gevonden.';
  const found = `Er zijn ${count} fouten gevonden`;
  return count <= MAX_FAULTS
    ? `${found}.`
    : `${found}: hier staan de eerste ${MAX_FAULTS}, en er zijn er nog ${count - MAX_FAULTS}.`;
};

/** 400 with every fault that was found, or the first hundred and how many more there are. */
export const invalid = (errors: readonly Fault[], rest: Rest = {}): ApiProblem =>
  problem('ongeldig-verzoek', faultCount(errors.length), { ...rest, errors: errors.slice(0, MAX_FAULTS) });

/** The same words whether something does not exist or belongs to another: a stranger learns nothing. */
export const notFound = (): ApiProblem => problem('niet-gevonden', 'Onder dit adres is niets te vinden.');

/** Whether an error is a problem that the API answers with. */
export const isApiProblem = (error: unknown): error is ApiProblem =>
  error instanceof Error && 'problem' in error;

const TEMPORARY: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'InternalServerError',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'ServiceUnavailable',
  'ThrottlingException',
  'TimeoutError',
]);

const member = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

/** True when the same request may succeed later: storage, bus or the issuer's keys could not be reached. */
export const isTemporary = (error: unknown): boolean => {
  if (error instanceof HubError && error.followUp === 'retry') return true;
  const names = [member(error, 'name'), member(error, 'code')];
  if (names.some((name) => typeof name === 'string' && TEMPORARY.has(name))) return true;
  // The AWS SDK marks what it found worth another try.
  if (member(error, '$retryable') !== undefined) return true;
  const cause = member(error, 'cause');
  return cause !== undefined && isTemporary(cause);
};

/** The one place where a thrown thing becomes what the caller may know of it. */
export const problemOf = (error: unknown): ApiProblem['problem'] => {
  if (isApiProblem(error)) return error.problem;
  if (isTemporary(error)) {
    return {
      kind: 'niet-beschikbaar',
      detail: 'De hub kan het verzoek nu niet verwerken. Stuur het straks ongewijzigd opnieuw.',
      headers: { 'Retry-After': '30' },
    };
  }
  return {
    kind: 'interne-fout',
    detail: 'De hub kon het verzoek niet verwerken. Probeer het later opnieuw.',
  };
};

/** A problem as an answer. */
export const problemResponse = (
  { kind, detail, errors, wissing, headers }: ApiProblem['problem'],
  basisUrl: string,
): Response => {
  const { status, title } = PROBLEMS[kind];
  const body: Problem = {
    type: `${basisUrl}/problemen/${kind}`,
    status,
    title,
    detail,
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...known({ wissing }),
  };
  return json(status, body, { ...headers, 'Content-Type': 'application/problem+json' });
};
