import type { APIGatewayProxyResult } from 'aws-lambda';
import { PROBLEMS } from '../../contracts/problem.ts';
import { problemOf } from '../shared/rest/http/problems.ts';
import { safeError } from '../shared/rest/safe-log.ts';
import { pageAnswer } from './answers.ts';
import type { LoketDependencies } from './dependencies.ts';
import { faultOf, NOT_ALLOWED } from './faults.ts';
import { type Fault, faultPage } from './pages/fault.ts';
import type { SignedInReader } from './reader.ts';
import type { Visit } from './visit.ts';

/** Answers to what is not done, each with its line in the log. */

type Needed = Pick<LoketDependencies, 'log'>;

/** A page that says why something is not done. */
export const refuse = (
  { log }: Needed,
  fault: Fault,
  status: number,
  who?: SignedInReader,
): APIGatewayProxyResult => {
  log.warn('bladzijde geweigerd', { status, organisatie: who?.organisation.sleutel });
  return pageAnswer(faultPage(fault, who?.reader), status);
};

/** Names the methods that there are, of a page or of all pages: who is not signed in learns nothing of which those are. */
export const refuseMethod = (
  needed: Needed,
  methods: readonly string[],
  who?: SignedInReader,
): APIGatewayProxyResult => {
  const { headers, ...answer } = refuse(needed, NOT_ALLOWED, 405, who);
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return { ...answer, headers: { ...headers, Allow: [...new Set(allowed)].join(', ') } };
};

/** What was thrown, as a page. */
export const answerError = (
  { log }: Needed,
  error: unknown,
  { method }: Visit,
  who: SignedInReader | undefined,
): APIGatewayProxyResult => {
  const { kind } = problemOf(error);
  const { status } = PROBLEMS[kind];
  const data = { soort: kind, status, organisatie: who?.organisation.sleutel };
  if (status >= 500) log.error('bladzijde mislukt', { ...data, ...safeError(error) });
  else log.warn('bladzijde geweigerd', data);
  return pageAnswer(faultPage(faultOf(kind, method), who?.reader), status);
};
