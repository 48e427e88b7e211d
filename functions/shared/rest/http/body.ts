import type { z } from 'zod';
import { type Fault, faultsOf, joinFaults } from '../../../../contracts/faults.ts';
import { isObject } from '../../../../contracts/is-object.ts';
import { jsonBody } from './media.ts';
import { invalid } from './problems.ts';
import type { Request } from './request.ts';

/** Faults that the contract cannot see, of a body that is at least an object. */
export type Lookup = (body: Readonly<Record<string, unknown>>) => Promise<readonly Fault[]>;

const noLookup: Lookup = async () => [];

/** The body of a call, or every fault in it at once: those of its contract and those that only the hub can find. */
export const readBody = async <Body extends z.ZodType>(
  schema: Body,
  request: Request,
  lookup: Lookup = noLookup,
): Promise<z.infer<Body>> => {
  const { value: body, errors: inWriting } = jsonBody(request);
  if (!isObject(body)) throw invalid([{ pointer: '', detail: 'moet een object zijn' }]);
  const parsed = schema.safeParse(body);
  const accordingToContract = parsed.success ? [] : faultsOf(parsed.error, body);
  const errors = joinFaults(accordingToContract, inWriting, await lookup(body));
  if (!parsed.success || errors.length > 0) throw invalid(errors);
  return parsed.data;
};
