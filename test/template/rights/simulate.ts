import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, type Policy } from './places.ts';

/** A request to AWS, and the policies that decide on it. */
export type Attempt = {
  /** ARN of the role. */
  readonly principal: string;
  readonly action: string;
  /** ARN of the resource of the request. */
  readonly resource: string;
  /** The condition keys that AWS gives along with such a request. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  readonly ofResource?: Policy | undefined;
};

/**
 * The evaluator does not know the keys `kms:EncryptionContext:…` of any request, because their last part is free. In the policies
 * and in the request they are written as `aws:RequestTag/…`, of which the last part is free too and which is compared in the same
 * way.
 */
const withKnownKeys = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value).replaceAll('kms:EncryptionContext:', 'aws:RequestTag/'));

/**
 * Whether IAM allows it, as an evaluator of IAM policies says. It throws on a policy or a request that AWS does not know,
 * and on a condition key that does not come with such a request: a row would hold for a wrong reason.
 */
export const isAllowed = async (attempt: Attempt): Promise<boolean> => {
  const {
    principal,
    action,
    resource,
    context = {},
    identity,
    boundary,
    ofResource,
  } = withKnownKeys(attempt);
  const outcome = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: Object.fromEntries(
          Object.entries(context).map(([key, value]) => [
            key,
            typeof value === 'string' ? value : [...value],
          ]),
        ),
      },
      identityPolicies: identity.map((policy, number) => ({ name: `policy-${number}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(ofResource === undefined ? {} : { resourcePolicy: ofResource }),
      ...(boundary === undefined
        ? {}
        : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
    },
    {},
  );
  const what = `${action} on ${resource}`;
  if (outcome.resultType === 'error') throw new Error(`${what}: ${JSON.stringify(outcome.errors)}`);
  if (outcome.resultType === 'wildcard') return outcome.overallResult === 'Allowed';
  const unknown = outcome.result.ignoredContextKeys ?? [];
  if (unknown.length > 0) throw new Error(`${what} does not come with ${unknown.join(', ')}`);
  return outcome.overallResult === 'Allowed';
};
