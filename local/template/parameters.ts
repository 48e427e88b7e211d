import type { Template, TemplateParameter } from './assembly.ts';
import { ACCOUNT, REGION } from './identity.ts';

type Given = Readonly<Record<string, string>>;

/** The parameter of the CDK that says where the bootstrap stack keeps its version. This machine has no such stack. */
const BOOTSTRAP = 'BootstrapVersion';

function parameterValue(name: string, declared: TemplateParameter, given: Given, stack: string): unknown {
  if (name === BOOTSTRAP) return 'local';
  const value = given[name] ?? declared.Default;
  if (value === undefined) throw new Error(`stack ${stack}: parameter ${name} has no value and no default`);
  const { AllowedValues: allowed, AllowedPattern: pattern } = declared;
  if (allowed && !allowed.map(String).includes(String(value))) {
    throw new Error(`stack ${stack}: parameter ${name} must be one of ${allowed.join(', ')}`);
  }
  if (pattern && !new RegExp(`^(?:${pattern})$`).test(String(value))) {
    throw new Error(`stack ${stack}: parameter ${name} must match ${pattern}`);
  }
  switch (declared.Type) {
    case 'String':
    case 'Number':
      return String(value);
    case 'CommaDelimitedList':
      return String(value)
        .split(',')
        .map((part) => part.trim());
    default:
      throw new Error(`stack ${stack}: parameter ${name} has unknown type ${declared.Type}`);
  }
}

const pseudoParameters = (stack: string): Readonly<Record<string, unknown>> => ({
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': stack,
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack}/local`,
  'AWS::NotificationARNs': [],
  'AWS::NoValue': undefined,
});

/** The values of the parameters and pseudo parameters of a stack, by the name that `Ref` takes. */
export function parameterValues(
  stack: string,
  template: Template,
  given: Given,
): ReadonlyMap<string, unknown> {
  const declared = Object.entries(template.Parameters ?? {});
  return new Map([
    ...Object.entries(pseudoParameters(stack)),
    ...declared.map(([name, parameter]) => [name, parameterValue(name, parameter, given, stack)] as const),
  ]);
}

/** Throws when `given` names a parameter that no stack declares, because that is a misspelling. */
export function checkParameterNames(templates: readonly Template[], given: Given): void {
  const declared = new Set(templates.flatMap((template) => Object.keys(template.Parameters ?? {})));
  for (const name of Object.keys(given)) {
    if (!declared.has(name)) throw new Error(`no stack has a parameter ${name}`);
  }
}
