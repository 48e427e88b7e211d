import { createIdentifier } from '../../../local/template/identity.ts';
import { resolve, type Scope } from '../../../local/template/intrinsics.ts';
import { type StackName, type Target, type Templates, toList } from '../support.ts';

/** The templates with every reference filled in: policies as IAM gets them, and the ARN of each resource. */

export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';

/** A policy in the language of IAM. */
export type Policy = { readonly Version: string; readonly Statement: readonly unknown[] };

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::StackName': 'stack',
};

/** The types that the embedded cloud does not make, each with how its ARN looks. */
const ARNS: Readonly<Record<string, (id: string) => string>> = {
  'AWS::KMS::Key': (id) => `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`,
  'AWS::Logs::LogGroup': (id) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${id}:*`,
  'AWS::IAM::Role': (id) => `arn:aws:iam::${ACCOUNT}:role/${id}`,
};

const NAMES: Readonly<Record<string, string>> = {
  data: 'InburgeringshubGegevens',
  processing: 'InburgeringshubVerwerking',
  archive: 'InburgeringshubArchief',
};

const nameOf = (stack: StackName): string =>
  NAMES[stack] ?? stack.replace('gemeente-', 'InburgeringshubGemeente');

const identify = createIdentifier((name) => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}`);

/** Fills in the references of these templates. */
export const createPlaces = (templates: Templates) => {
  const scopes = new Map<StackName, Scope>();
  const exported = new Map<string, () => unknown>();

  const scopeOf = (stack: StackName): Scope => {
    const known = scopes.get(stack);
    if (known !== undefined) return known;
    const identity = (id: string) => {
      const source = templates.sourceOf({ stack, id });
      if (source === undefined) throw new Error(`stack ${stack} has no resource ${id}`);
      const arn = ARNS[source.Type]?.(id);
      if (arn !== undefined) return { ref: id, attributes: { Arn: arn } as Readonly<Record<string, string>> };
      return identify(nameOf(stack), id, source, (property) => source.Properties[property]);
    };
    const scope: Scope = {
      ref: (name) => PSEUDO[name] ?? identity(name).ref,
      getAtt: (id, attribute) => identity(id).attributes[attribute],
      importValue: (name) => exported.get(name)?.(),
      condition: (name) => {
        throw new Error(`condition ${name} is not expected in a policy`);
      },
      findInMap: (map) => {
        throw new Error(`mapping ${map} is not expected in a policy`);
      },
    };
    scopes.set(stack, scope);
    return scope;
  };

  for (const stack of templates.names) {
    for (const output of Object.values(templates.templateOf(stack).findOutputs('*'))) {
      if (output['Export'] === undefined) continue;
      exported.set(String(output['Export'].Name), () => resolve(output['Value'], scopeOf(stack)));
    }
  }

  /** The ARN of the only resource of this type whose logical id begins so. */
  const arnOf = (type: string, begin = ''): string => {
    const found = templates.sources(type).filter(({ target }) => target.id.startsWith(begin));
    const [only] = found;
    if (only === undefined || found.length > 1)
      throw new Error(`${found.length} resources of ${type} begin with ${begin}`);
    const { stack, id } = only.target;
    // Of an event bus and a queue as of all others: what `Arn` is, a secret calls its `Id`.
    const attribute = type === 'AWS::SecretsManager::Secret' ? 'Id' : 'Arn';
    return String(scopeOf(stack).getAtt(id, attribute));
  };

  const filledIn = ({ stack }: Target, value: unknown): Policy => resolve(value, scopeOf(stack)) as Policy;

  /** The policies of the roles whose logical id satisfies this. */
  const identityPolicies = (role: Target): readonly Policy[] =>
    templates
      .sources('AWS::IAM::Policy')
      .filter(({ target, source }) =>
        toList(source.Properties['Roles']).some(
          (one) => JSON.stringify(templates.targetOf(target.stack, one)) === JSON.stringify(role),
        ),
      )
      .map(({ target, source }) => filledIn(target, source.Properties['PolicyDocument']));

  /** The policy of the resource with this ARN, when it has one. */
  const resourcePolicy = (arn: string): Policy | undefined => {
    const keys = templates
      .sources('AWS::KMS::Key')
      .filter(({ target }) => ARNS['AWS::KMS::Key']?.(target.id) === arn)
      .map(({ target, source }) => filledIn(target, source.Properties['KeyPolicy']));
    const queues = templates
      .sources('AWS::SQS::QueuePolicy')
      .map(({ target, source }) => filledIn(target, source.Properties['PolicyDocument']))
      .filter(({ Statement }) =>
        Statement.some((statement) => (statement as { Resource?: unknown }).Resource === arn),
      );
    return [...keys, ...queues][0];
  };

  return { arnOf, identityPolicies, resourcePolicy };
};

export type Places = ReturnType<typeof createPlaces>;
